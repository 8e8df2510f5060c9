// Sequences of events, written by hand: what the tests of the laws are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/laws/law_set.hpp"
#include "runtime/observer.hpp"

namespace windtunnel {

/// Builds a sequence of events; every call adds one and is named after its kind.
class Events {
 public:
  using Number = std::uint32_t;
  using Kind = tornado::EventKind;

  Events& add(Kind kind, Number id = 0, Number other = 0, std::uint8_t detail = 0, double seconds = 0) {
    events_.push_back({kind, detail, id, other, seconds});
    return *this;
  }

  /// Everything that `more` has, behind.
  Events& then(const Events& more) {
    bytes_ += more.bytes_;
    events_.insert(events_.end(), more.events_.begin(), more.events_.end());
    return *this;
  }

  // The loop.
  Events& iteration(Number callbacks, Number timers = 0) { return add(Kind::iteration, callbacks, timers); }
  Events& poll(Number timers = 0, Number cancelled = 0) { return add(Kind::poll, timers, cancelled); }
  Events& clock(double to) { return add(Kind::clock, 0, 0, 0, to); }
  Events& idle() { return add(Kind::idle); }
  Events& livelock() { return add(Kind::livelock); }
  Events& loop_start() { return add(Kind::loop_start); }
  Events& loop_return() { return add(Kind::loop_return); }
  Events& loop_stop() { return add(Kind::loop_stop); }
  Events& loop_close() { return add(Kind::loop_close); }
  Events& callback_queued(Number id) { return add(Kind::callback_queued, id); }
  Events& callback_begin(Number id) { return add(Kind::callback_begin, id); }
  Events& callback_end(Number id, Number error = 0) { return add(Kind::callback_end, id, error); }
  Events& callback_gave(Number future) { return add(Kind::callback_gave, future); }
  Events& timer_added(Number id, double deadline) { return add(Kind::timer_added, id, 0, 0, deadline); }
  Events& timer_removed(Number id) { return add(Kind::timer_removed, id); }
  Events& timer_begin(Number id) { return add(Kind::timer_begin, id); }
  Events& timer_end(Number id, Number error = 0) { return add(Kind::timer_end, id, error); }
  Events& external_added(Number id) { return add(Kind::external_added, id); }
  Events& external_begin(Number id) { return add(Kind::external_begin, id); }
  Events& external_end(Number id, Number error = 0) { return add(Kind::external_end, id, error); }

  // Futures and tasks.
  Events& future_set(Number id, Number error = 0) { return add(Kind::future_set, id, error); }
  Events& future_callback_added(Number id, Number callback) {
    return add(Kind::future_callback_added, id, callback);
  }
  Events& future_callback_begin(Number id, Number callback) {
    return add(Kind::future_callback_begin, id, callback);
  }
  Events& future_callback_end(Number id, Number error = 0) {
    return add(Kind::future_callback_end, id, error);
  }
  Events& retrieved(Number id, Number error, tornado::Retriever who = tornado::Retriever::user) {
    return add(Kind::future_retrieved, id, error, static_cast<std::uint8_t>(who));
  }
  Events& owed(Number id, Number error) { return retrieved(id, error, tornado::Retriever::runtime); }
  Events& unretrieved(Number id, Number error) { return add(Kind::future_unretrieved, id, error); }
  Events& concurrent_future(Number id) { return add(Kind::concurrent_future, id); }
  Events& task_begin(Number id, Number future) { return add(Kind::task_begin, id, future); }
  Events& yield_ready(Number id, Number future) { return yield(id, future, tornado::YieldKind::ready); }
  Events& yield_waiting(Number id, Number future) { return yield(id, future, tornado::YieldKind::waiting); }
  Events& yield_moment(Number id) { return yield(id, 0, tornado::YieldKind::moment); }
  Events& task_resume(Number id, Number error = 0) { return add(Kind::task_resume, id, error); }
  Events& task_end(Number id, Number error = 0) { return add(Kind::task_end, id, error); }

  // Contexts.
  Events& context_made(Number id, tornado::ContextKind kind = tornado::ContextKind::stack) {
    return add(Kind::context_made, id, 0, static_cast<std::uint8_t>(kind));
  }
  Events& block_begin(Number context) { return add(Kind::context_entered, context); }
  Events& block_end(Number context, Number error = 0) { return add(Kind::context_left, context, error); }
  Events& captured(Number id, Number innermost) { return add(Kind::contexts_captured, id, innermost); }
  Events& restored(Number capture) { return add(Kind::contexts_restored, capture); }
  Events& given_back(Number capture) { return add(Kind::contexts_given_back, capture); }
  Events& entered(Number context) { return add(Kind::context_entered, context, 0, call); }
  Events& left(Number context, Number error = 0) { return add(Kind::context_left, context, error, call); }
  Events& deactivated(Number context) { return add(Kind::context_deactivated, context); }
  Events& null_begin() { return add(Kind::null_context_begin); }
  Events& null_end() { return add(Kind::null_context_end); }
  Events& taking_callback(Number id) { return add(Kind::callback_queued, id, 0, takes_contexts); }
  Events& taking_timer(Number id, double deadline) {
    return add(Kind::timer_added, id, 0, takes_contexts, deadline);
  }
  Events& taking_future_callback(Number future, Number callback) {
    return add(Kind::future_callback_added, future, callback, takes_contexts);
  }

  Events& yield_point(Number id, Number future) { return add(Kind::yield_point, id, future); }
  Events& task_interrupted(Number id, Number future) { return add(Kind::task_interrupted, id, future); }
  Events& callbacks_leaked(Number id) { return add(Kind::callbacks_leaked, id); }
  Events& yield_point_stale(Number id) { return add(Kind::yield_point_stale, id); }

  // Errors.
  Events& logged(Number error, tornado::ErrorKind why = tornado::ErrorKind::callback) {
    return add(Kind::error_logged, 0, error, static_cast<std::uint8_t>(why));
  }
  Events& logged_multiple(Number error) { return logged(error, tornado::ErrorKind::multiple); }
  Events& logged_late(Number error) { return logged(error, tornado::ErrorKind::late); }
  Events& quieted(Number error) { return add(Kind::error_quieted, 0, error); }

  // What is built from futures.
  Events& chained(Number destination, Number source) { return add(Kind::chained, destination, source); }
  Events& multi(Number result, const std::vector<Number>& children) {
    add(Kind::multi, result, static_cast<Number>(children.size()));
    for (Number child : children) add(Kind::multi_child, result, child);
    return *this;
  }
  Events& timeout(Number result, Number timer) { return add(Kind::timeout, result, timer); }
  Events& sleep(Number future, Number timer) { return add(Kind::sleep, future, timer); }
  Events& iterator_child(Number id, Number child) { return add(Kind::iterator_child, id, child); }
  Events& iterator_next(Number id, Number future) { return add(Kind::iterator_next, id, future); }
  Events& iterator_deliver(Number id, Number child) { return add(Kind::iterator_deliver, id, child); }
  Events& periodic_start(Number id, double period) { return add(Kind::periodic_start, id, 0, 0, period); }
  Events& periodic_timer(Number id, Number timer) { return add(Kind::periodic_timer, id, timer); }
  Events& periodic_run(Number id) { return add(Kind::periodic_run, id); }
  Events& periodic_stop(Number id) { return add(Kind::periodic_stop, id); }

  // Locks and queues.
  Events& waiter_timer(Number waiter, Number timer) { return add(Kind::waiter_timer, waiter, timer); }
  Events& waiter_untimed(Number waiter) { return add(Kind::waiter_untimed, waiter); }
  Events& waiters_left(tornado::WaiterList list, Number owner, Number left) {
    return add(Kind::waiters_left, owner, left, static_cast<std::uint8_t>(list));
  }
  Events& condition_made(Number id) { return add(Kind::condition_made, id); }
  Events& condition_wait(Number id, Number waiter) { return add(Kind::condition_wait, id, waiter); }
  /// A notify for at most `most`, which chooses these and leaves so many in the list.
  Events& condition_notify(Number id, Number most, const std::vector<Number>& chosen, Number left = 0) {
    add(Kind::condition_notify, id, most);
    for (Number waiter : chosen) add(Kind::condition_notified, id, waiter);
    return waiters_left(tornado::WaiterList::condition, id, left);
  }
  Events& event_made(Number id, Number future) { return add(Kind::event_made, id, future); }
  Events& event_wait(Number id, Number future) { return add(Kind::event_wait, id, future); }
  Events& event_set(Number id, Number future) { return add(Kind::event_set, id, future); }
  Events& event_cleared(Number id, Number future) { return add(Kind::event_cleared, id, future); }
  Events& semaphore_made(Number id, Number permits, bool bounded = false) {
    return add(Kind::semaphore_made, id, permits, bounded ? 1 : 0);
  }
  Events& semaphore_acquire(Number id, Number waiter) { return add(Kind::semaphore_acquire, id, waiter); }
  Events& semaphore_release(Number id) { return add(Kind::semaphore_release, id); }
  Events& semaphore_grant(Number id, Number waiter) { return add(Kind::semaphore_grant, id, waiter); }
  Events& queue_made(Number id, Number maxsize = 0, tornado::ItemOrder order = tornado::ItemOrder::first_in) {
    return add(Kind::queue_made, id, maxsize, static_cast<std::uint8_t>(order));
  }
  Events& queue_finished(Number id, Number event) { return add(Kind::queue_finished, id, event); }
  Events& queue_put(Number id, Number item) { return add(Kind::queue_put, id, item); }
  Events& queue_get(Number id, Number item) { return add(Kind::queue_get, id, item); }
  Events& queue_getter(Number id, Number waiter) { return add(Kind::queue_getter, id, waiter); }
  Events& queue_given(Number id, Number waiter) { return add(Kind::queue_given, id, waiter); }
  Events& queue_putter(Number id, Number waiter) { return add(Kind::queue_putter, id, waiter); }
  Events& queue_admitted(Number id, Number waiter) { return add(Kind::queue_admitted, id, waiter); }
  Events& queue_task_done(Number id) { return add(Kind::queue_task_done, id); }

  // Descriptors, sockets, streams and requests.
  Events& handler_added(Number id, std::uint8_t events) { return add(Kind::handler_added, id, 0, events); }
  Events& handler_updated(Number id, std::uint8_t events) {
    return add(Kind::handler_updated, id, 0, events);
  }
  Events& handler_removed(Number id) { return add(Kind::handler_removed, id); }
  Events& handler_ready(Number id, std::uint8_t events) { return add(Kind::handler_ready, id, 0, events); }
  Events& handler_begin(Number id, std::uint8_t events) { return add(Kind::handler_begin, id, 0, events); }
  Events& handler_end(Number id, Number error = 0) { return add(Kind::handler_end, id, error); }
  Events& socket_connected(Number id, Number peer) { return add(Kind::socket_connected, id, peer); }
  Events& socket_sent(Number id, Number bytes) { return add(Kind::socket_sent, id, bytes); }
  Events& socket_received(Number id, Number bytes) { return add(Kind::socket_received, id, bytes); }
  Events& socket_ended(Number id, tornado::SocketEnd how = tornado::SocketEnd::finished) {
    return add(Kind::socket_ended, id, 0, static_cast<std::uint8_t>(how));
  }
  Events& socket_closed(Number id) { return add(Kind::socket_closed, id); }
  Events& fault(std::uint8_t fault, Number socket = 0) { return add(Kind::network_fault, socket, 0, fault); }
  Events& stream_opened(Number id, Number socket) { return add(Kind::stream_opened, id, socket); }
  Events& stream_written(Number id, const std::string& bytes) {
    bytes_ += bytes;
    return add(Kind::stream_written, id, static_cast<Number>(bytes.size()));
  }
  Events& stream_reads(Number id, Number future, tornado::StreamRead as = tornado::StreamRead::whole) {
    return add(Kind::stream_reads, id, future, static_cast<std::uint8_t>(as));
  }
  Events& stream_read(Number id, const std::string& bytes,
                      tornado::StreamRead as = tornado::StreamRead::whole) {
    bytes_ += bytes;
    return add(Kind::stream_read, id, static_cast<Number>(bytes.size()), static_cast<std::uint8_t>(as));
  }
  Events& stream_callback_queued(Number id, Number callback, tornado::StreamCallback what) {
    return add(Kind::stream_callback_queued, id, callback, static_cast<std::uint8_t>(what));
  }
  Events& stream_callback_begin(Number id, Number callback) {
    return add(Kind::stream_callback_begin, id, callback);
  }
  Events& stream_close_callback(Number id, bool has) {
    return add(Kind::stream_close_callback, id, 0, has ? 1 : 0);
  }
  Events& stream_closed(Number id, Number error = 0) { return add(Kind::stream_closed, id, error); }
  Events& request_begin(Number id, double deadline) { return add(Kind::request_begin, id, 0, 0, deadline); }
  Events& request_end(Number id) { return add(Kind::request_end, id); }

  std::size_t size() const { return events_.size(); }
  const std::string& bytes() const { return bytes_; }
  const std::vector<tornado::Event>& list() const { return events_; }

 private:
  static constexpr auto call = static_cast<std::uint8_t>(tornado::ContextUse::call);
  static constexpr auto takes_contexts = static_cast<std::uint8_t>(tornado::Takes::contexts);

  Events& yield(Number id, Number future, tornado::YieldKind how) {
    return add(Kind::task_yield, id, future, static_cast<std::uint8_t>(how));
  }

  std::vector<tornado::Event> events_;
  std::string bytes_;
};

inline std::optional<Breach> check(LawSet& laws, const std::vector<tornado::Event>& events,
                                   Freedom freedom = Freedom::contract, std::string_view bytes = {}) {
  return laws.check(events.data(), events.data() + events.size(), freedom, bytes);
}

/// What that one law says of the events: "" if it is silent, else "STEP: MESSAGE".
inline std::string verdict(const std::string& law, const Events& events,
                           Freedom freedom = Freedom::contract) {
  LawSet laws(std::vector<std::string>{law}, all_guarantees);
  const std::optional<Breach> breach = check(laws, events.list(), freedom, events.bytes());
  return breach ? std::to_string(breach->step) + ": " + breach->message : "";
}

/// The known defects that the law notes in the events, "STEP: NUMBER: MESSAGE" each, joined by line breaks.
/// The law holds.
inline std::string known_by(const std::string& law, const Events& events,
                            Freedom freedom = Freedom::contract) {
  LawSet laws(std::vector<std::string>{law});
  if (const std::optional<Breach> breach = check(laws, events.list(), freedom))
    return "broken: " + breach->message;
  std::string all;
  for (const Known& known : laws.known())
    all += (all.empty() ? "" : "\n") + std::to_string(known.step) + ": " + std::string(known.defect) + ": " +
           known.message;
  return all;
}

}  // namespace windtunnel
