// The ways in which the exam looks for a mutant, each by itself: property tests, litmus scenarios, golden
// files, the fuzzers' seeds and unit tests.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "tests/exam/limited_process.hpp"

namespace windtunnel::exam {

inline constexpr std::array<std::string_view, 5> method_names = {"property tests", "litmus", "golden files",
                                                                 "fuzz seeds", "unit tests"};
inline constexpr std::size_t property_tests = 0;  ///< the first of them

/// Where the mutated programs are, and how long they may take.
struct Laboratory {
  std::filesystem::path root;      ///< the project
  std::filesystem::path programs;  ///< the folder of the mutated programs
  std::filesystem::path seeds;     ///< the folder of the fuzzers' seeds
  std::filesystem::path work;      ///< a folder for findings and outputs
  Seconds property_time{60};       ///< for the property tests of one mutant
  Seconds other_time{120};         ///< for each program of the other methods
  std::uint64_t seed = 1;          ///< of the property tests
};

/// What a method found in a mutant.
struct Verdict {
  bool killed = false;
  Seconds cost{};      ///< processor time up to the failure, or of all that was run
  std::string how;     ///< the law or rule, the test, the signal; empty if it survived
  int decisions = -1;  ///< of the smaller finding of a property test
  int program_bytes = -1;

  bool operator==(const Verdict&) const = default;
};

/// Runs a method on a mutant, or with number 0 on the runtime as it is. `folder` is that of the mutated file:
/// the property tests begin with the subjects that use it. Throws std::runtime_error if a program cannot run.
Verdict examine(const Laboratory& laboratory, std::size_t method, std::size_t mutant,
                std::string_view folder);

/// Whether the property tests reached the place of that mutant.
bool was_reached(const Laboratory& laboratory, std::size_t mutant);

}  // namespace windtunnel::exam
