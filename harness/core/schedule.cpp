#include "harness/core/schedule.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

namespace windtunnel::core {

namespace {

constexpr std::string_view hold_word = "hold ";
constexpr std::string_view until_word = " until ";
constexpr std::string_view separator = "; ";
constexpr const char* allowed =
    "`hold STEP until STEP`, a step being task/action#number, or `answer KIND SITE#NUMBER with "
    "INDEX/OPTIONS`";

Constraint constraint_of(std::string_view text, std::size_t column) {
  const std::size_t until = text.find(until_word);
  if (until == std::string_view::npos) throw ScheduleError(column, "no ` until `", allowed);
  const std::string_view held = text.substr(hold_word.size(), until - hold_word.size());
  const std::string_view after = text.substr(until + until_word.size());
  const std::optional<StepName> held_name = parse_step_name(held);
  if (!held_name) throw ScheduleError(column + hold_word.size(), "what is no step", allowed);
  const std::optional<StepName> after_name = parse_step_name(after);
  if (!after_name) throw ScheduleError(column + until + until_word.size(), "what is no step", allowed);
  return {*held_name, *after_name};
}

}  // namespace

std::string to_text(const Constraint& constraint) {
  return std::string(hold_word) + to_text(constraint.held) + std::string(until_word) +
         to_text(constraint.until);
}

std::string to_text(const Schedule& schedule) {
  if (!schedule.named()) return to_text(schedule.choices);
  std::string text;
  const auto add = [&](const auto& piece) {
    if (!text.empty()) text += separator;
    text += to_text(piece);
  };
  for (const Constraint& constraint : schedule.constraints) add(constraint);
  for (const Answer& answer : schedule.answers) add(answer);
  if (!schedule.choices.empty()) text.append(separator).append(to_text(schedule.choices));
  return text;
}

Schedule parse_schedule(std::string_view text) {
  if (text.size() > schedule_text_limit)
    throw ScheduleError(schedule_text_limit + 1, "a longer text", "less");
  if (!text.starts_with(hold_word) && !text.starts_with(answer_word)) return parse_choices(text);
  Schedule schedule;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    const std::string_view piece = text.substr(at, end - at);
    if (schedule.constraints.size() + schedule.answers.size() > constraint_limit)
      throw ScheduleError(at + 1, "another constraint", std::to_string(constraint_limit) + " at most");
    if (piece.starts_with(hold_word)) {
      schedule.constraints.push_back(constraint_of(piece, at + 1));
    } else if (piece.starts_with(answer_word)) {
      const std::optional<Answer> answer = parse_answer(piece);
      if (!answer) throw ScheduleError(at + 1, "what is no answer", allowed);
      schedule.answers.push_back(*answer);
    } else if (end == text.size()) {
      try {
        schedule.choices = parse_choices(piece);
      } catch (const ScheduleError& error) {
        throw ScheduleError(at + error.column(), error.found(), error.allowed());
      }
    } else {
      throw ScheduleError(at + 1, "what is no constraint", allowed);
    }
    at = end == text.size() ? end : end + separator.size();
  }
  assert(schedule.named());
  return schedule;
}

}  // namespace windtunnel::core
