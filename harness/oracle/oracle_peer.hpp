// The real Tornado as one of the two sides of a comparison: a process of harness/oracle/python that answers
// requests, started when it is first asked and again after it died.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "harness/oracle/child_process.hpp"

namespace windtunnel::oracle {

/// A scenario and the schedules, in text form, under which it is to run.
struct OracleRequest {
  std::string source;
  std::vector<std::string> schedules;
  std::uint32_t phase_limit = 20'000;
};

/// What the oracle did with it.
struct OracleAnswer {
  enum class Kind : std::uint8_t {
    ran,      ///< `traces` has one for each schedule, with the schedule that was really made
    refused,  ///< Python does not take the scenario; `words` says why
    failed,   ///< the oracle hung, died or answered nonsense; `words` say so, with its last words
  };

  Kind kind = Kind::failed;
  std::vector<std::string> traces;
  std::uint64_t set_again = 0;  ///< how often a done Future was set: where the original is helped
  std::string words;            ///< one line
};

/// The program and its arguments that run the oracle of the project in `root`, up to its command (`serve`).
/// Throws std::runtime_error, which says what to do, if it was not set up there.
std::vector<std::string> oracle_command(const std::filesystem::path& root);

/// One oracle, for one thread.
class OraclePeer {
 public:
  /// `command` as of oracle_command(); `timeout` is the time that one answer may take.
  explicit OraclePeer(std::vector<std::string> command,
                      std::chrono::duration<double> timeout = std::chrono::seconds(60));

  /// Throws std::runtime_error, with the oracle's last words, unless it answers a first, simple question.
  void greet();

  /// One answer a request, in their order, up to the first that the oracle failed at: those behind it get
  /// none. All are sent at once, so that the oracle never waits.
  std::vector<OracleAnswer> ask(std::span<const OracleRequest> requests);
  OracleAnswer ask(const OracleRequest& request);

 private:
  std::string in_full(const ChildFailure& failure) const;

  std::vector<std::string> command_;
  std::chrono::duration<double> timeout_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace windtunnel::oracle
