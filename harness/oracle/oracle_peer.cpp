#include "harness/oracle/oracle_peer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::oracle {

namespace {

using Json = nlohmann::json;

std::string line_of(const OracleRequest& request) {
  const Json line = {
      {"source", request.source}, {"schedules", request.schedules}, {"phases", request.phase_limit}};
  return line.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n";
}

bool is_trace(const Json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return text.starts_with("schedule ") && text.ends_with('\n');
}

bool are_traces(const Json& value, std::size_t count) {
  if (!value.is_array() || value.size() != count) return false;
  for (const Json& each : value) {
    if (!is_trace(each)) return false;
  }
  return true;
}

bool is_words(const Json& answer, const char* key) {
  return answer.is_object() && answer.size() == 1 && answer.contains(key) && answer[key].is_string();
}

// An answer with just what an answer has; anything else is nonsense.
OracleAnswer parse_answer(const std::string& line, const OracleRequest& request) {
  constexpr std::size_t longest = 500;
  const Json answer = Json::parse(line, nullptr, false);
  OracleAnswer found;
  if (is_words(answer, "refused")) {
    found.kind = OracleAnswer::Kind::refused;
    found.words = scenario::printable(answer["refused"].get_ref<const std::string&>(), longest);
  } else if (is_words(answer, "error")) {
    found.words = "it says: " + scenario::printable(answer["error"].get_ref<const std::string&>(), longest);
  } else if (answer.is_object() && answer.contains("traces") &&
             are_traces(answer["traces"], request.schedules.size()) && answer.contains("set_again") &&
             answer["set_again"].is_number_unsigned()) {
    found.kind = OracleAnswer::Kind::ran;
    found.traces = answer["traces"].get<std::vector<std::string>>();
    found.set_again = answer["set_again"].get<std::uint64_t>();
  } else {
    found.words = "it answers nonsense: " + scenario::printable(line, longest);
  }
  return found;
}

}  // namespace

std::vector<std::string> oracle_command(const std::filesystem::path& root) {
  const std::filesystem::path python = root / "build/oracle/bin/python";
  std::error_code ignored;
  if (!std::filesystem::exists(python, ignored)) {
    throw std::runtime_error("the real Tornado is not set up; run: wt setup --oracle");
  }
  return {python.string(), (root / "harness/oracle/python").string()};
}

OraclePeer::OraclePeer(std::vector<std::string> command, std::chrono::duration<double> timeout)
    : command_(std::move(command)), timeout_(timeout) {
  command_.emplace_back("serve");
}

void OraclePeer::greet() {
  const OracleAnswer answer = ask({"def main():\n    pass\n", {"-"}});
  if (answer.kind == OracleAnswer::Kind::ran && answer.traces[0] == "schedule -\n0 return None\n") return;
  throw std::runtime_error(
      fmt::format("the oracle does not work: {}; run: wt setup --oracle",
                  answer.kind == OracleAnswer::Kind::ran ? "it cannot run an empty program" : answer.words));
}

OracleAnswer OraclePeer::ask(const OracleRequest& request) {
  return std::move(ask(std::span(&request, 1)).front());
}

std::vector<OracleAnswer> OraclePeer::ask(std::span<const OracleRequest> requests) {
  std::vector<OracleAnswer> answers;
  answers.reserve(requests.size());
  try {
    if (!process_) process_ = std::make_unique<ChildProcess>(command_);
    for (const OracleRequest& request : requests) process_->send(line_of(request));
    for (const OracleRequest& request : requests) {
      OracleAnswer answer = parse_answer(process_->read_line(timeout_), request);
      if (answer.kind == OracleAnswer::Kind::failed) throw ChildFailure(answer.words);
      answers.push_back(std::move(answer));
    }
  } catch (const ChildFailure& failure) {
    answers.emplace_back().words = in_full(failure);
    process_.reset();
  }
  return answers;
}

// What happened, and the last line that the process wrote to its standard error.
std::string OraclePeer::in_full(const ChildFailure& failure) const {
  constexpr std::size_t longest = 300;
  std::string_view words = process_ ? std::string_view(process_->standard_error()) : std::string_view();
  while (words.ends_with('\n')) words.remove_suffix(1);
  words.remove_prefix(words.rfind('\n') + 1);  // npos + 1 is 0
  if (words.empty()) return failure.what();
  return fmt::format("{}; its last words: {}", failure.what(), scenario::printable(words, longest));
}

}  // namespace windtunnel::oracle
