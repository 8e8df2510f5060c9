#include "harness/core/subject.hpp"

#include <cassert>

#include "harness/core/recording_source.hpp"

namespace windtunnel::core {

void run(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  assert(subject.run != nullptr);
  trace.clear();
  trace.model = options.model;
  RecordingSource recording(choices, trace.schedule);
  subject.run(subject.data, recording, options, trace);
}

}  // namespace windtunnel::core
