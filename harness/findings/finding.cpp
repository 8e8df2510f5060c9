#include "harness/findings/finding.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

#include "harness/core/digest.hpp"
#include "harness/core/printable.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::string_view first_words = "windtunnel finding ";
constexpr std::string_view scenario_line = "=== scenario";
constexpr std::string_view trace_line = "=== trace";
constexpr std::string_view end_line = "=== end";
constexpr std::size_t longest_message = 1000;
constexpr std::size_t longest_name = 100;
constexpr std::uint32_t most_phases = 1'000'000;

// Reads line by line and says where it went wrong.
class Reader {
 public:
  Reader(std::string_view text, std::string_view file) : rest_(text), file_(file) {}

  std::string_view line() {
    ++number_;
    at_end_ = rest_.empty();
    const std::size_t end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  }

  void expect(std::string_view wanted) {
    if (const std::string_view found = line(); found != wanted)
      refuse(1, found, fmt::format("the line {}", scenario::in_quotes(wanted)));
  }

  bool next_is(std::string_view key) const { return rest_.starts_with(key); }

  // The value on a line `key value`.
  std::string_view value(std::string_view key) {
    const std::string_view text = line();
    if (!text.starts_with(key) || text.size() <= key.size() || text[key.size()] != ' ') {
      refuse(1, text, fmt::format("the line `{} ...`", key));
    }
    return text.substr(key.size() + 1);
  }

  // The name of a law, of which a finding's file is named: letters, digits and hyphens.
  std::string law(std::string_view key) {
    const std::string_view text = value(key);
    const bool is_name = !text.empty() && std::all_of(text.begin(), text.end(), [](char byte) {
      return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
             byte == '-';
    });
    if (!is_name || text.size() > longest_name) refuse(key.size() + 2, text, "a name");
    return std::string(text);
  }

  // The value, which is a word.
  std::string word(std::string_view key) {
    const std::string_view text = value(key);
    if (text.empty()) refuse(key.size() + 2, text, "a name");
    return std::string(text);
  }

  template <class Number>
  Number number(std::string_view key, int base, Number least, Number most, std::string_view allowed) {
    const std::string_view text = value(key);
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
      refuse(key.size() + 2, text, allowed);
    }
    return number;
  }

  // All lines before the next one that is `end`, as they are.
  std::string section(std::string_view end) {
    const std::string_view all = rest_;
    for (;;) {
      const std::size_t size = all.size() - rest_.size();
      const std::string_view text = line();
      if (text == end) return std::string(all.substr(0, size));
      if (at_end_) refuse(1, text, fmt::format("the line {} somewhere", scenario::in_quotes(end)));
    }
  }

  void expect_end() {
    if (const std::string_view found = line(); !at_end_) refuse(1, found, "the end of the file");
  }

  [[noreturn]] void refuse(std::size_t column, std::string_view found, std::string_view allowed) const {
    refuse_as(column, at_end_ ? "the end of the file" : scenario::in_quotes(found), std::string(allowed));
  }

  [[noreturn]] void refuse_as(std::size_t column, std::string found, std::string allowed) const {
    throw scenario::SourceError(file_, {number_, static_cast<std::uint32_t>(column)}, std::move(found),
                                std::move(allowed));
  }

 private:
  std::string_view rest_;
  std::string_view file_;
  std::uint32_t number_ = 0;
  bool at_end_ = false;
};

// The first line: the format and its version, which it gives.
unsigned read_format(Reader& reader) {
  const std::string_view line = reader.line();
  for (unsigned format = 1; format <= finding_format; ++format)
    if (line == fmt::format("{}{}", first_words, format)) return format;
  if (line.starts_with(first_words)) {
    reader.refuse(first_words.size() + 1, line.substr(first_words.size()),
                  fmt::format("a format from 1 to {}; a newer windtunnel may read this one", finding_format));
  }
  reader.refuse(1, line, fmt::format("the line `{}{}`", first_words, finding_format));
}

// Older findings have the line `model ...`.
void read_model(Reader& reader, Finding& finding) {
  const std::string_view key = reader.next_is("freedom ") ? "freedom" : "model";
  const std::string_view name = reader.value(key);
  if (!core::model_named(name)) reader.refuse(key.size() + 2, name, core::model_names);
  finding.model = *core::model_named(name);
}

core::Schedule read_schedule(Reader& reader) {
  constexpr std::string_view key = "schedule";
  try {
    return core::parse_schedule(reader.value(key));
  } catch (const core::ScheduleError& error) {
    reader.refuse_as(key.size() + 1 + error.column(), error.found(), error.allowed());
  }
}

}  // namespace

std::string for_people(const Finding& finding) {
  return fmt::format("law         {}\nbroken by   {}\nschedule    {}\n\n{}\n{}\n", finding.law,
                     core::printable_line(finding.message), to_text(finding.schedule),
                     core::printable_lines(finding.scenario), core::printable_lines(finding.trace));
}

std::string to_text(const Finding& finding) {
  return fmt::format(
      "{}{}\nlaw {}\nsubject {}\nmessage {}\nmodel {}\nphases {}\nstep {}\ndigest {}\nschedule "
      "{}\n{}\n{}{}\n{}{}\n",
      first_words, finding_format, finding.law, finding.subject,
      scenario::printable(finding.message, longest_message), core::name_of(finding.model),
      finding.phase_limit, finding.step, core::hex(finding.digest), to_text(finding.schedule), scenario_line,
      finding.scenario, trace_line, finding.trace, end_line);
}

Finding parse_finding(std::string_view text, std::string_view file_name) {
  Reader reader(text, file_name);
  Finding finding;
  finding.format = read_format(reader);
  finding.law = reader.law("law");
  finding.subject = reader.word("subject");
  finding.message = reader.value("message");
  read_model(reader, finding);
  finding.phase_limit =
      reader.number<std::uint32_t>("phases", 10, 1, most_phases, "a number from 1 to 1000000");
  finding.step = reader.number<std::size_t>("step", 10, 0, SIZE_MAX, "the number of an event");
  finding.digest = reader.number<std::uint64_t>("digest", 16, 0, UINT64_MAX, "16 hexadecimal digits");
  finding.schedule = read_schedule(reader);
  reader.expect(scenario_line);
  finding.scenario = reader.section(trace_line);
  finding.trace = reader.section(end_line);
  reader.expect_end();
  return finding;
}

}  // namespace windtunnel::findings
