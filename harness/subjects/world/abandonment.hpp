// Abandonment: tasks that a run may end at one of their waits, as a caller that loses patience, a connection
// that breaks, or an owner that destroys its coroutine does. At each wait of such a task it is a choice, of
// kind `fault`, whether that happens there. See World::spawn_abandonable().
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <vector>

#include "runtime/future_cell.hpp"

namespace windtunnel {

class ParkedTask;

/// How a task is abandoned.
enum class Abandon : std::uint8_t {
  destroy,   ///< its coroutines are destroyed where they wait, and its Future fails with Abandoned
  time_out,  ///< its Future fails with TimeoutError, as that of with_timeout() does; the task itself goes on
  close,     ///< the connections that it named by World::closes_if_abandoned() are closed
};

/// How the Future of a task ends that was destroyed. Nobody need look at it.
class Abandoned : public std::exception {
 public:
  const char* what() const noexcept override { return "the task was abandoned while it waited"; }
};

/// The abandonable tasks of one run, and what became of them.
struct Abandonments {
  struct Wait {
    std::uint32_t coroutine;  // its serial number
    std::uint32_t count;      // its number among the waits of that coroutine

    bool operator==(const Wait&) const = default;
  };
  struct Candidate {
    std::uint32_t task;
    std::size_t place;  // among the world's tasks
    Abandon way;
    tornado::Ref<tornado::FutureCell> call;  // of the task itself; that of its caller may fail before
    bool over = false;                       // it was abandoned
    std::vector<Wait> waits{};               // of its coroutines, at the latest question
  };
  struct Connection {
    std::uint32_t task;
    std::function<bool()> is_open;
    std::function<void()> close;
  };

  bool empty() const { return candidates.empty(); }
  void clear() {
    candidates.clear();
    connections.clear();
    forgotten.clear();
  }

  std::vector<Candidate> candidates;
  std::vector<Connection> connections;
  std::vector<const ParkedTask*> forgotten;  // waits of coroutines that were destroyed
};

}  // namespace windtunnel
