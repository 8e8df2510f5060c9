// The golden scenarios of the corpus.
#pragma once

#include <algorithm>
#include <filesystem>
#include <vector>

#include "harness/scenario/source_text.hpp"

namespace windtunnel::scenario {

/// The scenarios under corpus/golden, in the order of their names.
inline std::vector<std::filesystem::path> golden_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(WINDTUNNEL_SOURCE_DIR) / "corpus/golden")) {
    if (entry.path().extension() == ".py") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace windtunnel::scenario
