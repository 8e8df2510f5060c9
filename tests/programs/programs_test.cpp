// The two programs of the document under random networks, judged by all laws. WINDTUNNEL_NETWORKS says how
// many networks.
#include <cstdlib>
#include <gtest/gtest.h>
#include <optional>
#include <string>

#include "harness/check/judge.hpp"
#include "harness/choices/seeded_source.hpp"
#include "harness/laws/law_set.hpp"
#include "harness/subjects/programs/callback_fetch.hpp"
#include "harness/subjects/programs/gen_async_handler.hpp"

namespace windtunnel {
namespace {

std::uint64_t networks() {
  const char* words = std::getenv("WINDTUNNEL_NETWORKS");
  return words != nullptr ? std::strtoull(words, nullptr, 10) : 300;
}

void fly(const Subject& subject) {
  LawSet laws;
  Trace trace;
  for (std::uint64_t seed = 1; seed <= networks(); ++seed) {
    SeededSource choices(seed);
    const std::optional<Breach> breach = judge(subject, choices, RunOptions(), laws, trace);
    ASSERT_FALSE(breach) << "seed " << seed << ": " << breach->law << ": " << breach->message << "\n" << trace.text;
    ASSERT_FALSE(trace.livelock) << "seed " << seed << "\n" << trace.text;
  }
}

TEST(Programs, TheCallbackFetchHoldsUnderRandomNetworks) {
  fly({run_callback_fetch, nullptr, every_claim});
}

TEST(Programs, TheGenAsyncHandlerHoldsUnderRandomNetworks) {
  fly({run_gen_async_handler, nullptr, every_claim});
}

}  // namespace
}  // namespace windtunnel
