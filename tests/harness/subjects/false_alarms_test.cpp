// Programs about which a law was once wrong: the real Tornado does what the runtime does, and every law is
// silent.
#include <gtest/gtest.h>

#include "harness/properties/laws/law_set.hpp"
#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

void expect_lawful(std::string_view text) {
  const scenario::Scenario scenario = scenario::parse(text, "test.py");
  for (const core::SchedulingModel model : core::all_models) {
    const core::ChoiceLog canonical;
    core::LogSource choices(canonical);
    core::Trace trace;
    run_scenario(scenario, choices, {.model = model}, trace);
    properties::LawSet laws;
    const auto violation = laws.check(trace.events, model);
    EXPECT_FALSE(violation) << core::name_of(model) << ": " << violation->law << " " << violation->message;
  }
}

TEST(FalseAlarms, ANullContextEndsWithinACallInNoContext) {
  expect_lawful(R"(
from tornado import gen, stack_context

@gen.coroutine
def main():
    try:
        yield gen.Callback(None)
    except Exception as e:
        pass
    else:
        with stack_context.NullContext():
            try:
                yield None
            except Exception:
                pass
            yield None
    gen.sleep(0)
)");
}

TEST(FalseAlarms, NullContextsOfTwoCoroutinesEndInTheOrderInWhichTheyBegan) {
  expect_lawful(R"(
from tornado import gen, stack_context
from tornado.ioloop import IOLoop
from windtunnel import tracing

@gen.coroutine
def within(hops):
    with stack_context.NullContext():
        try:
            yield None
        except Exception:
            pass
        for hop in range(hops):
            yield None
    gen.sleep(0)

@gen.coroutine
def main():
    with tracing("t")():
        within(1)
        within(2)
    IOLoop.current().add_callback(gen.sleep, 0)
)");
}

}  // namespace
}  // namespace windtunnel::subjects
