// Which litmus scenarios there are and which laws they are about: read from their opening comments, without
// running anything.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "harness/litmus/header.hpp"

namespace windtunnel {

/// One scenario. Its name is its file's, without `.py`.
struct LitmusEntry {
  std::string name;
  std::filesystem::path file;
  LitmusHeader header;
};

/// The scenario in a file. Throws SourceError if there is none, or its comment cannot be read.
LitmusEntry read_litmus(const std::filesystem::path& file);

/// The scenarios of a folder, by name. Throws SourceError for one whose comment cannot be read, and if the
/// folder cannot be.
std::vector<LitmusEntry> litmus_index(const std::filesystem::path& folder);

/// The names of those that are about a law, such as `L3`; in the order of the index.
std::vector<std::string> litmus_about(const std::vector<LitmusEntry>& index, std::string_view law);

}  // namespace windtunnel
