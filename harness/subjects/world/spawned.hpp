// Spawned: the result of World::spawn().
#pragma once

#include <utility>

#include "runtime/future.hpp"

namespace windtunnel {

/// A task: yield it to wait for the task and get its value.
template <class T>
class Spawned {
 public:
  explicit Spawned(tornado::Future<T> future) : future_(std::move(future)) {}
  const tornado::Future<T>& future() const { return future_; }

 private:
  tornado::Future<T> future_;
};
template <class T>
const tornado::Future<T>& convert_yielded(const Spawned<T>& task) {
  return task.future();
}

}  // namespace windtunnel
