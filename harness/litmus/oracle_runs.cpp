#include "harness/litmus/oracle_runs.hpp"

#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

#include "harness/oracle/oracle_peer.hpp"

namespace windtunnel::litmus {

namespace {

// A word that a shell takes as it is.
std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char byte : text) {
    if (byte == '\'') {
      word += R"('\'')";
    } else {
      word += byte;
    }
  }
  return word + "'";
}

std::string output_of(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("the oracle cannot be started");
  std::string output;
  std::array<char, 4096> buffer;
  for (std::size_t size = 1; size > 0;) {
    size = std::fread(buffer.data(), 1, buffer.size(), pipe);
    output.append(buffer.data(), size);
  }
  if (pclose(pipe) != 0) throw std::runtime_error("the oracle could not run all of the scenarios");
  return output;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) throw std::runtime_error("the oracle's answer ends within a line");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// A run is a trace; the scenario's last line says whether these were all.
OracleRuns read_runs(std::string_view& output) {
  OracleRuns found;
  for (;;) {
    std::string_view line = take_line(output);
    if (line == "complete" || line == "not complete") {
      if (found.runs.empty()) throw std::runtime_error("the oracle's answer holds a scenario without a run");
      found.complete = line == "complete";
      return found;
    }
    if (take(line, "schedule ")) {
      found.runs.push_back({core::parse_choices(line), {}});
    } else if (!found.runs.empty()) {
      found.runs.back().text.append(line).append("\n");
    } else {
      throw std::runtime_error("the oracle's answer does not begin with a schedule");
    }
  }
}

}  // namespace

std::vector<OracleRuns> explore_on_oracle(const std::filesystem::path& root,
                                          const std::vector<std::filesystem::path>& files,
                                          std::uint64_t limit) {
  std::string command;
  for (const std::string& word : oracle::oracle_command(root)) command += shell_word(word) + " ";
  command += fmt::format("explore --limit {} --", limit);
  for (const std::filesystem::path& file : files) command += " " + shell_word(file.string());
  const std::string output = output_of(command);
  std::string_view rest = output;
  std::vector<OracleRuns> all;
  for (std::size_t left = files.size(); left > 0; --left) all.push_back(read_runs(rest));
  if (!rest.empty()) throw std::runtime_error("the oracle's answer has more than was asked for");
  return all;
}

}  // namespace windtunnel::litmus
