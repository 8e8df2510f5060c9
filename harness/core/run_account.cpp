#include "harness/core/run_account.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <iterator>

#include "harness/core/lines.hpp"
#include "harness/core/named_run.hpp"

namespace windtunnel::core {

namespace {

constexpr std::size_t longest_account = std::size_t{1} << 20U;
constexpr std::size_t longest_shown = 200;  // bytes of a line in a message

// Empty if it is not told what the step touches.
std::string_view verb_of(tornado::Touch touch) {
  if (touch == tornado::Touch::read) return "reads";
  return touch == tornado::Touch::write ? "writes" : "";
}

// What a line of an account numbers: "step 12".
std::string_view label_of(std::string_view line) {
  return line.substr(0, line.find(':'));
}

std::string words_of(std::string_view line) {
  const std::size_t colon = line.find(": ");
  const std::string_view words = colon == std::string_view::npos ? line : line.substr(colon + 2);
  return fmt::format("`{}{}`", words.substr(0, longest_shown), words.size() > longest_shown ? "..." : "");
}

// The kind of what a line numbers: "step".
std::string_view kind_of(std::string_view line) {
  return line.substr(0, line.find(' '));
}

}  // namespace

std::string step_in_words(const tornado::Step& step, const tornado::StepLog& steps) {
  const std::string_view verb = verb_of(step.touch);
  const std::string_view object = verb.empty() ? verb : steps.object_name(step.object);
  const std::string place = place_in_code(step);
  return fmt::format("{} {}{}{}{}", steps.task_name(step.task), object.empty() ? "goes on" : verb,
                     object.empty() ? "" : " ", object, place.empty() ? "" : " (" + place + ")");
}

std::string account_of(const Trace& trace) {
  std::string text;
  std::size_t number = 0;
  for (const tornado::Step& step : trace.steps.done()) {
    if (text.size() > longest_account) return text;
    fmt::format_to(std::back_inserter(text), "step {}: {}\n", ++number, step_in_words(step, trace.steps));
  }
  number = 0;
  for (const Choice& choice : trace.schedule.choices()) {
    if (text.size() > longest_account) return text;
    fmt::format_to(std::back_inserter(text), "choice {}: {}:{}/{}\n", ++number, tornado::name_of(choice.kind),
                   choice.index, choice.options);
  }
  number = 0;
  for (std::string_view rest = trace.text; !rest.empty() && text.size() <= longest_account;)
    fmt::format_to(std::back_inserter(text), "line {}: {}\n", ++number, take_line(rest));
  return text;
}

std::string first_difference(std::string_view one, std::string_view other) {
  while (!one.empty() || !other.empty()) {
    const std::string_view left = take_line(one);
    const std::string_view right = take_line(other);
    if (left == right) continue;
    // Of two that differ in how many steps they have, one is at its choices already.
    const bool same_kind = kind_of(left) == kind_of(right);
    const bool left_is_longer =
        !left.empty() &&
        (right.empty() || (!same_kind && (kind_of(left) == "step" || kind_of(right) == "line")));
    const std::string_view longer = left_is_longer ? left : right;
    assert(!longer.empty());
    if (same_kind) return fmt::format("{}: {}, then {}", label_of(left), words_of(left), words_of(right));
    return fmt::format(
        "{}: {}", label_of(longer),
        left_is_longer ? words_of(left) + ", then nothing" : "nothing, then " + words_of(right));
  }
  return {};
}

}  // namespace windtunnel::core
