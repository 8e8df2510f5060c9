// Writes the changed copies of runtime/ that the program `mutants` is compiled of.
//
// usage: plant_mutants ROOT OVERLAY
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tests/mutants/plant.hpp"

namespace {

namespace fs = std::filesystem;
using windtunnel::mutants::Row;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    fmt::print(stderr, "usage: plant_mutants ROOT OVERLAY\n");
    return 2;
  }
  try {
    std::map<std::string, std::vector<Row>> files;
    for (const Row& row : windtunnel::mutants::table) files[row.file].push_back(row);
    for (const auto& [file, rows] : files) {
      const fs::path copy = fs::path(words[2]) / "runtime" / file;
      const std::string text = planted(text_of(fs::path(words[1]) / "runtime" / file), rows);
      if (text_of(copy) == text) continue;  // so that it is not compiled again
      fs::create_directories(copy.parent_path());
      if (!(std::ofstream(copy, std::ios::binary) << text).flush())
        throw std::runtime_error(fmt::format("{} cannot be written", copy.string()));
    }
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return EXIT_FAILURE;
  }
}
