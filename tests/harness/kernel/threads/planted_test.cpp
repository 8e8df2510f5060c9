// The planted errors are found whatever the seed, and explained; their twins are silent.
#include "tests/harness/kernel/threads/planted.hpp"

#include <algorithm>
#include <condition_variable>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mutex>
#include <new>
#include <pthread.h>
#include <string>
#include <string_view>
#include <thread>

#include "harness/subjects/kernel/left_threads.hpp"
#include "harness/testing/testing.hpp"
#include "tests/temporary_folder.hpp"

namespace windtunnel {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

class Errors : public ::testing::TestWithParam<planted::Planted> {};

TEST_P(Errors, AreFoundWhateverTheSeedAndExplained) {
  const planted::Planted& error = GetParam();
  const TemporaryFolder folder;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Budget budget{.schedules = 5'000, .seed = seed};
    budget.findings = folder.path().string();
    const Held held = search_for_violation(error.name, WorldProgram(error.wrong), budget);
    ASSERT_FALSE(held.holds) << "seed " << seed;
    EXPECT_THAT(held.words, HasSubstr(" breaks " + std::string(error.rule) + ": "));
    EXPECT_THAT(held.words, HasSubstr(error.words));
  }
}

// Who locks, waits and notifies, in a column for each thread.
TEST(ThreadStories, TellWhatEachThreadDid) {
  const auto all = planted::all();
  const auto error = std::find_if(all.begin(), all.end(), [](const planted::Planted& each) {
    return each.name == std::string_view("made twice");
  });
  ASSERT_NE(error, all.end());
  const TemporaryFolder folder;
  Budget budget{.schedules = 5'000};
  budget.findings = folder.path().string();
  const Held held = search_for_violation(error->name, WorldProgram(error->wrong), budget);
  EXPECT_THAT(held.words, ContainsRegex("time .*main +thread 1"));
  EXPECT_THAT(held.words, ContainsRegex("\n0 {20,60}begins\n"));
  EXPECT_THAT(held.words, ContainsRegex("\n0 {5,14}locks mutex 1\n0 {5,14}unlocks mutex 1\n"));
  EXPECT_THAT(held.words, ContainsRegex("\n0 {20,60}locks mutex 1\n0 {20,60}unlocks mutex 1\n"));
}

TEST_P(Errors, HaveTwinsThatAreSilent) {
  const planted::Planted& error = GetParam();
  const Held held = search_for_violation(error.name, WorldProgram(error.right), {.schedules = 1'000});
  EXPECT_TRUE(held.holds) << held.words;
}

// A library with a pool of threads that it keeps for ever, as libuv does.
namespace pool {

bool begun = false;
std::mutex mutex;
std::condition_variable changed;
int jobs = 0;

void begin() {
  static const bool registered = (pthread_atfork(nullptr, nullptr, [] { begun = false; }), true);
  static_cast<void>(registered);
  jobs = 0;
  new (&changed) std::condition_variable;
  new (&mutex) std::mutex;
  std::thread([] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [] { return jobs != 0; });
      --jobs;
      changed.notify_all();
    }
  }).detach();
}

void work() {
  if (!begun) begin();
  begun = true;
  std::unique_lock lock(mutex);
  ++jobs;
  changed.notify_all();
  changed.wait(lock, [] { return jobs == 0; });
}

}  // namespace pool

TEST(LeftThreads, OfALibraryAreGoneInTheNextRun) {
  const auto program = [](World& world) {
    allow_left_threads(world);
    pool::work();
    pool::work();
  };
  const Held held = search_for_violation("a pool", WorldProgram(program), {.schedules = 200});
  EXPECT_TRUE(held.holds) << held.words;
}

INSTANTIATE_TEST_SUITE_P(Planted, Errors, ::testing::ValuesIn(planted::all()), [](const auto& each) {
  std::string name(each.param.name);
  for (char& letter : name) letter = letter == ' ' ? '_' : letter;
  return name;
});

}  // namespace
}  // namespace windtunnel
