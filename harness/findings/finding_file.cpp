#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include "harness/core/digest.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/findings/finding.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::findings {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_file(const fs::path& path, std::string found) {
  throw scenario::SourceError(path.string(), {}, std::move(found),
                              fmt::format("a finding, a file of at most {} bytes", max_finding_bytes));
}

[[noreturn]] void refuse_folder(const fs::path& folder, std::string_view why) {
  throw std::runtime_error(fmt::format("{}: found {}; allowed here: a folder that can be written to",
                                       scenario::printable(folder.string(), 1000), why));
}

// Of this machine, as a part of a file's name.
std::string host_name() {
  char name[65] = "";
  if (gethostname(name, sizeof name - 1) != 0) return "host";
  std::string plain = name;
  std::replace_if(
      plain.begin(), plain.end(), [](unsigned char c) { return std::isalnum(c) == 0 && c != '-'; }, '-');
  return plain.empty() ? "host" : plain;
}

// `mark` goes into the name before its ending.
fs::path write_under_name(const Finding& finding, const fs::path& folder, std::string_view mark) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse_folder(folder, error.message());
  const std::string text = to_text(finding);
  const fs::path path =
      folder / fmt::format("{}-{}{}.finding", finding.law, core::hex(core::digest_of(text)), mark);
  if (!core::write_whole(path, text)) {
    throw std::runtime_error(
        fmt::format("{}: the finding cannot be written", scenario::printable(path.string(), 1000)));
  }
  return path;
}

}  // namespace

Finding read_finding(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) refuse_file(path, "no such file");
  if (!fs::status_known(status)) refuse_file(path, error.message());
  if (fs::is_directory(status)) refuse_file(path, "a directory");
  if (!fs::is_regular_file(status)) refuse_file(path, "what is no regular file");
  const std::uintmax_t size = fs::file_size(path, error);
  if (!error && size > max_finding_bytes) refuse_file(path, fmt::format("{} bytes", size));
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse_file(path, "a file that cannot be opened");
  std::string text(error ? max_finding_bytes + 1 : static_cast<std::size_t>(size) + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) refuse_file(path, "a file that cannot be read");
  text.resize(static_cast<std::size_t>(file.gcount()));
  return parse_finding(text, path.string());
}

void check_folder(const fs::path& folder) {
  if (folder.empty()) refuse_folder(folder, "nothing");
  fs::path existing = fs::absolute(folder);
  std::error_code error;
  while (!fs::exists(existing, error) && !error && existing.has_parent_path() &&
         existing != existing.parent_path()) {
    existing = existing.parent_path();
  }
  if (error) refuse_folder(folder, error.message());
  if (!fs::is_directory(existing, error)) refuse_folder(folder, "a file");
  if (access(existing.c_str(), W_OK | X_OK) != 0) refuse_folder(folder, std::strerror(errno));
}

fs::path write_finding(const Finding& finding, const fs::path& folder) {
  return write_under_name(finding, folder, "");
}

fs::path write_raw_finding(const Finding& finding, const fs::path& folder) {
  return write_under_name(finding, folder, fmt::format(".{}-{}", host_name(), getpid()));
}

}  // namespace windtunnel::findings
