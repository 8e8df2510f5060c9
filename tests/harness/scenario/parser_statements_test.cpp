#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/printer.hpp"
#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

TEST(ParserStatements, GlobalMayComeBeforeEveryUse) {
  EXPECT_EQ(refusal_of(in_main("f = lambda: a\nglobal a\nglobal a\na = 1")), "accepted");
  EXPECT_EQ(refusal_of(in_main("try:\n    pass\nexcept E:\n    a = 1\nelse:\n    global a")), "accepted");
}

TEST(ParserStatements, BareRaiseStandsAnywhereInsideExcept) {
  EXPECT_EQ(
      refusal_of(in_main("try:\n    pass\nexcept:\n    try:\n        raise\n    finally:\n        raise")),
      "accepted");
}

TEST(ParserStatements, RefusesOtherStatements) {
  expect_refusals({
      {in_main("True = 1"),
       "2:10: found `=`; allowed here: the end of the line: only a name can be assigned"},  // assignment to
                                                                                            // True
      {in_main("f.x = 1"),
       "2:9: found `=`; allowed here: the end of the line: only a name can be assigned"},  // assignment to an
                                                                                           // attribute
      {in_main("f() = 1"),
       "2:9: found `=`; allowed here: the end of the line: only a name can be assigned"},  // assignment to a
                                                                                           // call
      {in_main("(x) = 1"),
       "2:9: found `=`; allowed here: the end of the line: only a name can be assigned"},  // assignment in
                                                                                           // parentheses
      {in_main("__debug__ = 1"),
       "2:5: found `__debug__`; allowed here: any other name: __debug__ is Python's own"},  // assignment to
                                                                                            // __debug__
      {in_main("x = y = 1"), "2:11: found `=`; allowed here: the end of the line"},  // chained assignment
      {in_main("x += 1"), "2:7: found `+=`; allowed here: the end of the line"},     // augmented assignment
      {in_main("x: int = 1"), "2:6: found `:`; allowed here: the end of the line"},  // annotated assignment
      {in_main("(x := 1)"), "2:8: found `:=`; allowed here: )"},                     // walrus
      {in_main("x = 1, 2"), "2:10: found `,`; allowed here: the end of the line"},   // tuple
      {in_main("x, y = 1"), "2:6: found `,`; allowed here: the end of the line"},    // tuple target
      {in_main("nonlocal x"), "2:5: found `nonlocal`; allowed here: a statement"},   // nonlocal
      {in_main("import x"),
       "2:5: found `import`; allowed here: a statement; functions, classes and imports stand at module "
       "level"},                                                                              // import
      {in_main("assert x"), "2:5: found `assert`; allowed here: a statement"},                // assert
      {in_main("del x"), "2:5: found `del`; allowed here: a statement"},                      // del
      {in_main("match x:\n    pass"), "2:11: found `x`; allowed here: the end of the line"},  // match
      {in_main("break"),
       "2:5: found `break`; allowed here: a statement; break and continue stand in a loop"},  // break outside
                                                                                              // a loop
      {in_main("if x:\n    continue"),
       "3:9: found `continue`; allowed here: a statement; break and continue stand in a loop"},  // continue
                                                                                                 // outside a
                                                                                                 // loop
      {in_main("while x:\n    pass\nelse:\n    pass"),
       "4:5: found `else`; allowed here: a statement; a loop has no else"},  // while with else
      {in_main("for i in range(2):\n    pass\nelse:\n    pass"),
       "4:5: found `else`; allowed here: a statement; a loop has no else"},             // for with else
      {in_main("for i in [1]:\n    pass"), "2:14: found `[`; allowed here: range(n)"},  // for over a list
      {in_main("for i in range(1, 2):\n    pass"),
       "2:23: found `2`; allowed here: )"},  // for over two bounds
      {in_coroutine("for i in range((yield x)):\n    pass"),
       "3:21: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // for over a yield
      {in_main("for i, j in range(2):\n    pass"),
       "2:10: found `,`; allowed here: in"},                                         // for with two names
      {in_main("else:\n    pass"), "2:5: found `else`; allowed here: a statement"},  // else without if
      {in_main("try:\n    pass\nx = 1"), "4:5: found `x`; allowed here: except or finally"},  // try alone
      {in_main("if x:\n    try:\n        pass"),
       "5:1: found the end of the block; allowed here: except or finally"},  // try at the end of a block
      {in_main("try:\n    pass\nelse:\n    pass"),
       "4:5: found `else`; allowed here: except or finally"},  // try with else alone
      {in_main("try:\n    pass\nexcept:\n    pass\nexcept A:\n    pass"),
       "6:5: found `except`; allowed here: else, finally or a statement; a bare except is the last"},  // bare
                                                                                                       // except
                                                                                                       // first
      {in_main("try:\n    pass\nexcept (A, B):\n    pass"),
       "4:12: found `(`; allowed here: the name of an exception class, or :"},  // tuple of exceptions
      {in_main("try:\n    pass\nexcept a.b.c:\n    pass"),
       "4:15: found `.`; allowed here: as or :"},  // long exception name
      {in_main("try:\n    pass\nexcept as e:\n    pass"),
       "4:12: found `as`; allowed here: the name of an exception class, or :"},  // bare except with a name
      {in_main("try:\n    pass\nexcept* A:\n    pass"),
       "4:11: found `*`; allowed here: the name of an exception class, or :"},  // except star
      {in_main("try:\n    pass\nexcept A as None:\n    pass"),
       "4:17: found `None`; allowed here: a name for the exception"},               // except as None
      {in_main("with a, b:\n    pass"), "2:11: found `,`; allowed here: as or :"},  // two with items
      {in_main("with a as b.c:\n    pass"), "2:16: found `.`; allowed here: :"},    // with as attribute
      {in_coroutine("with yield a:\n    pass"),
       "3:10: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // bare yield with
      {in_main("raise"),
       "2:10: found the end of the line; allowed here: an exception: Exc(...), a name or gen.Return(...); a "
       "bare raise stands in an except block"},  // raise outside except
      {in_main("try:\n    pass\nexcept A:\n    pass\nelse:\n    raise"),
       "7:14: found the end of the line; allowed here: an exception: Exc(...), a name or gen.Return(...); a "
       "bare raise stands in an except block"},  // raise after except
      {in_main("raise 1"),
       "2:11: found `1`; allowed here: an exception: Exc(...), a name or gen.Return(...)"},  // raise a number
      {in_main("raise A() from b"), "2:15: found `from`; allowed here: the end of the line"},  // raise from
      {in_main("raise a + b"),
       "2:11: found `a`; allowed here: an exception: Exc(...), a name or gen.Return(...)"},  // raise a sum
      {in_coroutine("raise (yield x)"),
       "3:12: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},                                                                     // raise a yield
      {in_main("global a, b"), "2:13: found `,`; allowed here: the end of the line"},  // global of two names
      {in_main("log(a)\nglobal a"),
       "3:5: found `a`; allowed here: a name that was not used above in this function"},  // global after use
      {in_main("a = 1\nglobal a"),
       "3:5: found `a`; allowed here: a name that was not used above in this function"},  // global after
                                                                                          // assignment
      {in_main("for a in range(2):\n    pass\nglobal a"),
       "4:5: found `a`; allowed here: a name that was not used above in this function"},  // global after a
                                                                                          // loop variable
      {in_main("try:\n    pass\nexcept A as a:\n    global a"),
       "5:9: found `a`; allowed here: a name that was not used above in this function"},  // global after
                                                                                          // except as
      {in_main("with f() as a:\n    global a"),
       "3:9: found `a`; allowed here: a name that was not used above in this function"},  // global after with
                                                                                          // as
      {in_main("for a in range(2):\n    global range"),
       "3:9: found `range`; allowed here: a name that was not used above in this function"},  // global range
                                                                                              // after a loop
      {with_main("def f(a):\n    global a\n"),
       "2:5: found `a`; allowed here: a name that is no parameter"},  // global parameter
      {in_coroutine("if (yield x):\n    pass"),
       "3:9: found `yield`; allowed here: an expression; (yield e) stands only as an argument or a with "
       "subject"},  // condition yields
  });
}

}  // namespace

}  // namespace windtunnel::scenario
