#include "harness/subjects/programs/calm_core.hpp"

#include <fmt/format.h>

#include "harness/subjects/programs/core/core_checks.hpp"

namespace windtunnel::subjects {

namespace {

using CoreCheck = tornado::Future<void> (*)(World& world);

constexpr CoreCheck core_checks[] = {
    check_queue,   check_semaphore, check_condition, check_event,
    check_futures, check_several,   check_timers,    check_waiters_that_give_up};

}  // namespace

tornado::Future<void> run_calm_core(World& world) {
  const std::uint32_t checks = 1 + world.choose(3, "core/checks");
  for (std::uint32_t number = 1; number <= checks; ++number) {
    const CoreCheck check =
        core_checks[world.choose(static_cast<std::uint32_t>(std::size(core_checks)), "core/kind")];
    world.spawn(fmt::format("check {}", number), check);
  }
  co_yield world.join();
}

}  // namespace windtunnel::subjects
