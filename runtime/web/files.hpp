// Files: where a StaticFileHandler finds its files, as an interface: a folder on the disk, or texts in
// memory, which a simulated run needs.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "runtime/clock.hpp"

namespace tornado::web {

/// What is known of a file.
struct FileInfo {
  std::size_t size = 0;  ///< in bytes
  Time modified{};       ///< on the wall clock, whole seconds
  bool is_folder = false;
};

/// Paths are relative, with `/` between their parts, and have no `..`; the empty one is the root.
class Files {
 public:
  Files() = default;
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  virtual ~Files() = default;

  /// Empty if there is no such file.
  virtual std::optional<FileInfo> find(const std::string& path) = 0;

  /// At most `size` bytes of the file, from the position `begin`. Throws std::runtime_error.
  virtual std::string read(const std::string& path, std::size_t begin, std::size_t size) = 0;

  /// A text that changes with the content: its MD5. Throws as read() does.
  virtual std::string version(const std::string& path);

 private:
  struct Version {
    FileInfo of;
    std::string digest;
  };
  std::map<std::string, Version> versions_;  // of files that were asked for
};

/// Files in memory; they do not change.
class MemoryFiles final : public Files {
 public:
  /// Contents by path, all of them modified at that time.
  explicit MemoryFiles(std::map<std::string, std::string> contents, Time modified = Time());

  std::optional<FileInfo> find(const std::string& path) override;
  std::string read(const std::string& path, std::size_t begin, std::size_t size) override;

 private:
  const std::map<std::string, std::string> contents_;
  const Time modified_;
};

/// The files of a folder on the disk.
class FolderFiles final : public Files {
 public:
  explicit FolderFiles(std::string folder) : folder_(std::move(folder)) {}

  std::optional<FileInfo> find(const std::string& path) override;
  std::string read(const std::string& path, std::size_t begin, std::size_t size) override;

 private:
  const std::string folder_;
};

}  // namespace tornado::web
