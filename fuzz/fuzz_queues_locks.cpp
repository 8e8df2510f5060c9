// fuzz_queues_locks: the bytes are a program of operations on a semaphore, a condition, an event and a queue,
// which runs on the runtime and on a model of laws K1 to K12 and Q1 to Q6; both must show the same.
#include "fuzz/model_run.hpp"
#include "harness/subjects/models/sync_program.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  windtunnel::fuzz::run_model<windtunnel::subjects::SyncProgram>({data, size});
  return 0;
}
