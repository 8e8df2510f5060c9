// Compares the simulated kernel with Linux: conformance PROGRAMS [FIRST SEED [CALLS [edge]]]. Prints the
// smallest program of each kind of difference.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string_view>

#include "tests/harness/kernel/conformance/comparison.hpp"

using namespace windtunnel::conformance;

int main(int argc, char** argv) {
  const unsigned long programs = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1000;
  const unsigned long first = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
  const unsigned long calls = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 20;
  const bool edge = argc > 4 && std::string_view(argv[4]) == "edge";
  constexpr std::size_t most_shown = 12;
  std::map<std::string, unsigned long> kinds;
  unsigned long same = 0;
  unsigned long undetermined = 0;
  for (unsigned long seed = first; seed < first + programs; ++seed) {
    const Program program = make_program(seed, calls, edge);
    const Agreement agreement = compare(program);
    if (agreement == Agreement::same) ++same;
    if (agreement == Agreement::undetermined) ++undetermined;
    if (agreement != Agreement::differs) continue;
    const Difference difference = shrink(program);
    if (kinds[difference.kind]++ == 0 && kinds.size() <= most_shown)
      std::printf("seed %lu, %s\n", seed, difference.words.c_str());
    std::fflush(stdout);
  }
  for (const auto& [kind, count] : kinds) std::printf("%6lu  %s\n", count, kind.c_str());
  std::printf("%lu programs: %lu the same, %lu differ, of %lu Linux differs from itself\n", programs, same,
              programs - same - undetermined, undetermined);
  return same + undetermined == programs ? 0 : 1;
}
