// fuzz_stream: the bytes are two programs that talk over a stream, the network's behaviour and the schedule;
// the first byte is the scheduling model. The run is judged by all laws.
#include "fuzz/judged_run.hpp"
#include "harness/core/bytes_source.hpp"
#include "harness/subjects/stream_subject.hpp"
#include "harness/subjects/world/registered_subject.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static fuzz::JudgedRuns runs(core::all_guarantees);
  static const RegisteredSubject stream(subjects::stream_program);
  core::BytesSource choices({data, size});
  const bool adversary = choices.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
  runs.run(stream.subject(), nullptr, choices,
           adversary ? core::SchedulingModel::adversarial : core::SchedulingModel::exact);
  return 0;
}
