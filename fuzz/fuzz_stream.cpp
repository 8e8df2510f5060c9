// fuzz_stream: the bytes are two programs that talk over a stream, the network's behaviour and the schedule;
// the first byte is the scheduling model. The run is judged by all laws.
#include "fuzz/judged_run.hpp"
#include "harness/core/bytes_source.hpp"
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/stream_subject.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static fuzz::JudgedRuns runs(all_guarantees);
  static const Subject subject = [] {
    add_native_subject("stream", "two programs that talk over a stream", stream_subject);
    return find_native_subject("stream").value();
  }();
  BytesSource choices({data, size});
  const bool adversary = choices.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
  runs.run(subject, nullptr, choices, adversary ? Freedom::adversary : Freedom::contract);
  return 0;
}
