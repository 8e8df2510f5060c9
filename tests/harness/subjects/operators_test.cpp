// The operators compared with Python's: the results of python3 for the same expressions.
#include "harness/subjects/interpreter/operators.hpp"

#include <gtest/gtest.h>

#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

struct Row {
  std::string_view expression;
  std::string_view value;
};

void expect_values(std::initializer_list<Row> table) {
  for (const Row& row : table) EXPECT_EQ(shown(row.expression), row.value) << row.expression;
}

// Expressions that raise an exception of that type.
void expect_raised(std::string_view type, std::initializer_list<std::string_view> expressions) {
  for (std::string_view expression : expressions) {
    EXPECT_TRUE(shown(expression).starts_with("raised " + std::string(type) + "("))
        << expression << ": " << shown(expression);
  }
}

TEST(Operators, TruthOfEveryValue) {
  for (std::string_view falsy :
       {"None", "False", "0", "0.0", "-0.0", "\"\"", "[]", "{}", "timedelta(seconds=0)"}) {
    EXPECT_EQ(shown("not " + std::string(falsy)), "True") << falsy;
  }
  for (std::string_view truthy :
       {"True", "1", "-1", "0.1", "\"0\"", "[0]", "{\"\": 0}", "timedelta(seconds=1)", "Boom()", "Boom",
        "main", "lambda: 0", "Future()", "gen", "gen.moment", "Future().done"}) {
    EXPECT_EQ(shown("not (" + std::string(truthy) + ")"), "False") << truthy;
  }
}

TEST(Operators, AndAndOrGiveTheOperandAndEvaluateNoMore) {
  expect_values({{"0 and missing", "0"},
                 {"1 and 2", "2"},
                 {"[] or \"x\"", "x"},
                 {"1 or missing", "1"},
                 {"0 or [] or {}", "{}"},
                 {"1 and 0 or 5", "5"},
                 {"not 1 or 2", "2"}});
}

TEST(Operators, Addition) {
  expect_values({{"1 + 2", "3"},
                 {"1 + 2.5", "3.5"},
                 {"0.1 + 0.2", "0.30000000000000004"},
                 {"True + True", "2"},
                 {"True + 1.5", "2.5"},
                 {"\"a\" + \"b\"", "ab"},
                 {"[1] + [2, 3]", "[1, 2, 3]"},
                 {"9223372036854775806 + 1", "9223372036854775807"},
                 {"1 - 2", "-1"},
                 {"1 - 0.5", "0.5"},
                 {"False - True", "-1"},
                 {"-True", "-1"},
                 {"+True", "1"},
                 {"-1.5", "-1.5"},
                 {"+2.5", "2.5"},
                 {"- -3", "3"},
                 {"1 - 2 - 3", "-4"},
                 {"1 - (2 - 3)", "2"}});
}

TEST(Operators, WhatDoesNotFitOverflows) {
  expect_raised("OverflowError", {"9223372036854775807 + 1", "-9223372036854775807 - 2",
                                  "0 - 9223372036854775807 - 2", "-(0 - 9223372036854775807 - 1)"});
  EXPECT_EQ(shown("0 - 9223372036854775807 - 1"), "-9223372036854775808");
}

TEST(Operators, WhatDoesNotAddIsATypeError) {
  expect_raised("TypeError",
                {"1 + \"a\"", "\"a\" + 1", "[1] + 1", "None + None", "{} + {}", "\"a\" - \"a\"", "[] - []",
                 "-\"a\"", "+None", "-[]", "main + main", "Future() + 1", "Boom() + Boom()"});
}

TEST(Operators, Equality) {
  expect_values({{"1 == 1.0", "True"},
                 {"True == 1", "True"},
                 {"False == 0.0", "True"},
                 {"0.0 == -0.0", "True"},
                 {"9007199254740993 == 9007199254740992.0", "False"},
                 {"1 == \"1\"", "False"},
                 {"None == 0", "False"},
                 {"None == None", "True"},
                 {"\"a\" + \"b\" == \"ab\"", "True"},
                 {"[1, [2.0, \"a\"]] == [1.0, [2, \"a\"]]", "True"},
                 {"[1] == [1, 2]", "False"},
                 {"{\"a\": 1, \"b\": 2} == {\"b\": 2, \"a\": 1.0}", "True"},
                 {"{\"a\": 1} == {\"a\": 2}", "False"},
                 {"{\"a\": 1} == {\"b\": 1}", "False"},
                 {"[] == {}", "False"},
                 {"Boom(1) == Boom(1)", "False"},
                 {"Boom == Boom", "True"},
                 {"main == main", "True"},
                 {"main == log", "False"},
                 {"(lambda: 1) == (lambda: 1)", "False"},
                 {"Future() == Future()", "False"},
                 {"Future().done == Future().done", "False"},
                 {"IOLoop.current() == IOLoop.current()", "True"},
                 {"1 != 2", "True"},
                 {"[1] != [1]", "False"}});
}

TEST(Operators, Identity) {
  expect_values({{"None is None", "True"},
                 {"True is not None", "True"},
                 {"1 is True", "False"},
                 {"[] is []", "False"},
                 {"gen.moment is gen.moment", "True"},
                 {"IOLoop.current() is IOLoop.current()", "True"},
                 {"Boom is Boom", "True"},
                 {"Boom is not Exception", "True"},
                 {"Boom() is Boom()", "False"}});
  EXPECT_EQ(trace_of_main(
                "f = Future()\ng = [f]\nf.add_done_callback(lambda d: log(d is f, d == f))\nf.set_result(g)\n"
                "h = yield f\nlog(f.result() is g, h is g)"),
            "0 log True True\n0 log True True\n0 return None\n");
}

TEST(Operators, Order) {
  expect_values({{"1 < 2", "True"},
                 {"2 <= 2.0", "True"},
                 {"True > 0", "True"},
                 {"9007199254740993 > 9007199254740992.0", "True"},
                 {"9223372036854775807 < 9223372036854775808.0", "True"},
                 {"9223372036854775807 >= 1e300", "False"},
                 {"-9223372036854775807 > -1e300", "True"},
                 {"1 < 1.5", "True"},
                 {"-1 > -1.5", "True"},
                 {"\"a\" < \"b\"", "True"},
                 {"\"a\" < \"\"", "False"},
                 {"\"Z\" < \"a\"", "True"},
                 {"\"a\" < \"aa\"", "True"},
                 {"[1, 2] < [1, 3]", "True"},
                 {"[1] < [1, 0]", "True"},
                 {"[2] > [1, 9]", "True"},
                 {"[] >= []", "True"},
                 {"[[1], 2] <= [[1], 2]", "True"},
                 {"[None, 1] < [None, 2]", "True"}});
  expect_raised("TypeError", {"1 < \"a\"", "None < None", "[1] < [\"a\"]", "{} < {}", "[] < 1",
                              "Boom() < Boom()", "main <= main", "Future() > Future()"});
}

TEST(Operators, NotANumberIsLikeNothing) {
  // inf - inf; the language has no other way to get it.
  const std::string nan = "(1e308 + 1e308 - (1e308 + 1e308))";
  for (std::string_view comparison : {"==", "<", "<=", ">", ">="}) {
    EXPECT_EQ(shown(nan + " " + std::string(comparison) + " 1"), "False") << comparison;
    EXPECT_EQ(shown("1.5 " + std::string(comparison) + " " + nan), "False") << comparison;
    EXPECT_EQ(shown(nan + " " + std::string(comparison) + " " + nan), "False") << comparison;
  }
  EXPECT_EQ(shown(nan + " != " + nan), "True");
}

TEST(Operators, ComparingWhatIsDoubledOverAndOverEnds) {
  EXPECT_EQ(trace_of_main("x = [1]\ny = [1]\nfor i in range(100):\n    x = [x, x]\n    y = [y, y]\nyield "
                          "gen.moment\nlog(x == y)"),
            "0 livelock\n0 pending\n");
}

}  // namespace
}  // namespace windtunnel::subjects
