// fuzz_queues_locks: the bytes are a program of operations on a semaphore, a condition, an event and a queue,
// which runs on the runtime and on a model of laws K1 to K12 and Q1 to Q6; both must say the same.
#include <optional>
#include <string>

#include "fuzz/claim.hpp"
#include "harness/choices/bytes_source.hpp"
#include "harness/subjects/models/sync_program.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static SyncProgram program;
  BytesSource choices({data, size});
  draw(choices, program);
  const std::optional<std::string> difference = fly(program);
  fuzz::claim(!difference, difference ? *difference : "");
  return 0;
}
