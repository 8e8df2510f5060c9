// The real Tornado as the one that runs stream scripts (harness/oracle/python/streams.py).
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "harness/oracle/child_process.hpp"
#include "harness/subjects/programs/stream_script_run.hpp"

namespace windtunnel::oracle {

/// One oracle, for one thread.
class StreamPeer {
 public:
  /// How long the machine's kernel may take to deliver what was sent, before the next step begins.
  enum class Pace { quick, slow };

  /// `command` as of oracle_command(); `timeout` is the time that one answer may take.
  StreamPeer(std::vector<std::string> command, std::chrono::duration<double> timeout);

  /// The lines of each script. Throws ChildFailure if the oracle hangs, dies or answers nonsense; it is
  /// started again when it is asked again.
  std::vector<subjects::StreamLines> ask(std::span<const subjects::StreamScript> scripts, Pace pace);
  subjects::StreamLines ask(const subjects::StreamScript& script, Pace pace);

 private:
  std::vector<std::string> command_;
  std::chrono::duration<double> timeout_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace windtunnel::oracle
