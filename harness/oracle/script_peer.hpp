// The real Tornado as the one that runs scripts of streams and of HTTP (harness/oracle/python/streams.py,
// http_programs.py).
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "harness/oracle/child_process.hpp"
#include "harness/subjects/programs/script_kind.hpp"

namespace windtunnel::oracle {

/// One oracle, for one thread.
class ScriptPeer {
 public:
  /// How long the machine's kernel may take to deliver what was sent, before the clock moves.
  enum class Pace { quick, slow };

  /// `command` as of oracle_command(); `timeout` is the time that one answer may take.
  ScriptPeer(std::vector<std::string> command, std::chrono::duration<double> timeout);

  /// The lines of the script. Throws ChildFailure if the oracle hangs, dies or answers nonsense; it is
  /// started again when it is asked again.
  subjects::ScriptLines ask(const subjects::ScriptKind& kind, const std::string& script, Pace pace);

 private:
  std::vector<std::string> command_;
  std::chrono::duration<double> timeout_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace windtunnel::oracle
