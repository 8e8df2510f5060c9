#include "harness/litmus/litmus_index.hpp"

#include <algorithm>
#include <system_error>

#include "harness/scenario/source_error.hpp"
#include "harness/scenario/source_text.hpp"

namespace windtunnel::litmus {

LitmusEntry read_litmus(const std::filesystem::path& file) {
  return {file.stem().string(), file, parse_litmus_header(scenario::read_source(file), file.string())};
}

std::vector<LitmusEntry> litmus_index(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".py") files.push_back(at->path());
  }
  if (error)
    throw scenario::SourceError(folder.string(), {}, error.message(), "a folder of litmus scenarios");
  std::sort(files.begin(), files.end());
  std::vector<LitmusEntry> index;
  index.reserve(files.size());
  for (const std::filesystem::path& file : files) index.push_back(read_litmus(file));
  return index;
}

std::vector<std::string> litmus_about(const std::vector<LitmusEntry>& index, std::string_view law) {
  std::vector<std::string> names;
  for (const LitmusEntry& entry : index) {
    const std::vector<std::string>& laws = entry.header.laws;
    if (std::find(laws.begin(), laws.end(), law) != laws.end()) names.push_back(entry.name);
  }
  return names;
}

}  // namespace windtunnel::litmus
