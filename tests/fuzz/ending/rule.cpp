// A fuzzer of a program that breaks a rule: ending_test.sh reads what it says last.
#include <windtunnel/fuzz.hpp>

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> program(World& world) {
  if (world.choose(8, "answer") != 5) co_return;
  world.check(false, "one answer of eight is wrong");
}

}  // namespace

WINDTUNNEL_FUZZ(program)
