// The end of a run: what it reports about itself, and that nothing of it is left. LeakSanitizer checks the
// cycles of every kind.
#include <algorithm>
#include <gtest/gtest.h>

#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

TEST(Teardown, CyclesEnd) {
  for (std::string_view cycle : {
           "f = Future()\nf.set_result(f)",
           "f = Future()\nf.set_result([{\"k\": f}])",
           "f = Future()\nf.add_done_callback(lambda d: f)",
           "f = Future()\ng = lambda: f\nf.set_result(g)",
           "f = Future()\nf.set_exception(Boom(f))\nf.exception()",
           "f = Future()\nm = f.set_result\nf.set_result(m)",
           "f = Future()\nw = gen.WaitIterator(f)\nf.set_result(w)",
           "f = Future()\nw = gen.WaitIterator(f)\nw.next().add_done_callback(lambda d: w)",
           "f = Future()\nf.add_done_callback(lambda d: gen.multi([f]))\ng = gen.multi([f, f])",
           "f = Future()\ng = gen.with_timeout(5, f)\ng.add_done_callback(lambda d: g)\nyield f",
           "f = Future()\nIOLoop.current().add_callback(lambda: f)\nf.set_result(lambda: "
           "IOLoop.current().add_callback(lambda: f))",
           "t = IOLoop.current().call_later(5, lambda: t)\nf = Future()\nyield f",
           "x = tracing(\"t\")\ny = x()\nx = [x, y, lambda: x]",
           "e = Boom(1)\nx = [e]\nf = Future()\nf.set_exception(Boom(x, f))",
           "f = Future()\nexternal(f.set_result, f)",
       }) {
    const std::string module =
        "def use(x):\n    return x\n@gen.coroutine\ndef waits(x):\n    yield x\n    log(x)\n";
    const std::string body = "kept = waits(Future())\nlast = lambda: [kept, last]\n" + std::string(cycle);
    for (bool observe : {false, true}) {
      const std::string trace =
          trace_of_module(module + "@gen.coroutine\ndef main():\n" + indented(body), {.observe = observe});
      const bool pending = trace.find(" pending\n") != std::string::npos;
      EXPECT_NE(pending, trace.find(" return ") != std::string::npos) << cycle << '\n' << trace;
    }
  }
}

TEST(Teardown, AMainThatWaitsForEverIsPending) {
  EXPECT_EQ(
      trace_of_main("try:\n    with tracing(\"t\")():\n        yield Future()\nfinally:\n    log(\"never\")"),
      "0 enter t\n0 pending\n");
  EXPECT_EQ(trace_of_main("IOLoop.current().call_later(3, log, 1)\nyield Future()"), "3 log 1\n3 pending\n");
}

TEST(Teardown, AModuleOrAPlainMainThatRaisesIsInvalid) {
  EXPECT_EQ(trace_of_module("log(1)\nmissing\ndef main():\n    log(2)"),
            "0 log 1\n0 error callback NameError(name 'missing' is not defined)\n0 invalid\n");
  EXPECT_EQ(trace_of_module("def main():\n    IOLoop.current().add_callback(log, 2)\n    raise Boom(1)"),
            "0 error callback Boom(1)\n0 invalid\n0 log 2\n");
  EXPECT_EQ(trace_of_main("raise Boom(1)"), "0 raise Boom(1)\n");
}

TEST(Teardown, UnretrievedExceptionsAreReportedSorted) {
  EXPECT_EQ(trace_of_module("@gen.coroutine\ndef fails(x):\n    raise Boom(x)\n@gen.coroutine\ndef "
                            "holds(f):\n    yield Future()\n"
                            "kept = fails(\"d\")\n@gen.coroutine\ndef main():\n    fails(\"c\")\n    l = "
                            "[fails(\"a\"), {\"k\": fails(\"b\")}]\n"
                            "    holds(fails(\"e\"))\n    f = fails(\"looked at\")\n    f.exception()\n    f "
                            "= Future()\n    f.set_exception(Boom(f, \"f\"))"),
            "0 return None\nend unretrieved Boom(<Future>, f)\nend unretrieved Boom(a)\nend unretrieved "
            "Boom(b)\nend unretrieved Boom(c)\n"
            "end unretrieved Boom(d)\nend unretrieved Boom(e)\n");
}

TEST(Teardown, OneSubjectRunsAnyNumberOfTimes) {
  const scenario::Scenario scenario =
      scenario::parse(std::string(imports) +
                          "n = 0\n@gen.coroutine\ndef main():\n    global n\n    n = n + 1\n    "
                          "yield gen.sleep(1)\n    log(n)\n",
                      "x.py");
  ScenarioSubject subject(scenario);
  core::Trace trace;
  for (int round = 0; round < 3; ++round) {
    const core::ChoiceLog none;
    core::LogSource choices(none);
    run(subject.subject(), choices, {.observe = round == 1}, trace);
    EXPECT_EQ(trace.text, "1 log 1\n1 return None\n");
  }
}

TEST(Teardown, AnObserverKeepsTheNumbersOfExceptionsNotTheExceptions) {
  core::Trace trace;
  {
    const scenario::Scenario scenario =
        scenario::parse(std::string(imports) +
                            "class Bang(Boom):\n    pass\n@gen.coroutine\ndef main():\n    e = "
                            "Bang([Boom(1)], lambda: e)\n    raise e\n",
                        "x.py");
    const core::ChoiceLog none;
    core::LogSource choices(none);
    run_scenario(scenario, choices, {}, trace);
    EXPECT_EQ(trace.text, "0 raise Bang([Boom(1)], <function>)\n");
  }
  EXPECT_EQ(trace.events.exception_count(), 0U);
  EXPECT_TRUE(std::ranges::any_of(trace.events, [](const tornado::Event& event) {
    return event.kind == tornado::EventKind::task_end && event.other == 1;
  }));
}

}  // namespace
}  // namespace windtunnel::subjects
