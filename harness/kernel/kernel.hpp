// Kernel: the operating system of one simulated run. The C library's functions that reach the operating
// system, such as epoll_wait, send and clock_gettime, are defined by this library (symbols/) and answered by
// the kernel of the run, with virtual time and a simulated network. So unmodified code, such as Asio or
// libuv, runs in a World.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/clock.hpp"
#include "runtime/sim/network/agenda.hpp"
#include "runtime/sim/scheduling_model.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace tornado {
class SimNetwork;
class SimHost;
}  // namespace tornado

namespace windtunnel::kernel {

class DescriptorTable;
class LocalPaths;
class Thread;
class Threads;

/// The maker of a kernel: a World, or the run of a preloaded program. The kernel calls it on the thread that
/// has the baton, outside of the simulation.
class Client {
 public:
  virtual ~Client() = default;

  /// The network that sockets use, made when it is first asked for.
  virtual tornado::SimNetwork& network() = 0;
  /// A thread of the program begins, and this is its real thread.
  virtual void thread_begins() {}
  /// What a thread does, for the story of a run that is shown: "locks", and the number of the object in the
  /// StepLog, or 0.
  virtual void tell(std::string_view /*verb*/, std::uint32_t /*object*/) {}
  /// A scheduling point: a step has ended. Properties are asked here.
  virtual void after_step() = 0;
  /// Every thread waits, and nothing is left to happen. Returns whether it has changed that, for example by
  /// stopping an event loop that only daemons use; the kernel looks again then. This alone is called inside
  /// of the simulation; calls that would wait return at once.
  virtual bool wake_somebody() = 0;
  /// The first deadline after that time which an event loop of the program has, and the kernel does not know:
  /// a loop tells the kernel its first alone.
  virtual tornado::Time deadline_after(tornado::Time /*time*/) const { return tornado::SimDevice::never; }
  /// Whether the loops of the program wait for nothing but the network and each other: what they have set
  /// timers for is only to look around, as Asio does every five minutes.
  virtual bool only_looks_around() const { return false; }
  /// The run breaks that rule.
  virtual void object(std::string_view rule, std::string words) = 0;
  /// Whether a rule is broken already: the rest of the run asks no questions.
  virtual bool over() const = 0;
};

/// What varies in a run.
struct Settings {
  tornado::SchedulingModel model = tornado::SchedulingModel::realistic;
  tornado::Duration step_time{0.001};  ///< how long a step takes at most, and how late time is noticed
  bool preempt = false;                ///< whether another thread may go on at each lock, unlock and notify
  std::uint32_t step_limit = 20'000;   ///< beyond it the run is a livelock
};

/// What a thread waits for, for the words of a deadlock. It lives on the stack of the waiting thread.
class WaitReason {
 public:
  /// `call` is the function of the C library, such as "recv".
  explicit constexpr WaitReason(std::string_view call) : call_(call) {}
  virtual ~WaitReason() = default;

  std::string_view call() const { return call_; }
  /// For what, and who could end it: "recv on client>server", "pthread_mutex_lock for mutex 2, which worker
  /// has".
  virtual std::string words() const { return std::string(call_); }
  /// The thread that has what is waited for; null if nobody in particular can end the wait.
  virtual const Thread* owner() const { return nullptr; }
  /// The object of the StepLog that the thread touches first when it goes on; 0 if not known.
  virtual std::uint32_t object() const { return 0; }

 private:
  std::string_view call_;
};

/// A function that says whether something holds.
struct Condition {
  void* data;
  bool (*holds)(void*);

  /// The condition of a thread that may go on at any time.
  static constexpr Condition always() {
    return {nullptr, [](void*) { return true; }};
  }
};

/// One kernel, for one run. At most one at a time in a process: the symbols belong to the process.
class Kernel {
 public:
  static constexpr tornado::Time never = tornado::SimDevice::never;

  /// The loop is never started: it is the run's clock, its choices, its record of steps.
  Kernel(tornado::SimLoop& loop, Client& client, const Settings& settings);
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;
  /// Closes what is open.
  ~Kernel();

  /// The kernel that answers the calling thread; null outside of a run, on a thread that the run does not
  /// know, and inside of Outside.
  static Kernel* here() noexcept { return here_; }

  /// Runs `body` on this thread as the program's main thread. Returns whether it came to its end. Otherwise
  /// the program cannot go on (a deadlock, a livelock, a call that is refused), the client was told, and what
  /// the program had on its stacks is abandoned: see core::memory_is_lost(). Libraries that were running may
  /// still refer to it, so a search ends here.
  bool run(const std::function<void()>& body);

  /// Ends the run from inside, as run() describes, after client.object(rule, words).
  [[noreturn]] void abandon(std::string_view rule, std::string words);

  /// The virtual time since the run began.
  tornado::Time now() const { return loop_.scheduler().now(); }
  /// As now(), for the program: it knows then how long its steps took until here. No time.
  tornado::Time read_clock();

  /// The one way to wait. Lets other threads, the network and the clock go on until `ready()` holds, which is
  /// asked again after whatever happens, or the deadline has come. Returns whether `ready()` holds. It
  /// returns at once where it does already. Which thread goes on, and whether time passes meanwhile, are
  /// choices.
  template <class Ready>
  bool block(const WaitReason& reason, Ready ready, tornado::Time deadline = never) {
    return block_until(reason, {&ready, [](void* self) -> bool { return (*static_cast<Ready*>(self))(); }},
                       deadline);
  }

  /// A scheduling point without a wait: another thread that is ready may go on. This one touches the object
  /// of that number first, when it goes on; 0: not known.
  void yield(std::string_view site, std::uint32_t object = 0);

  /// Asks one of that many options; with one, or when the run is over, does not ask.
  std::uint32_t choose(tornado::ChoiceKind kind, std::string_view site, std::size_t options);

  /// What happens later by itself, such as the expiry of a timer.
  tornado::Agenda& agenda() { return agenda_; }
  tornado::SimNetwork& network();
  tornado::SimNetwork* network_if_any() const { return network_; }
  /// The host on which the running task is: that of set_host(), or the network's first.
  tornado::SimHost& host();
  /// From now on that task, and those that it begins, are on that host.
  void set_host(std::uint32_t task, tornado::SimHost& host);

  /// Memory for the length of one call.
  std::string& scratch() noexcept { return scratch_; }

  DescriptorTable& descriptors() { return *descriptors_; }
  LocalPaths& local_paths() { return *local_paths_; }
  /// The next number that getrandom() gives: the same ones in each run.
  std::uint64_t next_random() noexcept;
  Threads& threads() const { return *threads_; }
  tornado::SimLoop& loop() { return loop_; }
  const Settings& settings() const { return settings_; }

 private:
  bool block_until(const WaitReason& reason, Condition ready, tornado::Time deadline);

  tornado::SimLoop& loop_;
  Client& client_;
  Settings settings_;
  tornado::Agenda agenda_;
  std::unique_ptr<LocalPaths> local_paths_;
  std::unique_ptr<DescriptorTable> descriptors_;
  std::string scratch_;
  std::uint64_t random_ = 0;
  std::vector<tornado::SimHost*> hosts_;    // by task; null: its parent's
  tornado::SimNetwork* network_ = nullptr;  // null: not asked for yet
  std::unique_ptr<Threads> threads_;

  friend class Inside;
  friend class Threads;
  static constinit inline thread_local Kernel* here_ = nullptr;
};

/// While it lives, that kernel answers the calls of this thread; null: the real operating system does.
class Inside {
 public:
  explicit Inside(Kernel* kernel) noexcept : before_(std::exchange(Kernel::here_, kernel)) {}
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() { Kernel::here_ = before_; }

 private:
  Kernel* const before_;
};

/// While it lives, calls of this thread go to the real operating system, and no run wants to know.
class Outside : Inside {
 public:
  Outside() noexcept : Inside(nullptr), before_(std::exchange(is_here_, true)) {}
  ~Outside() { is_here_ = before_; }

  /// Whether one lives on this thread.
  static bool is_here() noexcept { return is_here_; }

 private:
  const bool before_;

  static constinit inline thread_local bool is_here_ = false;
};

}  // namespace windtunnel::kernel
