// fuzz_future: the bytes are a program of operations on a few Futures and their callbacks, which runs on the
// runtime and on a model of laws F1 to F13; both must show the same.
#include "fuzz/model_run.hpp"
#include "harness/subjects/models/future_program.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  windtunnel::fuzz::run_model<windtunnel::subjects::FutureProgram>({data, size});
  return 0;
}
