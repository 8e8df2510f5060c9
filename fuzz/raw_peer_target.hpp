// RawPeerTarget: what the targets share that send bytes to a client or a server. The last byte of an input
// says how many of the bytes before it are the network's choices; the rest is what is sent.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "fuzz/require.hpp"
#include "fuzz/tape.hpp"
#include "harness/fuzzing/feedback.hpp"
#include "harness/properties/judge.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "harness/subjects/programs/raw_peer.hpp"

namespace windtunnel::fuzz {

class RawPeerTarget {
 public:
  using MakeProgram = WorldProgram (*)(std::string_view bytes);

  explicit RawPeerTarget(MakeProgram make) : make_(make) {}

  /// Runs the program with the bytes as what the peer sends, and requires that rules and laws hold and that a
  /// message is read as it is written.
  void run(Bytes input) {
    const std::size_t choices = input.empty() ? 0 : std::min<std::size_t>(input.back(), input.size() - 1);
    const Bytes sent = input.first(input.size() - choices - (input.empty() ? 0 : 1));
    const std::string_view bytes(reinterpret_cast<const char*>(sent.data()), sent.size());
    const WorldSubject subject(make_(bytes));
    core::BytesSource network(input.subspan(sent.size(), choices));
    const std::optional<core::Violation> violation =
        run_and_judge(subject.subject(), network, core::RunOptions(), judge_, trace_);
    note_run(trace_);
    claim(!violation, violation ? violation->law + ": " + violation->message + "\n" + trace_.text : "");
    const std::string_view words = subjects::broken_round_trip(bytes);
    claim(words.empty(), words);
  }

 private:
  MakeProgram make_;
  properties::LawJudge judge_{core::all_guarantees};
  core::Trace trace_;
};

}  // namespace windtunnel::fuzz
