// One input of the targets that send bytes to a client or a server. The last byte says how many
// of the bytes before it are the network's choices; the rest is what is sent.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "fuzz/claim.hpp"
#include "fuzz/feedback.hpp"
#include "fuzz/tape.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/programs/wire.hpp"

namespace windtunnel::fuzz {

class RawPeerRuns {
 public:
  using MakeSubject = Subject (*)(const WireBytes&);

  /// Runs the subject of the bytes and claims that the laws hold and that a message is read as it is written.
  void run(Bytes input, MakeSubject make) {
    const std::size_t choices = input.empty() ? 0 : std::min<std::size_t>(input.back(), input.size() - 1);
    const Bytes sent = input.first(input.size() - choices - (input.empty() ? 0 : 1));
    const WireBytes wire{{reinterpret_cast<const char*>(sent.data()), sent.size()}};
    BytesSource network(input.subspan(sent.size(), choices));
    const std::optional<Violation> violation =
        run_and_judge(make(wire), network, RunOptions(), judge_, trace_);
    note_run(trace_);
    claim(!violation, violation ? violation->law + ": " + violation->message + "\n" + trace_.text : "");
    claim(!trace_.livelock, "the run has no end");
    const std::string_view words = broken_round_trip(wire.bytes);
    claim(words.empty(), words);
  }

 private:
  LawJudge judge_{all_guarantees};
  Trace trace_;
};

}  // namespace windtunnel::fuzz
