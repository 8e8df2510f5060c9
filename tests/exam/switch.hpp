// The switch of the exam's mutants: WINDTUNNEL_MUTANT is the number of the mutant that is on in this process
// and its children; without it the runtime is as it should be. Only mutated copies of the runtime include
// this. WINDTUNNEL_REACHED names a file whose first byte becomes 1 when the mutated place is reached.
#pragma once

#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <type_traits>
#include <unistd.h>

namespace exam {

/// A byte of the file, which all processes of a run share, or of this process alone.
inline char* open_reached() {
  static char alone = 0;
  const char* const name = std::getenv("WINDTUNNEL_REACHED");
  const int file = name == nullptr ? -1 : ::open(name, O_RDWR | O_CLOEXEC);
  if (file < 0) return &alone;
  void* const page = ::mmap(nullptr, 1, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  ::close(file);
  return page == MAP_FAILED ? &alone : static_cast<char*>(page);
}

inline int read_number() {
  const char* const text = std::getenv("WINDTUNNEL_MUTANT");
  return text == nullptr ? 0 : std::atoi(text);
}

inline char* const reached = open_reached();
inline const int chosen = read_number();

/// Whether that mutant is on.
constexpr bool is(int number) {
  if (std::is_constant_evaluated() || chosen != number) return false;
  *reached = 1;
  return true;
}

}  // namespace exam
