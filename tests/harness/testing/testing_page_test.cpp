// The examples of docs/testing.md about faults, goals and time, as they stand there: compiled, and run.
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/testing/testing.hpp"

namespace windtunnel {
namespace {

using tornado::Future;

// --- An operation of your own that fails.

struct Wallet {
  int balance = 100;
};

void write_receipt(World& world) {
  if (world.may_fail("receipt/write")) throw std::runtime_error("the disk is full");
}

Future<void> pay(World& world) {
  Wallet wallet;
  wallet.balance -= 30;
  bool paid = true;
  try {
    write_receipt(world);
  } catch (const std::runtime_error&) {
    paid = false;  // and the balance is not restored
  }
  world.check_equal(wallet.balance, paid ? 70 : 100, "the balance of the wallet");
  co_return;
}

Future<void> pay_or_undo(World& world) {
  Wallet wallet;
  wallet.balance -= 30;
  bool paid = true;
  try {
    write_receipt(world);
  } catch (const std::runtime_error&) {
    paid = false;
    wallet.balance += 30;
  }
  world.check_equal(wallet.balance, paid ? 70 : 100, "the balance of the wallet");
  co_return;
}

// --- A message that arrives in pieces.

Future<void> parse_greeting(World& world) {
  const std::string message = "HELLO\r\n";
  std::string line;
  bool ended = false;
  for (const std::size_t length : world.split("greeting", message.size())) {
    const std::string piece = message.substr(line.size(), length);
    line += piece;
    ended = ended || piece.find("\r\n") != std::string::npos;  // should look in `line`
  }
  world.check(ended, "the end of the line is found");
  co_return;
}

Future<void> parse_greeting_whole(World& world) {
  const std::string message = "HELLO\r\n";
  std::string line;
  for (const std::size_t length : world.split("greeting", message.size()))
    line += message.substr(line.size(), length);
  world.check(line.find("\r\n") != std::string::npos, "the end of the line is found");
  co_return;
}

// --- Goals of the whole search.

Future<void> put_job(World&, Shared<int> jobs) {
  co_yield jobs.add(1);
}

Future<void> busy_queue(World& world) {
  const Shared<int> jobs(world, "jobs");
  world.sometimes("two jobs wait", [jobs] { return jobs.peek() == 2; });
  world.spawn("put", put_job, jobs);
  world.spawn("put", put_job, jobs);
  co_yield world.join();
}

Future<void> idle_queue(World& world) {
  const Shared<int> jobs(world, "jobs");
  world.sometimes("two jobs wait", [jobs] { return jobs.peek() == 2; });
  world.spawn("put", put_job, jobs);
  co_yield world.join();
}

Future<void> combination(World& world) {
  std::uint32_t right = 0;
  for (std::uint32_t digit = 0; digit < 8; ++digit) {
    if (world.choose(9) == digit && right == digit) ++right;
    world.reach("right digits", right);
  }
  world.check(right < 8, "the lock stays shut");
  co_return;
}

// --- What happens in time.

Future<void> ask_until_answered(World& world, bool& answered, int most_tries) {
  for (int tries = 0; tries < most_tries && !answered; ++tries) {
    answered = !world.may_fail("ask");
    if (!answered) co_yield world.sleep(std::chrono::seconds(1));
  }
}

Future<void> client_with(World& world, int most_tries) {
  bool answered = false;
  world.spawn("client", ask_until_answered, std::ref(answered), most_tries);
  co_yield world.sleep(std::chrono::seconds(3));
  world.calm();
  world.eventually("the client gets its answer", [&] { return answered; }, std::chrono::seconds(2));
  co_yield world.join();
}

Future<void> heart(World& world, bool& stopped, bool& silent) {
  co_yield world.sleep(std::chrono::seconds(1));
  stopped = true;
  co_yield world.sleep(std::chrono::milliseconds(world.choose(2) == 0 ? 50 : 500));
  silent = true;
}

Future<void> alarm(World& world) {
  bool stopped = false;
  bool silent = false;
  world.leads_to(
      "what is stopped falls silent", [&] { return stopped; }, [&] { return silent; },
      std::chrono::milliseconds(100));
  world.spawn("heart", heart, std::ref(stopped), std::ref(silent));
  co_yield world.join();
}

Budget page_budget(std::string strategy = "portfolio") {
  Budget budget;
  budget.strategy = std::move(strategy);
  budget.findings = ::testing::TempDir() + "windtunnel-testing-page";
  return budget;
}

struct Example {
  WorldProgram program;
  std::string strategy;
  bool holds;
};

TEST(TestingPage, ItsExamplesFindWhatItSays) {
  const auto with_tries = [](int most) -> WorldProgram {
    return [most](World& world) { return client_with(world, most); };
  };
  const std::vector<Example> examples = {{pay, "each-failure", false},
                                         {pay_or_undo, "each-failure", true},
                                         {pay, "portfolio", false},
                                         {parse_greeting, "each-split", false},
                                         {parse_greeting_whole, "each-split", true},
                                         {busy_queue, "portfolio", true},
                                         {idle_queue, "portfolio", false},
                                         {combination, "portfolio", false},
                                         {with_tries(3), "portfolio", false},
                                         {with_tries(100), "portfolio", true},
                                         {alarm, "portfolio", false}};
  for (std::size_t at = 0; at < examples.size(); ++at) {
    const Held held =
        search_for_violation("example", examples[at].program, page_budget(examples[at].strategy));
    EXPECT_EQ(held.holds, examples[at].holds) << at << ": " << held.words;
  }
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The functions that a page shows under the heading, each from its first line to its last.
std::vector<std::string> examples_under(const std::string& page, std::string_view heading) {
  std::vector<std::string> found;
  const std::size_t begin = page.find(heading);
  const std::string section = page.substr(begin, page.find("\n## ", begin + 1) - begin);
  for (std::size_t at = section.find("```cpp\n"); at != std::string::npos;
       at = section.find("```cpp\n", at + 1)) {
    const std::size_t first = at + 7;
    found.push_back(section.substr(first, section.find("```", first) - first));
  }
  return found;
}

TEST(TestingPage, ItsExamplesAreThese) {
  const std::filesystem::path root = WINDTUNNEL_SOURCE_DIR;
  const std::string page = text_of(root / "docs/testing.md");
  const std::string here = text_of(root / "tests/harness/testing/testing_page_test.cpp");
  std::size_t count = 0;
  for (const char* heading : {"\n## Operations that fail", "\n## Rare situations", "\n## In time"}) {
    ASSERT_NE(page.find(heading), std::string::npos) << heading;
    for (const std::string& example : examples_under(page, heading)) {
      EXPECT_NE(here.find(example), std::string::npos) << example;
      ++count;
    }
  }
  EXPECT_EQ(count, 6U);
}

}  // namespace
}  // namespace windtunnel
