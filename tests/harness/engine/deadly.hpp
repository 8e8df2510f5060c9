// What code under test must not do, each in a function that the compiler cannot see through.
#pragma once

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>
#include <unistd.h>

namespace windtunnel::engine {

inline void abort_here() {
  std::abort();
}

inline void loop_for_ever() {
  static volatile int spins = 0;
  while (true) spins = spins ^ 1;
}

inline void dereference_null() {
  static volatile int* volatile nowhere = nullptr;
  *nowhere = 1;
}

inline int recurse(int depth) {
  static int (*volatile again)(int) = recurse;
  volatile char frame[512] = {};
  frame[depth % 512] = 1;
  return again(depth + 1) + frame[0];
}

inline void recurse_for_ever() {
  recurse(0);
}

inline void allocate_for_ever() {
  static char* volatile last = nullptr;
  constexpr std::size_t piece = std::size_t{1} << 20U;
  while (true) {
    last = static_cast<char*>(::operator new(piece));
    std::memset(last, 1, piece);
  }
}

inline void leave() {
  std::_Exit(7);
}

inline void be_killed() {
  kill(getpid(), SIGKILL);
}

inline void throw_out_of_noexcept() {
  void (*volatile hidden)(int) = [](int number) { throw number; };
  const auto outer = [&]() noexcept { hidden(1); };
  outer();
}

inline void block_for_ever() {
  while (true) pause();
}

}  // namespace windtunnel::engine
