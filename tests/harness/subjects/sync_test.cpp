// Locks and queues in scenarios. The expected results are those of the real Tornado 4.5.3.
#include <gtest/gtest.h>
#include <string>

#include "tests/harness/subjects/running.hpp"

namespace windtunnel::subjects {
namespace {

TEST(Sync, EverythingIsShownByItsType) {
  EXPECT_EQ(
      shown("locks, locks.Lock, locks.Lock(), locks.Event(), locks.Condition(), locks.Condition().wait"),
      "<module> <type> <Lock> <Event> <Condition> <method>");
  EXPECT_EQ(shown("locks.Semaphore(2), locks.BoundedSemaphore(), locks.Lock().acquire().result()"),
            "<Semaphore> <BoundedSemaphore> <_ReleasingContextManager>");
  EXPECT_EQ(shown("queues, queues.Queue, queues.Queue(), queues.PriorityQueue(), queues.LifoQueue()"),
            "<module> <type> <Queue> <PriorityQueue> <LifoQueue>");
  EXPECT_EQ(shown("queues.QueueFull, queues.QueueEmpty(\"a\", 2)"), "<type> QueueEmpty(a, 2)");
}

TEST(Sync, ErrorsHaveTheOriginalsWords) {
  EXPECT_EQ(shown("locks.Semaphore(-1)"), "raised ValueError(semaphore initial value must be >= 0)");
  EXPECT_EQ(shown("locks.BoundedSemaphore(1).release()"),
            "raised ValueError(Semaphore released too many times)");
  EXPECT_EQ(shown("locks.Lock().release()"), "raised RuntimeError(release unlocked lock)");
  EXPECT_EQ(shown("queues.Queue(None)"), "raised TypeError(maxsize can't be None)");
  EXPECT_EQ(shown("queues.Queue(maxsize=-1)"), "raised ValueError(maxsize can't be negative)");
  EXPECT_EQ(shown("queues.Queue().task_done()"), "raised ValueError(task_done() called too many times)");
  EXPECT_EQ(shown("queues.Queue().get_nowait()"), "raised QueueEmpty()");
  EXPECT_TRUE(shown("queues.Queue().nothing").starts_with("raised AttributeError("));
  EXPECT_TRUE(shown("locks.Nothing").starts_with("raised AttributeError("));
  EXPECT_TRUE(shown("locks.Lock(1)").starts_with("raised TypeError("));
}

// As Tornado 4.5.3 does: it compares the number of items with maxsize, whatever number that is.
TEST(Sync, Q3_AQueueTakesAnyNumberAsItsMaxsize) {
  EXPECT_EQ(trace_of_module("def fill(m):\n    q = queues.Queue(maxsize=m)\n"
                            "    try:\n        for i in range(3):\n            q.put_nowait(i)\n"
                            "    except queues.QueueFull:\n        log(\"full\")\n"
                            "    log(q.maxsize, q.qsize(), q.full())\n"
                            "def main():\n    fill(1.3)\n    fill(0.5)\n    fill(0.0)\n    fill(2.0)\n"),
            "0 log full\n0 log 1.3 2 True\n0 log full\n0 log 0.5 1 True\n0 log 0 3 False\n"
            "0 log full\n0 log 2 2 True\n0 return None\n");
  EXPECT_EQ(shown("queues.Queue(-0.5)"), "raised ValueError(maxsize can't be negative)");
  EXPECT_EQ(shown("queues.Queue(\"x\")"), "raised TypeError(a queue's maxsize must be a number)");
}

TEST(Sync, OnlyWhatAnAcquireGaveStandsInAWith) {
  EXPECT_EQ(trace_of_main("try:\n    with locks.Lock():\n        log(\"in\")\n"
                          "except RuntimeError as e:\n    log(e)\n"
                          "try:\n    with locks.BoundedSemaphore():\n        log(\"in\")\n"
                          "except RuntimeError as e:\n    log(e)\n"
                          "try:\n    with locks.Event():\n        log(\"in\")\n"
                          "except Exception as e:\n    log(\"no context manager\")"),
            "0 log RuntimeError(Use Lock like 'with (yield lock)', not like 'with lock')\n"
            "0 log RuntimeError(Use Semaphore like 'with (yield semaphore.acquire())', not like 'with "
            "semaphore')\n"
            "0 log no context manager\n0 return None\n");
}

TEST(Sync, K9_LeavingTheBlockReleases) {
  EXPECT_EQ(trace_of_main("l = locks.Lock()\n"
                          "with (yield l.acquire()) as x:\n    log(x)\n    second = l.acquire()\n"
                          "    log(second.done())\n"
                          "log(second.done())\n"
                          "try:\n    with second.result():\n        l.release()\n"
                          "except ValueError as e:\n    log(e)\n"
                          "try:\n    with second.result():\n        raise Boom(\"replaced\")\n"
                          "except ValueError as e:\n    log(e)"),
            "0 log None\n0 log False\n0 log True\n0 log ValueError(Semaphore released too many times)\n"
            "0 log ValueError(Semaphore released too many times)\n0 return None\n");
}

TEST(Sync, TimeoutsAreTimesTimedeltasOrFalsy) {
  EXPECT_EQ(trace_of_main("c = locks.Condition()\nlog((yield c.wait(timedelta(seconds=1))))\n"
                          "log((yield c.wait(timeout=3)), IOLoop.current().time())\n"
                          "waits = [c.wait(0), c.wait(0.0), c.wait(None), c.wait(\"\"), c.wait(False), "
                          "c.wait(timedelta(seconds=0))]\nyield gen.sleep(1)\n"
                          "c.notify_all()\nlog((yield waits))"),
            "1 log False\n3 log False 3\n4 log [True, True, True, True, True, True]\n4 return None\n");
}

TEST(Sync, AnUnsupportedTimeoutIsNoticedOnlyWhereThereIsSomethingToWaitFor) {
  EXPECT_EQ(trace_of_main("c = locks.Condition()\n"
                          "try:\n    c.wait([1])\nexcept TypeError as e:\n    log(e)\n"
                          "second = c.wait()\nc.notify()\nlog(second.done())\nc.notify()\n"
                          "log(second.done())\nl = locks.Lock()\nlog(l.acquire(\"x\").done())\n"
                          "q = queues.Queue(1)\nlog(q.put(1, \"x\").done(), q.get(\"x\").result())\n"
                          "try:\n    locks.Event().wait(\"x\")\nexcept TypeError as e:\n    log(e)"),
            "0 log TypeError(Unsupported deadline [1])\n0 log False\n0 log True\n0 log True\n0 log True 1\n"
            "0 log TypeError(Unsupported deadline 'x')\n0 return None\n")
      << "the waiter stays, and takes the next notify";
}

TEST(Sync, NotifyCountsAsPythonDoes) {
  EXPECT_EQ(trace_of_main("c = locks.Condition()\na = c.wait()\nb = c.wait()\nc.notify(0)\nc.notify(n=None)\n"
                          "log(a.done())\nc.notify(-1)\nlog(a.done(), b.done())\nd = c.wait()\n"
                          "e = c.wait()\nc.notify(True)\nlog(d.done(), e.done())"),
            "0 log False\n0 log True True\n0 log True False\n0 return None\n");
}

TEST(Sync, Q7_EveryPutThatFitsGivesTheSameFuture) {
  EXPECT_EQ(shown("queues.Queue().put(1) is queues.LifoQueue(3).put(item=2, timeout=1)"), "True");
}

TEST(Sync, K7_EveryWaitWithoutTimeoutGivesTheSameFuture) {
  EXPECT_EQ(trace_of_main("e = locks.Event()\nw = e.wait()\nlog(w is e.wait(), w is e.wait(1))\n"
                          "w.set_result(3)\nlog(e.is_set(), (yield e.wait()))\nq = queues.Queue()\n"
                          "log(q.join() is q.join(), q.join().done())"),
            "0 log True False\n0 log True 3\n0 log True True\n0 return None\n");
}

TEST(Sync, Q1_EqualItemsLeaveAsFromPythonsHeap) {
  EXPECT_EQ(trace_of_main("q = queues.PriorityQueue()\nq.put(True)\nq.put(1)\nq.put(1.5)\nq.put(0)\n"
                          "q.put(False)\nq.put(1.0)\nlog(q.get_nowait(), q.get_nowait(), q.get_nowait(), "
                          "q.get_nowait(), q.get_nowait(), q.get_nowait())"),
            "0 log 0 False 1 True 1 1.5\n0 return None\n");
}

TEST(Sync, Q1_ItemsThatCannotBeComparedRaiseAndStay) {
  EXPECT_EQ(trace_of_main("q = queues.PriorityQueue()\nq.put_nowait([2, \"b\"])\nq.put_nowait([1, \"c\"])\n"
                          "q.put_nowait([1, \"a\"])\ntry:\n    q.put_nowait(\"x\")\nexcept TypeError:\n"
                          "    log(\"put\", q.qsize())\ntry:\n    log(q.get_nowait())\nexcept TypeError:\n"
                          "    log(\"get\", q.qsize())"),
            "0 log put 4\n0 log get 3\n0 return None\n");
}

TEST(Sync, Q2_ACallbackOfAWaitingPutMayDisturbTheGet) {
  EXPECT_EQ(trace_of_module("q = queues.Queue(maxsize=1)\n"
                            "def steal(f):\n    log(\"steal\", q.get_nowait())\n"
                            "    log(\"steal\", q.get_nowait())\n"
                            "def swap(f):\n    log(\"swap\", q.get_nowait())\n    log(q.put(9).done())\n"
                            "def main():\n    q.put(1)\n    q.put(2).add_done_callback(steal)\n"
                            "    try:\n        q.get_nowait()\n    except Exception as e:\n        log(e)\n"
                            "    q.put(1)\n    q.put(2).add_done_callback(swap)\n"
                            "    log(q.get_nowait(), q.qsize())\n"
                            "    try:\n        q.get()\n    except Exception as e:\n        log(e)\n"),
            "0 log steal 1\n0 log steal 2\n0 log IndexError(pop from an empty deque)\n0 log swap 1\n"
            "0 log False\n0 log 2 0\n0 log AssertionError(queue not full, why are putters waiting?)\n"
            "0 return None\n");
}

TEST(Sync, AnExpiredWaitThatNobodyLooksAtIsReported) {
  EXPECT_EQ(trace_of_main("l = locks.Lock()\nl.acquire()\nl.acquire(1)\nq = queues.Queue(1)\nq.put(q)\n"
                          "q.put(q, 1)\nyield gen.sleep(2)\nlog(q.get_nowait() is q, q.qsize())"),
            "2 log True 0\n2 return None\nend unretrieved TimeoutError()\nend unretrieved TimeoutError()\n");
}

TEST(Sync, AQueueThatIsItsOwnItemIsLetGo) {
  EXPECT_EQ(trace_of_main("q = queues.LifoQueue()\nq.put(q)\nq.put([q, q.get])\nl = locks.Lock()\n"
                          "f = l.acquire()\nf.add_done_callback(lambda _: l)\nyield l.acquire()"),
            "0 pending\n");
}

}  // namespace
}  // namespace windtunnel::subjects
