#include "runtime/web/files.hpp"

#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

#include "runtime/web/digest.hpp"

namespace tornado::web {

namespace {

constexpr std::size_t most_versions = 4096;  // kept at once

[[noreturn]] void fail(const std::string& path) {
  throw std::runtime_error("the file '" + path + "' cannot be read");
}

}  // namespace

std::string Files::version(const std::string& path) {
  const std::optional<FileInfo> info = find(path);
  if (!info) fail(path);
  const auto known = versions_.find(path);
  if (known != versions_.end() && known->second.of.size == info->size &&
      known->second.of.modified == info->modified)
    return known->second.digest;
  if (versions_.size() >= most_versions) versions_.clear();
  std::string digest = md5_hex(read(path, 0, info->size));
  versions_[path] = {*info, digest};
  return digest;
}

MemoryFiles::MemoryFiles(std::map<std::string, std::string> contents, Time modified)
    : contents_(std::move(contents)), modified_(modified) {}

std::optional<FileInfo> MemoryFiles::find(const std::string& path) {
  if (const auto at = contents_.find(path); at != contents_.end())
    return FileInfo{at->second.size(), modified_, false};
  const std::string folder = path.empty() ? "" : path + "/";
  const auto inside = contents_.lower_bound(folder);
  if (inside == contents_.end() || !inside->first.starts_with(folder)) return std::nullopt;
  return FileInfo{0, modified_, true};
}

std::string MemoryFiles::read(const std::string& path, std::size_t begin, std::size_t size) {
  const auto at = contents_.find(path);
  if (at == contents_.end() || begin > at->second.size()) fail(path);
  return at->second.substr(begin, size);
}

std::optional<FileInfo> FolderFiles::find(const std::string& path) {
  if (path.find('\0') != std::string::npos) return std::nullopt;
  struct stat status{};
  if (stat((folder_ + "/" + path).c_str(), &status) != 0) return std::nullopt;
  if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) return std::nullopt;
  return FileInfo{static_cast<std::size_t>(status.st_size), at_seconds(static_cast<double>(status.st_mtime)),
                  S_ISDIR(status.st_mode)};
}

std::string FolderFiles::read(const std::string& path, std::size_t begin, std::size_t size) {
  std::ifstream file(folder_ + "/" + path, std::ios::binary);
  std::string bytes(size, '\0');
  if (!file.seekg(static_cast<std::streamoff>(begin))) fail(path);
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  if (file.bad()) fail(path);
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace tornado::web
