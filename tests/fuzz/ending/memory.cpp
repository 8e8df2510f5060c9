// A fuzzer of a program that uses memory that it has freed: ending_test.sh reads what it says last.
#include <windtunnel/fuzz.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> program(World& world) {
  if (world.choose(8, "answer") != 5) co_return;
  volatile int* gone = new int(3);
  delete gone;
  *gone = 4;
}

}  // namespace

WINDTUNNEL_FUZZ(program)
