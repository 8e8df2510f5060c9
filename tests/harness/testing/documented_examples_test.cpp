// The examples of docs/testing.md, as they stand there: they compile, and do what the page says.
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using ::testing::HasSubstr;
using tornado::Duration;
using tornado::Future;

// clang-format off
struct Op {
  std::optional<int> write;  // nothing: it reads
  std::string words() const { return write ? "write " + std::to_string(*write) : "read"; }
};

struct Register {
  int value = 0;
  int apply(const Op& op) { return value = op.write.value_or(value); }
  bool operator==(const Register&) const = default;
};

Future<void> write(World& world, const History<Op, int>& history, Shared<int> stored, int value) {
  const auto call = history.begin(world.task_name(), {value});
  co_yield stored.write(value);
  call.returned(value);
}

Future<void> read(World& world, const History<Op, int>& history, Shared<int> stored) {
  const auto call = history.begin(world.task_name(), {});
  const int value = co_yield stored.read();
  call.returned(value);
}

Future<void> a_register(World& world) {
  const Shared<int> stored(world, "stored");
  const History<Op, int> history;
  world.spawn("alice", write, history, stored, 1);
  world.spawn("bob", read, history, stored);
  co_yield world.join();
  world.check(linearizable(history, Register()));
}

Future<void> refresh(World& world, Shared<bool> refreshing) {
  co_yield refreshing.write(true);
  co_yield world.sleep(Duration(1));
  co_yield refreshing.write(false);  // not if it is abandoned before
}

Future<void> refreshed(World& world) {
  const Shared<bool> refreshing(world, "refreshing");
  world.spawn_abandonable("alice", Abandon::destroy, refresh, refreshing);
  co_yield world.join();
  world.check(!refreshing.peek(), "nobody refreshes at the end");
}
// clang-format on

std::string page_text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(WINDTUNNEL_SOURCE_DIR "/" + file).rdbuf();
  return text.str();
}

// The C++ of one section of the page.
std::vector<std::string> page_examples_of(const std::string& section) {
  const std::string page = page_text_of("docs/testing.md");
  const std::string heading = "\n## " + section + "\n";
  const std::size_t begin = page.find(heading);
  EXPECT_NE(begin, std::string::npos) << section;
  const std::string text = page.substr(begin, page.find("\n## ", begin + heading.size()) - begin);
  const std::string fence = "```cpp\n";
  std::vector<std::string> examples;
  for (std::size_t at = text.find(fence); at != std::string::npos; at = text.find(fence, at)) {
    at += fence.size();
    examples.push_back(text.substr(at, text.find("```", at) - at));
  }
  return examples;
}

TEST(DocumentedExamples, StandInThePageAsTheyAreTested) {
  const std::string mine = page_text_of("tests/harness/testing/documented_examples_test.cpp");
  for (const char* section : {"Histories of calls", "Abandoned tasks"}) {
    const std::vector<std::string> examples = page_examples_of(section);
    EXPECT_FALSE(examples.empty()) << section;
    for (const std::string& example : examples) EXPECT_THAT(mine, HasSubstr(example));
  }
}

Budget documented_budget() {
  Budget budget;
  budget.findings = ::testing::TempDir() + "documented_findings";
  return budget;
}

TEST(DocumentedExamples, TheRegisterIsLinearizable) {
  EXPECT_HOLDS(a_register, documented_budget());
}

TEST(DocumentedExamples, TheFlagStaysSetIfItsTaskIsAbandoned) {
  const Held held = search_for_violation("refreshed", refreshed, documented_budget());
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("nobody refreshes at the end"));
}

}  // namespace
}  // namespace windtunnel
