// A fuzzer of a program that aborts: ending_test.sh reads what it says last.
#include <cstdlib>
#include <windtunnel/fuzz.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> program(World& world) {
  if (world.choose(8, "answer") != 5) co_return;
  std::abort();
}

}  // namespace

WINDTUNNEL_FUZZ(program)
