#include "harness/litmus/header.hpp"

#include <gtest/gtest.h>
#include <string>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::litmus {
namespace {

using Strings = std::vector<std::string>;

const std::string smallest = "# Is it so?\n# answer: Yes.\n# laws: L3\n# must: a\n";

std::string refusal_of(const std::string& text) {
  try {
    parse_litmus_header(text, "x.py");
  } catch (const scenario::SourceError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(LitmusHeader, HoldsWhatTheCommentSays) {
  const LitmusHeader header = parse_litmus_header(
      "# Is it so?\r\n# answer: Yes: by day.\r\n# laws: L3  G20\r\n# known: G20\r\n# model: adversarial\r\n"
      "# show: time\r\n# canonical: a; b @1\r\n# must: b; a\r\n# may: c\r\n# must not: d \r\n\r\n"
      "# what else there is to say\r\ndef main():\r\n    pass\r\n",
      "x.py");
  EXPECT_EQ(header.question, "Is it so?");
  EXPECT_EQ(header.answer, "Yes: by day.");
  EXPECT_EQ(header.laws, (Strings{"L3", "G20"}));
  EXPECT_EQ(header.known, Strings{"G20"});
  EXPECT_TRUE(header.adversary);
  EXPECT_TRUE(header.times);
  EXPECT_EQ(header.expectations, (std::vector<Expectation>{{Demand::canonical, "a; b @1"},
                                                           {Demand::must, "b; a"},
                                                           {Demand::may, "c"},
                                                           {Demand::must_not, "d"}}));
}

TEST(LitmusHeader, NeedsNoMoreThanTheSmallest) {
  const LitmusHeader header = parse_litmus_header(smallest, "x.py");
  EXPECT_TRUE(header.known.empty());
  EXPECT_FALSE(header.adversary);
  EXPECT_FALSE(header.times);
  EXPECT_EQ(header.expectations.size(), 1U);
}

struct Refused {
  std::string text;
  std::string message;
};

TEST(LitmusHeader, RefusesWithThePlace) {
  const std::string question = "a comment line that asks a question, `# Does ...?`";
  const std::string keys =
      "`answer:`, `laws:`, `known:`, `model:`, `show:`, `canonical:`, `must:`, `may:`, `must not:`";
  const std::string names = "names of laws parted by blanks, such as L3 G20";
  const std::string outcome = "`# canonical: ...`, `# must: ...` or `# may: ...`";
  const std::string there = ", in the comment that opens the file";
  const Refused all[] = {
      {"", "1:1: found an empty line; allowed here: " + question},
      {"\n" + smallest, "1:1: found an empty line; allowed here: " + question},
      {"def main():\n", "1:1: found `def main():`; allowed here: " + question},
      {"# It is so.\n", "1:3: found `It is so.`; allowed here: " + question},
      {"#Is it so?\n", "1:2: found `Is it so?`; allowed here: a blank, then words"},
      {"# Is it so?\n#\n", "2:2: found an empty comment; allowed here: a blank, then words"},
      {"# Is it so?\n# musst: a\n", "2:3: found `musst`; allowed here: " + keys},
      {"# Is it so?\n# it is\n", "2:3: found `it is`; allowed here: " + keys},
      {"# Is it so?\n# must :a\n", "2:3: found `must `; allowed here: " + keys},
      {"# Is it so?\n# must:  \n",
       "2:8: found nothing behind `must`; allowed here: a value on the same line"},
      {"# Is it so?\n# laws: L3 l4\n", "2:12: found `l4`; allowed here: " + names},
      {"# Is it so?\n# laws: L3, L4\n", "2:9: found `L3,`; allowed here: " + names},
      {"# Is it so?\n# laws: L0\n", "2:9: found `L0`; allowed here: " + names},
      {"# Is it so?\n# laws: L\n", "2:9: found `L`; allowed here: " + names},
      {"# Is it so?\n# laws: L3 L4 L3\n", "2:15: found `L3` a second time; allowed here: each law once"},
      {"# Is it so?\n# model: exact\n", "2:10: found `exact`; allowed here: adversarial"},
      {"# Is it so?\n# freedom: contract\n", "2:12: found `contract`; allowed here: adversary"},
      {"# Is it so?\n# show: times\n", "2:9: found `times`; allowed here: time"},
      {smallest + "# laws: L4\n", "5:3: found `laws` a second time; allowed here: one such line"},
      {smallest + "# answer: No.\n", "5:3: found `answer` a second time; allowed here: one such line"},
      {smallest + "# show: time\n# show: time\n",
       "6:3: found `show` a second time; allowed here: one such line"},
      {smallest + "# canonical: b\n# canonical: c\n",
       "6:3: found `canonical` a second time; allowed here: one such line"},
      {smallest + "# must not: a\n",
       "5:13: found an outcome that has a line already; allowed here: each outcome once"},
      {smallest + "# known: L4\n", "5:10: found the law `L4`; allowed here: laws that `laws:` names too"},
      {"# Is it so?\n# laws: L3\n# must: a\n",
       "4:1: found the end of the opening comment; allowed here: `# answer: ...`" + there},
      {"# Is it so?\n# answer: Yes.\n# must: a\n\n",
       "4:1: found the end of the opening comment; allowed here: `# laws: ...`" + there},
      {"# Is it so?\n# answer: Yes.\n# laws: L3\n# must not: a\npass\n",
       "5:1: found the end of the opening comment; allowed here: " + outcome + there},
      {smallest + "\n# must not: b\n",
       "6:1: found `must not: b` behind the opening comment; allowed here: such a line only in the comment "
       "that "
       "opens the file"},
      {smallest + " #laws: L4\n",
       "5:2: found `laws: L4` behind the opening comment; allowed here: such a line only in the comment that "
       "opens the file"},
  };
  for (const Refused& each : all) EXPECT_EQ(refusal_of(each.text), "x.py:" + each.message) << each.text;
}

TEST(LitmusHeader, ReadsTheOldNameOfTheModel) {
  EXPECT_TRUE(parse_litmus_header(smallest + "# freedom: adversary\n", "x.py").adversary);
  EXPECT_EQ(refusal_of(smallest + "# freedom: adversary\n# model: adversarial\n"),
            "x.py:6:3: found `model` a second time; allowed here: one such line");
}

TEST(LitmusHeader, EveryPieceOfAGoodOneIsReadOrRefused) {
  const std::string text =
      "# Is it so?\n# answer: Yes.\n# laws: L3 G20\n# known: G20\n# model: adversarial\n# show: time\n"
      "# canonical: a\n# must: b\n# may: c\n# must not: d\n\ndef main():\n    pass\n";
  ASSERT_EQ(refusal_of(text), "accepted");
  for (std::size_t begin = 0; begin <= text.size(); ++begin) {
    EXPECT_NE(refusal_of(text.substr(0, begin)), "");
    EXPECT_NE(refusal_of(text.substr(begin)), "");
  }
}

}  // namespace
}  // namespace windtunnel::litmus
