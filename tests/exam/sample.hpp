// The mutants of an exam: a sample of all that the rules make, drawn by a seed, and the overlay in which they
// are compiled: a copy of runtime/ in which each mutant of the sample is behind its switch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "tests/exam/rules.hpp"

namespace windtunnel::exam {

/// The mutants of all files of runtime/ under `root`, except of the headers that the harness includes as well
/// and that therefore would break what judges. Throws std::runtime_error if a file cannot be read.
std::vector<Mutant> all_mutants(const std::filesystem::path& root);

/// `size` of them, or fewer if there are no more, no two of which change one place. Equal seeds draw equal
/// samples, and a larger sample begins with the smaller one.
std::vector<Mutant> sample_of(std::vector<Mutant> all, std::size_t size, std::uint64_t seed);

/// Writes runtime/ with the mutants of the sample into the folder `overlay`: the first has the number 1. A
/// file that is there and right stays as it is, so that it need not be compiled again. Throws
/// std::runtime_error.
void write_overlay(const std::filesystem::path& root, const std::filesystem::path& overlay,
                   const std::vector<Mutant>& sample);

}  // namespace windtunnel::exam
