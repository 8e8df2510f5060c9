#include "tests/harness/kernel/threads/planted.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "harness/properties/rules.hpp"

namespace windtunnel::planted {

namespace {

using namespace std::chrono_literals;

// The consumer looks at the flag, and waits later: the notification may come in between.
template <bool right>
void lost_wakeup(World&) {
  std::mutex mutex;
  std::condition_variable changed;
  bool ready = false;
  std::thread consumer([&] {
    if (right) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return ready; });
    } else {
      std::unique_lock lock(mutex);
      const bool is_ready = ready;
      lock.unlock();
      lock.lock();
      if (!is_ready) changed.wait(lock);
    }
  });
  {
    const std::lock_guard lock(mutex);
    ready = true;
  }
  changed.notify_one();
  consumer.join();
}

// Two locks, taken in different orders.
template <bool right>
void crossed_locks(World&) {
  std::mutex accounts;
  std::mutex log;
  std::thread clerk([&] {
    const std::lock_guard first(right ? accounts : log);
    const std::lock_guard second(right ? log : accounts);
  });
  {
    const std::lock_guard first(accounts);
    const std::lock_guard second(log);
  }
  clerk.join();
}

// The balance is looked at under one lock, and changed under the next.
template <bool right>
void overdrawn(World& world) {
  std::mutex mutex;
  int balance = 100;
  const auto withdraw = [&] {
    if (right) {
      const std::lock_guard lock(mutex);
      if (balance >= 80) balance -= 80;
      return;
    }
    bool enough = false;
    {
      const std::lock_guard lock(mutex);
      enough = balance >= 80;
    }
    const std::lock_guard lock(mutex);
    if (enough) balance -= 80;
  };
  std::thread other(withdraw);
  withdraw();
  other.join();
  world.check(balance >= 0, "the account is not overdrawn");
}

// The answer comes when the time is over: who only looks at the time throws the answer away.
template <bool right>
void answer_at_the_timeout(World& world) {
  std::mutex mutex;
  std::condition_variable changed;
  bool answered = false;
  bool gave_up = false;
  std::thread server([&] {
    std::this_thread::sleep_for(10ms);
    const std::lock_guard lock(mutex);
    if (!gave_up) answered = true;
    changed.notify_one();
  });
  {
    std::unique_lock lock(mutex);
    if (right) {
      gave_up = !changed.wait_for(lock, 10ms, [&] { return answered; });
    } else if (!answered) {
      gave_up = changed.wait_for(lock, 10ms) == std::cv_status::timeout;
    }
  }
  server.join();
  world.check(!(answered && gave_up), "a call that is answered does not fail");
}

// Producers and consumers wait for one condition variable, and one notification may wake the wrong kind.
template <bool right>
void wrong_one_woken(World&) {
  std::mutex mutex;
  std::condition_variable changed;
  std::optional<int> slot;
  const auto tell = [&] { right ? changed.notify_all() : changed.notify_one(); };
  const auto put = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return !slot; });
    slot = 1;
    tell();
  };
  const auto take = [&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return slot.has_value(); });
    slot.reset();
    tell();
  };
  std::vector<std::thread> threads;
  for (int at = 0; at < 2; ++at) {
    threads.emplace_back(take);
    threads.emplace_back(put);
  }
  for (std::thread& thread : threads) thread.join();
}

// A queue that is closed while somebody is about to add to it.
template <bool right>
void added_after_close(World& world) {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<int> items;
  bool closed = false;
  int accepted = 0;
  int processed = 0;
  std::thread worker([&] {
    for (;;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return closed || !items.empty(); });
      if (items.empty()) return;
      items.pop_front();
      ++processed;
    }
  });
  std::thread producer([&] {
    if (right) {
      const std::lock_guard lock(mutex);
      if (closed) return;
      items.push_back(1);
      ++accepted;
    } else {
      {
        const std::lock_guard lock(mutex);
        if (closed) return;
      }
      const std::lock_guard lock(mutex);
      items.push_back(1);
      ++accepted;
    }
    changed.notify_all();
  });
  {
    const std::lock_guard lock(mutex);
    closed = true;
  }
  changed.notify_all();
  producer.join();
  worker.join();
  world.check(accepted == processed, "what the queue accepts is processed");
}

// Two threads answer one promise.
template <bool right>
void answered_twice(World& world) {
  std::promise<int> promise;
  std::mutex mutex;
  bool answered = false;
  int refused = 0;
  const auto answer = [&](int value) {
    {
      std::unique_lock lock(mutex);
      if (answered) return;
      if (right) answered = true;
    }
    try {
      promise.set_value(value);
    } catch (const std::future_error&) {
      ++refused;
    }
    const std::lock_guard lock(mutex);
    answered = true;
  };
  std::thread fast(answer, 1);
  std::thread slow(answer, 2);
  promise.get_future().get();
  fast.join();
  slow.join();
  world.check(refused == 0, "the promise is kept once");
}

// Nobody looks a second time, under the lock, whether the connection is there.
template <bool right>
void made_twice(World& world) {
  std::mutex mutex;
  std::shared_ptr<int> connection;
  int made = 0;
  const auto use = [&] {
    std::shared_ptr<int> mine;
    {
      const std::lock_guard lock(mutex);
      mine = connection;
    }
    if (mine != nullptr) return;
    const std::lock_guard lock(mutex);
    if (right && connection != nullptr) return;
    connection = std::make_shared<int>(++made);
  };
  std::thread other(use);
  use();
  other.join();
  world.check(made == 1, "one connection is made");
}

// The pool's slot is free as soon as its worker begins, and the job that is there is overwritten.
template <bool right>
void job_overwritten(World& world) {
  std::mutex mutex;
  std::condition_variable changed;
  int job = 0;
  bool stop = false;
  int done = 0;
  std::thread worker([&] {
    for (;;) {
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return stop || job != 0; });
      if (job == 0) return;
      job = 0;
      ++done;
      changed.notify_all();
    }
  });
  for (int at = 1; at <= 2; ++at) {
    std::unique_lock lock(mutex);
    if (right) changed.wait(lock, [&] { return job == 0; });
    job = at;
    changed.notify_all();
  }
  {
    const std::lock_guard lock(mutex);
    stop = true;
  }
  changed.notify_all();
  worker.join();
  world.check(done == 2, "each job is done");
}

// The destructor joins while it holds the lock that the worker wants.
template <bool right>
void joined_under_the_lock(World&) {
  class Service {
   public:
    Service() : worker_([this] { work(); }) {}
    ~Service() {
      std::unique_lock lock(mutex_);
      if (right) lock.unlock();
      worker_.join();
    }

   private:
    void work() {
      const std::lock_guard lock(mutex_);
      ++rounds_;
    }

    std::mutex mutex_;
    int rounds_ = 0;
    std::thread worker_;
  };
  const Service service;
}

// The main thread does not wait for the one that it has started.
template <bool right>
void left_behind(World&) {
  const auto state = std::make_shared<std::pair<std::mutex, std::condition_variable>>();
  const auto stop = std::make_shared<bool>(false);
  std::thread([state, stop] {
    std::unique_lock lock(state->first);
    state->second.wait(lock, [&] { return *stop; });
  }).detach();
  if (!right) return;
  const std::lock_guard lock(state->first);
  *stop = true;
  state->second.notify_all();
}

constexpr Planted planted[] = {
    {"lost wakeup", &lost_wakeup<false>, &lost_wakeup<true>, rules::deadlock,
     "main waits in pthread_join for thread 1; thread 1 waits in pthread_cond_wait for condition variable 1"},
    {"crossed locks", &crossed_locks<false>, &crossed_locks<true>, rules::deadlock, ", which main has"},
    {"overdrawn", &overdrawn<false>, &overdrawn<true>, rules::check, "the account is not overdrawn"},
    {"answer at the timeout", &answer_at_the_timeout<false>, &answer_at_the_timeout<true>, rules::check,
     "a call that is answered does not fail"},
    {"wrong one woken", &wrong_one_woken<false>, &wrong_one_woken<true>, rules::deadlock,
     "woke another thread"},
    {"added after close", &added_after_close<false>, &added_after_close<true>, rules::check,
     "what the queue accepts is processed"},
    {"answered twice", &answered_twice<false>, &answered_twice<true>, rules::check,
     "the promise is kept once"},
    {"made twice", &made_twice<false>, &made_twice<true>, rules::check, "one connection is made"},
    {"job overwritten", &job_overwritten<false>, &job_overwritten<true>, rules::check, "each job is done"},
    {"joined under the lock", &joined_under_the_lock<false>, &joined_under_the_lock<true>, rules::deadlock,
     "thread 1 waits in pthread_mutex_lock for mutex 1, which main has: a cycle"},
    {"left behind", &left_behind<false>, &left_behind<true>, rules::left_over,
     "thread 1 waits in pthread_cond_wait for condition variable 1, which nobody has notified"},
};

}  // namespace

std::span<const Planted> all() {
  return planted;
}

}  // namespace windtunnel::planted
