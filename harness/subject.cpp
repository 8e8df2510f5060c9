#include "harness/subject.hpp"

#include "harness/choices/recording_source.hpp"

namespace windtunnel {

void run(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  trace.clear();
  RecordingSource recording(choices, trace.schedule);
  subject.run(subject.data, recording, options, trace);
}

}  // namespace windtunnel
