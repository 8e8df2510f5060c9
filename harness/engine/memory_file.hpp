// A file in memory: a child writes what it has to tell, and it is still there when the child is not.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::engine {

class MemoryFile {
 public:
  /// Throws std::system_error if the system has no memory for it, as the others do for what cannot be done.
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// Replaces what is there.
  void write(std::string_view text);

  /// Writes behind what append() wrote before; for handlers of signals, since it allocates nothing. What
  /// cannot be written is lost.
  void append(std::string_view text) const noexcept;

  std::string read() const;

  /// Its file, for functions that write to one.
  int descriptor() const { return file_; }

 private:
  int file_;
};

}  // namespace windtunnel::engine
