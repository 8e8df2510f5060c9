// The driver of a target without a fuzzer: runs it on each file of the given files and folders, so that a
// corpus is a test on any compiler. If all runs came back, prints the number of files and exits with 0;
// without files, exits with 2.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

std::vector<std::filesystem::path> files_of(const std::filesystem::path& place) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(place)) return {place};
  for (const auto& entry : std::filesystem::recursive_directory_iterator(place))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

void run(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int count, char** words) {
  try {
    std::size_t runs = 0;
    for (int at = 1; at < count; ++at) {
      for (const std::filesystem::path& file : files_of(words[at])) {
        run(file);
        ++runs;
      }
    }
    if (runs == 0) throw std::runtime_error("no file to run; name files or folders that hold some");
    fmt::print("{} inputs\n", runs);
    return 0;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", words[0], error.what());
    return 2;
  }
}
