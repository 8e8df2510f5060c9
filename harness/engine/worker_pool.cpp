#include "harness/engine/worker_pool.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/engine/isolated_run.hpp"
#include "harness/engine/memory_file.hpp"
#include "harness/engine/shared_memory.hpp"

namespace windtunnel::engine {

namespace {

constexpr std::chrono::milliseconds tick{100};

// The texts that a worker leaves.
struct Papers {
  MemoryFile report;
  MemoryFile account;  // of the run that violates something
};

// The worker's side.
class Worker {
 public:
  Worker(const PoolOptions& options, Work& work, WorkQueue& queue, WorkerSlot& slot, Papers& papers)
      : options_(options), work_(work), queue_(queue), slot_(slot), papers_(papers) {}

  void run(unsigned number) {
    if (options_.lanes == 0) {
      while (const std::optional<std::uint64_t> item = queue_.take())
        if (!work_on(*item)) break;
    } else {
      while (const std::optional<std::uint64_t> round = queue_.next_round()) {
        for (std::uint64_t lane = number; lane < options_.lanes; lane += options_.workers) {
          const std::uint64_t item = *round * options_.lanes + lane;
          if (item < queue_.end()) work_on(item);
        }
      }
    }
    papers_.report.write(work_.report());
  }

 private:
  bool work_on(std::uint64_t item) {
    slot_.item = item;
    const std::optional<core::Violation> violation = work_.work_on(item, slot_);
    assert(!slot_.in_run);
    if (violation) {
      papers_.account.write(work_.account());
      slot_.violation.write(*violation);
      queue_.end_with(item);
    }
    if (work_.is_over()) queue_.stop();
    if (options_.report_each_item) papers_.report.write(work_.report());
    return !violation;
  }

  const PoolOptions& options_;
  Work& work_;
  WorkQueue& queue_;
  WorkerSlot& slot_;
  Papers& papers_;
};

// The parent's side.
class Pool {
 public:
  Pool(const PoolOptions& options, const std::function<std::unique_ptr<Work>()>& make_work)
      : queue_(options.queue, options.workers, options.lanes) {
    for (unsigned at = 0; at < options.workers; ++at) {
      slots_.emplace_back();
      papers_.push_back(std::make_unique<Papers>());
    }
    for (unsigned at = 0; at < options.workers; ++at) {
      const auto work = [&, at] {
        const std::unique_ptr<Work> mine = make_work();
        Worker(options, *mine, *queue_, *slots_[at], *papers_[at]).run(at);
      };
      children_.push_back(std::make_unique<ForkedChild>(work, options.limits, &slots_[at]->pulse));
    }
    settled_.resize(children_.size());
  }

  PoolResult run(const std::function<void(const PoolProgress&)>& on_tick) {
    while (settle_ended()) {
      if (queue_->interrupted()) queue_->stop();
      if (on_tick) on_tick(progress());
      ForkedChild::wait_for_any(children_, tick);
    }
    if (on_tick) on_tick(progress());
    // What was found is not lost because a worker was.
    if (!failure_.empty() && !found_) throw std::runtime_error(failure_);
    PoolResult result;
    for (const auto& papers : papers_) result.reports.push_back(papers->report.read());
    result.found = std::move(found_);
    result.seconds = queue_->seconds();
    result.interrupted = queue_->interrupted();
    return result;
  }

 private:
  // Whether any worker goes on.
  bool settle_ended() {
    bool working = false;
    for (std::size_t at = 0; at < children_.size(); ++at) {
      const std::optional<ProcessExit>& exit = children_[at]->poll();
      if (!exit) {
        working = true;
      } else if (!settled_[at]) {
        settled_[at] = true;
        settle(*slots_[at], *papers_[at], *exit);
        queue_->leave();
      }
    }
    return working;
  }

  void settle(const WorkerSlot& slot, const Papers& papers, const ProcessExit& exit) {
    if (std::optional<core::Violation> violation = slot.violation.read()) {
      if (found(slot, std::move(*violation), std::nullopt)) found_->account = papers.account.read();
    } else if (exit.reason == ExitReason::returned) {
      return;
    } else if (exit.reason != ExitReason::threw && slot.in_run) {
      queue_->end_with(slot.item);
      found(slot, violation_of(exit, slot.recorder.log().size()), exit);
    } else {
      queue_->stop();
      if (failure_.empty()) failure_ = loss_in_words(slot, exit);
    }
  }

  // Whether it is the earliest so far.
  bool found(const WorkerSlot& slot, core::Violation violation, const std::optional<ProcessExit>& exit) {
    ++findings_;
    if (found_ && found_->item <= slot.item) return false;
    found_ = FoundItem{slot.item, slot.place, slot.recorder.log(), std::move(violation), exit, {}};
    return true;
  }

  // What a worker threw is told as it is.
  static std::string loss_in_words(const WorkerSlot& slot, const ProcessExit& exit) {
    if (exit.reason == ExitReason::threw) return exit.standard_error;
    return fmt::format(
        "a worker was lost at item {}, outside of any run: {}; the end of its standard error: {}",
        slot.item.load(), in_words(exit), exit.standard_error);
  }

  PoolProgress progress() const {
    PoolProgress sum;
    for (const SharedMemory<WorkerSlot>& slot : slots_) {
      sum.cases += slot->cases;
      sum.runs += slot->runs;
      sum.steps += slot->steps;
    }
    sum.findings = findings_;
    return sum;
  }

  SharedMemory<WorkQueue> queue_;
  std::vector<SharedMemory<WorkerSlot>> slots_;
  std::vector<std::unique_ptr<Papers>> papers_;
  std::vector<std::unique_ptr<ForkedChild>> children_;
  std::vector<bool> settled_;
  std::optional<FoundItem> found_;
  std::uint32_t findings_ = 0;
  std::string failure_;
};

}  // namespace

PoolResult run_pool(const PoolOptions& options, const std::function<std::unique_ptr<Work>()>& make_work,
                    const std::function<void(const PoolProgress&)>& on_tick) {
  assert(options.workers > 0);
  return Pool(options, make_work).run(on_tick);
}

}  // namespace windtunnel::engine
