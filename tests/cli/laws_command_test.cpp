// What the program says of laws and of known defects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/process.hpp"

namespace windtunnel {
namespace {

using Words = std::vector<std::string>;
using ::testing::HasSubstr;

TEST(CliLaws, LawsAreShownFromTheProjectsFiles) {
  const Workshop shop;
  const Words root = {"--root", WINDTUNNEL_SOURCE_DIR};
  const auto laws = [&](Words words) {
    words.insert(words.begin(), "laws");
    words.insert(words.end(), root.begin(), root.end());
    return shop.run(words);
  };
  EXPECT_THAT(laws({}).out, testing::StartsWith("law  tests mutants litmus"));
  EXPECT_THAT(laws({"F5", "V1"}).out, testing::AllOf(testing::StartsWith("F5: "), HasSubstr("\n\nV1: ")));
  EXPECT_THAT(laws({"--markdown"}).out, testing::StartsWith("# The laws\n"));
  EXPECT_THAT(laws({"--known"}).out, testing::StartsWith("L23: "));
  EXPECT_EQ(laws({}).status, 0);
  EXPECT_EQ(laws({"f5"}).err,
            "windtunnel laws: `f5` is not the number of a law, such as F5 or V1; without a number, all are "
            "shown\n");
  EXPECT_EQ(laws({"--known", "--markdown"}).status, 2);
  EXPECT_EQ(laws({"--known", "F5"}).status, 2);
  const Output nowhere = shop.run({"laws"});
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_THAT(nowhere.err,
              HasSubstr("tests:1:1: found No such file or directory; allowed here: a folder of the project"));
}

TEST(CliLaws, RunNamesTheKnownDefectsThatARunShows) {
  const Workshop shop;
  shop.write("leak.py",
             "from tornado import gen\n\n"
             "@gen.coroutine\n"
             "def main():\n"
             "    yield gen.Callback(\"k\")\n");
  const Output output = shop.run({"run", "leak.py"});
  EXPECT_EQ(output.status, 0);
  EXPECT_THAT(output.out, HasSubstr("0 error callback LeakedCallbackError("));
  EXPECT_EQ(
      output.err,
      "known R13: task 1 finished without waiting for all its Callbacks, so its future 1 is never set\n");
}

}  // namespace
}  // namespace windtunnel
