#include "harness/core/subject.hpp"

#include <cassert>

#include "harness/core/digest.hpp"
#include "harness/core/recording_source.hpp"

namespace windtunnel::core {

std::string one_word(std::string_view name) {
  constexpr std::size_t longest = 60;
  std::string word;
  for (const char c : name.substr(0, longest)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (plain) {
      word += c;
    } else if (!word.empty() && word.back() != '-') {
      word += '-';
    }
  }
  if (name.size() > longest) word += "-" + hex(digest_of(name)).substr(0, 8);
  return word.empty() ? "program" : word;
}

void run(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  assert(subject.run != nullptr);
  trace.clear();
  trace.events.keep_words(options.name_things);
  trace.model = options.model;
  RecordingSource recording(choices, trace.schedule);
  subject.run(subject.data, recording, options, trace);
}

}  // namespace windtunnel::core
