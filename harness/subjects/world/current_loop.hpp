// CurrentLoop: a block in which a loop is the thread's current one, and a run's own task its current task.
// Subjects run beside and inside one another and must leave the thread as they found it.
#pragma once

#include "runtime/current_task.hpp"
#include "runtime/io_loop.hpp"

namespace windtunnel {

/// Makes the loop current; the destructor restores the previous one. The loop must outlive it.
class CurrentLoop {
 public:
  explicit CurrentLoop(tornado::IOLoop& loop) : previous_(tornado::IOLoop::current_or_null()) {
    loop.make_current();
  }
  CurrentLoop(const CurrentLoop&) = delete;
  CurrentLoop& operator=(const CurrentLoop&) = delete;
  ~CurrentLoop() {
    tornado::IOLoop::clear_current();
    if (previous_ != nullptr) previous_->make_current();
  }

 private:
  tornado::IOLoop* previous_;
  tornado::CurrentTaskScope task_{0};
};

}  // namespace windtunnel
