// The comparison of the simulated kernel with Linux: runs a program on both and shrinks it to the smallest
// that still differs.
#pragma once

#include <optional>
#include <string>

#include "tests/harness/kernel/conformance/program.hpp"

namespace windtunnel::conformance {

/// A program on which they differ.
struct Difference {
  Program program;
  std::string words;  ///< both runs, line by line
  std::string kind;   ///< the same for differences that look alike
};

/// How a comparison ended.
enum class Agreement : std::uint8_t { same, differs, undetermined };

/// `undetermined`: Linux differs from itself from run to run.
Agreement compare(const Program& program);

/// Shrinks a program that differs, and tells how.
Difference shrink(Program program);

}  // namespace windtunnel::conformance
