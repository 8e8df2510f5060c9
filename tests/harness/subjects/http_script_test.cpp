#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include "harness/core/quiet_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/subjects/programs/draw_http_script.hpp"
#include "harness/subjects/programs/http_script_run.hpp"
#include "harness/subjects/programs/shrink_http_script.hpp"

namespace windtunnel::subjects {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string http_refusal_of(const std::string& text) {
  try {
    parse_http_script(text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "taken";
}

// The lines that are about no header.
ScriptLines lines_of(const std::string& text) {
  ScriptLines lines = by_party(run_http_script(parse_http_script(text)));
  std::erase_if(lines, [](const std::string& line) { return line.find(" headers ") != std::string::npos; });
  return lines;
}

TEST(HttpScript, TextIsParsedToTheSameScript) {
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    core::SeededSource choices(seed);
    const HttpScript script = draw_http_script(choices, 30);
    ASSERT_EQ(parse_http_script(to_text(script)), script) << to_text(script);
  }
}

TEST(HttpScript, QuietAnswersGiveTheSimplest) {
  core::QuietSource quiet;
  EXPECT_EQ(to_text(draw_http_script(quiet, 30)), "a GET /sleep/0\n");
}

TEST(HttpScript, RefusesWhatIsNoScript) {
  EXPECT_EQ(http_refusal_of("a GET /x\nc GET /x\n"),
            "line 2 of the script: found 'c'; allowed: a, b, stop, shut, soon");
  EXPECT_EQ(http_refusal_of("a get /x\n"),
            "line 1 of the script: found 'get'; allowed: close, or a method in capitals");
  EXPECT_EQ(http_refusal_of("a GET x\n"),
            "line 1 of the script: found 'x'; allowed: a path, or a host and a path");
  EXPECT_THAT(http_refusal_of("a GET /x jump\n"), HasSubstr("found 'jump'; allowed: callback, quiet, "));
  EXPECT_THAT(http_refusal_of("a GET /x callback=1\n"), HasSubstr("found 'callback=1'; allowed: "));
  EXPECT_EQ(http_refusal_of("a GET /x body=no\n"), "line 1 of the script: found 'no'; allowed: 0 to 1000000");
  EXPECT_EQ(http_refusal_of("soon 1000001\n"),
            "line 1 of the script: found '1000001'; allowed: 0 to 1000000");
  EXPECT_EQ(http_refusal_of("a close now\n"), "line 1 of the script: found 'now'; allowed: nothing more");
  EXPECT_EQ(http_refusal_of("with c.max_clients=1\n"),
            "line 1 of the script: found 'c.max_clients=1'; allowed: a setting of a., b. or s.");
  EXPECT_EQ(http_refusal_of("with a.compress\n"),
            "line 1 of the script: found 'compress'; allowed: max_clients=N, max_buffer=N, max_head=N, "
            "max_body=N");
  std::string steps;
  for (std::size_t step = 0; step <= HttpScript::most_steps; ++step) steps += "stop\n";
  EXPECT_EQ(http_refusal_of(steps), "line 51 of the script: more steps than 50");
  std::string calls = "stop";
  for (std::size_t call = 0; call < HttpScript::most_calls; ++call) calls += " | stop";
  EXPECT_EQ(http_refusal_of(calls), "line 1 of the script: more calls than 10");
}

TEST(HttpScript, TellsWhatClientsAndServersSaw) {
  EXPECT_THAT(lines_of("with a.max_clients=1\n"
                       "a GET /sleep/100 callback | a POST /take body=3 | soon 500\n"
                       "b GET deaf/x\n"),
              ElementsAre("a 1000500 has 0 active, 0 queued", "b 1000500 has 0 active, 0 queued",
                          "c1.0 100 calls 200 OK from http://server/sleep/100 in 100 ms: \"slept\"",
                          "c1.1 100 gives 200 OK from http://server/take in 0 ms: \"3 bytes\"",
                          "c2.0 500 fails ECONNREFUSED", "other 1000500 has 0 connections",
                          "s1.0 0 begins GET /sleep/100", "s1.0 100 answers 200 to GET /sleep/100 in 100 ms",
                          "s1.1 100 begins POST /take", "s1.1 100 takes \"alp\"",
                          "s1.1 100 answers 200 to POST /take in 0 ms", "server 1000500 has 0 connections"));
}

TEST(HttpScript, FollowsRedirectsAndTimesOut) {
  const ScriptLines lines = lines_of("a GET /hop/2 | a GET /hop/2 redirects=1 | b GET /hang request=50\n");
  EXPECT_THAT(lines, Contains("c1.0 0 gives 200 OK from http://server/hop/0?code=302 in 0 ms: \"GET arrives "
                              "with 0 bytes\""));
  EXPECT_THAT(lines, Contains("c1.1 0 fails HTTP 302: Found"));
  EXPECT_THAT(lines, Contains("c1.2 50 fails HTTP 599: Timeout during request"));
  EXPECT_THAT(lines, Contains("s1.2 50 closed"));
}

TEST(HttpScript, ShrinksToWhatShowsIt) {
  core::SeededSource choices(3);
  HttpScript script = draw_http_script(choices, 30);
  const HttpScript needed = parse_http_script("with a.max_clients=1\na GET /hang callback\nb close\n");
  script.settings.push_back(needed.settings.front());
  script.steps.insert(script.steps.begin() + 1, needed.steps[0]);
  script.steps.push_back(needed.steps[1]);
  const auto has_call = [](const HttpScript& each, auto is_it) {
    return std::any_of(each.steps.begin(), each.steps.end(), [&](const std::vector<HttpCall>& step) {
      return std::any_of(step.begin(), step.end(), is_it);
    });
  };
  const HttpScript small = shrink_http_script(script, [&](const HttpScript& each) {
    return number_word(each.settings, "a.max_clients") == 1 &&
           has_call(each,
                    [](const HttpCall& call) {
                      return call.target == "/hang" && has_word(call.options, "callback");
                    }) &&
           has_call(each,
                    [](const HttpCall& call) { return call.verb == HttpVerb::close && call.client == 'b'; });
  });
  EXPECT_EQ(to_text(small), to_text(needed));
}

}  // namespace
}  // namespace windtunnel::subjects
