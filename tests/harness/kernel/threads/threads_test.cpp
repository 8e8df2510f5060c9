// Threads of a simulated kernel: what they may do, in which order, and what is said where they cannot go on.
// It is over 400 lines because each kind of lock and each way to get stuck has a program of its own.
#include <atomic>
#include <barrier>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <latch>
#include <mutex>
#include <pthread.h>
#include <semaphore.h>
#include <semaphore>
#include <set>
#include <shared_mutex>
#include <sstream>
#include <string>
#include <thread>
#include <threads.h>
#include <vector>

#include "harness/core/counting_source.hpp"
#include "harness/core/quiet_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/engine/memory_file.hpp"
#include "tests/harness/kernel/one_run.hpp"

namespace windtunnel::kernel {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What a quiet run of the program objects to; in a process of its own, which may lose memory by it.
std::string objection_of(const std::function<void()>& program, const Settings& settings = {}) {
  engine::MemoryFile note;
  engine::work_isolated(
      [&] {
        core::QuietSource quiet;
        OneRun run(quiet);
        run.run(program, settings);
        note.write(run.objection);
      },
      {});
  return note.read();
}

/// What the program says in that many runs, with other choices each.
std::set<std::string> outcomes_of(const std::function<std::string()>& program, const Settings& settings,
                                  std::uint64_t runs = 200) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    core::SeededSource choices(seed);
    OneRun run(choices);
    std::string outcome;
    run.run([&] { outcome = program(); }, settings);
    EXPECT_EQ(run.objection, "");
    seen.insert(outcome);
  }
  return seen;
}

Settings settings_of(tornado::SchedulingModel model, bool preempt = true) {
  Settings settings;
  settings.model = model;
  settings.preempt = preempt;
  return settings;
}

constexpr auto exact = tornado::SchedulingModel::exact;
constexpr auto realistic = tornado::SchedulingModel::realistic;
constexpr auto adversarial = tornado::SchedulingModel::adversarial;

std::string seconds_since(std::chrono::steady_clock::time_point begin) {
  std::ostringstream words;
  words << std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return words.str();
}

TEST(Threads, AllThatTheStandardLibraryHasWorks) {
  const auto program = [] {
    std::string log;
    std::mutex mutex;
    const auto say = [&](const char* word) {
      const std::lock_guard lock(mutex);
      log += word;
    };
    std::latch start(1);
    std::counting_semaphore<4> semaphore(0);
    std::barrier meeting(2);
    std::atomic<int> flag{0};
    std::shared_mutex shared;
    std::once_flag once;
    std::future<int> future = std::async(std::launch::async, [&] {
      start.wait();
      semaphore.release();
      std::call_once(once, [&] { say("once "); });
      meeting.arrive_and_wait();
      {
        const std::shared_lock lock(shared);
        say("read ");
      }
      flag = 1;
      flag.notify_one();
      return 7;
    });
    start.count_down();
    semaphore.acquire();
    std::call_once(once, [&] { say("once "); });
    meeting.arrive_and_wait();
    {
      const std::unique_lock lock(shared);
      say("write ");
    }
    flag.wait(0);
    std::jthread stopped([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) std::this_thread::sleep_for(1s);
    });
    return log + std::to_string(future.get());
  };
  for (const auto model : {exact, realistic, adversarial})
    EXPECT_THAT(outcomes_of(program, settings_of(model)),
                ElementsAre("once read write 7", "once write read 7"));
}

TEST(Threads, WhoGoesOnAtALockIsAChoice) {
  const auto program = [] {
    std::mutex mutex;
    int count = 0;
    const auto add_one = [&] {
      int value = 0;
      {
        const std::lock_guard lock(mutex);
        value = count;
      }
      const std::lock_guard lock(mutex);
      count = value + 1;
    };
    std::thread first(add_one);
    std::thread second(add_one);
    first.join();
    second.join();
    return std::to_string(count);
  };
  EXPECT_THAT(outcomes_of(program, settings_of(realistic, true)), ElementsAre("1", "2"));
  EXPECT_THAT(outcomes_of(program, settings_of(realistic, false)), ElementsAre("2"));
}

TEST(Threads, SleepInVirtualTime) {
  const auto program = [] {
    const auto begin = std::chrono::steady_clock::now();
    std::thread sleeper([] { std::this_thread::sleep_for(24h); });
    sleeper.join();
    return seconds_since(begin);
  };
  EXPECT_THAT(outcomes_of(program, settings_of(exact)), ElementsAre("86400"));
}

TEST(Threads, AWaitThatEndsWhenItsTimeIsOverGoesEitherWay) {
  const auto program = [] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    std::thread producer([&] {
      std::this_thread::sleep_for(1h);
      const std::lock_guard lock(mutex);
      ready = true;
      changed.notify_all();
    });
    std::unique_lock lock(mutex);
    const bool in_time = changed.wait_for(lock, 1h, [&] { return ready; });
    lock.unlock();
    producer.join();
    return std::string(in_time ? "in time" : "late");
  };
  EXPECT_THAT(outcomes_of(program, settings_of(realistic)), ElementsAre("in time", "late"));
}

TEST(Threads, AreNotHeldUpByMoreThanTheTimeOfAStep) {
  // The one that sleeps for a second has gone on long before the other one has slept for two.
  const auto program = [] {
    std::string order;
    std::thread busy([] {
      for (int at = 0; at < 100; ++at) std::this_thread::yield();
    });
    std::thread late([&] {
      std::this_thread::sleep_for(2s);
      order += "late ";
    });
    std::this_thread::sleep_for(1s);
    order += "early ";
    busy.join();
    late.join();
    return order;
  };
  EXPECT_THAT(outcomes_of(program, settings_of(realistic)), ElementsAre("early late "));
}

TEST(Threads, WakeForNothingOnlyInTheAdversarialModel) {
  const auto program = [] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    bool woken_for_nothing = false;
    std::thread waiter([&] {
      std::unique_lock lock(mutex);
      while (!ready) {
        changed.wait(lock);
        woken_for_nothing = woken_for_nothing || !ready;
      }
    });
    std::this_thread::sleep_for(1s);
    {
      const std::lock_guard lock(mutex);
      ready = true;
    }
    changed.notify_one();
    waiter.join();
    return std::string(woken_for_nothing ? "spurious" : "in order");
  };
  EXPECT_THAT(outcomes_of(program, settings_of(realistic)), ElementsAre("in order"));
  EXPECT_THAT(outcomes_of(program, settings_of(adversarial)), ElementsAre("in order", "spurious"));
}

TEST(Threads, WhoSpinsLetsTheOthersGoOn) {
  const auto by_yield = [] {
    std::atomic<bool> ready{false};
    std::thread other([&] {
      std::this_thread::sleep_for(1h);
      ready = true;
    });
    while (!ready) std::this_thread::yield();
    other.join();
    return std::string("done");
  };
  const auto by_clock = [] {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < 100ms) std::this_thread::yield();
    while (std::chrono::steady_clock::now() - begin < 200ms) {
    }
    return std::string("done");
  };
  const auto by_try_lock = [] {
    std::mutex mutex;
    std::unique_lock held(mutex);
    std::thread other([&] {
      while (!mutex.try_lock()) {
      }
      mutex.unlock();
    });
    std::this_thread::sleep_for(1s);
    held.unlock();
    other.join();
    return std::string("done");
  };
  EXPECT_THAT(outcomes_of(by_yield, settings_of(realistic), 5), ElementsAre("done"));
  EXPECT_THAT(outcomes_of(by_clock, settings_of(realistic), 5), ElementsAre("done"));
  EXPECT_THAT(outcomes_of(by_try_lock, settings_of(realistic), 5), ElementsAre("done"));
}

TEST(Threads, TheirThreadLocalVariablesAreDestroyedInTheRun) {
  const auto program = [] {
    static std::string* log = nullptr;
    std::string mine;
    log = &mine;
    struct Leaver {
      ~Leaver() {
        static std::mutex mutex;
        const std::lock_guard lock(mutex);
        *log += "left ";
      }
    };
    for (int at = 0; at < 2; ++at) {
      std::thread([] {
        static thread_local Leaver leaver;
        static_cast<void>(leaver);
      }).join();
    }
    return mine;
  };
  EXPECT_THAT(outcomes_of(program, settings_of(realistic), 10), ElementsAre("left left "));
}

TEST(Threads, AreJoinedOrDetachedAsThePosixFunctionsSay) {
  const auto program = [] {
    const auto body = +[](void* data) -> void* {
      std::this_thread::sleep_for(10ms);
      return data;
    };
    int value = 0;
    pthread_t thread{};
    EXPECT_EQ(pthread_create(&thread, nullptr, body, &value), 0);
    EXPECT_EQ(pthread_tryjoin_np(thread, nullptr), EBUSY);
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    EXPECT_EQ(pthread_timedjoin_np(thread, nullptr, &time), ETIMEDOUT);
    EXPECT_EQ(pthread_join(pthread_self(), nullptr), EDEADLK);
    void* result = nullptr;
    EXPECT_EQ(pthread_join(thread, &result), 0);
    EXPECT_EQ(result, &value);
    EXPECT_EQ(pthread_create(&thread, nullptr, +[](void*) -> void* { pthread_exit(nullptr); }, nullptr), 0);
    EXPECT_EQ(pthread_detach(thread), 0);
    return std::string();
  };
  outcomes_of(program, settings_of(exact), 5);
}

TEST(Threads, MutexesOfAllKindsDoAsThePosixFunctionsSay) {
  const auto program = [] {
    const auto with_kind = [](int kind) {
      pthread_mutexattr_t attributes;
      pthread_mutexattr_init(&attributes);
      pthread_mutexattr_settype(&attributes, kind);
      pthread_mutex_t mutex;
      pthread_mutex_init(&mutex, &attributes);
      return mutex;
    };
    pthread_mutex_t recursive = with_kind(PTHREAD_MUTEX_RECURSIVE);
    EXPECT_EQ(pthread_mutex_lock(&recursive), 0);
    EXPECT_EQ(pthread_mutex_trylock(&recursive), 0);
    EXPECT_EQ(pthread_mutex_unlock(&recursive), 0);
    std::thread([&] { EXPECT_EQ(pthread_mutex_trylock(&recursive), EBUSY); }).join();
    EXPECT_EQ(pthread_mutex_unlock(&recursive), 0);
    EXPECT_EQ(pthread_mutex_unlock(&recursive), EPERM);
    pthread_mutex_t checked = with_kind(PTHREAD_MUTEX_ERRORCHECK);
    EXPECT_EQ(pthread_mutex_lock(&checked), 0);
    EXPECT_EQ(pthread_mutex_lock(&checked), EDEADLK);
    std::thread([&] { EXPECT_EQ(pthread_mutex_unlock(&checked), EPERM); }).join();
    timespec soon{};
    clock_gettime(CLOCK_REALTIME, &soon);
    ++soon.tv_sec;
    std::thread([&] { EXPECT_EQ(pthread_mutex_timedlock(&checked, &soon), ETIMEDOUT); }).join();
    EXPECT_EQ(pthread_mutex_unlock(&checked), 0);
    return std::string();
  };
  outcomes_of(program, settings_of(realistic), 5);
}

TEST(Threads, AMutexKeepsItsStateFromBeforeTheRunAndAfterIt) {
  std::mutex mutex;
  mutex.lock();
  const auto program = [&] {
    mutex.unlock();
    std::thread([&] { mutex.lock(), mutex.unlock(); }).join();
    mutex.lock();
    return std::string();
  };
  outcomes_of(program, settings_of(realistic), 1);
  EXPECT_FALSE(mutex.try_lock());
  mutex.unlock();
  EXPECT_TRUE(mutex.try_lock());
  mutex.unlock();
}

TEST(Threads, SemaphoresBarriersAndSpinLocks) {
  const auto program = [] {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    EXPECT_EQ(sem_trywait(&semaphore), -1);
    EXPECT_EQ(errno, EAGAIN);
    timespec soon{};
    clock_gettime(CLOCK_REALTIME, &soon);
    ++soon.tv_sec;
    EXPECT_EQ(sem_timedwait(&semaphore, &soon), -1);
    EXPECT_EQ(errno, ETIMEDOUT);
    pthread_barrier_t meeting;
    pthread_barrier_init(&meeting, nullptr, 2);
    pthread_spinlock_t spin{};
    pthread_spin_init(&spin, 0);
    pthread_spin_lock(&spin);
    int serial = 0;
    std::thread other([&] {
      sem_post(&semaphore);
      pthread_spin_lock(&spin);
      pthread_spin_unlock(&spin);
      if (pthread_barrier_wait(&meeting) == PTHREAD_BARRIER_SERIAL_THREAD) ++serial;
    });
    EXPECT_EQ(sem_wait(&semaphore), 0);
    pthread_spin_unlock(&spin);
    if (pthread_barrier_wait(&meeting) == PTHREAD_BARRIER_SERIAL_THREAD) ++serial;
    other.join();
    EXPECT_EQ(pthread_barrier_destroy(&meeting), 0);
    EXPECT_EQ(serial, 1);
    return std::string();
  };
  outcomes_of(program, settings_of(realistic), 20);
}

TEST(Threads, ACycleOfLocksIsExplained) {
  const auto program = [] {
    std::mutex first;
    std::mutex second;
    std::thread worker([&] {
      pthread_setname_np(pthread_self(), "worker");
      const std::lock_guard one(second);
      std::this_thread::sleep_for(1s);
      const std::lock_guard other(first);
    });
    const std::lock_guard one(first);
    std::this_thread::sleep_for(1s);
    const std::lock_guard other(second);
    worker.join();
  };
  EXPECT_EQ(
      objection_of(program),
      "deadlock: nothing is left to happen, but these have not ended: main waits in pthread_mutex_lock "
      "for mutex 1, which worker has; worker waits in pthread_mutex_lock for mutex 2, which main has: a "
      "cycle");
}

TEST(Threads, ALostNotificationIsExplained) {
  const auto program = [] {
    std::mutex mutex;
    std::condition_variable changed;
    changed.notify_one();
    std::unique_lock lock(mutex);
    changed.wait(lock);
  };
  EXPECT_EQ(objection_of(program),
            "deadlock: nothing is left to happen, but these have not ended: main waits in pthread_cond_wait "
            "for condition variable 1, which main notified last, before this wait began, when nobody waited");
}

TEST(Threads, ARunWithoutEndIsALivelock) {
  const auto program = [] {
    std::thread([] {
      for (;;) std::this_thread::sleep_for(1s);
    }).join();
  };
  EXPECT_THAT(objection_of(program),
              AllOf(StartsWith("livelock: the run did not come to an end within 20000 scheduling points"),
                    HasSubstr("main waits in pthread_join for thread 1"), HasSubstr("thread 1 goes on")));
}

TEST(Threads, AThreadThatIsLeftIsToldAndEnds) {
  const auto program = [] {
    std::thread([] {
      std::mutex mutex;
      mutex.lock();
      mutex.lock();
    }).detach();
  };
  EXPECT_EQ(objection_of(program),
            "left-over: the program has ended, but these threads have not: thread 1 waits in "
            "pthread_mutex_lock for mutex 1, which thread 1 has: a cycle");
}

TEST(Threads, ADetachedThreadMayComeToItsEndAfterTheProgram) {
  EXPECT_EQ(objection_of([] { std::thread([] { std::this_thread::sleep_for(1h); }).detach(); }), "");
}

TEST(Threads, WhatIsNotSimulatedIsRefusedInWords) {
  EXPECT_THAT(objection_of([] { pthread_exit(nullptr); }),
              HasSubstr("pthread_exit of the program's main thread"));
  EXPECT_THAT(objection_of([] { pthread_cancel(pthread_self()); }),
              HasSubstr("pthread_cancel is not simulated"));
  EXPECT_THAT(objection_of([] {
                thrd_t thread{};
                thrd_create(&thread, [](void*) { return 0; }, nullptr);
              }),
              HasSubstr("thrd_create is not simulated: use std::thread"));
  EXPECT_THAT(objection_of([] {
                pthread_mutexattr_t attributes;
                pthread_mutexattr_init(&attributes);
                pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
                pthread_mutex_t mutex;
                pthread_mutex_init(&mutex, &attributes);
                pthread_mutex_lock(&mutex);
              }),
              HasSubstr("robust mutex is not simulated"));
}

TEST(Threads, AnExceptionOfTheProgramComesOutOfTheRun) {
  core::QuietSource quiet;
  OneRun run(quiet);
  EXPECT_THROW(run.run([] {
    std::thread other([] { std::this_thread::sleep_for(1s); });
    other.detach();
    throw std::runtime_error("it fails");
  }),
               std::runtime_error);
}

// How many questions a quiet run of two threads asks, each of which throws or does not.
std::uint64_t questions_of_two(bool throws) {
  core::QuietSource quiet;
  core::ChoiceCounts counts;
  core::CountingSource<core::QuietSource> choices(quiet, counts);
  OneRun run(choices);
  Settings settings;
  settings.preempt = true;
  run.run(
      [throws] {
        std::mutex mutex;
        const auto work = [&] {
          for (int time = 0; time < 3; ++time) {
            const std::lock_guard lock(mutex);
            try {
              if (throws) throw time;
            } catch (int) {
            }
          }
        };
        std::thread other(work);
        work();
        other.join();
      },
      settings);
  return counts[tornado::ChoiceKind::callback].asked;
}

// The unwinder calls pthread_once, as often as the compiler wants it to.
TEST(Threads, ExceptionsAreNoSchedulingPoints) {
  const std::uint64_t without = questions_of_two(false);
  EXPECT_GT(without, 6U) << "one at each lock, at least";
  EXPECT_EQ(questions_of_two(true), without);
}

TEST(Threads, OutsideOfARunThereAreRealOnes) {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  std::thread other([&] {
    const std::lock_guard lock(mutex);
    ready = true;
    changed.notify_all();
  });
  std::unique_lock lock(mutex);
  changed.wait(lock, [&] { return ready; });
  lock.unlock();
  other.join();
  EXPECT_GT(std::chrono::system_clock::now(),
            std::chrono::system_clock::time_point(std::chrono::hours(24 * 365 * 40)));
}

}  // namespace
}  // namespace windtunnel::kernel
