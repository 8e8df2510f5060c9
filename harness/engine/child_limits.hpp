// What a child process does to itself before it runs code that may do anything: limits, and signal handlers
// that find out why it dies.
#pragma once

#include <cstdint>
#include <sys/types.h>

#include "harness/engine/process_exit.hpp"

namespace windtunnel::engine {

/// Whom to tell why this process dies. Both are called where nearly nothing may be done.
struct ExitWatch {
  void (*out_of_memory)(void* data);
  void (*fault)(void* data, Segfault fault);
  void* data;
};

/// For a child that was just forked: it leads a process group of its own, the system ends it when that parent
/// is over, and signals that ask a program to end are for the parent alone.
void end_with_parent(pid_t parent);

/// Ends this process unless it is the one that was forked to work: code under test may fork, and its copy of
/// the process must not go on with the work.
void end_if_copied();

/// From now on this process ends at once, with no core file, when it has taken `memory` bytes beyond what it
/// has now; and when it dies of a SIGSEGV, `watch` is told of what kind. A sanitizer keeps its own way of
/// handling signals, and the limit is then left to the parent.
void limit_this_process(std::uint64_t memory, const ExitWatch& watch);

/// Whom to tell when a signal ends this process, or a sanitizer does. Called where nearly nothing may be
/// done.
struct SignalWatch {
  void (*tell)(void* data);
  void* data;
};

/// From now on `watch` is told, once, of the signals by which a program ends itself, and of `report_signal`.
void tell_of_fatal_signals(const SignalWatch& watch);

/// The signal by which a parent asks a child that hangs to tell what it is doing, and to end.
extern const int report_signal;

/// Whether this process has leaked memory. Looks only where there is a leak sanitizer, which then says what,
/// and unless memory is lost anyway (see core::memory_is_lost()).
bool leaks_in_this_process();

}  // namespace windtunnel::engine
