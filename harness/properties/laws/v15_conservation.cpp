// V15, conservation: permits, items and grants are neither lost nor invented. They go to the waiter that has
// waited longest (laws K1, K8, Q1, Q2), never to one that does not wait any more, and nobody waits for what
// is available. All of it happens inside calls, so it holds in every scheduling model.
// over 400 lines because one law covers four kinds of objects.
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "harness/properties/laws/all_laws.hpp"
#include "harness/properties/laws/given_up.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;
using tornado::ItemOrder;
using tornado::WaiterList;

class Conservation final : public Law {
 public:
  Conservation()
      : Law({.name = "V15",
             .title = "permits, items and grants are conserved and go to the longest waiter, at once",
             .needs = {core::Guarantee::synchronous_callbacks},
             .models = core::every_model,
             .watches = {EventKind::poll,
                         EventKind::idle,
                         EventKind::future_set,
                         EventKind::chained,
                         EventKind::timeout,
                         EventKind::waiter_untimed,
                         EventKind::waiters_left,
                         EventKind::condition_notify,
                         EventKind::condition_notified,
                         EventKind::event_wait,
                         EventKind::event_set,
                         EventKind::event_cleared,
                         EventKind::semaphore_acquire,
                         EventKind::semaphore_release,
                         EventKind::semaphore_grant,
                         EventKind::queue_made,
                         EventKind::queue_put,
                         EventKind::queue_get,
                         EventKind::queue_getter,
                         EventKind::queue_given,
                         EventKind::queue_putter,
                         EventKind::queue_admitted,
                         EventKind::queue_task_done},
             .laws = {"K1", "K2", "K3", "K5", "K7", "K8", "K10", "K11", "Q1", "Q2", "Q4", "Q5"}}) {}

  bool see(const Event& event) override {
    const bool promised = promise_.future != 0;
    if (promised && !promise_kept(event)) return false;
    switch (event.kind) {
      case EventKind::poll:
        return nobody_waits_in_vain();
      case EventKind::idle:
        return zero_timeouts();
      case EventKind::chained:
        given_up_.follow(event.id, event.other);
        return true;
      case EventKind::timeout:
        given_up_.limit(event.id);
        return true;
      case EventKind::waiter_untimed:
        untimed_.push_back(event.id);
        return true;
      case EventKind::future_set:
        given_up_.set(run(), event.id);
        return promised || (chosen_in_order(event.id) && not_of_itself(event.id) && shared(event.id));
      case EventKind::condition_notify:
        notify_ = {event.id, event.other, 0, static_cast<std::uint32_t>(run().running.size())};
        return true;
      case EventKind::condition_notified:
        return notified(event.id, event.other);
      case EventKind::waiters_left:
        return static_cast<WaiterList>(event.detail) != WaiterList::condition || notify_done(event.id);
      case EventKind::event_wait:
        return event_waited_for(event.id, event.other);
      case EventKind::event_set:
        return event_set(event.id, event.other);
      case EventKind::event_cleared:
        return event_cleared(event.id);
      case EventKind::semaphore_acquire:
        touch(semaphores_, event.id);
        return true;
      case EventKind::semaphore_release:
        return released(event.id);
      case EventKind::semaphore_grant:
        return granted(event.id, event.other);
      default:
        return queue_event(event);
    }
  }

 private:
  // A future that the very next event must set.
  struct Promise {
    std::uint32_t future = 0;
    std::uint32_t step = 0;
  };

  // The notify that is choosing, or has chosen last.
  struct Notify {
    std::uint32_t condition = 0;
    std::uint32_t most = 0;
    std::uint32_t previous = 0;  // the waiter that it chose before
    std::uint32_t depth = 0;     // of enclosing callbacks
  };

  // A waiter that a notify has chosen and must set.
  struct Chosen {
    std::uint32_t before = 0;  // chosen by the same notify just before this one
    std::uint32_t depth = 0;
    bool pending = false;
    bool spoiled = false;  // it, or one before it, was set by somebody else, which ended the notify
  };

  // What a queue does for the putter that it lets in.
  struct Admission {
    bool open = false;        // the item of the get that let it in has not left yet
    bool reentered = false;   // callbacks of the putter used the queue meanwhile
    std::uint32_t depth = 0;  // of enclosing callbacks
  };

  void reset() override {
    promise_ = {};
    notify_ = {};
    chosen_.clear();
    pending_.clear();
    semaphores_.clear();
    queues_.clear();
    untimed_.clear();
    admissions_.clear();
    event_of_.clear();
    foreign_.clear();
    given_up_.reset();
  }

  const SyncState& sync() const { return run().sync; }

  static void touch(std::vector<std::uint32_t>& list, std::uint32_t number) {
    if (number != 0 && (list.empty() || list.back() != number)) list.push_back(number);
  }

  bool is_set(std::uint32_t event) const {
    const std::uint32_t future = sync().events[event].future;
    return event == 0 || future == 0 || run().futures[future].set;
  }

  // --- which future must be set next, and which futures may be set at all

  void promise(std::uint32_t future) { promise_ = {future, run().step}; }

  bool promise_kept(const Event& event) {
    const Promise promised = std::exchange(promise_, {});
    const bool kept =
        event.kind == EventKind::future_set && event.id == promised.future && run().step == promised.step + 1;
    return judge(kept && event.other == 0) ||
           violation(fmt::format("future {} was to be set to what it was given at step {}, but {}",
                                 promised.future, promised.step, kept ? "failed" : "was not set at once"));
  }

  // A waiter must not be set by nobody at the moment when it begins to wait; later its program may set it.
  bool not_of_itself(std::uint32_t future) {
    const WaiterFacts& waiter = sync().waiters[future];
    if (!waiter.live || waiter.began_at + 1 != run().step) return true;
    return judge(false) || violation(fmt::format(
                               "future {} began to wait and was set at once, though nobody let it", future));
  }

  // --- conditions

  bool notified(std::uint32_t condition, std::uint32_t future) {
    if (condition == 0 || future == 0) return true;
    if (notify_.condition != condition || notify_.most == 0)
      return judge(false) || violation(fmt::format(
                                 "condition {} is to wake future {}, but notify was called for fewer waiters",
                                 condition, future));
    --notify_.most;
    chosen_[future] = {std::exchange(notify_.previous, future), notify_.depth, true};
    pending_.push_back(future);
    return longest(WaiterList::condition, condition, future);
  }

  // The list was searched, by a notify or because a waiter timed out.
  bool notify_done(std::uint32_t condition) {
    if (condition == 0 || notify_.condition != condition) return true;
    const Notify notify = std::exchange(notify_, {});
    const std::uint32_t left = sync().line(WaiterList::condition, condition).first;
    return judge(notify.most == 0 || left == 0) ||
           violation(fmt::format("condition {} was notified for {} more, but future {} still waits",
                                 condition, notify.most, left));
  }

  // The waiters that a notify has chosen are set in the order of its choice. Callbacks of one may call other
  // notifies before the next. A program that sets such a waiter itself ends the notify.
  bool chosen_in_order(std::uint32_t future) {
    if (future >= chosen_.size() || !chosen_[future].pending) return true;
    Chosen& chosen = chosen_[future];
    chosen.pending = false;
    if (run().running.size() != chosen.depth) {
      chosen.spoiled = true;
      return true;
    }
    return judge(chosen.before == 0 || run().futures[chosen.before].set) ||
           violation(fmt::format("future {} was woken before future {}, which waited longer", future,
                                 chosen.before));
  }

  // --- events

  bool event_set(std::uint32_t event, std::uint32_t future) {
    if (event == 0 || future == 0) return true;
    if (!judge(future == sync().events[event].future && !run().futures[future].set))
      return violation(
          fmt::format("event {} sets future {}, which is not the one that is waited for", event, future));
    promise(future);
    return true;
  }

  bool event_waited_for(std::uint32_t event, std::uint32_t future) {
    const std::uint32_t own = sync().events[event].future;
    if (event == 0 || own == 0) return true;
    event_of_[future] = event;
    return judge(future == own) ||
           violation(
               fmt::format("event {} is waited for by future {}, but its future is {}", event, future, own));
  }

  bool event_cleared(std::uint32_t event) {
    const std::uint32_t future = sync().events[event].future;
    if (event == 0 || future == 0) return true;
    foreign_[event] = 0;
    return judge(run().futures[future].set) ||
           violation(fmt::format("event {} is cleared while it is not set, so nobody will set future {}",
                                 event, future));
  }

  // The one future that all waits for an event share was set, but not by the event (law K7).
  bool shared(std::uint32_t future) {
    const std::uint32_t event = future < event_of_.size() ? event_of_[future] : 0;
    if (event == 0 || sync().events[event].future != future) return true;
    foreign_[event] = 1;
    const std::uint32_t waits = sync().events[event].waits;
    return waits < 2 ||
           known("K7", fmt::format("event {} was not set, but one of its {} waits set future {}, "
                                   "which they share",
                                   event, waits, future));
  }

  // --- semaphores

  bool released(std::uint32_t semaphore) {
    touch(semaphores_, semaphore);
    const SemaphoreFacts& facts = sync().semaphores[semaphore];
    return semaphore == 0 || !facts.bounded || judge(facts.permits < facts.initial) ||
           violation(fmt::format("semaphore {} is released, but has all of its {} permits", semaphore,
                                 facts.initial));
  }

  bool granted(std::uint32_t semaphore, std::uint32_t future) {
    if (semaphore == 0 || future == 0) return true;
    touch(semaphores_, semaphore);
    if (!judge(sync().semaphores[semaphore].permits > 0))
      return violation(
          fmt::format("semaphore {} grants future {} a permit, but has none", semaphore, future));
    promise(future);
    return longest(WaiterList::semaphore, semaphore, future);
  }

  // --- queues

  // Callbacks of a put that a get lets in may take the queue's items before the get takes its own.
  void enter(EventKind kind, std::uint32_t queue) {
    touch(queues_, queue);
    Admission& admission = admissions_[queue];
    const auto depth = static_cast<std::uint32_t>(run().running.size());
    if (admission.open && depth > admission.depth) admission.reentered = true;
    if (kind == EventKind::queue_admitted) {
      admission.open = true;
      admission.depth = depth;
    } else if (kind == EventKind::queue_get && depth == admission.depth) {
      admission.open = false;
    }
  }

  bool item_left(std::uint32_t queue, std::uint32_t item) {
    const QueueFacts& facts = sync().queues[queue];
    const auto first = facts.items.begin() + static_cast<std::ptrdiff_t>(facts.first_item);
    const auto at = std::find(first, facts.items.end(), item);
    if (!judge(at != facts.items.end()))
      return violation(fmt::format("item {} leaves queue {}, but is not in it", item, queue));
    if (facts.order == ItemOrder::first_in && at != first)
      return violation(
          fmt::format("item {} leaves queue {}, but item {} entered before it", item, queue, *first));
    if (facts.order == ItemOrder::last_in && at + 1 != facts.items.end())
      return violation(fmt::format("item {} leaves queue {}, but item {} entered after it", item, queue,
                                   facts.items.back()));
    return true;
  }

  bool handed(WaiterList list, EventKind before, std::uint32_t queue, std::uint32_t future) {
    const Event* previous = run().previous;
    if (!judge(previous != nullptr && previous->kind == before && previous->id == queue))
      return violation(
          fmt::format("queue {} says that future {} is served, but no item was moved", queue, future));
    promise(future);
    return longest(list, queue, future);
  }

  bool task_done(std::uint32_t queue) {
    return judge(sync().queues[queue].unfinished > 0) ||
           violation(fmt::format("a task of queue {} is done, but none was unfinished", queue));
  }

  bool queue_event(const Event& event) {
    if (event.id == 0) return true;
    enter(event.kind, event.id);
    switch (event.kind) {
      case EventKind::queue_get:
        return item_left(event.id, event.other);
      case EventKind::queue_given:
        return handed(WaiterList::getters, EventKind::queue_get, event.id, event.other);
      case EventKind::queue_admitted:
        return handed(WaiterList::putters, EventKind::queue_put, event.id, event.other);
      case EventKind::queue_task_done:
        return task_done(event.id);
      default:
        return true;
    }
  }

  // --- waiters

  // Whether `future` may get it: it is waiting, and none has waited longer.
  bool longest(WaiterList list, std::uint32_t owner, std::uint32_t future) {
    const std::uint32_t first = sync().line(list, owner).first;
    if (!judge(future == first)) {
      return violation(
          run().futures[future].set
              ? fmt::format("future {} is served at {} {}, but is done already", future, name_of(list), owner)
              : fmt::format("future {} is served at {} {}, but future {} has waited longer", future,
                            name_of(list), owner, first));
    }
    return !given_up_.contains(run(), future) ||
           known("K11", fmt::format("{} {} serves future {}, but who waited for that has given up",
                                    name_of(list), owner, future));
  }

  static std::string_view name_of(WaiterList list) {
    switch (list) {
      case WaiterList::condition:
        return "condition";
      case WaiterList::semaphore:
        return "semaphore";
      default:
        return "queue";
    }
  }

  bool zero_timeouts() {
    for (const std::uint32_t future : std::exchange(untimed_, {})) {
      if (sync().waiters[future].live)
        known("K5", fmt::format("future {} waits for ever: its timeout was 0, which means none", future));
    }
    return true;
  }

  // --- when the loop is about to wait

  bool nobody_waits_in_vain() {
    for (const std::uint32_t semaphore : semaphores_)
      if (!semaphore_at_rest(semaphore)) return false;
    semaphores_.clear();
    for (const std::uint32_t queue : queues_)
      if (!queue_at_rest(queue)) return false;
    queues_.clear();
    for (const std::uint32_t future : pending_)
      if (!chosen_at_rest(future)) return false;
    pending_.clear();
    return true;
  }

  bool semaphore_at_rest(std::uint32_t semaphore) {
    const std::uint32_t waiter = sync().line(WaiterList::semaphore, semaphore).first;
    const std::uint64_t permits = sync().semaphores[semaphore].permits;
    return judge(waiter == 0 || permits == 0) ||
           violation(fmt::format("future {} waits for semaphore {}, which has permits: {}", waiter, semaphore,
                                 permits));
  }

  bool queue_at_rest(std::uint32_t queue) {
    const QueueFacts& facts = sync().queues[queue];
    const std::uint32_t getter = sync().line(WaiterList::getters, queue).first;
    const std::uint32_t putter = sync().line(WaiterList::putters, queue).first;
    std::string wrong;
    if (getter != 0 && facts.size() > 0) {
      wrong = fmt::format("future {} waits for an item of queue {}, which has items: {}", getter, queue,
                          facts.size());
    } else if (putter != 0 && facts.has_room()) {
      wrong = fmt::format("future {} waits for room in queue {}, which has {} items and takes {}", putter,
                          queue, facts.size(), facts.maxsize);
    } else if (facts.maxsize != 0 && facts.size() > facts.maxsize) {
      wrong = fmt::format("queue {} has {} items, but takes only {}", queue, facts.size(), facts.maxsize);
    }
    if (!judge(wrong.empty()))
      return admissions_[queue].reentered ? known("Q2", std::move(wrong)) : violation(std::move(wrong));
    return facts.finished == 0 || foreign_[facts.finished] != 0 ||
           judge(is_set(facts.finished) == (facts.unfinished == 0)) ||
           violation(fmt::format("queue {} has unfinished tasks: {}, but its event {} is {}", queue,
                                 facts.unfinished, facts.finished,
                                 is_set(facts.finished) ? "set" : "not set"));
  }

  bool chosen_at_rest(std::uint32_t future) {
    Chosen& chosen = chosen_[future];
    if (!chosen.pending) return true;
    chosen.spoiled = chosen_[chosen.before].spoiled;
    return judge(chosen.spoiled) || violation(fmt::format("condition {} was to wake future {}, but did not",
                                                          sync().waiters[future].owner, future));
  }

  Promise promise_;
  Notify notify_;
  Numbered<Chosen> chosen_;                // by future
  std::vector<std::uint32_t> pending_;     // chosen since the last poll
  std::vector<std::uint32_t> semaphores_;  // that something happened to since the last poll
  std::vector<std::uint32_t> queues_;      // likewise
  std::vector<std::uint32_t> untimed_;     // waiters whose timeout was 0
  Numbered<Admission> admissions_;         // by queue
  Numbered<std::uint32_t> event_of_;       // by future
  Numbered<std::uint8_t> foreign_;         // by event: its future was set by somebody else
  GivenUp given_up_;
};

}  // namespace

std::unique_ptr<Law> make_conservation() {
  return std::make_unique<Conservation>();
}

}  // namespace windtunnel::properties
