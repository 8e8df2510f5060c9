// A pipeline with shutdown: a worker that looks at a flag and then waits for the next item never hears of the
// end.
#include <gtest/gtest.h>
#include <optional>
#include <windtunnel/testing.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

struct Pipeline {
  tornado::queues::Queue<std::optional<int>> queue;  // nothing: there are no more items
  bool stopped = false;
  int handled = 0;
};

Future<void> worker(World&, Pipeline* pipeline) {
  while (!pipeline->stopped || !pipeline->queue.empty()) {
    const auto getting = pipeline->queue.get();
    const std::optional<int> item = co_yield getting;
    if (item) ++pipeline->handled;
  }
}

Future<void> worker_until_the_end(World&, Pipeline* pipeline) {
  while (true) {
    const auto getting = pipeline->queue.get();
    const std::optional<int> item = co_yield getting;
    if (!item) co_return;
    ++pipeline->handled;
  }
}

Future<void> producer(World& world, Pipeline* pipeline, bool fixed) {
  for (int item = 0; item < 3; ++item) {
    pipeline->queue.put_nowait(item);
    co_yield world.turn();
  }
  if (fixed) pipeline->queue.put_nowait(std::nullopt);
  pipeline->stopped = true;
  world.log("stops the pipeline");
}

Future<void> run_pipeline(World& world, bool fixed) {
  Pipeline pipeline;
  world.spawn("worker", fixed ? worker_until_the_end : worker, &pipeline);
  world.spawn("producer", producer, &pipeline, fixed);
  co_yield world.join();
  world.check_equal(pipeline.handled, 3, "every item is handled");
}

}  // namespace

TEST(Pipeline, HangsIfTheWorkerWaitsWhenTheFlagIsSet) {
  const Held held = search_for_violation("pipeline", [](World& world) { return run_pipeline(world, false); });
  EXPECT_FALSE(held.holds);
}

TEST(Pipeline, EndsIfTheEndIsAnItem) {
  EXPECT_HOLDS([](World& world) { return run_pipeline(world, true); });
}
