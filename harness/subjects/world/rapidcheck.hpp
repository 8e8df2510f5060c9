// RapidCheck and windtunnel together. World::draw() takes generators of RapidCheck, and properties of
// RapidCheck take schedules and scenarios. Include it where RapidCheck is found; nothing else here needs it.
//
//   const auto names = world.draw(rc::gen::arbitrary<std::vector<std::string>>(), "names");
//
//   rc::check("no order of the tasks loses an addition", [](const DrawnSchedule& schedule) {
//     RC_ASSERT(!violation_under(counter, schedule));
//   });
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <ostream>
#include <rapidcheck.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/properties/judge.hpp"
#include "harness/scenario/printer.hpp"
#include "harness/scenario/tree.hpp"
#include "harness/subjects/scenario_subject.hpp"
#include "harness/subjects/world/data/source.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

namespace data {

/// What RapidCheck itself shrinks a value to, if every step that it proposes first is taken.
template <class T>
T simplest(rc::Shrinkable<T> value) {
  constexpr int most_steps = 1000;
  for (int step = 0; step < most_steps; ++step) {
    auto simpler = value.shrinks().next();
    if (!simpler) break;
    value = std::move(*simpler);
  }
  return value.value();
}

/// Draws from a generator of RapidCheck. Its size and its seed are choices, size 0 the simplest value: so
/// values shrink by size, more coarsely than those of data/generators.hpp. Throws std::invalid_argument if
/// the generator fails.
template <class T>
T draw_value(const rc::Gen<T>& generator, Source& source) {
  constexpr std::uint32_t sizes = 101;  // 0 to 100, as RapidCheck's own
  try {
    const std::uint32_t size = source.choose(sizes, "/size");
    if (size == 0) return simplest(generator(rc::Random(), 0));
    const rc::Random random(source.choose(1U << 16U, "/seed"));
    return generator(random, static_cast<int>(size)).value();
  } catch (const std::exception& error) {
    throw std::invalid_argument("the RapidCheck generator of " + source.site() +
                                " gives no value: " + error.what());
  }
}

}  // namespace data

/// A schedule that RapidCheck draws and shrinks: the answers to the questions of a run, as a fuzzer's bytes
/// are. All 0, or none, is the quiet run.
struct DrawnSchedule {
  std::vector<std::uint8_t> answers;
};

/// What one run of the program under that schedule violates; nothing if it holds.
inline std::optional<core::Violation> violation_under(
    const WorldProgram& program, const DrawnSchedule& schedule,
    core::SchedulingModel model = core::SchedulingModel::realistic) {
  const WorldSubject subject(program);
  core::BytesSource choices(schedule.answers);
  core::RunOptions options;
  options.model = model;
  properties::NoJudge nothing;
  core::Trace trace;
  return properties::run_and_judge(subject.subject(), choices, options, nothing, trace);
}

/// The same of a scenario, which is judged by the laws.
inline std::optional<core::Violation> violation_under(
    const scenario::Scenario& program, const DrawnSchedule& schedule,
    core::SchedulingModel model = core::SchedulingModel::exact) {
  const core::Case one = subjects::case_of(program);
  core::BytesSource choices(schedule.answers);
  core::RunOptions options;
  options.model = model;
  properties::LawJudge laws(one.subject.guarantees);
  core::Trace trace;
  return properties::run_and_judge(one.subject, choices, options, laws, trace, one.program.get());
}

/// How RapidCheck prints a schedule, and a program.
inline void showValue(const DrawnSchedule& schedule, std::ostream& out) {
  rc::show(schedule.answers, out);
}
namespace scenario {
inline void showValue(const Scenario& program, std::ostream& out) {
  out << print(program);
}
}  // namespace scenario

}  // namespace windtunnel

namespace rc {

template <>
struct Arbitrary<windtunnel::DrawnSchedule> {
  static Gen<windtunnel::DrawnSchedule> arbitrary() {
    return gen::map(
        gen::scale(2.0, gen::arbitrary<std::vector<std::uint8_t>>()),
        [](std::vector<std::uint8_t> answers) { return windtunnel::DrawnSchedule{std::move(answers)}; });
  }
};

/// A program of the scenario language, of any of its areas.
template <>
struct Arbitrary<windtunnel::scenario::Scenario> {
  static Gen<windtunnel::scenario::Scenario> arbitrary() {
    return gen::map(gen::scale(4.0, gen::arbitrary<std::vector<std::uint8_t>>()),
                    [](const std::vector<std::uint8_t>& tape) {
                      windtunnel::core::BytesSource source(tape);
                      windtunnel::scenario::Scenario program;
                      windtunnel::generator::GeneratorOptions options;
                      options.areas = windtunnel::generator::all_areas;
                      windtunnel::generator::generate(source, options, program);
                      return program;
                    });
  }
};

}  // namespace rc
