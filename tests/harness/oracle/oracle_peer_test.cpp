#include "harness/oracle/oracle_peer.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

#include "tests/harness/oracle/project.hpp"

namespace windtunnel::oracle {
namespace {

using Kind = OracleAnswer::Kind;

// An oracle that says one line, whatever it is asked.
OracleAnswer answer_to_line(const std::string& line) {
  const TemporaryFolder folder;
  folder.write("line", line + "\n");
  OraclePeer peer({"/bin/sh", "-c", "read asked; cat " + (folder.path() / "line").string() + "; sleep 100"});
  return peer.ask({two_events, {"-"}});
}

OracleAnswer answer_of(const std::string& behaviour,
                       std::chrono::duration<double> timeout = std::chrono::seconds(30)) {
  const Project project(behaviour);
  OraclePeer peer(project.oracle(), timeout);
  return peer.ask({two_events, {"-", "1/2"}});
}

TEST(OraclePeer, GivesATraceASchedule) {
  const OracleAnswer answer = answer_of("none");
  EXPECT_EQ(answer.kind, Kind::ran);
  EXPECT_EQ(answer.traces,
            (std::vector<std::string>{"schedule 0/2\n0 log begin\n0 return None\n0 log a\n0 log b\n",
                                      "schedule 1/2\n0 log begin\n0 return None\n0 log b\n0 log a\n"}));
}

TEST(OraclePeer, ARefusalIsNoFailure) {
  const OracleAnswer answer = answer_of("refuse begin");
  EXPECT_EQ(answer.kind, Kind::refused);
  EXPECT_EQ(answer.words, "line 1: no");
}

TEST(OraclePeer, WhoGivesNoAnswerIsNamedWithItsLastWords) {
  struct Case {
    const char* behaviour;
    const char* words;
  };
  for (const Case& each :
       {Case{"die begin", "it died with status 3; its last words: SystemError: out of wind"},
        Case{"dead", "it died with status 1; its last words: there is no Tornado here"},
        Case{"babble begin", "it answers nonsense: {\"traces\":\"one\"}"},
        Case{"error begin", "it says: KeyError: 'wind'"},
        Case{"accept begin", "it answers nonsense: {\"set_again\":0,\"traces\":[\"schedule -\\n\"]}"}}) {
    const OracleAnswer answer = answer_of(each.behaviour);
    EXPECT_EQ(answer.kind, Kind::failed) << each.behaviour;
    EXPECT_EQ(answer.words, each.words);
  }
  const OracleAnswer late = answer_of("hang begin", std::chrono::seconds(2));
  EXPECT_EQ(late.kind, Kind::failed);
  EXPECT_EQ(late.words, "it gave no answer within 2 s; its last words: still thinking");
}

TEST(OraclePeer, NonsenseIsNoAnswer) {
  for (const char* line :
       {"", "no", "[]", "{}", "7", R"({"traces": []})", R"({"traces": ["schedule -\n"]})",
        R"({"traces": [], "set_again": 0})", R"({"traces": [1], "set_again": 0})",
        R"({"traces": ["0 log a\n"], "set_again": 0})", R"({"traces": ["schedule -"], "set_again": 0})",
        R"({"traces": ["schedule -\n"], "set_again": -1})",
        R"({"traces": ["schedule -\n", "schedule -\n"], "set_again": 0})", R"({"refused": 1})",
        R"({"refused": "no", "traces": []})", R"({"error": []})", "{\"refused\": \"\xff\"}"}) {
    const OracleAnswer answer = answer_to_line(line);
    EXPECT_EQ(answer.kind, Kind::failed) << line;
    EXPECT_TRUE(answer.words.starts_with("it answers nonsense: ")) << answer.words;
  }
  EXPECT_EQ(answer_to_line(R"({"traces": ["schedule -\n"], "set_again": 0})").kind, Kind::ran);
}

TEST(OraclePeer, AnswersInOrderUpToWhereItFails) {
  const Project project("die second");
  OraclePeer peer(project.oracle());
  const std::vector<OracleRequest> requests = {{"def main():\n    return 1\n", {"-"}},
                                               {"def main():\n    return \"second\"\n", {"-"}},
                                               {"def main():\n    return 3\n", {"-"}}};
  const std::vector<OracleAnswer> answers = peer.ask(requests);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0].traces.front(), "schedule -\n0 return 1\n");
  EXPECT_EQ(answers[1].kind, Kind::failed);
  // The next question starts it anew.
  EXPECT_EQ(peer.ask(requests[2]).traces.front(), "schedule -\n0 return 3\n");
}

TEST(OraclePeer, GreetsOnlyWhoWorks) {
  EXPECT_NO_THROW(OraclePeer(Project().oracle()).greet());
  for (const char* behaviour :
       {"dead", "die main", "babble main", "refuse main", "accept main", "lie return"}) {
    const Project project(behaviour);
    EXPECT_THROW(OraclePeer(project.oracle()).greet(), std::runtime_error) << behaviour;
  }
}

TEST(OraclePeer, SaysHowTheOracleIsSetUp) {
  const TemporaryFolder folder;
  try {
    static_cast<void>(oracle_command(folder.path()));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "the real Tornado is not set up; run: wt setup --oracle");
  }
}

}  // namespace
}  // namespace windtunnel::oracle
