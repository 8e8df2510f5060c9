#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/printer.hpp"
#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

TEST(ParserExpressions, YieldStandsWhereTheLanguageAllowsIt) {
  EXPECT_EQ(
      refusal_of(in_coroutine("yield a\nx = yield a\nf((yield a), k=(yield a),)\nf( # c\n ( # c\n yield a))\n"
                              "with (yield a):\n    pass\nraise gen.Return((yield a))")),
      "accepted");
}

TEST(ParserExpressions, MinusBeforeANumberIsItsSign) {
  const Scenario tree = parse(with_main("a = -3\nb = -(3)\nc = -1.5\nd = -3 .x\n"), "x.py");
  std::vector<NodeKind> kinds;
  for (const NodeId item : children_of(tree, 0)) kinds.push_back(tree[tree[item].first_child].kind);
  kinds.pop_back();
  EXPECT_EQ(kinds, (std::vector{NodeKind::integer, NodeKind::negate, NodeKind::real, NodeKind::negate}));
}

TEST(ParserExpressions, RefusesOtherExpressions) {
  expect_refusals({
      {in_main("yield x"),
       "2:5: found `yield`; allowed here: an expression; a yield stands in a function with @gen.coroutine or "
       "@gen.engine"},  // yield in a plain function
      {in_main("f((yield x))"),
       "2:8: found `yield`; allowed here: an expression; a yield stands in a function with @gen.coroutine or "
       "@gen.engine"},  // argument yield in a plain function
      {in_coroutine("x = lambda: f((yield 1))"),
       "3:20: found `yield`; allowed here: an expression; a lambda cannot yield"},  // yield in a lambda
      {in_coroutine("x = lambda: (yield 1)"),
       "3:18: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // yield as body of a lambda
      {in_coroutine("yield"),
       "3:10: found the end of the line; allowed here: an expression"},  // yield nothing
      {in_coroutine("f((yield))"),
       "3:13: found `)`; allowed here: an expression"},  // yield nothing as argument
      {in_coroutine("yield from x"), "3:11: found `from`; allowed here: an expression"},   // yield from
      {in_coroutine("yield 1, 2"), "3:12: found `,`; allowed here: the end of the line"},  // yield two
      {in_coroutine("(yield x)"),
       "3:6: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // yield in parentheses alone
      {in_coroutine("x = (yield x)"),
       "3:10: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // yield in parentheses assigned
      {in_coroutine("x = [(yield x)]"),
       "3:11: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},                                                                  // yield in a list
      {in_coroutine("f((yield x) + 1)"), "3:17: found `+`; allowed here: , or )"},  // yield in an operation
      {in_coroutine("f(yield x)"),
       "3:7: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // yield without parentheses
      {in_coroutine("yield (yield x)"),
       "3:12: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // yield of a yield
      {in_main("x = 1 < 2 < 3"),
       "2:15: found `<`; allowed here: one comparison: no chain without parentheses"},  // chain of
                                                                                        // comparisons
      {in_main("x = 1 is 2 is not 3"),
       "2:16: found `is`; allowed here: one comparison: no chain without parentheses"},     // chain with is
      {in_main("x = 1 in y"), "2:11: found `in`; allowed here: the end of the line"},       // in
      {in_main("x = 1 not in y"), "2:11: found `not`; allowed here: the end of the line"},  // not in
      {in_main("x = a == not b"),
       "2:14: found `not`; allowed here: an expression"},  // not behind a comparison
      {in_main("x = a if b else c"),
       "2:11: found `if`; allowed here: the end of the line"},                       // conditional expression
      {in_main("x = a * b"), "2:11: found `*`; allowed here: the end of the line"},  // multiplication
      {in_main("x = a ** b"), "2:11: found `**`; allowed here: the end of the line"},  // power
      {in_main("x = a[0]"), "2:10: found `[`; allowed here: the end of the line"},     // subscript
      {in_main("x = (1, 2)"), "2:11: found `,`; allowed here: )"},                     // tuple in parentheses
      {in_main("x = ()"), "2:10: found `)`; allowed here: an expression"},             // empty tuple
      {in_main("x = {1}"), "2:10: found `1`; allowed here: a string as key, or }"},    // set
      {in_main("x = {\"a\"}"), "2:13: found `}`; allowed here: :"},                    // set of strings
      {in_main("x = {a: 1}"),
       "2:10: found `a`; allowed here: a string as key, or }"},  // dict with a name as key
      {in_main("x = {**a}"), "2:10: found `**`; allowed here: a string as key, or }"},  // dict unpacked
      {in_main("x = [i for i in y]"), "2:12: found `for`; allowed here: , or ]"},       // list comprehension
      {in_main("f(i for i in y)"), "2:9: found `for`; allowed here: , or )"},  // generator as argument
      {in_main("f(*a)"), "2:7: found `*`; allowed here: an expression"},       // star argument
      {in_main("f(a=1, 2)"),
       "2:12: found `2`; allowed here: a named argument: positional ones come first"},  // positional after
                                                                                        // named
      {in_main("f(a=1, b=g(a=1), a=2)"),
       "2:22: found `a`; allowed here: an argument name that this call does not have yet"},  // named twice
      {in_main("f(None=1)"), "2:11: found `=`; allowed here: , or )"},                       // named None
      {in_main("f(__debug__=1)"),
       "2:7: found `__debug__`; allowed here: any other name: __debug__ is Python's own"},  // named __debug__
      {in_main("f(a.b=1)"), "2:10: found `=`; allowed here: , or )"},       // named by an attribute
      {in_main("f((a)=1)"), "2:10: found `=`; allowed here: , or )"},       // named in parentheses
      {in_main("x = lambda a, b: 1"), "2:17: found `,`; allowed here: :"},  // lambda with two parameters
      {in_main("x = lambda a=1: 1"), "2:17: found `=`; allowed here: :"},   // lambda with a default
      {in_main("x = a or lambda: 1"),
       "2:14: found `lambda`; allowed here: an expression"},                        // lambda as operand
      {in_main("x = await y"), "2:9: found `await`; allowed here: an expression"},  // await
      {in_main("x = ..."), "2:9: found `...`; allowed here: an expression"},        // ellipsis
      {in_main("x = a.import"),
       "2:11: found `import`; allowed here: the name of an attribute"},  // attribute that is a keyword
      {in_main("x = 1 +"),
       "2:12: found the end of the line; allowed here: an expression"},     // missing operand
      {in_main("f(a,,b)"), "2:9: found `,`; allowed here: an expression"},  // two commas
      {in_main("f(,)"), "2:7: found `,`; allowed here: an expression"},     // only a comma
  });
}

}  // namespace

}  // namespace windtunnel::scenario
