// A child process that does a piece of this process's work: code that may crash, hang or eat all memory does
// so there. The child is a fork, so it has everything that its parent had.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>

#include "harness/engine/process_exit.hpp"
#include "harness/engine/shared_memory.hpp"

namespace windtunnel::engine {

/// What a child may take.
struct ChildLimits {
  /// How long its pulse may stand still, and its memory too: in processor time, and ten times that by the
  /// clock, since a busy machine leaves it little of the one.
  std::chrono::duration<double> timeout{5};
  std::uint64_t memory = std::uint64_t{512} << 20U;  ///< bytes, beyond what its parent has
  /// Whether a child that leaks memory has failed, where a leak sanitizer looks. Not one that runs what is
  /// known to break another rule: such a run may leave anything behind.
  bool must_free = true;
};

/// One child. It outlives neither this object nor this process; what it forks itself ends with it.
class ForkedChild {
 public:
  /// Starts `work` in a child. If given, `pulse`, which is in shared memory, moves as the child gets on;
  /// without it all of the work must be done within the timeout. What the child writes to standard error
  /// becomes part of its exit; signals that ask a program to end are left to the parent. Throws
  /// std::system_error if there are not enough processes.
  ForkedChild(const std::function<void()>& work, const ChildLimits& limits,
              const std::atomic<std::uint64_t>* pulse = nullptr);
  /// Ends the child.
  ~ForkedChild();
  ForkedChild(const ForkedChild&) = delete;
  ForkedChild& operator=(const ForkedChild&) = delete;

  /// Looks at the child without waiting, and ends it if it hangs or takes too much memory. How it ended, or
  /// nothing if it goes on. Ask a few times a second.
  const std::optional<ProcessExit>& poll();

  /// Waits until one of the children that go on has something to be looked at, or for that time.
  static void wait_for_any(std::span<const std::unique_ptr<ForkedChild>> children,
                           std::chrono::milliseconds most);

 private:
  // What the child tells of its own end.
  struct ExitNote {
    std::atomic<ExitReason> reason{ExitReason::exited};
    std::atomic<Segfault> fault{Segfault::unknown};
    std::size_t size = 0;
    char words[4000];
  };

  [[noreturn]] void be_the_child(const std::function<void()>& work, int errors);
  void prepare_child(int errors);
  void read_errors();
  bool has_hung(std::uint64_t pages);
  double processor_seconds() const;
  bool has_grown(std::uint64_t pages) const;
  void end_as(ExitReason cause);
  bool reap(bool wait);

  using Clock = std::chrono::steady_clock;

  const ChildLimits limits_;
  const std::atomic<std::uint64_t>* pulse_;
  SharedMemory<ExitNote> note_;
  pid_t process_ = -1;
  int errors_ = -1;  // its standard error
  std::string standard_error_;
  std::uint64_t last_pulse_ = 0;
  Clock::time_point last_moved_ = Clock::now();
  double used_when_moved_ = 0;  // of the processor, in seconds
  std::uint64_t pages_at_start_ = 0;
  std::uint64_t last_pages_ = 0;
  std::optional<ProcessExit> exit_;
};

/// Does `work` in a child, as ForkedChild's constructor says, and waits for its end.
ProcessExit work_isolated(const std::function<void()>& work, const ChildLimits& limits,
                          const std::atomic<std::uint64_t>* pulse = nullptr);

}  // namespace windtunnel::engine
