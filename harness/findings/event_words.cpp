#include "harness/findings/event_words.hpp"

#include <cassert>
#include <fmt/format.h>
#include <span>
#include <string_view>

#include "harness/core/event_table.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel::findings {

namespace {

using Names = std::map<std::uint32_t, std::string>;

/// Writes one event in the words of its row.
class Sentence {
 public:
  Sentence(const tornado::Event& event, const core::TraceNames& names)
      : event_(event), row_(core::row_of(event.kind)), names_(names) {}

  std::string text() {
    write(row_.words);
    return std::move(text_);
  }

 private:
  void write(std::string_view words) {
    while (!words.empty()) {
      const std::size_t mark = std::min(words.find_first_of("{["), words.size());
      text_ += words.substr(0, mark);
      words.remove_prefix(mark);
      if (words.empty()) return;
      const std::string_view part = take_to(words, words.front() == '{' ? '}' : ']');
      if (part.front() == '{')
        write_field(part);
      else
        write(chosen(part));
    }
  }

  /// Removes and returns the text up to the first `end`, which is removed too.
  static std::string_view take_to(std::string_view& words, char end) {
    const std::size_t at = words.find(end);
    assert(at != std::string_view::npos);
    const std::string_view part = words.substr(0, at + 1);
    words.remove_prefix(at + 1);
    return part;
  }

  /// The part of `[yes|no]` to show: no, if a field in yes is 0.
  std::string_view chosen(std::string_view part) const {
    part = part.substr(1, part.size() - 2);
    const std::size_t bar = part.find('|');
    const std::string_view yes = part.substr(0, bar);
    const bool has_zero = (event_.id == 0 && yes.find("{id}") != yes.npos) ||
                          (event_.other == 0 && yes.find("{other}") != yes.npos);
    if (!has_zero) return yes;
    return bar == part.npos ? std::string_view() : part.substr(bar + 1);
  }

  void write_field(std::string_view field) {
    if (field == "{id}") {
      write_number(row_.id, event_.id);
    } else if (field == "{other}") {
      write_number(row_.other, event_.other);
    } else if (field == "{detail}") {
      write_detail();
    } else {
      assert(field == "{seconds}");
      text_ += fmt::format("{}", event_.seconds);
    }
  }

  void write_number(core::FieldRole role, std::uint32_t number) {
    if (role == core::FieldRole::error) {
      const auto at = names_.exceptions.find(number);
      text_ += at == names_.exceptions.end() ? fmt::format("{}{}", words_of(role), number) : at->second;
      return;
    }
    text_ += fmt::format("{}{}", words_of(role), number);
    if (role == core::FieldRole::future) write_name(names_.futures, number);
    if (role == core::FieldRole::task) write_name(names_.tasks, number);
  }

  void write_name(const Names& names, std::uint32_t number) {
    const auto at = names.find(number);
    if (at != names.end()) text_ += fmt::format(" ({})", at->second);
  }

  void write_detail() {
    const std::span<const std::string_view> words = words_of(row_.detail);
    if (row_.detail == core::Detail::fault && event_.detail < tornado::fault_count)
      text_ += name_of(static_cast<tornado::Fault>(event_.detail));
    else if (row_.detail != core::Detail::fault && event_.detail < words.size())
      write(words[event_.detail]);
    else
      text_ += '?';
  }

  const tornado::Event& event_;
  const core::EventRow& row_;
  const core::TraceNames& names_;
  std::string text_;
};

}  // namespace

std::string in_words(const tornado::Event& event, const core::TraceNames& names) {
  return Sentence(event, names).text();
}

}  // namespace windtunnel::findings
