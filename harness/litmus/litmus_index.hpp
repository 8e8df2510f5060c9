// The list of litmus scenarios and of the laws that they are about, read from their opening comments without
// running anything.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/litmus/header.hpp"

namespace windtunnel::litmus {

/// One scenario. Its name is the file's name without `.py`.
struct LitmusEntry {
  std::string name;
  std::filesystem::path file;
  LitmusHeader header;
};

/// Reads the scenario in a file. Throws SourceError if there is none, or if its comment is invalid.
LitmusEntry read_litmus(const std::filesystem::path& file);

/// The scenarios of a folder, by name. Throws SourceError if the folder cannot be read or a comment is
/// invalid.
std::vector<LitmusEntry> litmus_index(const std::filesystem::path& folder);

/// The names of the scenarios that are about a law, such as `L3`, in the order of the index.
std::vector<std::string> litmus_about(const std::vector<LitmusEntry>& index, std::string_view law);

}  // namespace windtunnel::litmus
