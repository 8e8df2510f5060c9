# The mutants: each is the runtime with one defect that a real runtime shipped with, or a similar one. One call for each mutant:
#
#   mutant(NAME
#     BUG      the number in the list of real bugs, "like N" for one of its kind, or -
#     WHAT     the defect, in one line
#     FILE     the file of runtime/ that is changed
#     TEXT     the original text, which must occur exactly once
#     INSTEAD  the mutant's text
#     LAW      the invariant that must notice
#     BREAKS   the laws of docs/laws.md that it violates)
#
# FREEDOM adversary runs the mutant under that model; contract is the default.

# --- the loop

mutant(lifo-ready-queue
  BUG 1 WHAT "the newest callback runs first"
  FILE io_loop.cpp
  TEXT [[while (!ready_.reached(noted)) ready_.consume([this](ReadyCallback& ready) { run(ready); });]]
  INSTEAD [[std::vector<ReadyCallback> batch;
      while (!ready_.reached(noted)) ready_.consume([&](ReadyCallback& ready) { batch.push_back(std::move(ready)); });
      for (auto newest = batch.rbegin(); newest != batch.rend(); ++newest) run(*newest);]]
  LAW V1 BREAKS L2)

mutant(poll-waits-for-timers
  BUG 2 WHAT "the poll waits for the next timer although callbacks are queued"
  FILE sim/sim_loop.cpp
  TEXT [[if (busy && externals_.empty() && device_ == nullptr && arrivals_ == 0) return true;]]
  INSTEAD [[if (busy && externals_.empty() && device_ == nullptr && arrivals_ == 0) return move_clock() || true;]]
  LAW V2 BREAKS L8)

mutant(wakeup-lost-in-poll
  BUG 20 WHAT "a callback queued by an external event does not end the wait in which the event came"
  FILE sim/sim_loop.cpp
  TEXT [[if (moved || busy || !ready_.empty()) return true;]]
  INSTEAD [[if (busy) return true;]]
  LAW V2 BREAKS L8)

mutant(waits-for-cancelled-timer
  BUG "like 7" WHAT "the poll waits for a timer that was removed"
  FILE sim/sim_loop.cpp
  TEXT [[timers_.drop_cancelled();]]
  INSTEAD [[]]
  LAW V2 BREAKS L7)

mutant(timers-run-while-popping
  BUG 4 WHAT "a timer that re-arms itself runs again in the same iteration"
  FILE io_loop.cpp
  TEXT [[if (!due_.empty()) run_due();]]
  INSTEAD [[for (; !due_.empty(); timers_.take_due(time(), due_)) run_due();]]
  LAW V3 BREAKS L1 L4)

mutant(callbacks-run-until-none-is-left
  BUG "like 4" WHAT "a callback that another queues runs in the same iteration"
  FILE io_loop.cpp
  TEXT [[while (!ready_.reached(noted))]]
  INSTEAD [[while (!ready_.empty())]]
  LAW V3 BREAKS L1 L3)

mutant(handler-errors-swallowed
  BUG 23 WHAT "an exception that escapes an external event's handler is not handled"
  FILE io_loop.cpp
  TEXT [[
  handle_callback_exception(error);
]]
  INSTEAD [[
  if (end != EventKind::external_end) handle_callback_exception(error);
]]
  LAW V6 BREAKS L10)

mutant(returned-future-ignored
  BUG 15 WHAT "if a callback returns a Future that fails, the failure is dropped"
  FILE io_loop.hpp
  TEXT [[
        if (std::exception_ptr error = done.cell()->retrieve_error(Retriever::runtime))
          std::rethrow_exception(error);
]]
  INSTEAD [[]]
  LAW uncaught BREAKS L11)

mutant(discard-callback-returns
  BUG 14 WHAT "the callback that discards another callback's result returns it, and so is scheduled for ever"
  FILE io_loop.hpp
  TEXT [[
          std::rethrow_exception(error);
]]
  INSTEAD [[
          std::rethrow_exception(error);
        return done;
]]
  LAW V10 BREAKS L11)

# --- timers

mutant(equal-deadlines-reversed
  BUG 6 WHAT "of equal deadlines the later one runs first"
  FILE timer_queue.hpp
  TEXT [[return left.order > right.order;]]
  INSTEAD [[return left.order < right.order;]]
  LAW V1 BREAKS L5)

mutant(cancelled-timers-kept
  BUG 7 WHAT "cancelled timers stay in the heap until their deadline"
  FILE timer_queue.cpp
  TEXT [[if (cancellations_ > tolerated_cancellations && cancellations_ > heap_.size() / 2) purge();]]
  INSTEAD [[]]
  LAW V9 BREAKS L7)

mutant(removed-timer-runs
  BUG - WHAT "removing a timer reports it and does nothing else"
  FILE timer_queue.cpp
  TEXT [[if (timer.queued_) ++cancelled_;
  Callback dropped = std::move(timer.callback);]]
  INSTEAD [[]]
  LAW V4 BREAKS L6)

mutant(timer-removed-too-late-runs
  BUG - WHAT "a timer that is removed in the iteration in which it is due still runs"
  FILE timer_queue.cpp
  TEXT [[if (timer.queued_) ++cancelled_;]]
  INSTEAD [[if (!timer.queued_) return true;
  ++cancelled_;]]
  LAW V4 BREAKS L6)

# --- Futures

mutant(failure-counts-as-looked-at
  BUG 26 WHAT "an exception that nobody looks at vanishes"
  FILE future_cell.cpp
  TEXT [[error_ = std::move(error);]]
  INSTEAD [[error_ = std::move(error);
  retrieved_ = true;]]
  LAW V6 BREAKS F10 F11)

mutant(looked-at-yet-reported
  BUG "like 26" WHAT "an exception that was retrieved is reported as never retrieved"
  FILE future_cell.cpp
  TEXT [[
  retrieved_ = true;
]]
  INSTEAD [[]]
  LAW V6 BREAKS F10 F11)

mutant(future-callback-errors-swallowed
  BUG "like 23" WHAT "an exception that escapes a Future's callback is not logged"
  FILE future_cell.cpp
  TEXT [[if (escaped) log_error(ErrorKind::callback, escaped);]]
  INSTEAD [[]]
  LAW V6 BREAKS F5)

mutant(future-callback-error-ends-the-rest
  BUG - WHAT "an exception from one callback of a Future keeps the later ones from running"
  FILE future_cell.cpp
  TEXT [[if (escaped) log_error(ErrorKind::callback, escaped);]]
  INSTEAD [[if (!escaped) return;
  log_error(ErrorKind::callback, escaped);
  std::rethrow_exception(escaped);]]
  LAW V7 BREAKS F5)

mutant(future-callbacks-reversed
  BUG X24 WHAT "the callbacks of a Future run last in, first out"
  FILE future_cell.cpp
  TEXT [[
  while (Waiter* first = waiters.take_first()) {
    PoolPointer<Waiter> waiter(first);]]
  INSTEAD [[
  std::vector<Waiter*> all;
  while (Waiter* first = waiters.take_first()) all.push_back(first);
  for (; !all.empty(); all.pop_back()) {
    PoolPointer<Waiter> waiter(all.back());]]
  LAW V1 BREAKS F1)

mutant(callback-of-set-future-deferred
  BUG "like 44" WHAT "a callback that is added to a set Future runs in the next iteration, not at once"
  FILE future_cell.cpp
  TEXT [[
  end.tell(EventKind::future_callback_begin, number);
  Ref<FutureCell> keep(this);
  callback(*this);]]
  INSTEAD [[
  if (current_loop() == nullptr) return callback(*this);
  current_loop()->enqueue([keep = Ref<FutureCell>(this), late = std::move(callback)]() mutable { late(*keep); });]]
  LAW V7 BREAKS F4)

mutant(future-fails-twice
  BUG 63 WHAT "a done Future accepts an exception"
  FILE future_cell.cpp
  TEXT [[
  require_pending(where);
]]
  INSTEAD [[]]
  LAW V8 BREAKS F7)

# --- coroutines

mutant(resumed-twice
  BUG 34 WHAT "a coroutine is resumed twice for one yield, whatever it waits for the second time"
  FILE runner.cpp
  TEXT [[awaited.add_done_callback(loop_, [this, loop = loop_](FutureCell&) { loop->enqueue([this] { run(); }); });]]
  INSTEAD [[awaited.add_done_callback(loop_, [this, loop = loop_, result = result_](FutureCell&) {
    loop->enqueue([this, result] {
      if (!result->done()) run();
    });
    // Only into a wait for what is pending: else the frame may be gone when its own turn comes.
    loop->enqueue([this, result] {
      if (!result->done() && awaited_.get() != nullptr && !awaited_->done()) run();
    });
  });]]
  LAW V8 BREAKS R2 R5)

mutant(runner-held-weakly
  BUG 39 WHAT "a coroutine is not resumed if nobody holds its own Future"
  FILE runner.cpp
  TEXT [[
  awaited.add_done_callback(loop_,]]
  INSTEAD [[
  if (result_->references_ == 1) return;
  awaited.add_done_callback(loop_,]]
  LAW V12 BREAKS G8)

mutant(one-waiter-a-future
  BUG "like 39" WHAT "if several coroutines wait for one Future, only the first is resumed"
  FILE runner.cpp
  TEXT [[
  awaited.add_done_callback(loop_,]]
  INSTEAD [[
  if (awaited.waiters_.empty()) awaited.add_done_callback(loop_,]]
  LAW V12 BREAKS R2)

mutant(moment-takes-two-hops
  BUG "like 51" WHAT "a coroutine that yields moment is resumed by another hop than the one queued for it"
  FILE runner.cpp
  TEXT [[      [this] { run(); });
  note_place]]
  INSTEAD [[      [this, loop = loop_] { loop->enqueue([this] { run(); }); });
  note_place]]
  LAW V1 BREAKS R3)

mutant(exception-replaced-at-the-end
  BUG 76 WHAT "a coroutine's Future fails with a different exception from the coroutine's"
  FILE runner.cpp
  TEXT [[result.settle_failure(std::move(remains.error));]]
  INSTEAD [[result.settle_failure(std::make_exception_ptr(TimeoutError()));]]
  LAW V13 BREAKS G4 R6)

# --- multi

mutant(further-failures-lost
  BUG 27 WHAT "multi drops the second and later exceptions"
  FILE gen/multi.cpp
  TEXT [[quiet.log(ErrorKind::multiple, error);]]
  INSTEAD [[]]
  LAW V6 BREAKS G22)

mutant(moment-in-a-list
  BUG 30 WHAT "a list that contains moment never resolves"
  FILE gen/multi.cpp
  TEXT [[
    child->add_done_callback(]]
  INSTEAD [[
    if (!child->is_moment()) child->add_done_callback(]]
  LAW V12 BREAKS G30)

mutant(child-counted-twice
  BUG "like 43" WHAT "a list with the same Future twice never resolves"
  FILE gen/multi.cpp
  TEXT [[gathering->unfinished = distinct.size();]]
  INSTEAD [[gathering->unfinished = gathering->children.size();]]
  LAW V12 BREAKS G23)

mutant(empty-list-never-resolves
  BUG "like 29" WHAT "an empty list never resolves"
  FILE gen/multi.cpp
  TEXT [[return succeed();]]
  INSTEAD [[return;]]
  LAW V12 BREAKS G21)

mutant(exception-copied-by-multi
  BUG "like 76" WHAT "multi fails with a new exception instead of its child's"
  FILE gen/multi.cpp
  TEXT [[result->set_exception(std::move(error));]]
  INSTEAD [[result->set_exception(std::make_exception_ptr(std::runtime_error(describe(error))));]]
  LAW V13 BREAKS G22)

# --- chain_future, with_timeout, WaitIterator

mutant(exception-copied-by-chain
  BUG "like 76" WHAT "chain_future fails its destination with a new exception"
  FILE gen/chain_future.hpp
  TEXT [[destination.set_exception(done.retrieve_error(Retriever::runtime));]]
  INSTEAD [[destination.set_exception(std::runtime_error(describe(done.retrieve_error(Retriever::runtime))));]]
  LAW V13 BREAKS F13)

mutant(chain-loses-failures
  BUG "like 45" WHAT "chain_future copies results but not exceptions"
  FILE gen/chain_future.hpp
  TEXT [[if (destination.done()) return;]]
  INSTEAD [[if (destination.done() || done.failed()) return;]]
  LAW V12 BREAKS F13)

mutant(timeout-not-removed
  BUG 47 WHAT "with_timeout keeps its timer when its Future is done in time"
  FILE gen/with_timeout.hpp
  TEXT [[(FutureCell&) { loop.remove_timeout(timer); }]]
  INSTEAD [[(FutureCell&) {}]]
  LAW V9 BREAKS G27)

mutant(late-failure-not-logged
  BUG "like 85" WHAT "a failure after the timeout is marked as retrieved and dropped"
  FILE gen/with_timeout.hpp
  TEXT [[if (late.failed()) quiet.log(ErrorKind::late, late.retrieve_error(Retriever::runtime));]]
  INSTEAD [[if (late.failed()) late.retrieve_error(Retriever::runtime);]]
  LAW V6 BREAKS G25)

mutant(iterator-drops-early-results
  BUG 41 WHAT "WaitIterator loses results that come while nobody waits"
  FILE gen/wait_iterator.hpp
  TEXT [[finished.push_back(done);]]
  INSTEAD [[]]
  LAW V12 BREAKS G31)

# --- PeriodicCallback

mutant(periodic-runs-after-stop
  BUG 9 WHAT "after stop() inside the callback, the callback is still scheduled again"
  FILE periodic_callback.cpp
  TEXT [[
    if (!running_) return;
    Time now]]
  INSTEAD [[
    Time now]]
  LAW V5 BREAKS L22)

mutant(periodic-not-stopped-when-due
  BUG "like 9" WHAT "stop() leaves the pending timer"
  FILE periodic_callback.cpp
  TEXT [[
    running_ = false;
    loop_.remove_timeout(std::exchange(timer_, Timeout()));]]
  INSTEAD [[
    running_ = false;]]
  LAW V5 BREAKS L22)

mutant(periodic-twice-at-its-deadline
  BUG 10 WHAT "a callback runs twice if its next deadline is exactly now"
  FILE periodic_callback.cpp
  TEXT [[if (next_ <= now)]]
  INSTEAD [[if (next_ < now)]]
  LAW V5 BREAKS L22)

mutant(periodic-catches-up
  BUG 11 WHAT "missed periods are caught up in a burst of calls"
  FILE periodic_callback.cpp
  TEXT [[next_ += period_ * (std::floor((now - next_) / period_) + 1);]]
  INSTEAD [[next_ += period_;]]
  LAW V5 BREAKS L22)

mutant(periodic-ends-by-an-exception
  BUG 13 WHAT "a callback that raises is not scheduled again"
  FILE periodic_callback.cpp
  TEXT [[
      loop_.handle_callback_exception(std::current_exception());]]
  INSTEAD [[
      return loop_.handle_callback_exception(std::current_exception());]]
  LAW V5 BREAKS L22)

# --- stack contexts

mutant(contexts-entered-innermost-first
  BUG "like 57" WHAT "the contexts of a call are entered innermost first"
  FILE stack_context/context_stack.cpp
  TEXT [[for (const Ref<Context>& context : stack.entered()) {]]
  INSTEAD [[for (std::size_t left = stack.entered().size(); left > 0; --left) {
    const Ref<Context>& context = stack.entered()[left - 1];]]
  LAW V14 BREAKS S2)

mutant(contexts-not-offered-an-exception
  BUG "like 33" WHAT "an exception from a captured call is offered to no context"
  FILE stack_context/context_stack.cpp
  TEXT [[if (offered_to.get() != nullptr) error = offer(std::move(offered_to), std::move(error));]]
  INSTEAD [[]]
  LAW V14 BREAKS S4)

mutant(outermost-context-not-left
  BUG - WHAT "the outermost context of a call is not left"
  FILE stack_context/context_stack.cpp
  TEXT [[while (entered > 0) {]]
  INSTEAD [[while (entered > 1) {]]
  LAW V14 BREAKS S2)

mutant(deactivated-context-entered
  BUG - WHAT "a deactivated context is still entered"
  FILE stack_context/context_stack.cpp
  TEXT [[if (context->active()) entered.push_back(context);]]
  INSTEAD [[entered.push_back(context);]]
  LAW V14 BREAKS S6)

mutant(coroutine-resumed-without-contexts
  BUG "like 55" WHAT "a resumed coroutine runs in no context"
  FILE runner.cpp
  TEXT [[contexts.call([this] { run_step(); });]]
  INSTEAD [[run_step();]]
  LAW V14 BREAKS S10)

mutant(context-inconsistency-not-noticed
  BUG 35 WHAT "a coroutine may yield inside a context"
  FILE runner.hpp
  TEXT [[return step_ == CurrentContexts::serial() && displaced_ == nullptr;]]
  INSTEAD [[return displaced_ == nullptr;]]
  LAW V14 BREAKS G7)

mutant(timers-take-no-contexts
  BUG "like 55" WHAT "a timer does not capture its contexts"
  FILE io_loop.hpp
  TEXT [[
    return wrapped_if_needed(std::move(fn), [&](auto wrapped) {]]
  INSTEAD [[
    auto as_it_is = [](auto plain, auto use) { return use(std::move(plain)); };
    return as_it_is(std::move(fn), [&](auto wrapped) {]]
  LAW V14 BREAKS S9)

mutant(null-context-empties-nothing
  BUG - WHAT "a NullContext leaves the contexts current"
  FILE stack_context/stack_context.cpp
  TEXT [[CurrentContexts::set(ContextStack::make({}, {}));]]
  INSTEAD [[]]
  LAW V14 BREAKS S7)

mutant(callers-contexts-not-restored
  BUG - WHAT "after a captured call its contexts stay current"
  FILE contexts.hpp
  TEXT [[CurrentContexts::set(contexts_);]]
  INSTEAD [[]]
  LAW V14 BREAKS S2)

# --- YieldPoints

mutant(yield-point-not-waited-for
  BUG "like 39" WHAT "a coroutine that has yielded a YieldPoint is not resumed by its next wait"
  FILE legacy/legacy_runner.cpp
  TEXT [[if (std::exchange(deferred_, false)) return;]]
  INSTEAD [[return;]]
  LAW V12 BREAKS R10)

mutant(spurious-run-resumes
  BUG "like 34" WHAT "a run queued for a finished wait resumes the coroutine from its next wait"
  FILE legacy/legacy_runner.cpp
  TEXT [[if (!future_->done()) return;]]
  INSTEAD [[]]
  LAW V8 BREAKS R5)

# --- locks and queues

mutant(released-waiters-stay
  BUG 61 WHAT "a release visits the waiters without removing them"
  FILE locks/waiters.hpp
  TEXT [[
    while (!waiters_.empty()) {
      Future<T> waiter = std::move(waiters_.front());
      waiters_.pop_front();
      if (!waiter.done()) return waiter;
    }
]]
  INSTEAD [[
    for (const Future<T>& waiter : waiters_) {
      if (!waiter.done()) return waiter;
    }
]]
  LAW V9 BREAKS K6)

mutant(expired-waiters-never-swept
  BUG 62 WHAT "waiters that timed out stay, however many there are"
  FILE locks/waiters.hpp
  TEXT [[if (++timeouts_ <= kept_timeouts) return false;]]
  INSTEAD [[return false;]]
  LAW V9 BREAKS K6)

mutant(wait-keeps-its-timer
  BUG 63 WHAT "the timer of a wait that succeeded in time stays"
  FILE locks/expire.hpp
  TEXT [[waiter.cell()->add_done_callback([&loop, timer](FutureCell&) { loop.remove_timeout(timer); });]]
  INSTEAD [[]]
  LAW V9 BREAKS K4 Q6)

mutant(notify-counts-expired-waiters
  BUG 64 WHAT "notify counts waiters that timed out, and wakes no others instead"
  FILE locks/condition.hpp
  TEXT [[
      std::optional<Future<T>> waiter = state->waiters.take_first();
      if (!waiter) break;
]]
  INSTEAD [[
      const std::size_t before = state->waiters.size();
      std::optional<Future<T>> waiter = state->waiters.take_first();
      if (!waiter || before - state->waiters.size() > n - chosen.size()) break;
]]
  LAW V15 BREAKS K1)

mutant(first-wait-passes
  BUG X15 WHAT "the first wait for a condition needs no notify"
  FILE locks/condition.hpp
  TEXT [[note(EventKind::condition_wait, state_->number, waiter.cell()->id());]]
  INSTEAD [[
    note(EventKind::condition_wait, state_->number, waiter.cell()->id());
    if (state_->waiters.size() == 1) waiter.set_result(Outcome()(true));
]]
  LAW V15 BREAKS K1)

mutant(newest-waiter-first
  BUG "like X3" WHAT "the newest waiter is served first"
  FILE locks/waiters.hpp
  TEXT [[waiters_.push_back(waiter);]]
  INSTEAD [[waiters_.push_front(waiter);]]
  LAW V15 BREAKS K1 K8)

mutant(permit-for-an-expired-waiter
  BUG X2 WHAT "a permit is handed to a waiter that timed out"
  FILE locks/waiters.hpp
  TEXT [[if (!waiter.done()) return waiter;]]
  INSTEAD [[return waiter;]]
  LAW V15 BREAKS K8)

mutant(acquire-overtakes-waiters
  BUG X3 WHAT "a release wakes its waiter later, and a newcomer can take the permit meanwhile"
  FILE locks/basic_semaphore.hpp
  TEXT [[
    if (std::optional<Future<Permit>> waiter = self.state_->waiters.take_first()) {
      --self.state_->value;
      self.grant(*waiter);
    }
]]
  INSTEAD [[
    IOLoop::current().add_callback([self] {
      if (self.state_->value == 0) return;
      std::optional<Future<Permit>> waiter = self.state_->waiters.take_first();
      if (!waiter) return;
      --self.state_->value;
      self.grant(*waiter);
    });
]]
  LAW V15 BREAKS K8)

mutant(permit-lost-on-expired-waiters
  BUG X14 WHAT "a release that finds only timed-out waiters loses its permit"
  FILE locks/basic_semaphore.hpp
  TEXT [[
    if (std::optional<Future<Permit>> waiter = self.state_->waiters.take_first()) {
      --self.state_->value;
      self.grant(*waiter);
    }
]]
  INSTEAD [[
    --self.state_->value;
    if (std::optional<Future<Permit>> waiter = self.state_->waiters.take_first()) self.grant(*waiter);
]]
  LAW V15 BREAKS K8)

mutant(bounded-semaphore-without-bound
  BUG - WHAT "a bounded semaphore takes more permits than it had"
  FILE locks/basic_semaphore.hpp
  TEXT [[if (!may_release()) throw SemaphoreReleasedError();]]
  INSTEAD [[]]
  LAW V15 BREAKS K10)

mutant(event-cleared-twice
  BUG "like 60" WHAT "clear() of an event that is not set forgets its waiters"
  FILE locks/event.hpp
  TEXT [[if (!is_set()) return;]]
  INSTEAD [[]]
  LAW V15 BREAKS K7)

mutant(queue-hands-over-later
  BUG 66 WHAT "a put hands over its item one iteration later"
  FILE queues/basic_queue.hpp
  TEXT [[getter.set_result(std::move(given));]]
  INSTEAD [[
        IOLoop::current().add_callback([getter, item = std::make_shared<T>(std::move(given))] {
          getter.set_result(std::move(*item));
        });
]]
  LAW V15 BREAKS Q1)

mutant(item-for-an-expired-getter
  BUG X4 WHAT "an item is handed to a get that timed out, and is lost"
  FILE queues/basic_queue.hpp
  TEXT [[while (!getters.empty() && getters.front().done()) getters.pop_front();]]
  INSTEAD [[]]
  LAW V15 BREAKS Q4)

mutant(expired-putter-let-in
  BUG X17 WHAT "puts that timed out stay, and their items are enqueued"
  FILE queues/basic_queue.hpp
  TEXT [[while (!putters.empty() && putters.front().waiter.done()) putters.pop_front();]]
  INSTEAD [[]]
  LAW V15 BREAKS Q4)

mutant(join-ends-early
  BUG "like X21" WHAT "join() ends while one task is unfinished"
  FILE queues/basic_queue.hpp
  TEXT [[if (--state_->unfinished == 0)]]
  INSTEAD [[if (--state_->unfinished <= 1)]]
  LAW V15 BREAKS Q5)

# --- the network; these run on it

mutant(close-callback-before-data
  BUG 69 WHAT "the close callback does not wait for the callbacks of data that has arrived"
  FILE net/io_stream.cpp
  TEXT [[if (!closed_ || pending_callbacks_ != 0) return;]]
  INSTEAD [[if (!closed_) return;]]
  LAW V16 SUBJECT stream BREAKS I5)

mutant(close-callback-lost
  BUG 70 WHAT "a stream that is closed while callbacks are queued never runs its close callback"
  FILE net/io_stream.cpp
  TEXT [[maybe_add_error_listener();
  if (error) std::rethrow_exception(std::move(error));]]
  INSTEAD [[if (error) std::rethrow_exception(std::move(error));]]
  LAW V16 SUBJECT stream BREAKS I5)

mutant(chunk-left-for-the-result
  BUG 71 WHAT "the rest of a read in chunks is given as its result"
  FILE net/io_stream_reading.cpp
  TEXT [[if (read_->streaming) give_chunk(read_buffer_.size());]]
  INSTEAD [[]]
  LAW V16 SUBJECT stream BREAKS I9)

mutant(end-unnoticed-by-futures
  BUG 77 WHAT "a read that returns a Future does not wait for its socket"
  FILE net/io_stream_reading.cpp
  TEXT [[    add_io_state(IOLoop::READ);]]
  INSTEAD [[    if (read_ != nullptr && read_->callback) add_io_state(IOLoop::READ);]]
  LAW V16 SUBJECT stream BREAKS I4)

mutant(stream-callbacks-run-at-once
  BUG 83 WHAT "a stream calls its callbacks immediately instead of through the loop"
  FILE net/io_stream.cpp
  TEXT [[loop_.spawn_callback([self = shared_from_this(), run]]
  INSTEAD [[([](auto now) { now(); })([self = shared_from_this(), run]]
  LAW V8 SUBJECT stream BREAKS I1)

mutant(removed-handler-runs
  BUG X23 WHAT "a handler that is removed in an I/O phase still runs in that phase"
  FILE io_loop.cpp
  TEXT [[if (handler.removed) return;]]
  INSTEAD [[]]
  LAW V18 SUBJECT stream BREAKS L24)

# --- the HTTP client; these run the program that fetches with a callback

mutant(callbacks-in-no-context
  BUG 58 WHAT "the callbacks of a request run in their caller's contexts"
  FILE http/async_http_client.cpp
  TEXT [[if (!*callback) continue;]]
  INSTEAD [[continue;]]
  LAW check SUBJECT callback_fetch BREAKS H3)

mutant(callback-told-of-its-own-error
  BUG 85 WHAT "an exception from the user's callback is passed to it as an error of the fetch"
  FILE http/client_implementation.cpp
  TEXT [[loop.spawn_callback(std::move(callback), response_of(done, std::move(original), loop.time() - start));]]
  INSTEAD [[loop.spawn_callback([again = std::make_shared<ResponseCallback>(std::move(callback)),
                           response = response_of(done, std::move(original), loop.time() - start)]() mutable {
        try {
          (*again)(response);
        } catch (...) {
          response.error = std::current_exception();
          (*again)(response);
        }
      });]]
  LAW check SUBJECT callback_fetch BREAKS H5)

mutant(fetch-ends-twice
  BUG 86 WHAT "after an error of a fetch, its timeout remains and ends the fetch again"
  FILE http/fetch_connection.cpp
  TEXT [[  remove_timeout();
  run_callback(HTTPResponse(fetch_.current(), reason_of(error), loop_.time() - start_time_));]]
  INSTEAD [[  const auto end = std::make_shared<ResponseCallback>(std::move(final_callback_));
  final_callback_ = [end](HTTPResponse response) { (*end)(std::move(response)); };
  release();
  end_phase();
  loop_.add_callback([end](HTTPResponse response) { (*end)(std::move(response)); },
                     HTTPResponse(fetch_.current(), reason_of(error), loop_.time() - start_time_));]]
  LAW check SUBJECT callback_fetch BREAKS H5)

mutant(no-timeout-in-the-queue
  BUG 87 WHAT "a request that waits in the queue has no timeout"
  FILE http/simple_client.cpp
  TEXT [[  if (active_ >= options_.max_clients) {]]
  INSTEAD [[  if (active_ >= options_.max_clients) {
    waiting.number = loop().numbers().request++;
    loop().note(EventKind::request_begin, waiting.number, 0, 0,
                seconds_of(loop().time() + std::min(waiting.request.request.connect_timeout,
                                                    waiting.request.request.request_timeout)));
  } else if (active_ > options_.max_clients) {]]
  LAW V17 SUBJECT callback_fetch BREAKS H4)

mutant(no-timeout-while-connecting
  BUG 88 WHAT "the timeout of a request starts when it is connected"
  FILE http/fetch_connection.cpp
  TEXT [[if (timeout != Duration(0)) set_timeout(timeout, "while connecting");]]
  INSTEAD [[]]
  LAW V17 SUBJECT callback_fetch BREAKS H4)

mutant(no-timeout-no-request
  BUG 89 WHAT "a request without a timeout is never sent"
  FILE http/fetch_connection.cpp
  TEXT [[if (request.request_timeout != Duration(0)) set_timeout(request.request_timeout, "during request");]]
  INSTEAD [[if (request.request_timeout == Duration(0)) return;
  set_timeout(request.request_timeout, "during request");]]
  LAW check SUBJECT callback_fetch BREAKS H4)

mutant(redirects-are-heard
  BUG 92 WHAT "the callback for the body also gets the bodies of redirects"
  FILE http/fetch_connection.cpp
  TEXT [[  if (should_follow_redirect()) return std::nullopt;
  if (fetch_.request.streaming_callback)]]
  INSTEAD [[  if (fetch_.request.streaming_callback)]]
  LAW check SUBJECT callback_fetch BREAKS H5)

mutant(times-out-too-early
  BUG - WHAT "a request times out when half of its time has passed"
  FILE http/fetch_connection.cpp
  TEXT [[timeout_ = loop_.add_timeout(start_time_ + timeout,]]
  INSTEAD [[timeout_ = loop_.add_timeout(start_time_ + timeout / 2,]]
  LAW check SUBJECT callback_fetch BREAKS H4)

# --- in calm weather, exactly

mutant(limit-too-strict
  BUG - WHAT "a line that is exactly as long as its limit is refused"
  FILE net/io_stream_reading.cpp
  TEXT [[if (!max_bytes_ || size <= *max_bytes_) return;]]
  INSTEAD [[if (!max_bytes_ || size < *max_bytes_) return;]]
  LAW deadlock SUBJECT calm_stream BREAKS I8)

mutant(request-body-not-sent
  BUG - WHAT "the body of a request is never sent"
  FILE http/fetch_connection.cpp
  TEXT [[static_cast<void>(connection_->write(*fetch_.request.body));]]
  INSTEAD [[]]
  LAW check SUBJECT calm_web BREAKS H5)

mutant(redirect-keeps-its-place
  BUG - WHAT "a redirect does not give up its place among the requests that run at once"
  FILE http/fetch_connection.cpp
  TEXT [[  release();
  static_cast<void>(client_->fetch(std::move(next), std::move(callback), true));]]
  INSTEAD [[  static_cast<void>(client_->fetch(std::move(next), std::move(callback), true));]]
  LAW check SUBJECT calm_web BREAKS H4 H5)

mutant(redirected-post-repeated
  BUG - WHAT "the browser sends its form again where a 302 leads to"
  FILE http/fetch_connection.cpp
  TEXT [[if (start_line_.code == 302 || start_line_.code == 303) {]]
  INSTEAD [[if (start_line_.code == 303) {]]
  LAW check SUBJECT calm_site BREAKS H5)

mutant(reference-climbs-too-far
  BUG - WHAT "a reference that leads to a folder above leads to one further up"
  FILE http/url.cpp
  TEXT [[if (!kept.empty()) kept.pop_back();]]
  INSTEAD [[for (int more = 0; more < 2 && !kept.empty(); ++more) kept.pop_back();]]
  LAW check SUBJECT texts BREAKS H5)

mutant(late-winner-stays-open
  BUG - WHAT "of two connections that come about, the one that comes late is not closed"
  FILE net/connector.cpp
  TEXT [[attempt.result()->close();  // too late]]
  INSTEAD [[static_cast<void>(attempt.result());]]
  LAW check SUBJECT calm_race BREAKS I10)

mutant(patient-waiters-dropped
  BUG - WHAT "when more than a hundred waiters have given up, those who still wait are dropped instead"
  FILE locks/waiters.hpp
  TEXT [[return waiter.done(); });]]
  INSTEAD [[return !waiter.done(); });]]
  LAW V15 SUBJECT calm_core BREAKS K6)

mutant(full-buffer-too-small
  BUG - WHAT "a write that just fits into the buffer is refused"
  FILE net/io_stream.cpp
  TEXT [[write_buffer_.size() + data.size() > max_write_buffer_size_]]
  INSTEAD [[write_buffer_.size() + data.size() >= max_write_buffer_size_]]
  LAW check SUBJECT calm_close BREAKS I8)
