#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/core/quiet_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/subjects/programs/draw_stream_script.hpp"
#include "harness/subjects/programs/shrink_stream_script.hpp"
#include "harness/subjects/programs/stream_script_run.hpp"

namespace windtunnel::subjects {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal_of(const std::string& text) {
  try {
    parse_stream_script(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "taken";
}

TEST(StreamScript, TextIsParsedToTheSameScript) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::SeededSource choices(seed);
    const StreamScript script = draw_stream_script(choices, 30);
    ASSERT_EQ(parse_stream_script(to_text(script)), script) << to_text(script);
  }
}

TEST(StreamScript, QuietAnswersGiveTheSimplest) {
  core::QuietSource quiet;
  EXPECT_EQ(to_text(draw_stream_script(quiet, 30)), "a connect\n");
}

TEST(StreamScript, RefusesWhatIsNoScript) {
  EXPECT_EQ(refusal_of("a connect\nc write 5\n"), "line 2 of the script: found 'c'; allowed: a, b");
  EXPECT_EQ(refusal_of("b connect\n"), "line 1 of the script: found 'b connect'; allowed: a connect");
  EXPECT_THAT(refusal_of("a jump\n"), HasSubstr("found 'jump'; allowed: connect, write, "));
  EXPECT_EQ(refusal_of("a write\n"), "line 1 of the script: found ''; allowed: 0 to 1000000");
  EXPECT_EQ(refusal_of("a write 1000001\n"), "line 1 of the script: found '1000001'; allowed: 0 to 1000000");
  EXPECT_EQ(refusal_of("a read_until\n"), "line 1 of the script: found ''; allowed: something to look for");
  EXPECT_EQ(refusal_of("a write 5 limited\n"),
            "line 1 of the script: found 'limited'; allowed: callback; limited of a read");
  EXPECT_EQ(refusal_of("a read_regex x+ most=no\n"),
            "line 1 of the script: found 'no'; allowed: 0 to 1000000");
  EXPECT_EQ(refusal_of("limits speed=3\n"),
            "line 1 of the script: found 'speed'; allowed: buffer=N, chunk=N, write=N");
  std::string steps;
  for (std::size_t step = 0; step <= StreamScript::most_steps; ++step) steps += "a state\n";
  EXPECT_EQ(refusal_of(steps), "line 101 of the script: more steps than 100");
  std::string calls = "a state";
  for (std::size_t call = 0; call < StreamScript::most_calls; ++call) calls += " | a state";
  EXPECT_EQ(refusal_of(calls), "line 1 of the script: more calls than 10");
}

TEST(StreamScript, TellsWhatEachCallGave) {
  const StreamScript script = parse_stream_script(
      "a connect\n"
      "b read_until \\n callback | a write 17\n"
      "b read_bytes 100 limited | b read_all\n"
      "a watch_close | b close\n");
  EXPECT_THAT(by_end(run_stream_script(script)),
              ElementsAre("a 1 1.0 gives", "a 2 2.1 gives", "a 4 4.0 closed", "a 5 5.0 is closed, has 0",
                          "b 1 accepted", "b 2 2.0 calls \"alpha beta\\n\"", "b 3 3.1 throws AssertionError",
                          "b 3 3.0 fails TimeoutError", "b 5 5.0 is closed, has 6"));
}

TEST(StreamScript, ShrinksToWhatShowsIt) {
  core::SeededSource choices(3);
  StreamScript script = draw_stream_script(choices, 30);
  const StreamScript needed = parse_stream_script("b read_until zz\na close\n");
  script.steps.insert(script.steps.begin() + 1, needed.steps[0]);
  script.steps.push_back(needed.steps[1]);
  script.chunk = 7;
  const auto has = [](const StreamScript& each, char end, StreamVerb verb) {
    return std::any_of(each.steps.begin(), each.steps.end(), [&](const std::vector<StreamCall>& step) {
      return std::any_of(step.begin(), step.end(), [&](const StreamCall& call) {
        return call.end == end && call.verb == verb &&
               (verb != StreamVerb::read_until || call.pattern == "zz");
      });
    });
  };
  const StreamScript small = shrink_stream_script(script, [&](const StreamScript& each) {
    return has(each, 'b', StreamVerb::read_until) && has(each, 'a', StreamVerb::close);
  });
  EXPECT_EQ(to_text(small), to_text(needed));
}

}  // namespace
}  // namespace windtunnel::subjects
