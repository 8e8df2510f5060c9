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

  std::string read() const;

 private:
  int file_;
};

}  // namespace windtunnel::engine
