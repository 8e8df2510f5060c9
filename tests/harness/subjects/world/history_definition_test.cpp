// The search for an explanation, compared with the definition: every order of the calls of a small history.
#include <algorithm>
#include <gtest/gtest.h>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/random.hpp"
#include "tests/harness/subjects/world/register_calls.hpp"

namespace windtunnel {
namespace {

// The definition: some order of the calls, and of those pending calls that took effect, explains them.
bool explained_by_definition(const std::vector<Accesses::Call>& calls, KeptOrder order) {
  std::vector<std::size_t> places(calls.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  do {
    for (std::size_t length = 0; length <= places.size(); ++length) {
      Register model;
      bool good = true;
      std::size_t bound = 0;
      for (std::size_t at = 0; at < length && good; ++at) {
        const auto& call = calls[places[at]];
        const int result = model.apply(call.op);
        if (call.result) {
          ++bound;
          good = result == *call.result;
        }
        for (std::size_t later = at + 1; later < length && good; ++later) {
          const auto& other = calls[places[later]];
          if (order == KeptOrder::real_time) good = !(other.returned < call.began);
          if (order == KeptOrder::of_each_task)
            good = !(other.task == call.task && other.result && other.began < call.began);
        }
      }
      const auto all =
          std::count_if(calls.begin(), calls.end(), [](const auto& call) { return call.result.has_value(); });
      if (good && bound == static_cast<std::size_t>(all)) return true;
    }
  } while (std::next_permutation(places.begin(), places.end()));
  return false;
}

// Three tasks make up to five calls; results are right, nearly right, or missing.
Accesses some_history(core::Random& random) {
  Accesses history;
  const char* tasks[] = {"alice", "bob", "carol"};
  std::optional<Accesses::Open> open[3];
  int latest = 0;
  std::uint32_t calls = 0;
  for (int event = 0; event < 12; ++event) {
    const std::uint32_t task = random.below(3);
    if (open[task]) {
      if (random.below(5) != 0) {
        const auto& mine = history.calls();
        const auto at = std::find_if(mine.rbegin(), mine.rend(),
                                     [&](const auto& call) { return call.task == tasks[task]; });
        open[task]->returned(at->op.put ? *at->op.put : static_cast<int>(random.below(3)));
      }
      open[task].reset();
    } else if (calls < 5) {
      ++calls;
      const bool writes = random.below(2) == 0;
      if (writes) latest = static_cast<int>(random.below(3));
      open[task] = history.begin(tasks[task], writes ? put(latest) : get);
    }
  }
  return history;
}

TEST(HistoryDefinition, AgreesWithTheDefinition) {
  core::Random random(7);
  int explained = 0;
  int contradicted = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const Accesses history = some_history(random);
    for (const KeptOrder order : {KeptOrder::real_time, KeptOrder::of_each_task, KeptOrder::none}) {
      const HistoryVerdict verdict = judge_history(history, Register(), order, HistoryLimits());
      ASSERT_FALSE(verdict.is_undecided());
      ASSERT_EQ(static_cast<bool>(verdict), explained_by_definition(history.calls(), order))
          << verdict.words() << " in trial " << trial;
      ++(verdict ? explained : contradicted);
    }
  }
  EXPECT_GT(explained, 100);
  EXPECT_GT(contradicted, 100);
}

// What the words show contradicts alone, once the other calls may have been made at any time.
TEST(HistoryDefinition, TheCallsThatAreShownContradictAlone) {
  core::Random random(11);
  int judged = 0;
  for (int trial = 0; trial < 200; ++trial) {
    const Accesses history = some_history(random);
    const std::string words = linearizable(history, Register()).words();
    if (words.empty()) continue;
    ++judged;
    std::vector<Accesses::Call> calls = history.calls();
    std::uint64_t last = 0;
    const auto is_shown = [&](const Accesses::Call& call) {
      const std::string end = call.result ? std::to_string(call.returned) : "...";
      const bool shown =
          words.find(" " + std::to_string(call.began) + " to " + end + " ") != std::string::npos;
      if (shown && call.result) last = std::max(last, call.returned);
      return shown;
    };
    static_cast<void>(std::count_if(calls.begin(), calls.end(), is_shown));
    ASSERT_GT(last, 0U) << words;
    std::erase_if(calls, [&](const Accesses::Call& call) { return call.began > last; });
    for (Accesses::Call& call : calls) {
      if (is_shown(call)) continue;
      call.result.reset();
      call.began = 0;
      call.returned = Accesses::Call::never;
    }
    ASSERT_FALSE(explained_by_definition(calls, KeptOrder::real_time)) << words;
  }
  EXPECT_GT(judged, 30);
}

}  // namespace
}  // namespace windtunnel
