#include "harness/litmus/outcome.hpp"

#include <gtest/gtest.h>

namespace windtunnel::litmus {
namespace {

TEST(Outcome, IsTheTraceOnOneLine) {
  EXPECT_EQ(
      outcome_of("0 log a 1\n2 error callback Boom(x)\n2 enter A\n2.5 return 7\nend unretrieved Boom(y)\n",
                 false),
      "a 1; error callback Boom(x); enter A; return 7; end unretrieved Boom(y)");
}

TEST(Outcome, ShowsTimesWhereThereAreAny) {
  EXPECT_EQ(outcome_of("0 log a 1\n2.5 pending\nend unretrieved Boom(y)\n", true),
            "a 1 @0; pending @2.5; end unretrieved Boom(y)");
}

TEST(Outcome, LeavesOutTheQuietEnd) {
  EXPECT_EQ(outcome_of("0 log a\n1 return None\n1 log b\n", false), "a; b");
  EXPECT_EQ(outcome_of("0 return None\n", true), "nothing");
  EXPECT_EQ(outcome_of("", false), "nothing");
}

TEST(Outcome, KeepsWhatOnlyLooksLikeOtherLines) {
  EXPECT_EQ(outcome_of("0 log return None\n0 log\n0 log log log\n0 log end\n", false),
            "return None; log; log log; end");
}

}  // namespace
}  // namespace windtunnel::litmus
