#include <cstdint>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <string>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/core/choice_log.hpp"
#include "harness/core/log_source.hpp"
#include "harness/core/recording_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel::generator {

using namespace scenario;

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Long enough that what follows the swarm's bytes matters.
rc::Gen<Bytes> tapes() {
  return rc::gen::scale(4.0, rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>()));
}

RC_GTEST_PROP(GeneratorProperty, AnyBytesAreAProgramThatPrintsAndParsesBack, (bool swarm)) {
  const Bytes tape = *tapes();
  core::BytesSource source(tape);
  Scenario program;
  const Generated made = generate(source, {.areas = all_areas, .swarm = swarm}, program);
  made.used.for_each([&](Construct construct) { RC_ASSERT(made.enabled.has(construct)); });
  const std::string text = print(program);
  const scenario::Scenario back = scenario::parse(text, "generated");
  RC_ASSERT(same_program(program, back));
  RC_ASSERT(print(back) == text);
}

RC_GTEST_PROP(GeneratorProperty, ItsChoicesAsAScheduleGiveItAgain, ()) {
  const Bytes tape = *tapes();
  core::BytesSource source(tape);
  core::ChoiceLog log;
  core::RecordingSource recording(source, log);
  Scenario program;
  generate(recording, {.areas = all_areas}, program);
  const core::ChoiceLog read = core::parse_choices(to_text(log));
  RC_ASSERT(read == log);
  core::LogSource replay(read, core::LogMode::strict);
  Scenario again;
  generate(replay, {.areas = all_areas}, again);
  RC_ASSERT(same_program(program, again));
  RC_ASSERT(!replay.divergence());
}

RC_GTEST_PROP(GeneratorProperty, ACutLogIsALegalSmallerTape, ()) {
  const Bytes tape = *tapes();
  core::BytesSource source(tape);
  core::ChoiceLog log;
  core::RecordingSource recording(source, log);
  Scenario program;
  generate(recording, {.areas = all_areas}, program);
  const auto keep = *rc::gen::inRange<std::size_t>(0, log.size() + 1);
  const core::ChoiceLog cut(log.choices().first(keep));
  core::LogSource replay(cut);
  generate(replay, {.areas = all_areas}, program);
  RC_ASSERT(same_program(program, parse(print(program), "generated")));
}

}  // namespace
}  // namespace windtunnel::generator
