#include "harness/engine/worker_pool.hpp"

#include <csignal>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <stdexcept>

#include "tests/harness/engine/deadly.hpp"

namespace windtunnel::engine {
namespace {

using ::testing::HasSubstr;

// Does what it is told with each item, and reports the sum of those it has worked on.
class SumWork final : public Work {
 public:
  using Do = std::function<std::optional<core::Violation>(std::uint64_t item, WorkerSlot& slot)>;

  explicit SumWork(Do what) : do_(std::move(what)) {}

  std::optional<core::Violation> work_on(std::uint64_t item, WorkerSlot& slot) override {
    std::optional<core::Violation> found = do_(item, slot);
    sum_ += item;
    return found;
  }

  std::string report() override { return std::to_string(sum_); }

 private:
  Do do_;
  std::uint64_t sum_ = 0;
};

PoolResult run_items(std::uint64_t items, unsigned workers, std::uint64_t lanes, const SumWork::Do& what) {
  PoolOptions options;
  options.workers = workers;
  options.lanes = lanes;
  options.queue.items = items;
  return run_pool(options, [&] { return std::make_unique<SumWork>(what); });
}

std::uint64_t sum_of(const PoolResult& result) {
  return std::accumulate(
      result.reports.begin(), result.reports.end(), std::uint64_t{0},
      [](std::uint64_t sum, const std::string& report) { return sum + std::stoull(report); });
}

TEST(WorkerPool, WorksOnEachItemOnce) {
  for (const unsigned workers : {1U, 3U}) {
    for (const std::uint64_t lanes : {0U, 4U}) {
      const PoolResult result =
          run_items(100, workers, lanes, [](std::uint64_t, WorkerSlot&) { return std::nullopt; });
      EXPECT_EQ(sum_of(result), 4950U) << workers << " " << lanes;
      EXPECT_FALSE(result.found);
    }
  }
}

TEST(WorkerPool, TheEarliestItemIsFoundWhateverTheWorkers) {
  for (const unsigned workers : {1U, 2U, 4U}) {
    for (const std::uint64_t lanes : {0U, 4U}) {
      const PoolResult result = run_items(
          1000, workers, lanes, [](std::uint64_t item, WorkerSlot& slot) -> std::optional<core::Violation> {
            slot.begin_run(item % 7);
            slot.recorder.append(tornado::ChoiceKind::value, 2000, static_cast<std::uint32_t>(item));
            slot.end_run();
            if (item % 100 < 61) return std::nullopt;
            return core::Violation{"planted", item, "there"};
          });
      ASSERT_TRUE(result.found);
      EXPECT_EQ(result.found->item, 61U);
      EXPECT_EQ(result.found->place, 61U % 7);
      EXPECT_EQ(result.found->schedule[0].index, 61U);
      EXPECT_EQ(result.found->violation, (core::Violation{"planted", 61, "there"}));
    }
  }
}

TEST(WorkerPool, ARunThatTakesItsWorkerDownIsFound) {
  const PoolResult result =
      run_items(100, 2, 0, [](std::uint64_t item, WorkerSlot& slot) -> std::optional<core::Violation> {
        slot.begin_run(0);
        if (item == 40) abort_here();
        slot.end_run();
        return std::nullopt;
      });
  ASSERT_TRUE(result.found);
  EXPECT_EQ(result.found->item, 40U);
  EXPECT_EQ(result.found->violation.law, "no-crash");
  ASSERT_TRUE(result.found->exit);
  EXPECT_EQ(result.found->exit->number, SIGABRT);
}

TEST(WorkerPool, AWorkerThatEndsOutsideOfARunIsAFailureOfTheTool) {
  const auto dies = [](std::uint64_t item, WorkerSlot&) -> std::optional<core::Violation> {
    if (item == 3) be_killed();
    return std::nullopt;
  };
  const auto throws = [](std::uint64_t, WorkerSlot&) -> std::optional<core::Violation> {
    throw std::runtime_error("ill");
  };
  try {
    run_items(10, 2, 0, dies);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a worker was lost at item 3, outside of any run"));
  }
  try {
    run_items(10, 2, 4, throws);
    ADD_FAILURE() << "nothing was thrown";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "ill");
  }
}

}  // namespace
}  // namespace windtunnel::engine
