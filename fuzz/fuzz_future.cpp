// fuzz_future: the bytes are a program of operations on a few Futures and their callbacks, which runs on the
// runtime and on a model of laws F1 to F13; both must say the same.
#include <optional>
#include <string>

#include "fuzz/claim.hpp"
#include "harness/choices/bytes_source.hpp"
#include "harness/subjects/models/future_program.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static FutureProgram program;
  BytesSource choices({data, size});
  draw(choices, program);
  const std::optional<std::string> difference = fly(program);
  fuzz::claim(!difference, difference ? *difference : "");
  return 0;
}
