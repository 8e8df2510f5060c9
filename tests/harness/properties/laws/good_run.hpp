// A whole correct run, as long as real ones: coroutines, a multi with two failures, a with_timeout each way,
// an iterator, a periodic callback, an external event, a returned future that fails.
#pragma once

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {

inline Events good_run() {
  Events run;
  run.callback_queued(1).loop_start().iteration(1).callback_begin(1);
  run.external_added(1);
  // task 1 waits for the multi (10) of tasks 2 and 3, whose futures are 2 and 3; they wait for future 20.
  run.task_begin(1, 1);
  for (std::uint32_t task : {2U, 3U}) {
    run.task_begin(task, task).yield_ready(task, 30).yield_waiting(task, 20);
    run.future_callback_added(20, task);
  }
  run.multi(10, {2, 3}).future_callback_added(2, 4).future_callback_added(3, 5);
  run.future_callback_added(10, 6).yield_waiting(1, 10);
  // task 4 waits for future 20 with a timeout of 9 s, task 5 waits for future 21 with one of 1 s.
  run.task_begin(4, 4).future_callback_added(20, 7).chained(11, 20).timer_added(1, 9).timeout(11, 1);
  run.future_callback_added(20, 8).future_callback_added(11, 9).yield_waiting(4, 11);
  run.task_begin(5, 5).future_callback_added(21, 10).chained(12, 21).timer_added(2, 1).timeout(12, 2);
  run.future_callback_added(21, 11).future_callback_added(12, 12).yield_waiting(5, 12);
  run.periodic_start(1, 2).timer_added(3, 2).periodic_timer(1, 3);
  run.iterator_child(1, 20).future_callback_added(20, 13).iterator_next(1, 13).callback_gave(4).callback_end(
      1);
  run.future_callback_added(4, 14);
  // the external event sets future 20 to exception 1.
  run.poll(3, 0).external_begin(1).future_set(20, 1);
  for (std::uint32_t task : {2U, 3U})
    run.future_callback_begin(20, task).callback_queued(task).future_callback_end(20);
  run.future_callback_begin(20, 7).owed(20, 1).future_set(11, 1);
  run.future_callback_begin(11, 9).callback_queued(4).future_callback_end(11).future_callback_end(20);
  run.future_callback_begin(20, 8).timer_removed(1).future_callback_end(20);
  run.future_callback_begin(20, 13).iterator_deliver(1, 20).future_set(13, 1).future_callback_end(20);
  run.external_end(1);
  // the tasks resume, one a callback, and fail.
  run.iteration(3);
  run.callback_begin(2).owed(20, 1).task_resume(2, 1).task_end(2, 2).future_set(2, 2);
  run.future_callback_begin(2, 4).future_callback_end(2).callback_end(2);
  run.callback_begin(3).task_resume(3, 1).task_end(3, 3).future_set(3, 3).future_callback_begin(3, 5);
  run.owed(2, 2).future_set(10, 2).future_callback_begin(10, 6).callback_queued(5).future_callback_end(10);
  run.owed(3, 3).logged(3, tornado::ErrorKind::multiple).future_callback_end(3).callback_end(3);
  run.callback_begin(4).owed(11, 1).task_resume(4, 1).task_end(4, 1).future_set(4, 1);
  run.future_callback_begin(4, 14).callback_queued(6).future_callback_end(4).callback_end(4).poll(3, 1);
  run.iteration(2).callback_begin(5).owed(10, 2).task_resume(1, 2).task_end(1).future_set(1).callback_end(5);
  run.callback_begin(6).owed(4, 1).callback_end(6, 1).logged(1).poll(3, 1);
  // the other timeout fires; later the periodic callback runs, and stops itself.
  run.iteration(0).poll(3, 1).clock(1).iteration(0, 1).timer_begin(2).future_set(12, 4);
  run.future_callback_begin(12, 12).callback_queued(7).future_callback_end(12).future_callback_added(21, 15);
  run.timer_end(2).poll(2, 1).iteration(1).callback_begin(7).owed(12, 4).task_resume(5, 4).task_end(5);
  run.future_set(5).callback_end(7).poll(2, 1);
  run.clock(2)
      .iteration(0, 1)
      .timer_begin(3)
      .periodic_run(1)
      .timer_added(4, 4)
      .periodic_timer(1, 4)
      .timer_end(3);
  run.poll(2, 1).clock(4).iteration(0, 1).timer_begin(4).periodic_run(1).periodic_stop(1).timer_end(4);
  // a lock is taken, waited for and handed over.
  run.semaphore_made(1, 1, true).semaphore_acquire(1, 40).semaphore_grant(1, 40).future_set(40);
  run.semaphore_acquire(1, 41).semaphore_release(1).semaphore_grant(1, 41).future_set(41);
  run.waiters_left(tornado::WaiterList::semaphore, 1, 0);
  run.poll(1, 1).idle().loop_return().loop_close().future_unretrieved(13, 1);
  return run;
}

}  // namespace windtunnel::properties
