// The exceptions of queues.
#pragma once

#include <stdexcept>

namespace tornado::queues {

/// put_nowait() without room (law Q3).
class QueueFull : public std::runtime_error {
 public:
  QueueFull() : std::runtime_error("the queue is full") {}
};

/// get_nowait() without an item (law Q3).
class QueueEmpty : public std::runtime_error {
 public:
  QueueEmpty() : std::runtime_error("the queue is empty") {}
};

/// task_done() without an unfinished task (law Q5).
class TaskDoneError : public std::logic_error {
 public:
  TaskDoneError() : std::logic_error("task_done() called too many times") {}
};

/// A callback that a get() set off, by letting a put() in, took what the get() was about to take (law Q2).
/// Python's IndexError.
class QueueTakenError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Such callbacks left a queue with waiters that need not wait, which the next get or put notices. Python's
/// AssertionError.
class QueueStateError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace tornado::queues
