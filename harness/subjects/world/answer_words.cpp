#include "harness/subjects/world/answer_words.hpp"

#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string_view>

#include "harness/subjects/world/fault_sites.hpp"

namespace windtunnel {

namespace {

using tornado::ChoiceKind;

std::string ordinal(std::uint32_t number) {
  constexpr std::string_view words[] = {"first", "second", "third"};
  if (number <= std::size(words)) return std::string(words[number - 1]);
  const std::uint32_t last = number % 10;
  const bool teen = number / 10 % 10 == 1;
  return fmt::format("{}{}", number,
                     teen        ? "th"
                     : last == 1 ? "st"
                     : last == 2 ? "nd"
                     : last == 3 ? "rd"
                                 : "th");
}

// Empty for a question that is not asked in this way.
std::string in_words(const core::Answer& answer, const FaultSite& site) {
  const std::string time = ordinal(answer.occurrence);
  if (site.kind == FaultSite::fail && answer.kind == ChoiceKind::fault) {
    return fmt::format("{} fails{} in {} the {} time", site.operation,
                       answer.index == 2 ? " by an exception" : "", site.task, time);
  }
  if (site.kind == FaultSite::abandon && answer.kind == ChoiceKind::fault)
    return fmt::format("{} is abandoned at its {} wait", site.task, time);
  if (site.kind == FaultSite::split && answer.kind == ChoiceKind::fragment) {
    return fmt::format("{} is split in {} after {} byte{}{}", site.operation, site.task, answer.index,
                       answer.index == 1 ? "" : "s",
                       answer.occurrence == 1 ? "" : fmt::format(", the {} split", time));
  }
  return {};
}

}  // namespace

std::string in_words(const core::Answer& answer) {
  if (const std::optional<FaultSite> site = FaultSite::parse(answer.site)) {
    if (const std::string words = in_words(answer, *site); !words.empty()) return words;
  }
  return fmt::format("the {} at {} is answered with {} the {} time", name_of(answer.kind), answer.site,
                     answer.index, ordinal(answer.occurrence));
}

}  // namespace windtunnel
