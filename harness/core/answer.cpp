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

// For the sites of World::may_fail, World::split and World::spawn_abandonable, such as "fail/client/connect":
// "connect fails in client the second time". Empty for others.
std::string fault_in_words(const Answer& answer) {
  const std::string_view site = answer.site;
  const std::size_t kind_end = site.find('/');
  const std::size_t task_end = kind_end == std::string_view::npos ? kind_end : site.find('/', kind_end + 1);
  if (task_end == std::string_view::npos) return {};
  const std::string_view task = site.substr(kind_end + 1, task_end - kind_end - 1);
  const std::string_view operation = site.substr(task_end + 1);
  if (site.starts_with("fail/") && answer.kind == tornado::ChoiceKind::fault) {
    return fmt::format("{} fails{} in {} the {} time", operation, answer.index == 2 ? " by an exception" : "",
                       task, ordinal(answer.occurrence));
  }
  if (site.starts_with("abandon/") && answer.kind == tornado::ChoiceKind::fault)
    return fmt::format("{} is abandoned at its {} wait", task, ordinal(answer.occurrence));
  if (site.starts_with("split/") && answer.kind == tornado::ChoiceKind::fragment) {
    return fmt::format(
        "{} is split in {} after {} byte{}{}", operation, task, answer.index, answer.index == 1 ? "" : "s",
        answer.occurrence == 1 ? "" : fmt::format(", the {} split", ordinal(answer.occurrence)));
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
std::string kernel_in_words(const Answer& answer) {
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

std::string to_text(const Answer& answer) {
  return fmt::format("{}{} {}#{}{}{}{}", answer_word, name_of(answer.kind), escaped(answer.site, "%#;,"),
                     answer.occurrence, with_word, answer.index,
                     answer.options == 0 ? std::string() : fmt::format("/{}", answer.options));
}

std::string in_words(const Answer& answer) {
  if (const std::string words = fault_in_words(answer); !words.empty()) return words;
  if (const std::string words = kernel_in_words(answer); !words.empty()) return words;
  if (const std::string_view words = loop_in_words(answer.site); !words.empty()) {
    const std::string choice = answer.index == 1 ? "" : fmt::format(", choice {}", answer.index);
    return fmt::format("{}{}, the {} time", words, choice, ordinal(answer.occurrence));
  }
  return fmt::format("the {} at {} is answered with {} the {} time", name_of(answer.kind), answer.site,
                     answer.index, ordinal(answer.occurrence));
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
