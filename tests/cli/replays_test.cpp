// What `explore` shows is a run that fails: each finding is replayed by a process that knows its file alone.
// WINDTUNNEL_REPLAYS=N replays N findings of all subjects instead of a few.
#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::HasSubstr;

class Replays : public CommandTest {
 protected:
  // All subjects with a bug.
  std::vector<std::string> subjects() {
    std::vector<std::string> names;
    std::istringstream lines(shop_.run({"explore", "--list"}).out);
    for (std::string line; std::getline(lines, line);) {
      const std::string name = line.substr(0, line.find(' '));
      if (!name.ends_with("_fixed")) names.push_back(name);
    }
    return names;
  }

  // Searches, and replays what is found. Gives the number of findings.
  std::size_t search_and_replay(const std::string& subject, const std::string& model, std::size_t seed) {
    const std::string folder = subject + "-" + model + "-" + std::to_string(seed);
    const Output found = shop_.run({"explore", subject, "--model", model, "--runs", "1000", "--seed",
                                    std::to_string(seed), "--findings", folder});
    if (found.status == 0) return 0;
    EXPECT_THAT(found.out, testing::Not(HasSubstr("NOT REPRODUCIBLE"))) << folder;
    std::size_t findings = 0;
    for (const auto& file : std::filesystem::directory_iterator(shop_.work() / folder)) {
      const Output replay = shop_.run({"replay", file.path().string()});
      EXPECT_EQ(replay.status, 1) << file.path() << replay.out << replay.err;
      EXPECT_THAT(replay.out, HasSubstr("\nreproduced")) << file.path();
      ++findings;
    }
    EXPECT_EQ(findings, 1U) << folder << found.out << found.err;
    return findings;
  }
};

TEST_F(Replays, EveryFindingFailsInAFreshProcess) {
  const char* wanted = std::getenv("WINDTUNNEL_REPLAYS");
  std::size_t findings = 0;
  if (wanted == nullptr) {
    for (const char* subject : {"account", "deadlock01", "lost_wakeup", "reorder_5", "timeout_tie"})
      for (const char* model : {"exact", "adversarial"}) findings += search_and_replay(subject, model, 1);
    EXPECT_GE(findings, 9U);
    return;
  }
  const std::size_t count = std::strtoul(wanted, nullptr, 10);
  const std::vector<std::string> all = subjects();
  for (std::size_t seed = 1; findings < count && seed <= count && !HasFailure(); ++seed)
    for (const std::string& subject : all)
      for (const char* model : {"exact", "adversarial"}) findings += search_and_replay(subject, model, seed);
  EXPECT_GE(findings, count);
  RecordProperty("findings", static_cast<int>(findings));
}

}  // namespace
}  // namespace windtunnel
