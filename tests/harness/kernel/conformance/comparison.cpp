#include "tests/harness/kernel/conformance/comparison.hpp"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/harness/kernel/one_run.hpp"

namespace windtunnel::conformance {

namespace {

// Loopback traffic is handled in the sending thread, or soon afterwards by the kernel's: how soon depends on
// what else the machine does.
template <unsigned microseconds>
void settle() {
  usleep(microseconds);
}
constexpr auto quick = &settle<20>;
constexpr auto slow = &settle<2000>;
constexpr auto slowest = &settle<20000>;
void settle_at_once() {}

std::vector<std::string> run_simulated(const Program& program) {
  std::vector<std::string> lines;
  const std::string objection = kernel::quietly([&] { lines = run(program, &settle_at_once); });
  if (!objection.empty()) lines.push_back("OBJECTION: " + objection);
  return lines;
}

}  // namespace

Agreement compare(const Program& program) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> simulated = run_simulated(program);
  if (run(program, quick) == simulated) return Agreement::same;
  const std::vector<std::string> first = run(program, slow);
  if (first == simulated) return Agreement::same;
  for (const auto settle_down : {slow, slowest}) {
    const std::vector<std::string> again = run(program, settle_down);
    if (again == simulated) return Agreement::same;
    if (again != first) return Agreement::undetermined;
  }
  return Agreement::differs;
}

Difference shrink(Program program) {
  for (std::size_t length = program.calls.size() / 2 + 1; length >= 1; length /= 2) {
    for (std::size_t at = 0; at + length <= program.calls.size();) {
      Program smaller = program;
      const auto begin = smaller.calls.begin() + static_cast<std::ptrdiff_t>(at);
      smaller.calls.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
      if (compare(smaller) == Agreement::differs) {
        program = std::move(smaller);
      } else {
        ++at;
      }
    }
  }
  const std::vector<std::string> linux_lines = run(program, slow);
  const std::vector<std::string> simulated = run_simulated(program);
  Difference difference{program, std::string(name_of(program.kind)) + "\n", {}};
  for (std::size_t at = 0; at < std::max(linux_lines.size(), simulated.size()); ++at) {
    const std::string one = at < linux_lines.size() ? linux_lines[at] : "(nothing)";
    const std::string other = at < simulated.size() ? simulated[at] : "(nothing)";
    if (one == other) {
      difference.words += "  both       " + one + "\n";
      continue;
    }
    difference.words += fmt::format("  linux      {}\n  simulated  {}\n", one, other);
    if (difference.kind.empty()) {
      difference.kind = fmt::format("{}: {}", name_of(program.kind), program.calls.size());
      for (const Call& call : program.calls) difference.kind += fmt::format(" {}", name_of(call.operation));
    }
  }
  return difference;
}

}  // namespace windtunnel::conformance
