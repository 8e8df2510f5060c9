// Threads: the threads of one run, of which exactly one runs at a time. At each call that may wait, the one
// that goes on is chosen: every thread that can go on is a waiting step of the run's StepScheduler, so every
// strategy steers threads. The clock moves when no thread can go on, and where the model says so earlier.
#pragma once

#include <csetjmp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "harness/kernel/condition.hpp"
#include "harness/kernel/kernel.hpp"
#include "harness/kernel/read_write_lock.hpp"
#include "harness/kernel/thread.hpp"
#include "harness/properties/rules.hpp"
#include "runtime/sim/elapsed_time.hpp"

namespace windtunnel::kernel {

/// The threads of a kernel, and its scheduling points.
class Threads {
 public:
  Threads(Kernel& kernel, Client& client);
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads();

  /// The calling thread, which must be one of the run.
  static Thread& current() noexcept { return *current_; }
  /// Whether only one thread is alive: then threads are no steps, and nobody is asked about them.
  bool alone() const { return alive_ == 1; }
  /// Calls that function whenever a second thread is about to begin: from then on the waiting steps of the
  /// StepLog must be threads.
  void set_on_second(void (*told)(void*), void* data) {
    on_second_ = told;
    on_second_data_ = data;
  }

  /// Runs the program on this thread; see Kernel::run().
  bool run(const std::function<void()>& body);
  /// See Kernel.
  bool block(const WaitReason& reason, Condition ready, tornado::Time deadline);
  void yield(std::string_view site, std::uint32_t object);
  [[noreturn]] void abandon(std::string_view rule, std::string words);

  /// sched_yield(): the others that can go on do so first. A thread that yields again and again while nobody
  /// can go on waits for the time.
  void give_way();
  /// The program reads a clock. If it does nothing else for long, time passes.
  tornado::Time read_clock();

  /// A thread of the program begins. Returns 0 or what the real pthread_create returned.
  int create(pthread_t* handle, const pthread_attr_t* attributes, void* (*body)(void*), void* data);
  /// Waits for a thread's end and forgets the thread, or gives ETIMEDOUT, EBUSY (a deadline of `past`),
  /// EINVAL, EDEADLK. ESRCH if it is none of the run's.
  int join(pthread_t handle, void** result, tornado::Time deadline, std::string_view call);
  int detach(pthread_t handle);
  static constexpr tornado::Time past = tornado::at_seconds(-1);
  /// The thread with that handle; null if it is none of the run's.
  Thread* find(pthread_t handle);
  /// "main", "thread 2", or what pthread_setname_np said.
  std::string name_of_owner(int real_number) const;
  const Thread* find_real(int real_number) const;

  /// Differs from that of every other run of this process: marks what is known of this one.
  std::uintptr_t stamp() const { return stamp_; }
  /// The rule that is broken by calls that are not simulated.
  static constexpr std::string_view refused = rules::no_outside;
  Notified& notified() { return notified_; }
  ReadWriteLocks& read_write_locks() { return read_write_locks_; }

  /// Threads may be left at the end of the program, such as those of a pool that a library keeps for ever.
  /// They are ended then, and the library is told by what it gave to pthread_atfork(): its threads are gone,
  /// as they are in the child of a fork.
  void allow_left() { may_leave_ = true; }
  /// A library wants to be told so.
  static void add_fork_handler(void (*gone)());

  /// A number from 1, for a mutex and the like: that of a new object of the StepLog, "mutex 1".
  std::uint32_t name_object(std::string_view kind);
  std::string object_words(std::uint32_t object) const;

  /// Whether another thread may go on at each lock, unlock and notify.
  bool preempts() const { return !alone() && kernel_.settings().preempt && !in_client_; }
  /// Tells the client what the current thread does with an object, or with none, 0, where that is a
  /// scheduling point.
  void tell(std::string_view verb, std::uint32_t object = 0) {
    if (!preempts()) return;
    const Outside outside;
    client_.tell(verb, object);
  }

 private:
  friend void* begin_thread(void*);
  friend void end_thread(void*);

  struct ObjectKind {
    std::string_view kind;
    std::uint32_t count;
  };

  static void set_answering(Kernel* kernel) noexcept { Kernel::here_ = kernel; }
  Thread& add_thread();
  void* run_thread(Thread& me);
  void end_of(Thread& ended);
  void finish();
  void end_left_threads();
  void reap(Thread& thread);
  void go_on_with_another(Thread& me);
  [[noreturn]] void jump_out();

  void count_point();
  Thread& choose_next();
  Thread& pick();
  Thread& chosen(Thread& thread);
  void wait_idly(Thread& me);
  void offer();
  bool offer_one(Thread& thread, bool can);
  void run_due();
  bool let_time_pass();
  bool has_only_timers() const;
  bool move_clock();
  void nothing_left();
  tornado::Time latest_within_reach() const;
  tornado::Time world_next() const;
  void collect_deadlines(tornado::Time after, tornado::Time latest);

  std::string waits_in_words() const;
  std::string livelock_words() const;
  bool is_cycle(const Thread& from) const;

  Kernel& kernel_;
  Client& client_;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::uint32_t alive_ = 0;
  std::uint32_t created_ = 0;
  void (*on_second_)(void*) = nullptr;
  void* on_second_data_ = nullptr;

  tornado::ElapsedTime elapsed_;
  std::vector<tornado::Time> deadlines_;  // scratch
  std::vector<ObjectKind> kinds_;
  Notified notified_;
  ReadWriteLocks read_write_locks_;
  const std::uintptr_t stamp_;
  std::uint64_t points_ = 0;
  std::uint64_t choices_made_ = 0;  // how often any thread was chosen
  std::uint64_t point_limit_;
  std::uint32_t readings_ = 0;  // of clocks, since the last scheduling point
  bool timer_first_ = false;    // a thread whose deadline has come goes on before what else is due
  bool in_client_ = false;
  bool over_ = false;
  bool finishing_ = false;  // the main thread has come to its end
  bool left_ = false;       // and others never will
  bool may_leave_ = false;  // which breaks no rule
  bool dying_ = false;      // threads that get the baton end at once
  bool abandoned_ = false;
  std::jmp_buf out_{};

  static constinit inline thread_local Thread* current_ = nullptr;
};

}  // namespace windtunnel::kernel
