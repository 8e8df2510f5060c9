// What the real Tornado 4.5.3 said to recorded scripts, corpus/golden/streams and
// corpus/golden/http_programs: this runtime says the same. `wt diff --areas streams --runs N --record FILE`,
// or `--areas http`, records, `wt diff FILE` asks the real one again.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>

#include "harness/oracle/script_diff.hpp"

namespace windtunnel::oracle {
namespace {

// Returns how many scripts there are.
std::size_t expect_as_recorded(const std::string& folder) {
  std::size_t scripts = 0;
  std::size_t different = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      ++scripts;
      const GoldenScript golden = parse_golden_line(line);
      const ScriptDifference found{scripts, golden.kind, golden.script, golden.kind->run(golden.script),
                                   golden.real};
      if (golden.kind->comparable(found.ours) == golden.kind->comparable(found.real)) continue;
      if (++different <= 5) ADD_FAILURE() << entry.path() << "\n" << found.script << side_by_side(found);
    }
  }
  EXPECT_EQ(different, 0U);
  return scripts;
}

TEST(ScriptGolden, StreamsSayWhatTheRealOneSaid) {
  EXPECT_GE(expect_as_recorded(WINDTUNNEL_SOURCE_DIR "/corpus/golden/streams"), 2000U)
      << "most of what is recorded was not compared";
}

TEST(ScriptGolden, HttpProgramsSayWhatTheRealOneSaid) {
  EXPECT_GE(expect_as_recorded(WINDTUNNEL_SOURCE_DIR "/corpus/golden/http_programs"), 1000U)
      << "most of what is recorded was not compared";
}

TEST(ScriptGolden, ALineIsReadAsItWasWritten) {
  const std::string streams = "deaf\na connect | a read_until \\r\\n\n";
  const GoldenScript golden =
      parse_golden_line(to_golden_line(subjects::stream_scripts, streams, {"a 1 1.0 gives \"x\\n\""}));
  EXPECT_EQ(golden.kind, &subjects::stream_scripts);
  EXPECT_EQ(golden.script, streams);
  EXPECT_EQ(golden.real, subjects::ScriptLines{"a 1 1.0 gives \"x\\n\""});
  EXPECT_EQ(parse_golden_line(to_golden_line(subjects::http_scripts, "a GET /echo\n", {})).kind,
            &subjects::http_scripts);
}

TEST(ScriptGolden, ALineWithoutAnAreaIsOfStreams) {
  EXPECT_EQ(parse_golden_line("{\"script\":\"a connect\\n\",\"lines\":[]}").kind, &subjects::stream_scripts);
}

TEST(ScriptGolden, RefusesWhatIsNoLine) {
  EXPECT_THROW(parse_golden_line("{"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"script\":\"a connect\"}"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"script\":1,\"lines\":[]}"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"area\":\"core\",\"script\":\"\",\"lines\":[]}"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"script\":\"c connect\",\"lines\":[]}"), std::invalid_argument);
  EXPECT_THROW(parse_golden_line("{\"area\":\"http\",\"script\":\"a connect\",\"lines\":[]}"),
               std::invalid_argument);
}

}  // namespace
}  // namespace windtunnel::oracle
