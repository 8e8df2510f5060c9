#include "harness/check/finding.hpp"

#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <optional>

#include "harness/digest.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel {

namespace {

constexpr std::string_view first_line = "windtunnel finding 1";
constexpr std::string_view scenario_line = "=== scenario";
constexpr std::string_view trace_line = "=== trace";
constexpr std::size_t longest_file = 16 << 20;

// Reads the header line by line and says where it went wrong.
class Reader {
 public:
  Reader(std::string_view text, std::string_view file) : rest_(text), file_(file) {}

  std::string_view line() {
    ++number_;
    std::size_t end = rest_.find('\n');
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
  }

  // The value on a line `key value`.
  std::string_view value(std::string_view key) {
    std::string_view text = line();
    if (text.starts_with(key) && text.size() > key.size() && text[key.size()] == ' ')
      return text.substr(key.size() + 1);
    refuse(1, text, fmt::format("`{} ...`", key));
  }

  template <class Number>
  Number number(std::string_view key, int base, std::string_view allowed) {
    std::string_view text = value(key);
    Number number{};
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc() || end != text.data() + text.size()) refuse(key.size() + 2, text, allowed);
    return number;
  }

  [[noreturn]] void refuse(std::size_t column, std::string_view found, std::string_view allowed) const {
    throw FindingError(fmt::format("{}:{}:{}: found {}; allowed here: {}", file_, number_, column,
                                   found.empty() && rest_.empty() ? "the end of the file" : in_quotes(found),
                                   allowed));
  }

  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::string_view file_;
  std::size_t number_ = 0;
};

std::string one_line(std::string_view text) {
  return printable(text, 1000);
}

}  // namespace

std::string to_text(const Finding& finding) {
  return fmt::format(
      "{}\nlaw {}\nsubject {}\nmessage {}\nfreedom {}\nphases {}\nstep {}\ndigest {}\nschedule "
      "{}\n{}\n{}{}\n{}",
      first_line, finding.law, finding.subject, one_line(finding.message), name_of(finding.freedom),
      finding.phase_limit, finding.step, hex(finding.digest), to_text(finding.schedule), scenario_line,
      finding.scenario, trace_line, finding.trace);
}

Finding parse_finding(std::string_view text, std::string_view file_name) {
  Reader reader(text, file_name);
  Finding finding;
  if (std::string_view line = reader.line(); line != first_line)
    reader.refuse(1, line, in_quotes(first_line));
  finding.law = reader.value("law");
  finding.subject = reader.value("subject");
  finding.message = reader.value("message");
  std::string_view freedom = reader.value("freedom");
  if (!freedom_named(freedom)) reader.refuse(9, freedom, "contract or adversary");
  finding.freedom = *freedom_named(freedom);
  finding.phase_limit = reader.number<std::uint32_t>("phases", 10, "a number of I/O phases");
  finding.step = reader.number<std::size_t>("step", 10, "the number of an event");
  finding.digest = reader.number<std::uint64_t>("digest", 16, "hexadecimal digits");
  std::string_view schedule = reader.value("schedule");
  try {
    finding.schedule = parse_schedule(schedule);
  } catch (const ScheduleError& error) {
    reader.refuse(9 + error.column(), schedule, fmt::format("a schedule ({})", error.what()));
  }
  if (std::string_view line = reader.line(); line != scenario_line)
    reader.refuse(1, line, in_quotes(scenario_line));
  std::string_view body = reader.rest();
  std::size_t end = body.starts_with(trace_line) ? 0 : body.find("\n" + std::string(trace_line));
  if (end == std::string_view::npos) {
    finding.scenario = body;
  } else {
    finding.scenario = body.substr(0, end == 0 ? 0 : end + 1);
    finding.trace = body.substr(std::min(body.size(), finding.scenario.size() + trace_line.size() + 1));
  }
  return finding;
}

Finding read_finding(const std::filesystem::path& path) {
  std::string name = path.string();
  std::error_code error;
  auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw FindingError(fmt::format("{}: there is no such file", name));
  if (!std::filesystem::is_regular_file(status))
    throw FindingError(fmt::format("{}: this is no file; allowed here: a finding", name));
  if (std::filesystem::file_size(path, error) > longest_file) {
    throw FindingError(
        fmt::format("{}: a file of more than 16 MiB; allowed here: a finding, which is shorter", name));
  }
  std::ifstream file(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file) throw FindingError(fmt::format("{}: the file cannot be read", name));
  return parse_finding(text, name);
}

std::filesystem::path write_finding(const Finding& finding, const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::string text = to_text(finding);
  // The name comes from the contents: the same finding is the same file, another one never overwrites it.
  auto path = folder / fmt::format("{}-{}.finding", finding.law, hex(digest_of(text)).substr(0, 8));
  if (std::filesystem::exists(path, error)) return path;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error(fmt::format("{}: the finding cannot be written", path.string()));
  return path;
}

}  // namespace windtunnel
