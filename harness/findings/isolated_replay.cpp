#include "harness/findings/isolated_replay.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "harness/engine/isolated_run.hpp"
#include "harness/engine/memory_file.hpp"
#include "harness/findings/story_json.hpp"
#include "harness/scenario/printer.hpp"

namespace windtunnel::findings {

namespace {

using Json = nlohmann::json;

constexpr engine::ChildLimits replay_limits{std::chrono::seconds(20), std::uint64_t{1} << 30U, false};

Json to_json(const std::optional<core::Violation>& violation) {
  if (!violation) return nullptr;
  return {violation->law, violation->step, violation->message};
}

std::optional<core::Violation> violation_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const std::string law = json.at(0);
  const std::string message = json.at(2);
  return core::Violation{law, json.at(1), message};
}

Json to_json(const std::optional<core::Divergence>& divergence) {
  if (!divergence) return nullptr;
  const core::Choice& recorded = divergence->recorded;
  return {divergence->step, static_cast<unsigned>(recorded.kind),          recorded.options,
          recorded.index,   static_cast<unsigned>(divergence->found_kind), divergence->found_options};
}

std::optional<core::Divergence> divergence_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  const auto kind = [&](std::size_t at) {
    return static_cast<tornado::ChoiceKind>(json.at(at).get<unsigned>());
  };
  return core::Divergence{json.at(0), {kind(1), json.at(2), json.at(3)}, kind(4), json.at(5)};
}

Json to_json(const std::optional<PassingRun>& passing) {
  if (!passing) return nullptr;
  return {to_json(passing->story), to_text(passing->schedule)};
}

std::optional<PassingRun> passing_from(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return PassingRun{story_from_json(json.at(0).get<std::string>()),
                    core::parse_choices(json.at(1).get<std::string>())};
}

std::string to_bytes(const Replay& replay) {
  const Json json = {{"violation", to_json(replay.violation)},
                     {"other", to_json(replay.other)},
                     {"unsteady", replay.unsteady},
                     {"known", replay.known},
                     {"divergence", to_json(replay.divergence)},
                     {"misfit", replay.misfit},
                     {"digest", replay.digest},
                     {"same_step", replay.same_step},
                     {"same_digest", replay.same_digest},
                     {"annotated", replay.annotated},
                     {"story", to_json(replay.story)},
                     {"passing", to_json(replay.passing)},
                     {"waits", replay.waits},
                     {"schedule", to_text(replay.schedule)}};
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

Replay from_bytes(const std::string& bytes) {
  const Json json = Json::from_cbor(bytes);
  Replay replay;
  replay.violation = violation_from(json.at("violation"));
  replay.other = violation_from(json.at("other"));
  replay.unsteady = json.at("unsteady");
  replay.known = json.at("known").get<std::vector<std::string>>();
  replay.divergence = divergence_from(json.at("divergence"));
  replay.misfit = json.at("misfit");
  replay.digest = json.at("digest");
  replay.same_step = json.at("same_step");
  replay.same_digest = json.at("same_digest");
  replay.annotated = json.at("annotated");
  replay.story = story_from_json(json.at("story").get<std::string>());
  replay.passing = passing_from(json.at("passing"));
  replay.waits = json.at("waits");
  replay.schedule = core::parse_choices(json.at("schedule").get<std::string>());
  return replay;
}

}  // namespace

Replay replay_isolated(const core::Failure& failure, properties::Judge& judge, core::LogMode mode,
                       Beside beside) {
  if (rules::ends_the_process(failure.violation.law)) return replay(failure, judge, mode);
  engine::MemoryFile result;
  const engine::ProcessExit exit = engine::work_isolated(
      [&] { result.write(to_bytes(replay(failure, judge, mode, beside))); }, replay_limits);
  if (exit.reason == engine::ExitReason::returned) return from_bytes(result.read());
  if (exit.reason == engine::ExitReason::threw) throw std::runtime_error(exit.standard_error);
  Replay replay;
  replay.other = engine::violation_of(exit, 0);
  replay.annotated = engine::indented_lines(exit.standard_error);
  return replay;
}

Finding to_finding_isolated(const core::Failure& failure, properties::Judge& judge) {
  if (rules::ends_the_process(failure.violation.law)) return to_finding(failure, judge);
  engine::MemoryFile text;
  const engine::ProcessExit exit =
      engine::work_isolated([&] { text.write(to_text(to_finding(failure, judge))); }, replay_limits);
  if (exit.reason == engine::ExitReason::returned) return parse_finding(text.read(), "finding");
  if (exit.reason == engine::ExitReason::threw) throw std::runtime_error(exit.standard_error);
  return finding_as_found(failure);
}

}  // namespace windtunnel::findings
