// V9, no residue: nothing is kept that nobody can need. Removed timers leave the heap when they are many (law
// L7). A with_timeout whose future is done, and a wait that is over, have removed their timers (laws G27, K4,
// Q6). Waiters that are done leave their lists when they are many or first (laws K6, Q4). A with_timeout of
// an executor's future is a hop late; it is known that its timer can run in between (law G27). A closed
// stream has closed its socket.
#include <array>
#include <fmt/format.h>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;
using tornado::WaiterList;

// Law K6: at most this many waiters that timed out are kept.
constexpr std::uint32_t most_done_waiters = 100;

class NoResidue final : public Law {
 public:
  NoResidue()
      : Law({.name = "V9",
             .title =
                 "removed timers, timers of waits that are over, done waiters, sockets of closed streams "
                 "do not stay",
             .needs = {core::Guarantee::synchronous_callbacks, core::Guarantee::batched_iterations},
             .models = core::every_model,
             .watches = {EventKind::iteration, EventKind::poll, EventKind::idle, EventKind::timer_removed,
                         EventKind::future_set, EventKind::chained, EventKind::timeout,
                         EventKind::waiters_left, EventKind::timer_begin, EventKind::concurrent_future,
                         EventKind::stream_opened, EventKind::stream_closed, EventKind::socket_closed},
             .laws = {"L7", "G27", "K4", "K6", "Q4", "Q6"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::iteration:
        removed_ = 0;
        return true;
      case EventKind::timer_removed:
        ++removed_;
        return true;
      case EventKind::concurrent_future:
        concurrent_[event.id] = true;
        return true;
      case EventKind::timer_begin:
        return began(event.id);
      case EventKind::chained:
        // The first chain is the with_timeout's own; a program may chain others to the same result.
        if (results_[event.id].source == 0) results_[event.id].source = event.other;
        watch(results_[event.id]);
        return true;
      case EventKind::timeout:
        results_[event.id].timer = event.other;
        watch(results_[event.id]);
        return true;
      case EventKind::future_set:
        source_set(event.id);
        waiter_set(event.id);
        return true;
      case EventKind::waiters_left:
        return waiters_left(static_cast<WaiterList>(event.detail), event.id, event.other);
      case EventKind::stream_opened:
        sockets_[event.id] = event.other;
        return true;
      case EventKind::stream_closed:
        if (sockets_[event.id] != 0) left_open_.push_back(sockets_[event.id]);
        return true;
      case EventKind::socket_closed:
        std::erase(left_open_, event.id);
        return true;
      case EventKind::poll:
        return heap(event.id, event.other) && no_late_timers() && no_open_sockets();
      default:
        return no_late_timers() && no_open_sockets();
    }
  }

 private:
  // The timer of a wait that is over, or of a with_timeout, whose source was set since the last poll.
  struct Finished {
    std::uint32_t timer;
    std::uint32_t source;
  };

  // Data about a future that may be the result of a with_timeout.
  struct Result {
    std::uint32_t source = 0;
    std::uint32_t timer = 0;
    bool watched = false;
  };

  // A with_timeout: its timer must be gone once its source is set.
  struct Guard {
    std::uint32_t timer = 0;
    std::uint32_t next = 0;  // the next guard of the same source
  };

  void reset() override {
    removed_ = 0;
    results_.clear();
    first_guard_.clear();
    guards_.clear();
    finished_.clear();
    concurrent_.clear();
    sockets_.clear();
    left_open_.clear();
    for (auto& owners : set_by_others_) owners.clear();
  }

  void watch(Result& result) {
    if (result.source == 0 || result.timer == 0 || result.watched) return;
    result.watched = true;
    const auto [source, timer, watched] = result;
    if (run().futures[source].set) {
      finished_.push_back({timer, source});
      return;
    }
    guards_.push_back({timer, first_guard_[source]});
    first_guard_[source] = static_cast<std::uint32_t>(guards_.size());
  }

  void source_set(std::uint32_t source) {
    if (guards_.empty() || source == 0) return;
    for (std::uint32_t guard = first_guard_[source]; guard != 0; guard = guards_[guard - 1].next)
      finished_.push_back({guards_[guard - 1].timer, source});
    first_guard_[source] = 0;
  }

  void waiter_set(std::uint32_t future) {
    const WaiterFacts& waiter = run().sync.waiters[future];
    if (waiter.timer != 0) finished_.push_back({waiter.timer, future});
    if (waiter.live && !runs(waiter.timer)) ++others(waiter.list, waiter.owner);
  }

  bool runs(std::uint32_t timer) const {
    for (const Running& running : run().running)
      if (running.begin == EventKind::timer_begin && running.number == timer) return true;
    return false;
  }

  std::uint32_t& others(WaiterList list, std::uint32_t owner) {
    return set_by_others_[static_cast<std::size_t>(list)][owner];
  }

  // A list that was just searched has `left` waiters.
  bool waiters_left(WaiterList list, std::uint32_t owner, std::uint32_t left) {
    if (owner == 0) return true;
    const WaiterLine& line = run().sync.line(list, owner);
    const std::uint32_t done = left > line.live ? left - line.live : 0;
    if (!judge(done <= line.ended))
      return violation(fmt::format("{} done waiters are in a list, but only {} ended without being served",
                                   done, line.ended));
    // Law K6 counts only waiters that timed out, not those that the program or a YieldPoint set.
    const bool by_number = list == WaiterList::condition || list == WaiterList::semaphore;
    return judge(by_number ? done <= most_done_waiters + others(list, owner) : left == 0 || line.live > 0) ||
           violation(fmt::format("a list has {} waiters, of which {} are done", left, done));
  }

  // The loop purges at the beginning of an iteration, so timers removed since then do not count.
  bool heap(std::uint32_t timers, std::uint32_t cancelled) {
    if (cancelled == 0) return true;
    const std::uint32_t stale = cancelled > removed_ ? cancelled - removed_ : 0;
    return judge(stale <= 512 || stale <= timers / 2) ||
           violation(fmt::format(
               "{} of the {} timers in the heap are cancelled, {} of them since before this iteration",
               cancelled, timers, stale));
  }

  bool began(std::uint32_t begun) {
    for (const auto& [timer, source] : finished_) {
      if (timer != begun || !run().timers[timer].live()) continue;
      if (!concurrent_[source])
        return judge(false) ||
               violation(fmt::format("timer {} of a with_timeout runs, though its future {} is done", timer,
                                     source));
      return known("G27",
                   fmt::format("timer {} of a with_timeout runs, though the executor's future {} is done",
                               timer, source));
    }
    return true;
  }

  bool no_late_timers() {
    for (const auto& [timer, source] : finished_)
      if (!judge(concurrent_[source] || !run().timers[timer].live()))
        return violation(fmt::format("timer {} is still set, though the wait that it limits is over", timer));
    finished_.clear();
    return true;
  }

  bool no_open_sockets() {
    if (left_open_.empty()) return true;
    return judge(false) ||
           violation(fmt::format("socket {} is still open, though its stream is closed", left_open_.front()));
  }

  std::uint32_t removed_ = 0;  // timers removed since the iteration began
  Numbered<Result> results_;
  Numbered<std::uint32_t> first_guard_;  // by source; index in guards_, plus 1
  std::vector<Guard> guards_;
  std::vector<Finished> finished_;
  Numbered<std::uint32_t> sockets_;       // by stream
  std::vector<std::uint32_t> left_open_;  // sockets whose stream was closed since the last poll
  Numbered<char> concurrent_;             // whether that future is an executor's
  std::array<Numbered<std::uint32_t>, 4> set_by_others_;  // waiters, by WaiterList, then by owner
};

}  // namespace

std::unique_ptr<Law> make_no_residue() {
  return std::make_unique<NoResidue>();
}

}  // namespace windtunnel::properties
