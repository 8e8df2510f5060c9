#include "harness/litmus/oracle_runs.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

#include "tests/temporary_folder.hpp"

namespace windtunnel::litmus {
namespace {

// A project whose oracle answers whatever a test wants; it shows its arguments in `asked`.
class OracleStandIn {
 public:
  OracleStandIn(const std::string& answer, int status = 0) {
    const std::string python = "build/oracle/bin/python";
    folder_.write("answer", answer);
    folder_.write(python, "#!/bin/sh\nprintf '%s|' \"$@\" > '" + (folder_.path() / "asked").string() +
                              "'\ncat '" + (folder_.path() / "answer").string() + "'\nexit " +
                              std::to_string(status) + "\n");
    std::filesystem::permissions(folder_.path() / python, std::filesystem::perms::owner_all);
  }

  std::vector<OracleRuns> explore(const std::vector<std::filesystem::path>& files) const {
    return explore_on_oracle(folder_.path(), files, 7);
  }

  std::string asked() const {
    std::ifstream file(folder_.path() / "asked");
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string root() const { return folder_.path().string(); }

 private:
  TemporaryFolder folder_;
};

TEST(OracleRuns, HoldWhatTheOracleSaw) {
  const OracleStandIn oracle(
      "schedule -\n0 log a\n0 return None\nschedule 1/2\n0 log complete\nend unretrieved Boom()\ncomplete\n"
      "schedule -\nnot complete\n");
  const std::vector<OracleRuns> found = oracle.explore({"a.py", "it's b.py"});
  ASSERT_EQ(found.size(), 2U);
  ASSERT_EQ(found[0].runs.size(), 2U);
  EXPECT_TRUE(found[0].runs[0].schedule.empty());
  EXPECT_EQ(found[0].runs[0].text, "0 log a\n0 return None\n");
  EXPECT_EQ(to_text(found[0].runs[1].schedule), "1/2");
  EXPECT_EQ(found[0].runs[1].text, "0 log complete\nend unretrieved Boom()\n");
  EXPECT_TRUE(found[0].complete);
  ASSERT_EQ(found[1].runs.size(), 1U);
  EXPECT_EQ(found[1].runs[0].text, "");
  EXPECT_FALSE(found[1].complete);
  EXPECT_EQ(oracle.asked(), oracle.root() + "/harness/oracle/python|explore|--limit|7|--|a.py|it's b.py|");
}

TEST(OracleRuns, RefuseAnAnswerThatIsNone) {
  const std::string run = "schedule -\n0 log a\n";
  const std::string answers[] = {"",
                                 "complete\n",
                                 run,
                                 run + "complete",
                                 "0 log a\n" + run,
                                 "schedule x\ncomplete\n",
                                 run + "complete\n" + run};
  for (const std::string& answer : answers) {
    EXPECT_THROW(OracleStandIn(answer).explore({"a.py"}), std::runtime_error) << answer;
  }
  EXPECT_NO_THROW(OracleStandIn(run + "complete\n").explore({"a.py"}));
  EXPECT_THROW(OracleStandIn(run + "complete\n", 2).explore({"a.py"}), std::runtime_error);
}

TEST(OracleRuns, SayHowTheOracleIsSetUp) {
  const TemporaryFolder folder;
  try {
    explore_on_oracle(folder.path(), {"a.py"}, 1);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the real Tornado is not set up; run: wt setup --oracle");
  }
}

}  // namespace
}  // namespace windtunnel::litmus
