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

/// task_done() without an unprocessed item (law Q5).
class TaskDoneError : public std::logic_error {
 public:
  TaskDoneError() : std::logic_error("task_done() called too many times") {}
};

/// A get() let a put() in, whose callback took the item that the get() was about to take (law Q2). Python
/// raises IndexError.
class QueueTakenError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Such callbacks left the queue with waiters that need not wait; the next get or put notices. Python raises
/// AssertionError.
class QueueStateError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace tornado::queues
