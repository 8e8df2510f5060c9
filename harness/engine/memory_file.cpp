#include "harness/engine/memory_file.hpp"

#include <cassert>
#include <cerrno>
#include <sys/mman.h>
#include <sys/types.h>
#include <system_error>
#include <unistd.h>

namespace windtunnel::engine {

namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

MemoryFile::MemoryFile() : file_(memfd_create("windtunnel", MFD_CLOEXEC)) {
  if (file_ < 0) fail("there is no memory for a worker's report");
}

MemoryFile::~MemoryFile() {
  close(file_);
}

void MemoryFile::write(std::string_view text) {
  assert(file_ >= 0);
  if (ftruncate(file_, 0) != 0) fail("a worker's report cannot be written");
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t taken = pwrite(file_, text.data() + at, text.size() - at, static_cast<off_t>(at));
    if (taken < 0) fail("a worker's report cannot be written");
    at += static_cast<std::size_t>(taken);
  }
}

void MemoryFile::append(std::string_view text) const noexcept {
  [[maybe_unused]] const ssize_t written = ::write(file_, text.data(), text.size());
}

std::string MemoryFile::read() const {
  const off_t size = lseek(file_, 0, SEEK_END);
  if (size < 0) fail("a worker's report cannot be read");
  std::string text(static_cast<std::size_t>(size), '\0');
  for (std::size_t at = 0; at < text.size();) {
    const ssize_t got = pread(file_, text.data() + at, text.size() - at, static_cast<off_t>(at));
    if (got <= 0) fail("a worker's report cannot be read");
    at += static_cast<std::size_t>(got);
  }
  return text;
}

}  // namespace windtunnel::engine
