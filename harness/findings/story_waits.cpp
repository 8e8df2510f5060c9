#include "harness/findings/story_waits.hpp"

#include <fmt/format.h>

namespace windtunnel::findings {

using tornado::EventKind;

void StoryWaits::see(const tornado::Event& event) {
  const auto stands_for = [&](std::string words, std::uint32_t stream = 0) {
    things_[event.other] = {std::move(words), stream};
  };
  switch (event.kind) {
    case EventKind::sleep:
      things_[event.id] = {"the clock", 0};
      break;
    case EventKind::concurrent_future:
      things_[event.id] = {"an executor", 0};
      break;
    case EventKind::chained:
    case EventKind::multi_child:
      sources_.emplace(event.id, event.other);
      break;
    case EventKind::event_wait:
      stands_for(fmt::format("event {}", event.id));
      break;
    case EventKind::condition_wait:
      stands_for(fmt::format("condition {}", event.id));
      break;
    case EventKind::semaphore_made:
      locks_[event.id] = event.detail != 0 && event.other == 1;
      break;
    case EventKind::semaphore_acquire: {
      const auto lock = locks_.find(event.id);
      stands_for(fmt::format("{} {}", lock != locks_.end() && lock->second ? "lock" : "semaphore", event.id));
      break;
    }
    case EventKind::queue_getter:
      stands_for(fmt::format("an item of queue {}", event.id));
      break;
    case EventKind::queue_putter:
      stands_for(fmt::format("room in queue {}", event.id));
      break;
    case EventKind::stream_opened:
      sockets_[event.id] = event.other;
      break;
    case EventKind::stream_reads:
      stands_for("data", event.id);
      break;
    default:
      break;
  }
}

std::uint32_t StoryWaits::socket_of(std::uint32_t stream) const {
  const auto at = sockets_.find(stream);
  return at == sockets_.end() ? 0 : at->second;
}

std::string StoryWaits::words_of(std::uint32_t future, std::uint32_t& stream) const {
  for (int left = 16; left > 0; --left) {
    const auto thing = things_.find(future);
    if (thing != things_.end()) {
      stream = thing->second.stream;
      return thing->second.words;
    }
    const auto source = sources_.find(future);
    if (source == sources_.end()) return {};
    future = source->second;
  }
  return {};
}

}  // namespace windtunnel::findings
