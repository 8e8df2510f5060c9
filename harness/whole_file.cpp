#include "harness/whole_file.hpp"

#include <fstream>
#include <system_error>

namespace windtunnel {

bool write_whole(const std::filesystem::path& path, std::string_view text) {
  std::filesystem::path unfinished = path;
  unfinished += ".unfinished";
  std::error_code error;
  std::ofstream file(unfinished, std::ios::binary);
  file << text;
  file.close();
  if (file) std::filesystem::rename(unfinished, path, error);
  if (file && !error) return true;
  std::error_code ignored;
  std::filesystem::remove(unfinished, ignored);
  return false;
}

}  // namespace windtunnel
