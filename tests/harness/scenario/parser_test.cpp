#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/printer.hpp"
#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

TEST(Parser, KeepsEveryConstructOfTheLanguage) {
  const std::string text = R"(from datetime import timedelta
from tornado import gen, locks, queues, stack_context
from tornado.concurrent import Future
from tornado.ioloop import IOLoop
from windtunnel import log, external, tracing

class Boom(Exception):
    pass

class Louder(Boom):
    pass

reply = Future()
log("loaded")

def on_reply(f, g):
    global reply
    reply = f
    for i in range(len(reply) + 1):
        if i is None:
            continue
        elif i is not None:
            break
        else:
            pass
    while True and not False or -x < +y - -3:
        return
    return lambda: lambda f: f.result()(1, k=2)

@gen.engine
def legacy():
    with (yield lock.acquire()) as held:
        f((yield gen.Callback("k")), value=(yield gen.Wait("k")))
    with f:
        yield [f, {"a": 1.5, "b": []}]

@gen.coroutine
def main():
    try:
        x = yield reply
    except gen.TimeoutError:
        raise
    except Boom as e:
        raise e
    except:
        raise Boom("late")
    else:
        return (yield_ == 1) == (2 >= 1)
    finally:
        raise gen.Return((yield reply))
)";
  EXPECT_EQ(print(parse(text, "x.py")), text);
}

TEST(Parser, NodesKnowTheirPlace) {
  const Scenario tree = parse("@gen.coroutine\ndef main():\n    x = yield f(1)\n", "x.py");
  const NodeId function = tree[0].first_child;
  const NodeId assign = tree[tree.child(function, 1)].first_child;
  const NodeId yielded = tree[assign].first_child;
  EXPECT_EQ(tree[function].role(), Role::coroutine);
  EXPECT_EQ(tree[function].line, 2u);
  EXPECT_EQ(tree[assign].kind, NodeKind::assign);
  EXPECT_EQ(tree.words.text(tree[assign].name), "x");
  EXPECT_EQ(tree[assign].line, 3u);
  EXPECT_EQ(tree[assign].column, 5u);
  EXPECT_EQ(tree[yielded].kind, NodeKind::yield_expr);
  EXPECT_EQ(tree[yielded].column, 9u);
}

TEST(Parser, NamesOfTheApiAreFixedWords) {
  const Scenario tree = parse("def main():\n    gen = own\n    own = gen\n", "x.py");
  const NodeId first = tree[tree.child(tree[0].first_child, 1)].first_child;
  const NodeId second = tree[first].next_sibling;
  EXPECT_EQ(tree[first].name, Word{word::gen});
  EXPECT_EQ(tree[tree[first].first_child].name, tree[second].name);
}

TEST(Parser, NestingIsLimited) {
  const auto nested = [](std::string_view open, std::string_view close, int times) {
    std::string text = "x = ";
    for (int i = 0; i < times; ++i) text += open;
    text += "y";
    for (int i = 0; i < times; ++i) text += close;
    return with_main(text + "\n");
  };
  const auto deep = "nesting deeper than 100";
  for (const auto& [open, close] : {std::pair{"(", ")"},
                                    {"[", "]"},
                                    {"f(", ")"},
                                    {"{\"k\": ", "}"},
                                    {"not ", ""},
                                    {"-", ""},
                                    {"+", ""},
                                    {"lambda: ", ""},
                                    {"", ".x"},
                                    {"", "()"},
                                    {"", "+ 1"},
                                    {"", " and 1"},
                                    {"", " or 1"}}) {
    EXPECT_EQ(refusal_of(nested(open, close, 98)), "accepted") << open << close;
    EXPECT_THAT(refusal_of(nested(open, close, 102)), testing::HasSubstr(deep)) << open << close;
    EXPECT_THAT(refusal_of(nested(open, close, 100'000)), testing::HasSubstr(deep)) << open << close;
  }
}

TEST(Parser, BlocksAreLimitedAsInPython) {
  const auto nested = [](int times) {
    std::string text = "def main():\n";
    for (int i = 1; i <= times; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
    return text + std::string(static_cast<std::size_t>(times) + 1, ' ') + "pass\n";
  };
  EXPECT_EQ(refusal_of(nested(98)), "accepted");
  EXPECT_THAT(refusal_of(nested(99)), testing::HasSubstr("nesting deeper than 100"));
  std::string chain = "if x:\n    pass\n";
  for (int i = 0; i < 100'000 / 4; ++i) chain += "elif x:\n    pass\n";
  EXPECT_THAT(refusal_of(in_main(chain)), testing::HasSubstr("nesting deeper than 100"));
}

TEST(Parser, NodesAreLimited) {
  std::string text = "x = [";
  for (int i = 0; i < 120'000; ++i) text += "1,";
  EXPECT_EQ(
      refusal_of(with_main(text + "]\n")),
      "1:200000: found a program of more than 100000 nodes; allowed here: at most that many names, literals, "
      "operators and statements together");
}

TEST(Parser, RefusesOtherItems) {
  expect_refusals({
      {"", "1:1: found the end of the file; allowed here: def main(): the entry"},  // empty
      {"# nothing\n",
       "2:1: found the end of the file; allowed here: def main(): the entry"},             // only a comment
      {"x = 1\n", "2:1: found the end of the file; allowed here: def main(): the entry"},  // no main
      {"main = f\n",
       "2:1: found the end of the file; allowed here: def main(): the entry"},  // main is no function
      {"def main(a):\n    pass\n",
       "1:10: found `a`; allowed here: ): main has no parameters"},  // main with a parameter
      {with_main("\"doc\"\n"),
       "1:1: found a docstring; allowed here: a comment, or any other statement"},  // module docstring
      {in_main("\"doc\"\nreturn 1"),
       "2:5: found a docstring; allowed here: a comment, or any other statement"},  // function docstring
      {in_main("(\"doc\")"),
       "2:6: found a docstring; allowed here: a comment, or any other statement"},  // docstring in
                                                                                    // parentheses
      {with_main("import gen\n"),
       "1:1: found `import`; allowed here: an import, a class, a function, an assignment or an "
       "expression"},  // plain import
      {with_main("from os import path\n"),
       "1:6: found `os`; allowed here: datetime, tornado, tornado.concurrent, tornado.ioloop or "
       "windtunnel"},  // unknown module
      {with_main("from tornado.web import x\n"),
       "1:6: found `tornado.web`; allowed here: datetime, tornado, tornado.concurrent, tornado.ioloop or "
       "windtunnel"},  // unknown submodule
      {with_main("from tornado import web\n"),
       "1:21: found `web`; allowed here: gen, locks, queues or stack_context"},  // unknown name
      {with_main("from tornado import gen as g\n"),
       "1:25: found `as`; allowed here: the end of the line"},  // renamed import
      {with_main("from tornado import *\n"),
       "1:21: found `*`; allowed here: gen, locks, queues or stack_context"},  // star import
      {with_main("from tornado import (gen)\n"),
       "1:21: found `(`; allowed here: gen, locks, queues or stack_context"},  // import in parentheses
      {with_main("from tornado import gen,\n"),
       "1:25: found the end of the line; allowed here: gen, locks, queues or stack_context"},  // trailing
                                                                                               // comma in
                                                                                               // an
                                                                                               // import
      {in_main("from tornado import gen"),
       "2:5: found `from`; allowed here: a statement; functions, classes and imports stand at module "
       "level"},  // import in a function
      {with_main("class A:\n    pass\n"),
       "1:8: found `:`; allowed here: ( and the base: Exception or an earlier class of the file"},  // class
                                                                                                    // without
                                                                                                    // base
      {with_main("class A():\n    pass\n"),
       "1:9: found `)`; allowed here: the base: Exception or an earlier class of the file"},  // class
                                                                                              // with
                                                                                              // empty
                                                                                              // base
      {with_main("class A(Exception, B):\n    pass\n"),
       "1:20: found `B`; allowed here: ) after the one base"},  // class with two bases
      {with_main("class A(gen.TimeoutError):\n    pass\n"),
       "1:12: found `.`; allowed here: ) after the one base"},  // class with dotted base
      {with_main("class A(Boom):\n    pass\n"),
       "1:9: found `Boom`; allowed here: Exception or an earlier class of the file"},  // class with
                                                                                       // unknown base
      {with_main("class A(A):\n    pass\n"),
       "1:9: found `A`; allowed here: Exception or an earlier class of the file"},  // class with itself
                                                                                    // as base
      {with_main("class A(Exception):\n    x = 1\n"),
       "2:5: found `x`; allowed here: pass"},  // class with a body
      {with_main("class A(Exception):\n    pass\n    pass\n"),
       "3:5: found `pass`; allowed here: the end of the block: a class holds nothing but pass"},  // class
                                                                                                  // with
                                                                                                  // two
                                                                                                  // statements
      {with_main("class A(Exception): pass\n"),
       "1:21: found `pass`; allowed here: the end of the line; pass stands on the next"},  // class on one
                                                                                           // line
      {in_main("class A(Exception):\n    pass"),
       "2:5: found `class`; allowed here: a statement; functions, classes and imports stand at module "
       "level"},  // class in a function
      {in_main("def f():\n    pass"),
       "2:5: found `def`; allowed here: a statement; functions, classes and imports stand at module "
       "level"},  // function in a function
      {in_main("@gen.coroutine\ndef f():\n    pass"),
       "2:5: found `@`; allowed here: a statement; functions, classes and imports stand at module "
       "level"},  // decorated function in a function
      {with_main("if x:\n    pass\n"),
       "1:1: found `if`; allowed here: an import, a class, a function, an assignment or an "
       "expression"},  // if at module level
      {with_main("pass\n"),
       "1:1: found `pass`; allowed here: an import, a class, a function, an assignment or an "
       "expression"},  // pass at module level
      {with_main("global x\n"),
       "1:1: found `global`; allowed here: an import, a class, a function, an assignment or an "
       "expression"},  // global at module level
      {with_main("return 1\n"),
       "1:1: found `return`; allowed here: an import, a class, a function, an assignment or an "
       "expression"},  // return at module level
      {with_main("x = yield f\n"),
       "1:5: found `yield`; allowed here: an expression; a yield stands in a function with "
       "@gen.coroutine or @gen.engine"},  // yield at module level
      {with_main("@staticmethod\n"),
       "1:2: found `staticmethod`; allowed here: gen.coroutine or gen.engine"},  // other decorator
      {with_main("@gen.sleep\n"),
       "1:6: found `sleep`; allowed here: coroutine or engine"},  // other gen decorator
      {with_main("@gen.coroutine()\n"),
       "1:15: found `(`; allowed here: the end of the line"},                             // called decorator
      {with_main("@gen.coroutine\n@gen.engine\n"), "2:1: found `@`; allowed here: def"},  // two decorators
      {with_main("@gen.engine\nclass A(Exception):\n    pass\n"),
       "2:1: found `class`; allowed here: def"},  // decorated class
      {with_main("async "),
       "1:1: found `async`; allowed here: an import, a class, a function, an assignment or an "
       "expression"},                                                                  // async function
      {with_main("def f(a=1):\n    pass\n"), "1:8: found `=`; allowed here: , or )"},  // default parameter
      {with_main("def f(*a):\n    pass\n"),
       "1:7: found `*`; allowed here: the name of a parameter, or )"},  // star parameter
      {with_main("def f(a: int):\n    pass\n"),
       "1:8: found `:`; allowed here: , or )"},                                  // annotated parameter
      {"def main() -> None:\n    pass\n", "1:12: found `->`; allowed here: :"},  // annotated function
      {with_main("def f(a, b, a):\n    pass\n"),
       "1:13: found `a`; allowed here: a name that no other parameter has"},  // duplicate parameter
      {with_main("def async():\n    pass\n"),
       "1:5: found `async`; allowed here: the name of the function"},  // keyword as function
      {with_main("def f(None):\n    pass\n"),
       "1:7: found `None`; allowed here: the name of a parameter, or )"},  // None as parameter
      {with_main("def f(__debug__):\n    pass\n"),
       "1:7: found `__debug__`; allowed here: any other name: __debug__ is Python's own"},  // __debug__
                                                                                            // as
                                                                                            // parameter
  });
}

}  // namespace

}  // namespace windtunnel::scenario
