// What an operation costs, in instructions, which are the same on a busy machine and on a quiet one. The
// program runs under valgrind's callgrind, which counts; `wt bench --counts` compares the counts with those
// in tests/bench/counts.txt.
#pragma once

#include <cstddef>
#include <string_view>
#include <valgrind/callgrind.h>

namespace windtunnel::bench {

/// Keeps the compiler from leaving out what makes `value`.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

/// Tells of one operation.
class Meter {
 public:
  explicit Meter(std::string_view name) : name_(name) {}

  /// Calls `work()`, which does the operation that often, twice: the first time memory is taken and is not
  /// counted.
  template <class Work>
  void count(std::size_t operations, Work work) {
    work();
    CALLGRIND_START_INSTRUMENTATION;
    CALLGRIND_ZERO_STATS;
    work();
    CALLGRIND_STOP_INSTRUMENTATION;
    tell(operations);
  }

 private:
  void tell(std::size_t operations) const;

  std::string_view name_;
};

/// One operation that is counted, under a name of one word.
struct Operation {
  std::string_view name;
  void (*measure)(Meter&);
};

}  // namespace windtunnel::bench
