// What the real Tornado 4.5.3 said to recorded stream scripts, corpus/golden/streams: this runtime says the
// same. `wt diff --areas streams --runs N --record FILE` records, `wt diff FILE` asks the real one again.
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "harness/oracle/stream_diff.hpp"

namespace windtunnel::oracle {
namespace {

TEST(StreamGolden, ScriptsSayWhatTheRealOneSaid) {
  std::size_t scripts = 0;
  std::size_t different = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(WINDTUNNEL_SOURCE_DIR "/corpus/golden/streams")) {
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      ++scripts;
      const GoldenStream golden = parse_golden_line(line);
      const subjects::StreamLines ours = run_stream_script(golden.script);
      if (subjects::by_end(ours) == subjects::by_end(golden.real)) continue;
      if (++different <= 5)
        ADD_FAILURE() << entry.path() << "\n"
                      << to_text(golden.script) << subjects::side_by_side(ours, golden.real);
    }
  }
  EXPECT_EQ(different, 0U);
  EXPECT_GE(scripts, 2000U) << "most of what is recorded was not compared";
}

TEST(StreamGolden, ALineIsReadAsItWasWritten) {
  const subjects::StreamScript script =
      subjects::parse_stream_script("deaf\na connect | a read_until \\r\\n\n");
  const GoldenStream golden = parse_golden_line(to_golden_line(script, {"a 1 1.0 gives \"x\\n\""}));
  EXPECT_EQ(golden.script, script);
  EXPECT_EQ(golden.real, subjects::StreamLines{"a 1 1.0 gives \"x\\n\""});
}

TEST(StreamGolden, RefusesWhatIsNoLine) {
  EXPECT_THROW(parse_golden_line("{"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"script\":\"a connect\"}"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"script\":1,\"lines\":[]}"), std::runtime_error);
  EXPECT_THROW(parse_golden_line("{\"script\":\"c connect\",\"lines\":[]}"), std::invalid_argument);
}

}  // namespace
}  // namespace windtunnel::oracle
