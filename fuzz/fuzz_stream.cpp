// fuzz_stream: the bytes are two programs that talk over a stream, the network's behaviour and the schedule;
// the first byte is the scheduling model. The run is judged by all laws.
#include "fuzz/flight.hpp"
#include "harness/choices/bytes_source.hpp"
#include "harness/subjects/stream_subject.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static fuzz::Flight flight(network_claims);
  static const RegisteredSubject stream(stream_program);
  BytesSource choices({data, size});
  const bool adversary = choices.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
  flight.fly(stream.subject(), stream.name(), {}, choices,
             adversary ? Freedom::adversary : Freedom::contract);
  return 0;
}
