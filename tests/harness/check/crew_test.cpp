#include "harness/check/crew.hpp"

#include <gtest/gtest.h>
#include <set>
#include <stdexcept>

namespace windtunnel {
namespace {

// All numbers that so many threads were given.
std::multiset<std::uint64_t> worked_on(Crew& crew, unsigned jobs) {
  std::mutex mutex;
  std::multiset<std::uint64_t> numbers;
  crew.run(jobs,
           [&] {
             while (const std::optional<Crew::Batch> batch = crew.next()) {
               std::lock_guard lock(mutex);
               for (std::uint64_t number = batch->first; number < batch->end; ++number)
                 numbers.insert(number);
             }
           },
           {});
  return numbers;
}

TEST(Crew, EachNumberIsGivenOnce) {
  for (const unsigned jobs : {1U, 4U}) {
    Crew crew(CrewLimits{1001, {}, nullptr}, 10);
    const std::multiset<std::uint64_t> numbers = worked_on(crew, jobs);
    ASSERT_EQ(numbers.size(), 1001U);
    EXPECT_EQ(*numbers.begin(), 0U);
    EXPECT_EQ(*numbers.rbegin(), 1000U);
    EXPECT_EQ(std::set<std::uint64_t>(numbers.begin(), numbers.end()).size(), 1001U);
  }
}

TEST(Crew, NothingBehindTheLastNumberIsGiven) {
  Crew crew(CrewLimits{1000, {}, nullptr}, 10);
  EXPECT_EQ(crew.next()->first, 0U);
  crew.end_with(14);
  crew.end_with(20);  // the earliest counts
  EXPECT_EQ(crew.next()->end, 15U);
  EXPECT_FALSE(crew.next());
}

TEST(Crew, EndsWithItsTimeAfterABatch) {
  Crew crew(CrewLimits{{}, std::chrono::duration<double>(0), nullptr}, 10);
  EXPECT_EQ(worked_on(crew, 1).size(), 10U);
}

TEST(Crew, EndsWhenItIsInterrupted) {
  std::atomic<bool> interrupted{true};
  Crew crew(CrewLimits{{}, {}, &interrupted}, 10);
  EXPECT_FALSE(crew.next());
  EXPECT_TRUE(crew.interrupted());
}

TEST(Crew, PassesOnWhatAThreadThrows) {
  Crew crew({}, 10);
  EXPECT_THROW(crew.run(
                   3,
                   [&] {
                     while (const std::optional<Crew::Batch> batch = crew.next()) {
                       if (batch->first == 50) throw std::runtime_error("no wind");
                     }
                   },
                   [] {}),
               std::runtime_error);
}

}  // namespace
}  // namespace windtunnel
