// V13: the exception that is seen is the one that was raised: in a task that waited for a failed future, and
// in each future that gets its exception from another (laws R6, F13, G22, G31). A program may also set such a
// future itself, so a future is judged only if the events show that the runtime set it.
#include <fmt/format.h>
#include <utility>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;
using tornado::Retriever;
using State = TaskFacts::State;

class ExceptionIdentity final : public Law {
 public:
  ExceptionIdentity()
      : Law({.name = "V13",
             .title = "an exception arrives as the one that was raised",
             .needs = {},
             .models = core::every_model,
             .watches = {EventKind::future_set, EventKind::future_callback_added, EventKind::future_retrieved,
                         EventKind::task_resume, EventKind::chained, EventKind::iterator_next,
                         EventKind::iterator_deliver},
             .laws = {"F13", "G22", "G31", "R6"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::future_set:
        return event.id == 0 || run().futures[event.id].set ||
               (task_future(event) && multi_result(event) && chained(event) && iterator_result(event));
      case EventKind::task_resume:
        return resumed(event.id, event.other);
      case EventKind::future_retrieved:
        return event.id == 0 || judge(run().futures[event.id].exception == event.other) ||
               violation(fmt::format("future {} failed with exception {}, but exception {} was found in it",
                                     event.id, run().futures[event.id].exception, event.other));
      case EventKind::chained:
        // The chain's own callback is added next to this event, before or after it.
        if (is_previous(EventKind::future_callback_added, event.other))
          chain_of_[run().previous->other] = {event.id, event.other};
        return true;
      case EventKind::future_callback_added:
        if (run().previous != nullptr && run().previous->kind == EventKind::chained &&
            run().previous->other == event.id)
          chain_of_[event.other] = {run().previous->id, event.id};
        return true;
      case EventKind::iterator_next:
        return next(event.id, event.other);
      default:
        return deliver(event.id, event.other);
    }
  }

 private:
  struct ChainEnds {
    std::uint32_t destination = 0;
    std::uint32_t source = 0;
  };

  struct Iterator {
    std::uint32_t next = 0;       // the future of a next() that has not received anything yet
    std::uint32_t delivered = 0;  // a child that was delivered before its next() was reported
  };

  void reset() override {
    chain_of_.clear();
    iterators_.clear();
    promised_.clear();
  }

  bool is_previous(EventKind kind, std::uint32_t id) const {
    return run().previous != nullptr && run().previous->kind == kind && run().previous->id == id;
  }

  std::uint32_t exception_of(std::uint32_t future) const { return run().futures[future].exception; }

  bool resumed(std::uint32_t number, std::uint32_t exception) {
    const TaskFacts& task = run().tasks[number];
    if (task.state == State::moment)
      return judge(exception == 0) ||
             violation(fmt::format("exception {} was thrown into task {}, which waited for moment", exception,
                                   number));
    if (task.state != State::waiting || task.awaited == 0) return true;
    const std::uint32_t expected = exception_of(task.awaited);
    return judge(exception == expected) ||
           violation(fmt::format(
               "exception {} was thrown into task {}, but future {}, for which it waited, holds {}",
               exception, number, task.awaited, expected));
  }

  bool task_future(const Event& event) {
    const TaskFacts& task = run().tasks[run().futures[event.id].task];
    if (task.state != State::ended || task.future != event.id) return true;
    return judge(event.other == task.exception) ||
           violation(fmt::format("a task ended with exception {}, but its future {} was set with {}",
                                 task.exception, event.id, event.other));
  }

  // multi looks at its first failing child before it sets its result.
  bool multi_result(const Event& event) {
    const std::uint32_t number = run().futures[event.id].multi;
    if (number == 0 || !run().multis[number].complete()) return true;
    const std::uint32_t failed = run().first_failed_child(run().multis[number]);
    if (failed == 0 || !run().futures[failed].retrieved_by_runtime) return true;
    return judge(event.other == exception_of(failed)) ||
           violation(
               fmt::format("the multi of future {} was set with exception {}, but its first failing child, "
                           "future {}, holds {}",
                           event.id, event.other, failed, exception_of(failed)));
  }

  bool chained(const Event& event) {
    const std::uint32_t source = source_that_sets(event.id);
    if (source == 0) return true;
    return judge(event.other == exception_of(source)) ||
           violation(fmt::format("future {} follows future {}, which holds exception {}, but was set with {}",
                                 event.id, source, exception_of(source), event.other));
  }

  // The source whose chain is setting this future now; 0 if the events do not show it.
  std::uint32_t source_that_sets(std::uint32_t future) const {
    if (is_previous(EventKind::chained, future)) return run().previous->other;
    if (!run().chains.empty()) {
      const auto& [destination, source] = run().chains.back();
      if (destination == future && is_previous(EventKind::future_retrieved, source)) return source;
    }
    if (run().running.empty() || run().running.back().begin != EventKind::future_callback_begin) return 0;
    const ChainEnds& chain = chain_of_[run().running.back().number];
    return chain.destination == future ? chain.source : 0;
  }

  bool iterator_result(const Event& event) {
    const std::uint32_t child = promised_[event.id];
    return child == 0 || handed_out(event.id, event.other, child);
  }

  bool handed_out(std::uint32_t future, std::uint32_t exception, std::uint32_t child) {
    return judge(exception == exception_of(child)) ||
           violation(
               fmt::format("an iterator handed out future {} with exception {}, but its child {} holds {}",
                           future, exception, child, exception_of(child)));
  }

  // next() makes its future itself, so if it is reported after the delivery, nobody else can have set it.
  bool next(std::uint32_t number, std::uint32_t future) {
    Iterator& iterator = iterators_[number];
    const std::uint32_t child = std::exchange(iterator.delivered, 0);
    iterator.next = child == 0 ? future : 0;
    if (child == 0 || future == 0) return true;
    if (run().futures[future].set) return handed_out(future, exception_of(future), child);
    promised_[future] = child;
    return true;
  }

  bool deliver(std::uint32_t number, std::uint32_t child) {
    Iterator& iterator = iterators_[number];
    const std::uint32_t future = std::exchange(iterator.next, 0);
    if (future == 0)
      iterator.delivered = child;
    else if (!run().futures[future].set)
      promised_[future] = child;
    return true;
  }

  Numbered<ChainEnds> chain_of_;  // by number of the future callback that is the chain's
  Numbered<Iterator> iterators_;
  Numbered<std::uint32_t> promised_;  // by future of a next(): the child whose outcome it gets
};

}  // namespace

std::unique_ptr<Law> make_exception_identity() {
  return std::make_unique<ExceptionIdentity>();
}

}  // namespace windtunnel::properties
