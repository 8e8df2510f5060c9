// The choices of a run in words: what a schedule made happen, in the names of the program, one sentence a
// choice. What a fault needs besides, such as its length, is part of its sentence, and so is all test data of
// a run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/core/named_run.hpp"
#include "harness/core/trace.hpp"

namespace windtunnel::shrink {

/// What happens because some questions were not answered 0.
struct ChoiceSentence {
  std::string words;                 ///< "the second answer of server to client takes 30 s longer"
  std::vector<std::size_t> answers;  ///< the questions that it is about, by their places among those asked
};

/// The sentences for the questions that the run of that trace was asked, in order. The trace must have names
/// and events.
std::vector<ChoiceSentence> choices_in_words(const std::vector<core::AskedQuestion>& asked,
                                             const core::Trace& trace);

}  // namespace windtunnel::shrink
