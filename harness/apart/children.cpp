#include "harness/apart/children.hpp"

#include <chrono>
#include <fmt/format.h>
#include <optional>

namespace windtunnel {

namespace {

constexpr std::chrono::milliseconds tick{100};

}  // namespace

void Children::start(const std::function<void()>& work, const ChildLimits& limits,
                     const std::atomic<std::uint64_t>* pulse) {
  children_.push_back(std::make_unique<ForkedChild>(work, limits, pulse));
  settled_.push_back(false);
}

void Children::look_after(const std::function<void(std::size_t child, const Ending& ending)>& on_end,
                          const std::function<void()>& on_tick) {
  while (look_after_each(on_end)) {
    on_tick();
    ForkedChild::wait_for_any(children_, tick);
  }
}

// Whether any goes on.
bool Children::look_after_each(const std::function<void(std::size_t child, const Ending& ending)>& on_end) {
  bool working = false;
  for (std::size_t at = 0; at < children_.size(); ++at) {
    const std::optional<Ending>& ending = children_[at]->look_after();
    if (!ending) {
      working = true;
    } else if (!settled_[at]) {
      settled_[at] = true;
      on_end(at, *ending);
    }
  }
  return working;
}

std::string loss_in_words(const Ending& ending, std::string_view doing) {
  if (ending.cause == Cause::threw) return ending.last_words;
  return fmt::format("a worker is lost {}: {}; its last words: {}", doing, in_words(ending),
                     ending.last_words);
}

}  // namespace windtunnel
