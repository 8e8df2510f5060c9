// What is said of the threads of a run: their names, what they wait for, who has it.
#include <algorithm>
#include <fmt/format.h>

#include "harness/kernel/threads.hpp"

namespace windtunnel::kernel {

std::string Threads::name_of_owner(int real_number) const {
  const Thread* const owner = find_real(real_number);
  return owner != nullptr ? owner->name : "a thread that has ended";
}

std::uint32_t Threads::name_object(std::string_view kind) {
  auto at =
      std::find_if(kinds_.begin(), kinds_.end(), [&](const ObjectKind& each) { return each.kind == kind; });
  if (at == kinds_.end()) at = kinds_.insert(at, {kind, 0});
  return kernel_.loop().scheduler().log().add_object(fmt::format("{} {}", kind, ++at->count));
}

std::string Threads::object_words(std::uint32_t object) const {
  return std::string(kernel_.loop().scheduler().log().object_name(object));
}

// "main waits in pthread_mutex_lock for mutex 2, which thread 1 has; thread 1 waits in ...: a cycle".
std::string Threads::waits_in_words() const {
  std::string words;
  bool cycle = false;
  for (const auto& thread : threads_) {
    if (thread->ended || thread->reason == nullptr || (finishing_ && thread->number() == 0)) continue;
    words +=
        fmt::format("{}{} waits in {}", words.empty() ? "" : "; ", thread->name, thread->reason->words());
    cycle = cycle || is_cycle(*thread);
  }
  return words + (cycle ? ": a cycle" : "");
}

bool Threads::is_cycle(const Thread& from) const {
  const Thread* at = &from;
  for (std::size_t left = threads_.size(); left > 0; --left) {
    at = at->reason != nullptr ? at->reason->owner() : nullptr;
    if (at == nullptr || at == &from) return at == &from;
  }
  return false;
}

std::string Threads::livelock_words() const {
  std::string words = fmt::format("the run did not come to an end within {} scheduling points", point_limit_);
  std::uint64_t most = 0;
  for (const auto& thread : threads_) most = std::max(most, thread->ended ? 0 : thread->times_chosen);
  for (const auto& thread : threads_) {
    if (thread->ended) continue;
    const bool goes_on = thread->reason == nullptr || thread->times_chosen * 2 >= most;
    const std::string_view place = thread->reason != nullptr ? thread->reason->call() : std::string_view();
    words += fmt::format("; {} {}{}{}", thread->name, goes_on ? "goes on" : "waits",
                         place.empty() ? "" : " in ", goes_on ? std::string(place) : thread->reason->words());
  }
  return words;
}

}  // namespace windtunnel::kernel
