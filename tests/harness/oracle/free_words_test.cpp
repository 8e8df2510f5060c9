#include "harness/oracle/free_words.hpp"

#include <gtest/gtest.h>

namespace windtunnel::oracle {
namespace {

TEST(Wordless, TakesTheMessagesOfTheLanguagesOwnExceptions) {
  EXPECT_EQ(without_free_words("0 raise TypeError(can only concatenate (str) to str)\n"),
            "0 raise TypeError()\n");
  EXPECT_EQ(
      without_free_words("0 log [NameError(a, b), AttributeError(), 1] UnboundLocalError(x)\n1 log b\n"),
      "0 log [NameError(), AttributeError(), 1] UnboundLocalError()\n1 log b\n");
  EXPECT_EQ(without_free_words("end unretrieved OverflowError(1)"), "end unretrieved OverflowError()");
}

TEST(Wordless, LeavesEverythingElse) {
  for (const char* trace :
       {"", "\n", "schedule -\n0 log a\n", "0 raise ValueError(maxsize can't be negative)\n",
        "0 raise MyTypeError(a)\n", "0 raise ÄTypeError(a)\n", "0 log TypeError\n",
        "0 log RuntimeError(TypeErro(a))\n\n1 log\n"}) {
    EXPECT_EQ(without_free_words(trace), trace);
  }
}

// A message may hold any bracket: then the rest of its line goes, never that of another.
TEST(Wordless, ABracketThatNobodyClosesEndsWithItsLine) {
  EXPECT_EQ(without_free_words("0 raise TypeError(unmatched '(')\n1 log a)\n"),
            "0 raise TypeError()\n1 log a)\n");
  EXPECT_EQ(without_free_words("0 raise TypeError("), "0 raise TypeError()");
}

}  // namespace
}  // namespace windtunnel::oracle
