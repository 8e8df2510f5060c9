#include "harness/scenario/code.hpp"

namespace windtunnel::scenario {

void Program::clear() {
  code.clear();
  functions.clear();
  integers.clear();
  reals.clear();
  names.clear();
  cells.clear();
  captures.clear();
  globals.clear();
}

}  // namespace windtunnel::scenario
