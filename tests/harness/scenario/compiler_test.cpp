// The meaning of names, the sizes of frames, and what is refused. The interpreter's tests show what the code
// does.
#include "harness/scenario/compiler.hpp"

#include <algorithm>
#include <gtest/gtest.h>

#include "harness/scenario/parser.hpp"
#include "harness/scenario/source_error.hpp"
#include "tests/harness/scenario/golden.hpp"
#include "tests/harness/subjects/running.hpp"

namespace windtunnel::scenario {
namespace {

Program compiled(std::string_view text) {
  Program program;
  compile(parse(text, "x.py"), "x.py", program);
  return program;
}

const Function& last(const Program& program) {
  return program.functions.back();
}

// The error of compiling the text, without the file's name.
std::string refusal_of(std::string_view text) {
  const Scenario scenario = parse(text, "x.py");
  Program program;
  try {
    compile(scenario, "x.py", program);
  } catch (const SourceError& error) {
    return std::string(error.what()).substr(5);
  }
  return "accepted";
}

TEST(Compiler, WhatIsBoundIsLocalUnlessDeclaredGlobal) {
  const Program program = compiled(
      "def main():\n    global g\n    g = 1\n    a = g\n    for b in range(1):\n        pass\n    try:\n     "
      "   pass\n"
      "    except Exception as c:\n        pass\n    log(d)\n");
  EXPECT_EQ(last(program).slots, 3U);
  EXPECT_EQ(last(program).cells, 0U);
  EXPECT_EQ(program.globals.size(), 5U);  // main, g, range's Exception, log, d
}

TEST(Compiler, OnlyWhatLambdasUseLivesInCells) {
  const Program program = compiled("def main():\n    a = 1\n    b = 2\n    c = lambda a: [a, b]\n");
  const Function& main = program.functions[1];
  EXPECT_EQ(main.slots, 3U);
  ASSERT_EQ(main.cells, 1U);
  EXPECT_EQ(program.cells_of(main)[0], 1U);
  const Function& lambda = program.functions[2];
  EXPECT_TRUE(lambda.is_lambda);
  EXPECT_EQ(lambda.parameters, 1U);
  ASSERT_EQ(lambda.captures, 1U);
  EXPECT_TRUE(program.captures_of(lambda)[0].from_slot);
  EXPECT_EQ(program.captures_of(lambda)[0].index, 1U);
}

TEST(Compiler, ALambdaInALambdaCapturesThroughIt) {
  const Program program = compiled("def main():\n    p = 1\n    f = lambda q: lambda: [p, q]\n");
  const Function& outer = program.functions[2];
  const Function& inner = program.functions[3];
  ASSERT_EQ(outer.captures, 1U);
  ASSERT_EQ(inner.captures, 2U);
  EXPECT_EQ(program.cells_of(outer).size(), 1U);
  const auto captures = program.captures_of(inner);
  EXPECT_EQ(std::ranges::count_if(captures, [](const Capture& capture) { return capture.from_slot; }), 1);
}

TEST(Compiler, AScenarioCompilesTheSameInUsedMemory) {
  Program reused;
  CompilerMemory memory;
  for (const auto& file : golden_files()) {
    const Scenario scenario = parse(read_source(file), file.string());
    Program fresh;
    compile(scenario, "x.py", fresh);
    compile(scenario, "x.py", reused, memory);
    ASSERT_EQ(fresh.code.size(), reused.code.size());
    for (std::size_t at = 0; at < fresh.code.size(); ++at) {
      ASSERT_EQ(fresh.code[at].op, reused.code[at].op) << file << ' ' << at;
      ASSERT_EQ(fresh.code[at].c, reused.code[at].c) << file << ' ' << at;
      ASSERT_EQ(fresh.code[at].node, reused.code[at].node) << file << ' ' << at;
    }
    ASSERT_EQ(fresh.cells, reused.cells);
    ASSERT_EQ(fresh.functions.size(), reused.functions.size());
  }
}

TEST(Compiler, VariablesAreSharedNotCopied) {
  EXPECT_EQ(subjects::trace_of_main(
                "x = 1\nf = lambda: x\ng = lambda y: lambda: [x, y]\nh = g(5)\nx = 2\nlog(f(), h())"),
            "0 log 2 [2, 5]\n0 return None\n");
  EXPECT_EQ(subjects::trace_of_module(
                "def adders(n):\n    return [lambda x: x + n, lambda x: x - n]\ndef main():\n    "
                "a = adders(1)\n    b = adders(10)\n"
                "    IOLoop.current().add_future(gen.maybe_future(5), lambda f: "
                "log(f.result()))\n    return [a, b]"),
            "0 return [[<function>, <function>], [<function>, <function>]]\n0 log 5\n");
}

TEST(Compiler, ParametersAndHandlersCanBeShared) {
  EXPECT_EQ(subjects::trace_of_module(
                "def make(p):\n    f = lambda: p\n    p = p + 1\n    return f\ndef late():\n    "
                "try:\n        raise Boom(1)\n"
                "    except Boom as e:\n        f = lambda: e\n        log(f())\n    return f\n"
                "def main():\n    f = make(1)\n    log(f())\n    g = late()\n    try:\n        "
                "g()\n    except Exception as x:\n        log(\"unbound\")"),
            "0 log 2\n0 log Boom(1)\n0 log unbound\n0 return None\n");
}

TEST(Compiler, GlobalsAreTheModules) {
  EXPECT_EQ(subjects::trace_of_module(
                "x = 1\ndef set():\n    global x\n    x = x + 1\ndef hide():\n    x = 9\n    "
                "return x\ndef early():\n    log(x)\n    x = 3\n"
                "def main():\n    set()\n    hide()\n    log(x, (lambda: x)())\n    try:\n       "
                " early()\n    except Exception:\n        log(\"unbound\")"),
            "0 log 2 2\n0 log unbound\n0 return None\n");
}

TEST(Compiler, ACallTakesAtMost255Arguments) {
  const auto call_with = [](int count) {
    std::string arguments = "0";
    for (int at = 1; at < count; ++at) arguments += ", 0";
    return "def main():\n    log(" + arguments + ")\n";
  };
  EXPECT_EQ(refusal_of(call_with(255)), "accepted");
  EXPECT_NE(refusal_of(call_with(256)).find("a call with more than 255 arguments"), std::string::npos);
}

}  // namespace
}  // namespace windtunnel::scenario
