// What a loop tells about itself while somebody watches: a flat sequence of small events, with numbers for
// names. It is the runtime's only trace of being tested; laws are rules over this sequence. Without an
// observer it costs a branch, with one a store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tornado {

/// What happened. `id` and `other` are the Event's fields. Callbacks, timers, externals, futures, tasks (a
/// task is one call of a coroutine), iterators, periodics, locks and queues are each numbered from 1 in the
/// order of their making, items in the order in which they enter some queue; 0 is none. Exceptions are
/// numbered from 1 in the order in which the observer first saw them.
enum class EventKind : std::uint8_t {
  // the loop
  iteration,        ///< phase (c) begins; id: callbacks noted for it, other: due timers collected for it
  poll,             ///< the I/O phase begins; id: timers in the heap, other: how many of those are cancelled
  clock,            ///< the clock moved; seconds: to, detail: ClockMove
  idle,             ///< nothing is left to do or to wait for
  livelock,         ///< the step limit ended the run
  loop_start,       ///< start() entered
  loop_return,      ///< start() returns
  loop_stop,        ///< stop() called
  loop_close,       ///< the loop goes: what is still queued, timed or suspended is dropped after this
  callback_queued,  ///< id: callback, detail: Takes
  callback_begin,   ///< id: callback
  callback_end,     ///< id: callback, other: the exception that escaped it, or 0
  callback_gave,    ///< a callback, timer or external returned a Future; id: that future
  timer_added,      ///< id: timer, seconds: its deadline, detail: Takes
  timer_removed,    ///< id: timer; at most once each
  timer_begin,      ///< id: timer
  timer_end,        ///< id: timer, other: the exception that escaped it, or 0
  external_added,   ///< id: external event
  external_begin,   ///< id: external event
  external_end,     ///< id: external event, other: the exception that escaped it, or 0
  // futures
  future_set,             ///< id: future, other: exception, or 0 for a result; before its callbacks run
  future_callback_added,  ///< id: future, other: number of the callback (numbered from 1 over the whole
                          ///< loop),
                          ///< detail: Takes
  future_callback_begin,  ///< id: future, other: number of the callback
  future_callback_end,    ///< id: future, other: the exception that escaped it, or 0
  future_retrieved,       ///< the exception of a failed future was looked at; id: future, other: exception,
                          ///< detail: Retriever
  future_unretrieved,  ///< a failed future died unlooked at, which was logged; id: future, other: exception
  concurrent_future,   ///< an executor's future was made, which is set from outside the loop; id: future
  // tasks
  task_begin,   ///< id: task, other: its future
  task_yield,   ///< id: task, other: the future waited for, detail: YieldKind
  task_resume,  ///< id: task, other: the exception thrown in, or 0
  task_end,     ///< id: task, other: the exception that ended it, or 0; before its future is set
  // errors
  error_logged,   ///< other: exception, detail: ErrorKind
  error_quieted,  ///< an exception that `quiet_exceptions` kept out of the log; other: exception
  // what is built from futures
  chained,           ///< id: destination future, other: source future
  multi,             ///< id: result future, other: number of children
  multi_child,       ///< id: result future, other: child future, in order
  timeout,           ///< with_timeout; id: result future, other: its timer
  sleep,             ///< id: future, other: its timer
  iterator_child,    ///< id: iterator, other: child future
  iterator_next,     ///< id: iterator, other: the future that next() returned
  iterator_deliver,  ///< id: iterator, other: the child whose outcome was handed out
  periodic_start,    ///< id: periodic, seconds: its period; its base is the clock now
  periodic_timer,    ///< id: periodic, other: the timer of its next run
  periodic_run,      ///< id: periodic
  periodic_stop,     ///< id: periodic
  // stack contexts
  contexts_captured,    ///< something that runs later took the current contexts, which are not none; id:
                        ///< capture,
                        ///< other: the innermost context
  contexts_restored,    ///< what was captured begins to run; id: capture; the contexts are entered next
  contexts_given_back,  ///< it is over, and its caller's contexts are current again; id: capture
  context_made,         ///< id: context, detail: ContextKind
  context_entered,      ///< id: context, detail: ContextUse
  context_left,         ///< id: context, other: the exception it was left by, or 0, detail: ContextUse
  context_deactivated,  ///< id: context
  null_context_begin,   ///< a NullContext begins: no context is current
  null_context_end,     ///< its caller's contexts are current again
  // yield points
  yield_point,       ///< a task yielded a YieldPoint; id: task, other: the future that stands for it
  task_interrupted,  ///< an exception came into a task that waits; id: task, other: the failed future that it
                     ///< waits for now
  callbacks_leaked,  ///< a task ended without waiting for all its Callbacks, so its future is never set (law
                     ///< R13);
                     ///< id: task
  key_reused,        ///< a Callback was refused, since its key is pending (law G33); id: task
  key_unknown,       ///< a Wait was refused, since its key is not pending (law G33); id: task
  result_replaced,   ///< a Callback was called again before its result was taken; id: task
  yield_point_stale,  ///< a result came for a YieldPoint that its task does not wait for any more (law R14);
                      ///< id: task
  // locks and queues; a waiter is the future that stands for one wait, and what is said to be set next is set
  // by the very next event
  waiter_timer,        ///< a wait has a deadline; id: waiter, other: its timer
  waiter_untimed,      ///< a wait was given a timeout of 0, which means none (law K5); id: waiter
  waiters_left,        ///< a list of waiters was looked through; id: what they waited for, other: how many it
                       ///< still has, done ones too, detail: WaiterList
  condition_made,      ///< id: condition
  condition_wait,      ///< id: condition, other: waiter
  condition_notify,    ///< id: condition, other: how many are to be notified at most
  condition_notified,  ///< id: condition, other: waiter; those of one notify are set in the order of these
  event_made,          ///< id: event, other: its future
  event_wait,          ///< id: event, other: its future
  event_set,           ///< id: event, other: its future, which is set next
  event_cleared,       ///< id: event, other: its new future
  semaphore_made,      ///< id: semaphore, other: its permits, detail: whether it is bounded
  semaphore_acquire,   ///< id: semaphore, other: waiter
  semaphore_release,   ///< id: semaphore
  semaphore_grant,     ///< id: semaphore, other: waiter, which is set next
  queue_made,          ///< id: queue, other: its maxsize, detail: ItemOrder
  queue_finished,      ///< id: queue, other: the event that is set while no task is unfinished
  queue_put,           ///< an item enters; id: queue, other: item
  queue_get,           ///< an item leaves; id: queue, other: item
  queue_getter,        ///< id: queue, other: waiter
  queue_given,         ///< the item that left last is a getter's; id: queue, other: waiter, which is set next
  queue_putter,        ///< id: queue, other: waiter
  queue_admitted,      ///< the item that entered last was a putter's; id: queue, other: waiter, set next
  queue_task_done,     ///< id: queue
  // descriptors and their handlers; what they may be ready for is a sum of IOLoop::READ, WRITE and ERROR
  handler_added,    ///< id: handler, other: Takes, detail: what it waits for
  handler_updated,  ///< id: handler, detail: what it waits for
  handler_removed,  ///< id: handler
  handler_ready,    ///< the I/O phase found its descriptor ready; id: handler, detail: for what
  handler_begin,    ///< id: handler, detail: what it is told
  handler_end,      ///< id: handler, other: the exception that escaped it, or 0
  // sockets of the network; a connection has two, each the other's peer
  socket_opened,     ///< id: socket, detail: SocketKind
  socket_connected,  ///< id: socket that asked for it, other: its peer, which waits to be accepted
  socket_sent,       ///< id: socket, other: bytes that it took
  socket_received,   ///< id: socket, other: bytes that it gave; 0: there are no more
  socket_ended,      ///< the end of what the peer sent has come; id: socket, detail: SocketEnd
  socket_shut,       ///< it sends no more; id: socket
  socket_closed,     ///< id: socket
  fault_enabled,     ///< this may happen to the network in this run; detail: Fault
  network_fault,     ///< it happened; id: the socket whose sending or receiving it befell, or 0, other: after
                     ///< how many bytes it cuts, or 0, detail: Fault
  // streams; the two that carry bytes own the next `other` bytes of Observer::bytes()
  stream_opened,           ///< id: stream, other: its socket
  stream_written,          ///< its user wrote; id: stream, other: bytes
  stream_reads,            ///< its user asks for data; id: stream, other: the future, or 0, detail:
                           ///< StreamRead, chunk for a read in chunks
  stream_read,             ///< data for its user leaves the buffer; id: stream, other: bytes, detail:
                           ///< StreamRead
  stream_callback_queued,  ///< id: stream, other: its callback, detail: StreamCallback
  stream_callback_begin,   ///< id: stream, other: its callback
  stream_close_callback,   ///< id: stream, detail: whether it has one to run now
  stream_closed,           ///< id: stream, other: the exception that closed it, or 0
  // requests of clients
  request_begin,  ///< id: request, seconds: by when it ends
  request_end,    ///< id: request, other: the exception that it ended by, or 0
  count_
};

inline constexpr std::size_t event_kind_count = static_cast<std::size_t>(EventKind::count_);

/// What a callback or timer takes along when it is added: the current contexts, or nothing, because it has
/// some already or is to run in none.
enum class Takes : std::uint8_t { nothing, contexts };

/// What a context is: a StackContext, which is entered and left, or an ExceptionStackContext, which handles.
enum class ContextKind : std::uint8_t { stack, exception };

/// Where a context was entered or left: by its own block, or around the call of something captured.
enum class ContextUse : std::uint8_t { block, call };

/// Who looked at a failed future: code outside the runtime, or the runtime itself (multi, chain_future, ...),
/// which then owes the exception to somebody else.
enum class Retriever : std::uint8_t { user, runtime };

/// How a coroutine's yield was met: by going on at once, by waiting for the future, by one hop for `moment`,
/// or by losing the coroutine, since what was yielded raised what is no BadYieldError (law R4).
enum class YieldKind : std::uint8_t { ready, waiting, moment, lost };

/// Why an exception was logged: it escaped a callback, it was not the first in a multi, it came after its
/// timeout, it closed a connection.
enum class ErrorKind : std::uint8_t { callback, multiple, late, connection };

/// Which waiters a list holds.
enum class WaiterList : std::uint8_t { condition, semaphore, getters, putters };

/// Which item leaves a queue first.
enum class ItemOrder : std::uint8_t { first_in, lowest, last_in };

/// Why the clock moved: the loop waited for a timer, a callback took its time, the loop waited for the world.
enum class ClockMove : std::uint8_t { waited, spent, world };

/// What a socket is: one that connects, one that was accepted, one that listens.
enum class SocketKind : std::uint8_t { client, server, listener };

/// How what a peer sends ends: it sends no more, or the connection was reset.
enum class SocketEnd : std::uint8_t { finished, reset };

/// What a stream gives its user: the result of a read, or a chunk of one that is still going on.
enum class StreamRead : std::uint8_t { whole, chunk };

/// What a callback of a stream is for.
enum class StreamCallback : std::uint8_t { read, chunk, write, connect, close };

/// One thing that happened.
struct Event {
  EventKind kind;
  std::uint8_t detail;
  std::uint32_t id;
  std::uint32_t other;
  double seconds;  ///< where the kind says so, else 0

  bool operator==(const Event&) const = default;
};

/// Records the events of one loop, in order. Attach it before the loop does anything.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  void record(EventKind kind, std::uint32_t id = 0, std::uint32_t other = 0, std::uint8_t detail = 0,
              double seconds = 0) {
    if (end_ == limit_) grow();
    *end_++ = Event{kind, detail, id, other, seconds};
  }

  /// Two events at once: each record waits for the end that the one before it stored.
  void record(const Event& first, const Event& second) {
    if (limit_ - end_ < 2) grow();
    end_[0] = first;
    end_[1] = second;
    end_ += 2;
  }

  /// An event about bytes, which are kept beside it, up to byte_limit in all; `other` is their number.
  void record_bytes(EventKind kind, std::uint32_t id, std::string_view bytes, std::uint8_t detail = 0);

  /// The bytes of the events that carry some, one after the other.
  std::string_view bytes() const { return bytes_; }

  /// So many bytes are kept; of later ones none.
  static constexpr std::size_t byte_limit = std::size_t{16} << 20U;

  /// The number of this exception object; the observer keeps it alive, so that its address stays its own.
  std::uint32_t number_of(const std::exception_ptr& error);

  /// The exception with that number, from 1.
  const std::exception_ptr& exception(std::uint32_t number) const { return exceptions_[number - 1]; }

  std::uint32_t exception_count() const { return static_cast<std::uint32_t>(exceptions_.size()); }

  const Event* begin() const { return events_.get(); }
  const Event* end() const { return end_; }
  std::size_t size() const { return static_cast<std::size_t>(end() - begin()); }

  /// Lets go of the exceptions, for whoever owns what they refer to; their numbers stay in the events.
  void release_exceptions() { exceptions_.clear(); }

  /// Forgets everything but the memory.
  void clear();

 private:
  void grow();

  std::unique_ptr<Event[]> events_;
  Event* end_ = nullptr;
  Event* limit_ = nullptr;
  std::vector<std::exception_ptr> exceptions_;
  std::string bytes_;
  bool bytes_full_ = false;
};

}  // namespace tornado
