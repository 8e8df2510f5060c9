// The statements of the language: every way out of a block through every enclosing construct, and a yield in
// every place.
#include <gtest/gtest.h>

#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

// The log lines of a trace, all at time 0, as one line.
std::string words(const std::string& trace) {
  std::string out;
  for (std::size_t at = 0; at < trace.size();) {
    const std::size_t end = trace.find('\n', at);
    std::string line = trace.substr(at, end - at);
    if (line.starts_with("0 log ")) line.erase(0, 6);
    out += (out.empty() ? "" : " ") + line;
    at = end + 1;
  }
  return out;
}

// What happens to a body that is left inside `construct`, which has `%s` in the place of the statement.
std::string left_by(std::string statement, std::string construct) {
  const std::size_t hole = construct.find("%s");
  construct.replace(hole, 2, statement);
  return words(trace_of_module(
      "@gen.coroutine\ndef f():\n    for i in range(2):\n        log(i)\n" + indented(indented(construct)) +
      "        log(\"on\")\n    log(\"after\")\n"
      "@gen.coroutine\ndef main():\n    try:\n        x = yield f()\n        log(\"gave\", x)\n"
      "    except Boom as e:\n        log(\"failed\", e)\n    raise gen.Return(\"end\")"));
}

constexpr std::string_view in_finally = "try:\n    %s\nfinally:\n    log(\"f\")";
constexpr std::string_view in_two =
    "try:\n    try:\n        %s\n    finally:\n        log(\"f\")\nfinally:\n    log(\"g\")";
constexpr std::string_view in_handler =
    "try:\n    raise Boom(1)\nexcept Boom as e:\n    %s\nfinally:\n    log(\"f\")";
constexpr std::string_view in_else =
    "try:\n    pass\nexcept Boom:\n    log(\"no\")\nelse:\n    %s\nfinally:\n    log(\"f\")";
constexpr std::string_view in_cleanup = "try:\n    raise Boom(1)\nfinally:\n    %s";
constexpr std::string_view in_with = "with tracing(\"t\")():\n    %s";
constexpr std::string_view in_loops =
    "for j in range(2):\n    try:\n        while True:\n            try:\n                %s\n            "
    "finally:\n                log(\"f\")\n            break\n    finally:\n        log(\"g\")";

TEST(Machine, PassGoesOn) {
  EXPECT_EQ(left_by("pass", std::string(in_finally)), "0 f on 1 f on after gave None 0 return end");
  EXPECT_EQ(left_by("pass", std::string(in_with)),
            "0 0 enter t 0 exit t on 1 0 enter t 0 exit t on after gave None 0 return end");
  EXPECT_EQ(left_by("pass", std::string(in_else)), "0 f on 1 f on after gave None 0 return end");
  EXPECT_EQ(left_by("pass", std::string(in_handler)), "0 f on 1 f on after gave None 0 return end");
  EXPECT_EQ(left_by("pass", std::string(in_cleanup)), "0 failed Boom(1) 0 return end");
}

TEST(Machine, BreakRunsEveryCleanup) {
  EXPECT_EQ(left_by("break", std::string(in_finally)), "0 f after gave None 0 return end");
  EXPECT_EQ(left_by("break", std::string(in_two)), "0 f g after gave None 0 return end");
  EXPECT_EQ(left_by("break", std::string(in_handler)), "0 f after gave None 0 return end");
  EXPECT_EQ(left_by("break", std::string(in_else)), "0 f after gave None 0 return end");
  EXPECT_EQ(left_by("break", std::string(in_with)), "0 0 enter t 0 exit t after gave None 0 return end");
  EXPECT_EQ(left_by("break", std::string(in_loops)),
            "0 f g f g on 1 f g f g on after gave None 0 return end");
}

TEST(Machine, ABreakInACleanupSwallowsTheException) {
  EXPECT_EQ(left_by("break", std::string(in_cleanup)), "0 after gave None 0 return end");
}

TEST(Machine, ContinueRunsEveryCleanup) {
  EXPECT_EQ(left_by("continue", std::string(in_finally)), "0 f 1 f after gave None 0 return end");
  EXPECT_EQ(left_by("continue", std::string(in_two)), "0 f g 1 f g after gave None 0 return end");
  EXPECT_EQ(left_by("continue", std::string(in_handler)), "0 f 1 f after gave None 0 return end");
  EXPECT_EQ(left_by("continue", std::string(in_with)),
            "0 0 enter t 0 exit t 1 0 enter t 0 exit t after gave None 0 return end");
}

TEST(Machine, ReturnRunsEveryCleanup) {
  const std::string give = "raise gen.Return(7)";
  EXPECT_EQ(left_by("return 7", std::string(in_finally)), "0 f gave 7 0 return end");
  EXPECT_EQ(left_by(give, std::string(in_finally)), "0 f gave 7 0 return end");
  EXPECT_EQ(left_by(give, std::string(in_two)), "0 f g gave 7 0 return end");
  EXPECT_EQ(left_by(give, std::string(in_handler)), "0 f gave 7 0 return end");
  EXPECT_EQ(left_by(give, std::string(in_else)), "0 f gave 7 0 return end");
  EXPECT_EQ(left_by(give, std::string(in_with)), "0 0 enter t 0 exit t gave 7 0 return end");
  EXPECT_EQ(left_by(give, std::string(in_loops)), "0 f g gave 7 0 return end");
  EXPECT_EQ(left_by("return", std::string(in_cleanup)), "0 gave None 0 return end");
}

TEST(Machine, AnExceptionRunsEveryCleanup) {
  for (std::string_view raise : {"raise Boom(2)", "(lambda: missing)()", "[].x"}) {
    const bool own = raise == "raise Boom(2)";
    const std::string end = own ? "failed Boom(2) 0 return end" : "";
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_finally)).starts_with("0 f " + end)) << raise;
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_two)).starts_with("0 f g " + end)) << raise;
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_handler)).starts_with("0 f " + end)) << raise;
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_else)).starts_with("0 f " + end)) << raise;
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_cleanup)).starts_with("0 " + end)) << raise;
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_with)).starts_with("0 0 enter t 0 exit t " + end))
        << raise;
    EXPECT_TRUE(left_by(std::string(raise), std::string(in_loops)).starts_with("0 f g " + end)) << raise;
  }
}

TEST(Machine, AYieldStandsInEveryPlace) {
  for (std::string_view statement :
       {"yield gen.moment", "yield gen.maybe_future(1)", "yield [gen.moment, gen.sleep(0)]"}) {
    for (std::string_view construct : {in_finally, in_two, in_handler, in_else, in_with, in_loops}) {
      EXPECT_EQ(left_by(std::string(statement), std::string(construct)),
                left_by("pass", std::string(construct)))
          << statement << " in " << construct;
    }
  }
  EXPECT_EQ(left_by("yield gen.moment", std::string(in_cleanup)), "0 failed Boom(1) 0 return end");
}

TEST(Machine, AYieldInAnExpressionKeepsWhatIsBesideIt) {
  EXPECT_EQ(words(trace_of_module(
                "@gen.coroutine\ndef give(x):\n    yield gen.moment\n    raise gen.Return(x)\n"
                "@gen.coroutine\ndef main():\n    log(1, (yield give(2)), (yield give((yield give(3)))), 4)\n"
                "    with (yield give(tracing(\"t\")())) as x:\n        log(x)\n"
                "    return (yield give(5))")),
            "1 2 3 4 0 enter t None 0 exit t 0 return 5");
}

TEST(Machine, AYieldThatFailsRaisesThere) {
  EXPECT_EQ(
      words(trace_of_module(
          "@gen.coroutine\ndef fail(x):\n    yield gen.moment\n    raise Boom(x)\n"
          "@gen.coroutine\ndef main():\n    for i in range(2):\n        try:\n            yield fail(i)\n"
          "        except Boom as e:\n            log(e)\n            try:\n                yield fail(7)\n"
          "            finally:\n                yield gen.moment\n                log(\"f\")")),
      "Boom(0) f 0 raise Boom(7)");
}

TEST(Machine, ABareRaiseRaisesWhatIsHandled) {
  EXPECT_EQ(
      words(trace_of_main(
          "try:\n    try:\n        raise Boom(1)\n    except Boom:\n        try:\n            raise "
          "ValueError(2)\n"
          "        except ValueError:\n            log(\"inner\")\n        yield gen.moment\n        raise\n"
          "except Exception as e:\n    log(e)")),
      "inner Boom(1) 0 return None");
}

TEST(Machine, HandlersAreTriedInOrder) {
  const auto handled = [](std::string_view raised) {
    return words(trace_of_module(
        "class Bang(Boom):\n    pass\n@gen.coroutine\ndef main():\n    try:\n        raise " +
        std::string(raised) +
        "\n    except Bang:\n        log(\"bang\")\n    except ValueError as e:\n        log(e)\n"
        "    except Boom:\n        log(\"boom\")\n    except:\n        log(\"any\")\n    else:\n        "
        "log(\"none\")"));
  };
  EXPECT_EQ(handled("Bang(1)"), "bang 0 return None");
  EXPECT_EQ(handled("Boom(1)"), "boom 0 return None");
  EXPECT_EQ(handled("Boom"), "boom 0 return None");
  EXPECT_EQ(handled("ValueError(3)"), "ValueError(3) 0 return None");
  EXPECT_EQ(handled("gen.TimeoutError(1)"), "any 0 return None");
}

TEST(Machine, TheNameOfAHandlerIsUnboundBehindIt) {
  EXPECT_EQ(words(trace_of_main("e = 1\ntry:\n    raise Boom(1)\nexcept Boom as e:\n    log(e)\ntry:\n    "
                                "log(e)\nexcept Exception as x:\n    log(\"unbound\")")),
            "Boom(1) unbound 0 return None");
}

TEST(Machine, ALoopVariableOutlivesItsLoop) {
  EXPECT_EQ(words(trace_of_main("n = 3\nfor i in range(n):\n    n = 10\nlog(i)\nfor k in range(0 - 1):\n    "
                                "pass\ntry:\n    log(k)\nexcept Exception:\n    log(\"unbound\")")),
            "2 unbound 0 return None");
}

TEST(Machine, RangeTakesIntegersAlone) {
  EXPECT_EQ(words(trace_of_main("for i in range(True):\n    log(i)\ntry:\n    for i in range(1.0):\n        "
                                "log(i)\nexcept TypeError:\n    log(\"no\")")),
            "0 no 0 return None");
}

}  // namespace
}  // namespace windtunnel::subjects
