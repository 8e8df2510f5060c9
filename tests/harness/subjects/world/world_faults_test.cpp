// Operations that may fail, messages in pieces, and the end of all faults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/odometer_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/strategies/each_once.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/tornado.hpp"
#include "tests/harness/subjects/world/running.hpp"

namespace windtunnel {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tornado::Future;

Budget searched_with(const std::string& strategy) {
  Budget budget;
  budget.strategy = strategy;
  budget.schedules = 2000;
  budget.findings = ::testing::TempDir() + "windtunnel-world-faults";
  return budget;
}

/// Money that is moved between two accounts, of which the second may be closed.
struct Bank {
  int from = 100;
  int to = 0;
  bool undoes = true;  ///< the bug: it does not
};

void deposit(World& world, Bank& bank, int amount) {
  if (world.may_fail("deposit")) throw std::runtime_error("the account is closed");
  bank.to += amount;
}

Future<void> transfer(World& world, Bank& bank, int amount) {
  if (world.may_fail("withdraw")) co_return;
  bank.from -= amount;
  co_yield world.turn();
  bool failed = false;
  try {
    deposit(world, bank, amount);
  } catch (const std::runtime_error&) {
    failed = true;
  }
  if (failed && bank.undoes) bank.from += amount;
}

WorldProgram transfers(bool undoes) {
  return [undoes](World& world) -> Future<void> {
    Bank& bank = world.keep<Bank>();
    bank.undoes = undoes;
    world.spawn("transfer", transfer, std::ref(bank), 10);
    world.spawn("transfer", transfer, std::ref(bank), 20);
    co_yield world.join();
    world.check_equal(bank.from + bank.to, 100, "no money is lost");
  };
}

TEST(MayFail, EachFailureFindsTheErrorPathThatIsWrong) {
  const Held held = search_for_violation("transfers", transfers(false), searched_with("each-failure"));
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("no money is lost"));
  EXPECT_THAT(held.words, HasSubstr("deposit fails"));
}

TEST(MayFail, EachFailureIsSilentAboutTheTwinAndCounts) {
  const Held held = search_for_violation("transfers", transfers(true), searched_with("each-failure"));
  EXPECT_TRUE(held.holds) << held.words;
  EXPECT_EQ(held.certificate, "4 failures, each tried");
  EXPECT_EQ(held.schedules, 5U) << "the usual schedule, and one for each failure";
}

TEST(MayFail, TheDefaultSearchFindsItToo) {
  EXPECT_FALSE(search_for_violation("transfers", transfers(false), searched_with("portfolio")).holds);
  EXPECT_TRUE(search_for_violation("transfers", transfers(true), searched_with("portfolio")).holds);
}

// Reads a value that may be missing; callers must tell that from a value that is 0.
WorldProgram reads(bool handles_exception) {
  return [handles_exception](World& world) -> Future<void> {
    const Fails fails = world.may_fail_either_way("read");
    if (fails == Fails::by_exception && !handles_exception) throw std::runtime_error("the disk is gone");
    world.check(fails != Fails::by_value || handles_exception, "a missing value is told");
    co_return;
  };
}

TEST(MayFail, EitherWayIsTriedAsValueAndAsException) {
  strategies::EachOnce strategy(strategies::EachOnce::Of::failures);
  const WorldSubject subject(reads(false));
  std::vector<std::string> rules;
  core::Trace trace;
  while (strategy.begin_run(0, trace)) {
    run(subject.subject(), strategy, {}, trace);
    strategy.end_run(trace);
    rules.emplace_back(trace.objection ? trace.objection->rule : "-");
  }
  EXPECT_THAT(rules, ElementsAre("-", "check", "uncaught"));
  EXPECT_EQ(strategy.certificate(), "2 failures, each tried");
  const Held held = search_for_violation("reads", reads(true), searched_with("each-failure"));
  EXPECT_TRUE(held.holds) << held.words;
}

TEST(MayFail, RefusesNamesThatNameNothing) {
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.may_fail("");
                co_return;
              }),
              HasSubstr("needs a name"));
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                for (int call = 0; call < 2000; ++call) world.may_fail("get " + std::to_string(call));
                co_return;
              }),
              HasSubstr("nothing that differs from call to call"));
}

/// Counts lines; the bug: it takes a piece that ends in "\r" for one without a line's end.
int count_lines(const std::vector<std::string>& pieces, bool remembers) {
  int lines = 0;
  bool returned = false;
  for (const std::string& piece : pieces) {
    if (!remembers) returned = false;
    for (const char byte : piece) {
      if (byte == '\n' && returned) ++lines;
      returned = byte == '\r';
    }
  }
  return lines;
}

WorldProgram line_counter(bool remembers) {
  return [remembers](World& world) -> Future<void> {
    const std::string message = "GET\r\nHost\r\n\r\n";
    std::vector<std::string> pieces;
    std::size_t at = 0;
    for (const std::size_t length : world.split("request", message.size())) {
      pieces.push_back(message.substr(at, length));
      at += length;
    }
    world.check_equal(count_lines(pieces, remembers), 3, "the lines of the request");
    co_return;
  };
}

TEST(Split, EachSplitFindsTheMessageThatIsCutInAnEnd) {
  const Held held = search_for_violation("line_counter", line_counter(false), searched_with("each-split"));
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("the lines of the request"));
  EXPECT_THAT(held.words, HasSubstr("request arrives in 2 pieces"));
}

TEST(Split, EachSplitIsSilentAboutTheTwinAndCounts) {
  const Held held = search_for_violation("line_counter", line_counter(true), searched_with("each-split"));
  EXPECT_TRUE(held.holds) << held.words;
  EXPECT_EQ(held.certificate, "12 splits, each tried");
}

TEST(Split, TheDefaultSearchFindsItToo) {
  EXPECT_FALSE(search_for_violation("line_counter", line_counter(false), searched_with("portfolio")).holds);
  EXPECT_TRUE(search_for_violation("line_counter", line_counter(true), searched_with("portfolio")).holds);
}

/// A server that reads a line; the bug: it takes what comes first for all of it.
WorldProgram line_server(bool reads_all) {
  return [reads_all](World& world) -> Future<void> {
    tornado::LinkSettings settings;
    settings.faults = {tornado::Fault::split};
    world.network(settings);
    const auto got = std::make_shared<std::string>();
    tornado::TCPServer server(
        [got, reads_all](tornado::StreamPtr stream, const tornado::Address&) {
          return [](tornado::StreamPtr from, std::shared_ptr<std::string> line, bool all) -> Future<void> {
            const Future<std::string> reading = all ? from->read_until("\n") : from->read_bytes(100, true);
            const std::string read = co_yield reading;
            *line = read;
          }(std::move(stream), got, reads_all);
        },
        world.host("server"));
    server.listen(80);
    world.spawn("client", [](World& in) -> Future<void> {
      const tornado::TCPClient tcp(in.host("client"));
      const auto connecting = tcp.connect("server", 80);
      const tornado::StreamPtr stream = co_yield connecting;
      co_yield stream->write("hello\n");
      stream->close();
    });
    co_yield world.join();
    world.check_equal(*got, "hello\n", "the line");
  };
}

TEST(Split, EachSplitCutsWhatTheNetworkCarries) {
  const Held held = search_for_violation("line_server", line_server(false), searched_with("each-split"));
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("the line: "));
  const Held right = search_for_violation("line_server", line_server(true), searched_with("each-split"));
  EXPECT_TRUE(right.holds) << right.words;
  EXPECT_EQ(right.certificate, "5 splits, each tried") << "of six bytes";
  EXPECT_EQ(right.schedules, 6U);
}

TEST(Split, EveryWayToSplitIsASchedule) {
  std::set<std::vector<std::size_t>> all;
  const WorldSubject subject([&](World& world) -> Future<void> {
    const std::vector<std::size_t> pieces = world.split("word", 5);
    EXPECT_EQ(std::accumulate(pieces.begin(), pieces.end(), std::size_t{0}), 5U);
    all.insert(pieces);
    co_return;
  });
  core::OdometerSource odometer;
  core::Trace trace;
  do {
    run(subject.subject(), odometer, {}, trace);
  } while (odometer.next());
  EXPECT_EQ(all.size(), 16U) << "before each byte but the first, or not";
}

TEST(Split, OfNothingAndOfTooMuch) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              world.check(world.split("empty", 0).empty(), "there is no piece");
              world.check(world.split("byte", 1) == std::vector<std::size_t>{1}, "one piece");
              world.check(world.split("word", 4) == std::vector<std::size_t>{4}, "the quiet answer is whole");
              co_return;
            }),
            "-");
  EXPECT_THAT(quiet_words([](World& world) -> Future<void> {
                world.split("film", World::longest_split + 1);
                co_return;
              }),
              HasSubstr("split() takes 1048576 at most"));
}

/// Every run of a strategy, until it is over.
template <class Look>
void run_until_over(const WorldProgram& program, strategies::Strategy& strategy, Look look) {
  const WorldSubject subject(program);
  core::Trace trace;
  for (int left = 1000; left > 0 && strategy.begin_run(0, trace); --left) {
    run(subject.subject(), strategy, {}, trace);
    strategy.end_run(trace);
    look(trace);
  }
}

Future<void> send_line(World& world) {
  const tornado::TCPClient tcp(world.host("client"));
  const auto connecting = tcp.connect("server", 80);
  bool failed = false;
  try {
    const tornado::StreamPtr stream = co_yield connecting;
    const auto writing = stream->write("hello\n");
    co_yield writing;
    stream->close();
  } catch (const std::exception&) {
    failed = true;
  }
  if (failed) world.log("failed");
}

Future<void> read_line(tornado::StreamPtr stream, const tornado::Address&) {
  try {
    const auto reading = stream->read_until("\n");
    co_yield reading;
  } catch (const std::exception&) {
  }
}

TEST(EachFailure, TriesEachFaultOfTheNetworkOnceInARunOfItsOwn) {
  strategies::EachOnce strategy(strategies::EachOnce::Of::failures);
  std::vector<std::uint64_t> struck;
  run_until_over(
      [&](World& world) -> Future<void> {
        tornado::LinkSettings settings;
        settings.faults = {tornado::Fault::reset, tornado::Fault::refused, tornado::Fault::half_close};
        world.network(settings);
        tornado::TCPServer server(read_line, world.host("server"));
        server.listen(80);
        world.spawn("client", send_line);
        co_yield world.join();
        struck.push_back(world.network().faults_struck());
      },
      strategy, [](const core::Trace& trace) { EXPECT_FALSE(trace.objection); });
  ASSERT_GE(struck.size(), 4U);
  EXPECT_EQ(struck.front(), 0U);
  EXPECT_EQ(std::set<std::uint64_t>(struck.begin() + 1, struck.end()), std::set<std::uint64_t>{1});
  EXPECT_EQ(strategy.tried(), strategy.count());
  EXPECT_EQ(struck.size(), strategy.count() + 1);
  EXPECT_THAT(strategy.certificate(), HasSubstr(" failures, each tried"));
}

TEST(EachFailure, SaysWhereNothingCanFail) {
  const Held held =
      search_for_violation("quiet", [](World&) -> Future<void> { co_return; }, searched_with("each-failure"));
  EXPECT_EQ(held.certificate, "no failure is possible in the usual schedule");
}

TEST(EachFailure, NoticesAProgramThatIsNotDeterministic) {
  strategies::EachOnce strategy(strategies::EachOnce::Of::failures);
  int runs = 0;
  run_until_over(
      [&](World& world) -> Future<void> {
        if (++runs == 2) world.choose(7);
        world.may_fail("first");
        world.may_fail("second");
        co_return;
      },
      strategy, [](const core::Trace&) {});
  EXPECT_THAT(strategy.certificate(), HasSubstr("not deterministic"));
}

/// Fetches until it succeeds; the bug: it gives up after two failures.
WorldProgram fetches(bool gives_up) {
  return [gives_up](World& world) -> Future<void> {
    bool fetched = false;
    world.spawn(
        "client",
        [](World& mine, bool* done, bool may_give_up) -> Future<void> {
          for (int failures = 0; !may_give_up || failures < 2; ++failures) {
            if (!mine.may_fail("fetch")) {
              *done = true;
              co_return;
            }
            co_yield mine.sleep(tornado::Duration(1));
          }
        },
        &fetched, gives_up);
    co_yield world.sleep(tornado::Duration(10));
    world.calm();
    world.eventually(
        "the page is fetched once nothing fails", [&fetched] { return fetched; }, tornado::Duration(5));
    co_yield world.join();
  };
}

TEST(Calm, LetsLivenessBeDemandedOfAClientThatRetries) {
  const Held held = search_for_violation("fetches", fetches(true), searched_with("random"));
  EXPECT_FALSE(held.holds);
  EXPECT_THAT(held.words, HasSubstr("the page is fetched once nothing fails"));
  EXPECT_TRUE(search_for_violation("fetches", fetches(false), searched_with("random")).holds);
}

TEST(Calm, NothingIsAskedAfterIt) {
  const WorldProgram program = [](World& world) -> Future<void> {
    world.calm();
    world.check(!world.may_fail("fetch") && world.split("page", 10).size() == 1, "no fault");
    std::string order;
    const auto append = [&order](World& mine, char name) -> Future<void> {
      co_yield mine.turn();
      order += name;
    };
    for (const char name : {'a', 'b', 'c'}) world.spawn("task", append, name);
    co_yield world.join();
    world.check_equal(order, "abc", "first in, first out");
    world.choose(3);
  };
  const WorldSubject subject(program);
  core::Trace trace;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    core::SeededSource choices(seed);
    core::RunOptions options;
    options.model = core::SchedulingModel::realistic;
    run(subject.subject(), choices, options, trace);
    EXPECT_FALSE(trace.objection) << trace.text;
    EXPECT_EQ(trace.schedule.size(), 1U) << "only what choose() asks";
  }
}

TEST(Calm, EndsWhatSeparatesHosts) {
  EXPECT_EQ(quiet_words([](World& world) -> Future<void> {
              tornado::TCPServer server(read_line, world.host("server"));
              server.listen(80);
              world.network().partition(world.host("client"), world.host("server"));
              world.calm();
              const tornado::TCPClient tcp(world.host("client"));
              const auto connecting = tcp.connect("server", 80);
              const tornado::StreamPtr stream = co_yield connecting;
              world.check(world.loop().time() < tornado::at_seconds(1), "it connects at once");
              stream->close();
            }),
            "-");
}

}  // namespace
}  // namespace windtunnel
