// TaskLengths: how many steps each task will still take, estimated from the run before; uniform sampling uses
// it. The steps of a task that has not begun count as its parent's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class TaskLengths {
 public:
  /// Call it when a run begins. Of the previous run, only steps on objects for which `counts(object)` is true
  /// count.
  template <class Counts>
  void start(Counts counts) {
    begun_ = 0;
    subtree_.assign(parents_.size() + 1, 0);
    for (const Ran& ran : last_) {
      if (ran.task < subtree_.size() && counts(ran.object)) ++subtree_[ran.task];
    }
    for (std::size_t task = parents_.size(); task > 0; --task) {
      if (parents_[task - 1] < task) subtree_[parents_[task - 1]] += subtree_[task];
    }
    left_.assign(1, subtree_[0]);
  }

  /// Takes note of tasks that have begun.
  void begin_tasks(const tornado::StepLog& steps) {
    while (begun_ < steps.task_count()) {
      const std::uint32_t task = ++begun_;
      const std::uint32_t length = task < subtree_.size() ? subtree_[task] : 0;
      at_place(left_, task) = length;
      std::uint32_t& parent = left_[std::min(steps.parent(task), task - 1)];
      parent -= std::min(parent, length);
    }
  }

  /// Call it when a step that counts has run in `task`.
  void ran(std::uint32_t task) {
    std::uint32_t& left = at_place(left_, task);
    left -= std::min(left, 1U);
  }

  std::uint32_t left(std::uint32_t task) const { return task < left_.size() ? left_[task] : 0; }

  /// Call it when a run has ended; the next run's estimate uses it.
  void learn(const tornado::StepLog& steps) {
    last_.clear();
    for (const tornado::Step& step : steps.done()) last_.push_back({step.task, step.object});
    parents_.clear();
    for (std::uint32_t task = 1; task <= steps.task_count(); ++task) parents_.push_back(steps.parent(task));
  }

  /// The objects that more than one task touched in the previous run.
  void shared_objects(std::vector<std::uint32_t>& objects) {
    first_.clear();
    objects.clear();
    for (const Ran& ran : last_) {
      if (ran.object == 0) continue;
      std::uint32_t& first = at_place(first_, ran.object, nobody);
      if (first == nobody) {
        first = ran.task;
      } else if (first != ran.task && first != told) {
        first = told;
        objects.push_back(ran.object);
      }
    }
  }

 private:
  struct Ran {
    std::uint32_t task;
    std::uint32_t object;
  };
  static constexpr std::uint32_t nobody = ~std::uint32_t{0};
  static constexpr std::uint32_t told = nobody - 1;

  std::vector<Ran> last_;               // the previous run
  std::vector<std::uint32_t> parents_;  // of its tasks, from 1
  std::vector<std::uint32_t> subtree_;  // by task: steps of it and its descendants
  std::vector<std::uint32_t> left_;     // by task that has begun
  std::vector<std::uint32_t> first_;    // scratch, by object: the first task that touched it
  std::uint32_t begun_ = 0;
};

}  // namespace windtunnel::strategies
