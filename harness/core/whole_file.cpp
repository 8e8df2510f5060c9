#include "harness/core/whole_file.hpp"

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace windtunnel::core {

namespace {

namespace fs = std::filesystem;

// Writes all of it and closes the descriptor.
bool write_and_close(int descriptor, std::string_view text) {
  bool good = descriptor >= 0;
  while (good && !text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    good = written > 0 || (written < 0 && errno == EINTR);
  }
  return descriptor >= 0 && close(descriptor) == 0 && good;
}

// The descriptor that /dev/stdout, /dev/stderr or /dev/fd/N stands for. It may be a file: to open that anew
// would overwrite what was written to it before.
std::optional<int> open_descriptor_named(const std::string& path) {
  if (path == "/dev/stdout") return STDOUT_FILENO;
  if (path == "/dev/stderr") return STDERR_FILENO;
  constexpr std::string_view folder = "/dev/fd/";
  if (!path.starts_with(folder)) return std::nullopt;
  int descriptor = -1;
  const char* const end = path.data() + path.size();
  const auto [last, error] = std::from_chars(path.data() + folder.size(), end, descriptor);
  if (error != std::errc() || last != end || descriptor < 0) return std::nullopt;
  return descriptor;
}

// A new file beside the path, and its descriptor; -1 if there can be none. Two that write at once have two.
int create_beside(const fs::path& path, fs::path& created) {
  static std::atomic<unsigned> count{0};
  constexpr int most_tries = 100;  // of names that a process with this number left behind
  for (int tries = 0; tries < most_tries; ++tries) {
    created = path;
    created += fmt::format(".{}-{}.unfinished", getpid(), count++);
    const int descriptor = open(created.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}

// Replaces a regular file, or makes one; its permissions stay.
bool replace_file(const fs::path& path, bool is_there, std::string_view text) {
  if (is_there && access(path.c_str(), W_OK) != 0) return false;
  std::error_code error;
  const fs::perms permissions = is_there ? fs::status(path, error).permissions() : fs::perms::unknown;
  fs::path unfinished;
  const int descriptor = create_beside(path, unfinished);
  bool good = write_and_close(descriptor, text) && !error;
  if (good && is_there) fs::permissions(unfinished, permissions, error);
  if (good && !error) fs::rename(unfinished, path, error);
  if (good && !error) return true;
  std::error_code ignored;
  if (descriptor >= 0) fs::remove(unfinished, ignored);
  return false;
}

}  // namespace

bool write_whole(const fs::path& path, std::string_view text) {
  if (const std::optional<int> descriptor = open_descriptor_named(path.string())) {
    return std::fflush(stdout) == 0 && write_and_close(dup(*descriptor), text);
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const bool is_there = fs::exists(status);
  if (!is_there && status.type() != fs::file_type::not_found) return false;
  if (is_there && !fs::is_regular_file(status)) {
    return !fs::is_directory(status) && write_and_close(open(path.c_str(), O_WRONLY | O_CLOEXEC), text);
  }
  if (!fs::is_symlink(path, error)) return replace_file(path, is_there, text);
  const fs::path target = fs::canonical(path, error);
  return !error && replace_file(target, is_there, text);
}

}  // namespace windtunnel::core
