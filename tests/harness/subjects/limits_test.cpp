// Whatever a scenario does, its run ends with a trace: no endless loop, no exhausted stack, no exhausted
// memory.
#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view livelocked = "0 livelock\n0 pending\n";

TEST(Limits, AnEndlessLoopInACallbackIsALivelock) {
  EXPECT_EQ(
      trace_of_module(
          "def spin():\n    while True:\n        pass\n"
          "@gen.coroutine\ndef main():\n    IOLoop.current().add_callback(spin)\n    yield gen.sleep(1)"),
      livelocked);
}

TEST(Limits, AnEndlessLoopInMainIsALivelock) {
  EXPECT_EQ(trace_of_main("while True:\n    pass"), "0 livelock\n");
  EXPECT_EQ(trace_of_main("yield gen.moment\nwhile True:\n    pass"), livelocked);
}

TEST(Limits, NoHandlerCatchesTheEnd) {
  EXPECT_EQ(trace_of_main("yield gen.moment\nwhile True:\n    try:\n        while True:\n            pass\n"
                          "    except:\n        log(\"caught\")\n    finally:\n        log(\"finally\")"),
            livelocked);
}

TEST(Limits, EndlessMomentsAreALivelockAfter20000Phases) {
  const std::string trace = trace_of_module(
      "n = 0\n@gen.coroutine\ndef main():\n    global n\n    while True:\n        n = n + 1\n"
      "        if n > 19998:\n            log(n)\n        yield gen.moment");
  // Turn n comes before phase n, and it is the 20,001st phase that does not begin.
  EXPECT_EQ(trace, "0 log 19999\n0 log 20000\n0 log 20001\n" + std::string(livelocked));
}

TEST(Limits, EndlessTimersAreALivelock) {
  const std::string trace = trace_of_module(
      "def again():\n    IOLoop.current().call_later(1, again)\n@gen.coroutine\ndef main():\n    again()\n   "
      " yield Future()");
  EXPECT_THAT(trace, EndsWith(" livelock\n" + trace.substr(0, trace.find(' ')) + " pending\n"));
}

TEST(Limits, EndlessRecursionIsARecursionError) {
  for (std::string_view call : {"recurse(1)", "other(1)", "(lambda x: recurse(x))(1)"}) {
    const std::string trace = trace_of_module(
        "def recurse(x):\n    return other(x)\ndef other(x):\n    return recurse(x)\n"
        "@gen.coroutine\ndef main():\n    try:\n        " +
        std::string(call) + "\n    except Exception as e:\n        log(e)\n    raise gen.Return(1)");
    EXPECT_THAT(trace, StartsWith("0 log RecursionError(")) << call;
    EXPECT_THAT(trace, EndsWith("0 return 1\n")) << call;
  }
}

TEST(Limits, EndlessRecursionOfCoroutinesIsARecursionError) {
  EXPECT_THAT(trace_of_module("@gen.coroutine\ndef recurse():\n    yield recurse()\n"
                              "@gen.coroutine\ndef main():\n    yield recurse()"),
              HasSubstr("raise RecursionError("));
  EXPECT_THAT(trace_of_module("@gen.coroutine\ndef recurse():\n    yield gen.moment\n    yield recurse()\n"
                              "@gen.coroutine\ndef main():\n    yield recurse()"),
              EndsWith(livelocked));
}

TEST(Limits, DoublingAStringOrAListEnds) {
  for (std::string_view start : {"\"ab\"", "[1, 2]"}) {
    EXPECT_EQ(trace_of_main("x = " + std::string(start) + "\nyield gen.moment\nwhile True:\n    x = x + x"),
              livelocked);
  }
}

TEST(Limits, NestingAListOrADictEnds) {
  EXPECT_EQ(trace_of_main("x = 1\nyield gen.moment\nwhile True:\n    x = [x]"), livelocked);
  EXPECT_EQ(trace_of_main("x = 1\nyield gen.moment\nwhile True:\n    x = {\"k\": [x]}"), livelocked);
  EXPECT_EQ(trace_of_main("x = 1\nyield gen.moment\nwhile True:\n    x = yield {\"k\": gen.maybe_future(x)}"),
            livelocked);
}

TEST(Limits, EndlessLoggingEnds) {
  const std::string trace = trace_of_main(
      "x = \"abcdefgh\"\nfor i in range(13):\n    x = x + x\nyield gen.moment\n"
      "while True:\n    log(x)");
  EXPECT_LT(trace.size(), 17U << 20U);
  EXPECT_THAT(trace.substr(trace.size() - livelocked.size()), livelocked);
}

TEST(Limits, ManyLargeValuesEnd) {
  const std::string trace = trace_of_main(
      "x = \"abcdefgh\"\nfor i in range(16):\n    x = x + x\nyield gen.moment\n"
      "l = []\nwhile True:\n    l = l + [x + \"a\"]");
  EXPECT_EQ(trace, livelocked);
}

// --- chains of a hundred thousand objects, each of which holds the next

constexpr std::string_view chain_length = "100000";

// The trace of a loop that repeatedly makes `x` hold its previous value; then `after`.
std::string chain(std::string_view start, std::string_view step, std::string_view after = "log(\"made\")") {
  return trace_of_main("x = " + std::string(start) + "\nfor i in range(" + std::string(chain_length) +
                       "):\n    x = " + std::string(step) + "\n" + std::string(after) +
                       "\nraise gen.Return(7)");
}

TEST(Limits, AChainOfExceptionsEnds) {
  EXPECT_EQ(chain("1", "Boom(x)"), "0 log made\n0 return 7\n");
  EXPECT_EQ(std::ranges::count(chain("1", "Boom(x)", "log(x)"), '('), 301);
}

TEST(Limits, AChainOfLambdasEnds) {
  EXPECT_EQ(trace_of_module("def wrap(f):\n    return lambda: f\n@gen.coroutine\ndef main():\n    x = 1\n"
                            "    for i in range(100000):\n        x = wrap(x)\n    log(x)"),
            "0 log <function>\n0 return None\n");
}

TEST(Limits, AChainOfResultsEnds) {
  EXPECT_EQ(chain("1", "gen.maybe_future(Boom(x))"), "0 log made\n0 return 7\n");
}

// The length that overflows an instrumented stack if each link takes a call.
constexpr std::string_view future_chain_length = "30000";

// Futures that wait for each other end each other's lives by being set or dropped, in any order.
TEST(Limits, AChainOfFuturesEnds) {
  for (std::string_view step :
       {"gen.with_timeout(1, x)", "gen.with_timeout(1000000 - i, x)", "gen.with_timeout(i, x)",
        "gen.multi([x])", "gen.multi({\"k\": x})", "gen.WaitIterator(x).next()", "wait(x)", "chained(x)"}) {
    for (std::string_view start : {"Future()", "first"}) {
      for (std::string_view after : {"log(\"made\")", "x = None", "first.set_result(1)",
                                     "first.set_exception(Boom(1))", "while True:\n    pass"}) {
        const std::string trace = trace_of_module(
            "first = Future()\n@gen.coroutine\ndef wait(f):\n    yield f\n"
            "def chained(f):\n    g = Future()\n    f.add_done_callback(lambda d: g.set_result(1))\n    "
            "return g\n"
            "@gen.coroutine\ndef main():\n    yield gen.moment\n" +
                indented("x = " + std::string(start) + "\nfor i in range(" +
                         std::string(future_chain_length) + "):\n    x = " + std::string(step) + "\n" +
                         std::string(after) + "\nraise gen.Return(7)"),
            {.observe = false});
        const bool returned = trace.find(" return 7\n") != std::string::npos;
        EXPECT_NE(returned, trace.find(" pending\n") != std::string::npos)
            << start << ' ' << step << ' ' << after;
        if (after == "x = None") {
          EXPECT_TRUE(returned) << start << ' ' << step;
        }
      }
    }
  }
}

}  // namespace
}  // namespace windtunnel::subjects
