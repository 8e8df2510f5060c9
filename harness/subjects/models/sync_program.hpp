// SyncProgram: programs of operations on a semaphore, a condition, an event and a queue, with waits that time
// out. They run on the runtime and on a model of laws K1 to K12 and Q1 to Q6 that shares no code with it. For
// fuzzers and property tests of locks and queues alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::subjects {

/// What one task does to four objects, one operation after another. It never waits, except to let time pass.
struct SyncProgram {
  static constexpr std::uint32_t most_operations = 32;

  enum class Kind : std::uint8_t {
    pass,  ///< of `argument` seconds
    acquire,
    release,  ///< at the end of a block, if `argument` is odd
    wait,     ///< for the condition
    notify,   ///< `argument` of them
    notify_all,
    event_wait,
    event_set,
    event_clear,
    put,
    get,
    put_nowait,
    get_nowait,
    task_done,
    join,
    count_
  };

  struct Operation {
    Kind kind = Kind::pass;
    std::uint8_t argument = 0;
    std::uint8_t timeout = 0;  ///< of a wait, in seconds, plus 1; 0: none
  };

  std::uint8_t permits = 1;  ///< of the semaphore
  bool bounded = false;      ///< whether it refuses to exceed them
  std::uint8_t maxsize = 0;  ///< of the queue
  std::vector<Operation> operations;
};

/// Draws a program; answers of 0 give the empty one.
void draw(tornado::ChoiceSource& choices, SyncProgram& program);

/// Runs the program on both; returns the first difference, or nothing.
std::optional<std::string> run(const SyncProgram& program);

}  // namespace windtunnel::subjects
