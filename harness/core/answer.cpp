#include "harness/core/answer.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "harness/core/step_name.hpp"

namespace windtunnel::core {

namespace {

constexpr std::string_view with_word = " with ";
constexpr std::size_t longest_text = 500;

std::optional<std::uint32_t> positive_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

std::optional<tornado::ChoiceKind> kind_named(std::string_view name) {
  for (std::size_t at = 0; at < tornado::choice_kind_count; ++at) {
    const auto kind = static_cast<tornado::ChoiceKind>(at);
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace

std::string to_text(const Answer& answer) {
  return fmt::format("{}{} {}#{}{}{}{}", answer_word, name_of(answer.kind), escaped(answer.site, "%#;,"),
                     answer.occurrence, with_word, answer.index,
                     answer.options == 0 ? std::string() : fmt::format("/{}", answer.options));
}

std::optional<Answer> parse_answer(std::string_view text) {
  if (!text.starts_with(answer_word) || text.size() > longest_text) return std::nullopt;
  text.remove_prefix(answer_word.size());
  const std::size_t space = text.find(' ');
  const std::size_t with = text.rfind(with_word);
  const std::size_t mark = text.rfind('#');
  if (with == std::string_view::npos || mark == std::string_view::npos || !(space < mark && mark < with))
    return std::nullopt;
  const auto kind = kind_named(text.substr(0, space));
  const auto occurrence = positive_number(text.substr(mark + 1, with - mark - 1));
  std::string_view answered = text.substr(with + with_word.size());
  std::optional<std::uint32_t> options = 0;
  if (const std::size_t slash = answered.find('/'); slash != std::string_view::npos) {
    options = positive_number(answered.substr(slash + 1));
    answered = answered.substr(0, slash);
  }
  const auto index = positive_number(answered);
  const auto site = unescaped(text.substr(space + 1, mark - space - 1));
  if (!kind || !occurrence || !index || !options || !site || site->empty()) return std::nullopt;
  if (*options != 0 && *index >= *options) return std::nullopt;
  return Answer{*kind, *site, *occurrence, *index, *options};
}

std::uint32_t QuestionCounter::count(const tornado::ChoicePoint& point) {
  const auto same = [&](const Count& each) { return each.kind == point.kind && each.site == point.site; };
  const auto at = std::find_if(counts_.begin(), counts_.end(), same);
  if (at != counts_.end()) return ++at->count;
  counts_.push_back({point.kind, std::string(point.site), 1});
  return 1;
}

}  // namespace windtunnel::core
