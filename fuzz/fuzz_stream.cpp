// fuzz_stream: the bytes are two programs that talk over a stream, the network's behaviour and the schedule;
// the first byte is the scheduling model. The run is judged by all laws.
#include "harness/core/bytes_source.hpp"
#include "fuzz/judged_run.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/stream_subject.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
#include "harness/subjects/world/registered_subject.hpp"
  return 0;
}
