// The two programs of the document under random networks, judged by all laws. WINDTUNNEL_NETWORKS says how
// many networks.
#include <array>
#include <cstdlib>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "harness/core/seeded_source.hpp"
#include "harness/laws/law_set.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/programs/callback_fetch.hpp"
#include "harness/subjects/programs/gen_async_handler.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel {
namespace {

std::uint64_t networks() {
  const char* words = std::getenv("WINDTUNNEL_NETWORKS");
  return words != nullptr ? std::strtoull(words, nullptr, 10) : 300;
}

void fly(const Subject& subject) {
  LawJudge laws(all_guarantees);
  std::array<std::uint64_t, tornado::fault_count> struck{};
  Trace trace;
  for (std::uint64_t seed = 1; seed <= networks(); ++seed) {
    SeededSource choices(seed);
    const std::optional<Breach> breach = run_and_judge(subject, choices, RunOptions(), laws, trace);
    ASSERT_FALSE(breach) << "seed " << seed << ": " << breach->law << ": " << breach->message << "\n"
                         << trace.text;
    for (const tornado::Event& event : trace.events) {
      if (event.kind == tornado::EventKind::network_fault) ++struck[event.detail];
    }
    ASSERT_FALSE(trace.livelock) << "seed " << seed << "\n" << trace.text;
  }
  for (std::size_t fault = 0; fault < struck.size(); ++fault)
    EXPECT_GT(struck[fault], 0U) << name_of(static_cast<tornado::Fault>(fault)) << " never struck";
}

TEST(Programs, TheCallbackFetchHoldsUnderRandomNetworks) {
  fly(callback_fetch.subject);
}

TEST(Programs, TheGenAsyncHandlerHoldsUnderRandomNetworks) {
  fly(gen_async_handler.subject);
}

}  // namespace
}  // namespace windtunnel
