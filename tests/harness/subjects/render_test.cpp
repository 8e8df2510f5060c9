// How values are shown in a trace and inside messages.
#include "harness/subjects/interpreter/render.hpp"

#include <gtest/gtest.h>
#include <limits>

#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

struct Shown {
  std::string_view expression;
  std::string_view text;
};

void expect_shown(std::initializer_list<Shown> table) {
  for (const Shown& row : table) EXPECT_EQ(shown(row.expression), row.text) << row.expression;
}

std::string real_text(double value) {
  std::string text;
  render_real(value, text);
  return text;
}

TEST(Render, WholeFloatsAreIntegersWithAllDigits) {
  expect_shown({{"0.0", "0"},
                {"-0.0", "0"},
                {"1.0", "1"},
                {"-2.0", "-2"},
                {"1e3", "1000"},
                {"9007199254740993.0", "9007199254740992"},
                {"1e16", "10000000000000000"},
                {"1e22", "10000000000000000000000"},
                {"1e23", "99999999999999991611392"},
                {"-1e17", "-100000000000000000"}});
}

TEST(Render, OtherFloatsAreShortestAsInPython) {
  expect_shown({{"0.1", "0.1"},
                {"1.5", "1.5"},
                {"-2.25", "-2.25"},
                {"0.1 + 0.2", "0.30000000000000004"},
                {"0.0001", "0.0001"},
                {"0.00012345", "0.00012345"},
                {"0.00001", "1e-05"},
                {"1.5e-7", "1.5e-07"},
                {"1e-100", "1e-100"},
                {"5e-324", "5e-324"},
                {"1234567.125", "1234567.125"},
                {"4503599627370495.5", "4503599627370495.5"}});
}

TEST(Render, FloatsThatAreNoNumbers) {
  EXPECT_EQ(real_text(std::numeric_limits<double>::infinity()), "inf");
  EXPECT_EQ(real_text(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(real_text(std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(Render, TheLargestFloatHasAllItsDigits) {
  EXPECT_EQ(real_text(std::numeric_limits<double>::max()).size(), 309U);
  EXPECT_EQ(real_text(std::numeric_limits<double>::max()).substr(0, 17), "17976931348623157");
}

TEST(Render, SmallThings) {
  expect_shown({{"None", "None"},
                {"True", "True"},
                {"not True", "False"},
                {"7", "7"},
                {"-9223372036854775807", "-9223372036854775807"},
                {"1, 2", "1 2"},
                {"[]", "[]"},
                {"{}", "{}"}});
}

TEST(Render, StringsAreBareButForLineBreaksAndTabs) {
  expect_shown({{R"("a b")", "a b"},
                {R"("")", ""},
                {R"("it's")", "it's"},
                {R"("say \"so\"")", "say \"so\""},
                {R"("a\nb\tc")", R"(a\nb\tc)"},
                {R"("back\\slash")", R"(back\slash)"},
                {"\"\xC3\xA9\"", "\xC3\xA9"}});
}

TEST(Render, NestedValuesUseTheSameForms) {
  expect_shown({{R"([1, "a", [2.0, None]])", "[1, a, [2, None]]"},
                {R"({"k": 1, "l": {"m": []}})", "{k: 1, l: {m: []}}"},
                {R"({"k": 1, "l": 2, "k": 3})", "{k: 3, l: 2}"},
                {R"([Boom("x", [1]), Boom()])", "[Boom(x, [1]), Boom()]"}});
}

TEST(Render, Exceptions) {
  expect_shown({{"Boom()", "Boom()"},
                {R"(Boom("a", 1, 2.5))", "Boom(a, 1, 2.5)"},
                {R"(Boom("a, b"))", "Boom(a, b)"},
                {"Boom(Boom(1))", "Boom(Boom(1))"},
                {R"(ValueError("v"))", "ValueError(v)"},
                {R"(KeyError("k"))", "KeyError(k)"},
                {R"(gen.TimeoutError("t"))", "TimeoutError(t)"},
                {"gen.Return(5)", "Return(5)"}});
}

TEST(Render, WhatHasNoFormOfItsOwn) {
  expect_shown({{"main", "<function>"},
                {"lambda x: x", "<function>"},
                {"log", "<function>"},
                {"gen.sleep", "<function>"},
                {"gen.coroutine", "<function>"},
                {"external", "<function>"},
                {"Future().done", "<method>"},
                {"Future().set_result", "<method>"},
                {"IOLoop.current().add_callback", "<method>"},
                {"gen.WaitIterator().next", "<method>"},
                {"Boom", "<type>"},
                {"Exception", "<type>"},
                {"gen.TimeoutError", "<type>"},
                {"Future", "<type>"},
                {"gen.WaitIterator", "<type>"},
                {"timedelta", "<type>"},
                {"Future()", "<Future>"},
                {"gen.moment", "<Future>"},
                {"[Future()]", "[<Future>]"},
                {"gen.WaitIterator()", "<WaitIterator>"},
                {"timedelta(seconds=1)", "<timedelta>"},
                {"IOLoop.current().call_later(1, main)", "<_Timeout>"}});
}

TEST(Render, LogWithoutValuesIsTheEventAlone) {
  EXPECT_EQ(trace_of_main("log()"), "0 log\n0 return None\n");
}

TEST(Render, ReprPutsStringsInQuotesAndTellsFloatsFromIntegers) {
  const auto yielded = [](std::string_view value) {
    const std::string trace = trace_of_main("try:\n    yield " + std::string(value) +
                                            "\nexcept gen.BadYieldError as e:\n    log(e)");
    const std::string_view before = "0 log BadYieldError(yielded unknown object ";
    return trace.substr(before.size(), trace.find(")\n") - before.size());
  };
  EXPECT_EQ(yielded("7"), "7");
  EXPECT_EQ(yielded("7.0"), "7.0");
  EXPECT_EQ(yielded("-0.0"), "-0.0");
  EXPECT_EQ(yielded("1e16"), "1e+16");
  EXPECT_EQ(yielded("1e15"), "1000000000000000.0");
  EXPECT_EQ(yielded("1.5"), "1.5");
  EXPECT_EQ(yielded("1e300 + 1e300"), "2e+300");
  EXPECT_EQ(yielded("\"a\""), "'a'");
  EXPECT_EQ(yielded("\"it's\""), "\"it's\"");
  EXPECT_EQ(yielded(R"("it's \"so\"")"), R"('it\'s "so"')");
  EXPECT_EQ(yielded(R"("a\\b")"), R"('a\\b')");
  EXPECT_EQ(yielded("True"), "True");
}

TEST(Render, WhatIsTooDeepIsDots) {
  const std::string trace = trace_of_main("x = 1\nfor i in range(400):\n    x = Boom(x)\nlog(x)");
  EXPECT_NE(trace.find("Boom(...)"), std::string::npos);
}

TEST(Render, WhatIsExponentiallyLongIsCut) {
  const std::string trace =
      trace_of_main("x = \"abc\"\nfor i in range(150):\n    x = Boom(x, x)\nlog(x)\nlog(1)");
  EXPECT_LT(trace.size(), 3U << 20U);
  EXPECT_TRUE(trace.ends_with("0 log 1\n0 return None\n"));
}

}  // namespace
}  // namespace windtunnel::subjects
