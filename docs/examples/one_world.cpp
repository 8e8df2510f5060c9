// One run of a World without a test framework: the quiet schedule, in which everything happens in its usual
// order.
#include <chrono>
#include <cstdio>
#include <windtunnel/world.hpp>

#include "harness/core/log_source.hpp"

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> two_sleepers(World& world) {
  const auto nap = [](World& inside, int milliseconds) -> Future<void> {
    co_yield inside.sleep(std::chrono::milliseconds(milliseconds));
  };
  world.spawn("short", nap, 10);
  world.spawn("long", nap, 20);
  co_yield world.join();
}

}  // namespace

int main() {
  const core::ChoiceLog nothing;
  core::LogSource quiet(nothing);  // answers 0, the usual option, to every question
  core::Trace trace;
  core::run(WorldSubject(two_sleepers).subject(), quiet, {}, trace);
  std::printf("the World took %zu events\n", trace.events.size());
}
