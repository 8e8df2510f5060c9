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

// For the questions of event loops. Empty for others.
std::string_view loop_in_words(std::string_view site) {
  struct Words {
    std::string_view site;
    std::string_view words;
  };
  static constexpr Words known[] = {
      {"asio/begin", "another of the tasks that were spawned together begins first"},
      {"asio/tie", "another of the timers with one deadline expires first"},
      {"asio/poll", "a handler runs before the loop looks at its descriptors and timers"},
      {"asio/ready", "another of the handlers that are ready runs first"},
      {"asio/strand", "another handler runs between two of a strand"},
      {"kernel/epoll", "epoll_wait reports another descriptor first, or not all that are ready"},
  };
  for (const Words& each : known)
    if (each.site == site) return each.words;
  return {};
}

// For the sites of the simulated kernel (harness/kernel): what the answer means there. Empty for others.
std::string kernel_in_words(const core::Answer& answer) {
  const std::string time = fmt::format("the {} time", ordinal(answer.occurrence));
  if (answer.site == "kernel/elapsed") {
    return fmt::format("a step takes so long that {} pass{} meanwhile, {}",
                       answer.index == 1 ? "a deadline" : fmt::format("{} deadlines", answer.index),
                       answer.index == 1 ? "es" : "", time);
  }
  if (answer.site == "kernel/io")
    return "a wait whose time is over ends before what arrives at the same time, " + time;
  if (answer.site == "kernel/jump")
    return fmt::format("the clock passes over {} deadline{}, {}", answer.index, answer.index == 1 ? "" : "s",
                       time);
  if (answer.site == "kernel/notify")
    return fmt::format("a notification wakes the {} of the waiting threads, {}", ordinal(answer.index + 1),
                       time);
  if (answer.site == "kernel/spurious") return "a wait for a condition variable ends for no reason, " + time;
  return {};
}

}  // namespace

std::string in_words(const core::Answer& answer) {
  if (const std::optional<FaultSite> site = FaultSite::parse(answer.site)) {
    if (const std::string words = in_words(answer, *site); !words.empty()) return words;
  }
  if (const std::string words = kernel_in_words(answer); !words.empty()) return words;
  if (const std::string_view words = loop_in_words(answer.site); !words.empty()) {
    const std::string choice = answer.index == 1 ? "" : fmt::format(", choice {}", answer.index);
    return fmt::format("{}{}, the {} time", words, choice, ordinal(answer.occurrence));
  }
  return fmt::format("the {} at {} is answered with {} the {} time", name_of(answer.kind), answer.site,
                     answer.index, ordinal(answer.occurrence));
}

}  // namespace windtunnel
