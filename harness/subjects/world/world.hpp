// World: the environment of a C++ subject. The subject is a coroutine, `Future<void>(World&)`. The world
// gives it a loop, tasks, choices, hosts on a network, and properties that must hold. Every wait for a
// Shared, a Mutex or a turn is a step, and a strategy decides which of the waiting steps runs next.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/core/subject.hpp"
#include "harness/properties/rules.hpp"
#include "harness/subjects/world/abandonment.hpp"
#include "harness/subjects/world/comparison.hpp"
#include "harness/subjects/world/run_arena.hpp"
#include "harness/subjects/world/step_awaiter.hpp"
#include "harness/subjects/world/value_words.hpp"
#include "runtime/coroutine.hpp"
#include "runtime/gen/chain_future.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace tornado {
class SimHost;
class SimNetwork;
struct LinkSettings;
}  // namespace tornado

namespace windtunnel {

class World;

/// The body of a subject. It must be the same coroutine in every run: everything that differs must come from
/// the world's choices.
using WorldProgram = std::function<tornado::Future<void>(World&)>;

/// The result of spawn(): yield it to wait for the task and get its value.
template <class T>
class Spawned {
 public:
  explicit Spawned(tornado::Future<T> future) : future_(std::move(future)) {}
  const tornado::Future<T>& future() const { return future_; }

 private:
  tornado::Future<T> future_;
};
template <class T>
const tornado::Future<T>& convert_yielded(const Spawned<T>& task) {
  return task.future();
}

/// One run of one subject. Its functions throw std::logic_error after the end of the run.
class World {
 public:
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  tornado::SimLoop& loop() { return loop_; }
  core::SchedulingModel model() const { return model_; }

  /// A number below `options`, at least 1; 0 is the simplest.
  std::uint32_t choose(std::uint32_t options, std::string_view site = "world/choose");
  /// A number from `least` to `most`; `least` is the simplest. At most 2^32 - 1 of them.
  std::int64_t value(std::int64_t least, std::int64_t most, std::string_view site = "world/value");

  /// Calls `coroutine(world, args...)` as a task with that name. In the realistic model the task begins after
  /// this step, as a step of its own; in the others it runs up to its first wait at once. If it fails,
  /// somebody must look at its Future. If it never ends, the run is reported as a deadlock. The coroutine and
  /// its arguments are kept until the run is over, so a lambda may capture, and take arguments by const
  /// reference.
  template <class Coroutine, class... Args>
  auto spawn(std::string_view name, Coroutine coroutine, Args... args) {
    return spawn_task(name, true, std::move(coroutine), std::move(args)...);
  }
  /// As spawn(), for a task that need not end, such as a server. It begins at once in every model.
  template <class Coroutine, class... Args>
  auto spawn_daemon(std::string_view name, Coroutine coroutine, Args... args) {
    return spawn_task(name, false, std::move(coroutine), std::move(args)...);
  }
  /// As spawn(), for a task that a run may abandon in that way: at each of its waits this is a choice of kind
  /// `fault`, made at most once. So a search tries it at every wait. What must hold then is the test's to
  /// say.
  template <class Coroutine, class... Args>
  auto spawn_abandonable(std::string_view name, Abandon way, Coroutine coroutine, Args... args) {
    const auto task = spawn_task(name, true, std::move(coroutine), std::move(args)...);
    const std::remove_cvref_t<decltype(task.future())> result;
    tornado::chain_future(task.future(), result);
    using Cell = tornado::Ref<tornado::FutureCell>;
    add_abandonable(way, Cell(task.future().cell().get()), Cell(result.cell().get()));
    return Spawned(result);
  }
  /// In a task that is abandoned by Abandon::close: that connection, such as a stream, is closed then.
  template <class Connection>
  void closes_if_abandoned(const std::shared_ptr<Connection>& connection) {
    const auto is_open = [weak = std::weak_ptr(connection)] {
      const auto held = weak.lock();
      return held != nullptr && !held->closed();
    };
    const auto close = [weak = std::weak_ptr(connection)] {
      if (const auto held = weak.lock()) held->close();
    };
    require_run();
    abandonments_.connections.push_back({tornado::CurrentTask::get(), is_open, close});
  }

  /// `co_yield world.turn();` lets other tasks run first.
  Turn turn(std::source_location site = std::source_location::current()) {
    return {*this, {site, "goes on"}, {}};
  }
  /// `co_yield world.sleep(duration);` waits for the clock and then for a step.
  Sleep sleep(tornado::Duration duration, std::source_location site = std::source_location::current()) {
    return {*this, {site, "has slept"}, {duration}};
  }
  /// `co_yield world.join();` waits until nothing is left to happen. Only one coroutine may join, usually the
  /// subject itself. If a task that must end has not, it never continues.
  Join join(std::source_location site = std::source_location::current()) {
    require_no_joiner();
    return {*this, {site, {}}, {}};
  }

  /// The world's network, created on first use, with these settings for its links or with perfect links.
  /// Throws std::logic_error if the network exists already. A subject that uses it is also checked by the
  /// laws about sockets.
  tornado::SimNetwork& network();
  tornado::SimNetwork& network(const tornado::LinkSettings& settings);
  /// The network's host with that name, created on first use.
  tornado::SimHost& host(const std::string& name);

  /// Must hold here. The first check that fails ends the run.
  void check(bool holds, std::string_view words) {
    if (!holds) [[unlikely]]
      object(rules::check, words);
  }
  /// As check(), of two values; what fails is told with both: "the sum: 2, which is not equal to 3".
  template <class A, class B>
  void check_equal(const A& left, const B& right, std::string_view words) {
    if (!is_equal(left, right)) [[unlikely]]
      object_to(left, "not equal to", right, words);
  }
  template <class A, class B>
  void check_not_equal(const A& left, const B& right, std::string_view words) {
    if (is_equal(left, right)) [[unlikely]]
      object_to(left, "equal to", right, words);
  }
  template <class A, class B>
  void check_less(const A& left, const B& right, std::string_view words) {
    if (!is_less(left, right)) [[unlikely]]
      object_to(left, "not less than", right, words);
  }
  template <class A, class B>
  void check_at_most(const A& left, const B& right, std::string_view words) {
    if (is_less(right, left)) [[unlikely]]
      object_to(left, "more than", right, words);
  }
  /// As check(), of a verdict that has words of its own, such as linearizable(history, model).
  template <class Verdict>
    requires requires(const Verdict& verdict) { verdict.words(); }
  void check(const Verdict& verdict) {
    check(static_cast<bool>(verdict), verdict.words());
  }
  /// Must hold after every step from here on, of whatever kind: of a task, a callback, a timer or a handler.
  void always(std::string words, std::function<bool()> holds);
  /// Must hold after some step from here on.
  void eventually(std::string words, std::function<bool()> holds);

  /// The name of the task that runs: "main" for the subject itself.
  std::string_view task_name() {
    require_run();
    return steps().task_name(tornado::CurrentTask::get());
  }

  /// Adds a line to the trace: the time, then the words.
  void log(std::string_view words);

  /// Promises that the tasks, and the properties, share nothing but Shared, Mutex, and the runtime's Futures,
  /// events, conditions, semaphores, locks and queues; no plain variable, and nobody asks a Future whether it
  /// is done. Then the search leaves out schedules that differ only in the order of steps that touch nothing
  /// in common; a search that is complete says that it relies on this. Without the promise, any two steps may
  /// touch the same variable, and all their orders count. Call it first in the subject: throws
  /// std::logic_error once a step has run.
  void declares_all_accesses();

  /// From here on, an exception that nobody looked at is only noted in the trace and violates no rule.
  void allow_uncaught() { uncaught_allowed_ = true; }
  /// The same for an exception that leaves a callback, a timer or a handler.
  void allow_escaped() { escaped_allowed_ = true; }
  /// From here on, the run may use real clocks, sleeps, threads, sockets and random devices, such as a logger
  /// that writes the time. That they change nothing in the run is the test's to ensure.
  void allow_outside() { outside_allowed_ = true; }

  // For Shared, Mutex and other waits.

  /// A T that lives as long as the run.
  template <class T, class... Args>
  T& keep(Args&&... args) {
    return arena_.make<T>(std::forward<Args>(args)...);
  }
  std::uint32_t add_object(std::string_view name) {
    require_run();
    return steps().add_object(name);
  }
  tornado::StepLog& steps() { return loop_.scheduler().log(); }

  /// Adds a step of that task, which touches that object in that way.
  void add_step(tornado::WaitingStep& waiting, std::uint32_t task, std::uint32_t object, tornado::Touch touch,
                std::source_location site) {
    tornado::Step step;
    step.task = task;
    step.object = object;
    step.touch = touch;
    step.site = site;
    loop_.add_step(waiting, step);
  }
  /// Reports a step that begins, if the run is shown and the step has a verb.
  void tell_step(std::string_view verb, std::uint32_t object, std::source_location site) {
    if (shown_ && !verb.empty()) [[unlikely]]
      show_step(verb, object, site);
  }
  /// A task waits for an object that another task owns, until it or another waiting task gets the object.
  void set_waiting(const ParkedTask& waiting, std::uint32_t object, std::uint32_t owner) {
    waits_.push_back({waiting.task(), object, owner, &waiting.coroutine()});
  }
  /// A task gets an object: it no longer waits, and tasks that still wait for the object wait for that task.
  void set_owner(std::uint32_t object, std::uint32_t task) {
    if (!waits_.empty()) [[unlikely]]
      change_owner(object, task);
  }
  void set_joiner(ParkedTask& joiner, std::source_location site) { joiner_ = {&joiner, site}; }
  /// The coroutine that waits there is destroyed: it has no step any more.
  void forget(ParkedTask& parked);
  bool has_forgotten(const ParkedTask& parked) const;

  /// The number of this thread's run; another one after its end.
  static std::uint32_t current_run() noexcept { return run_; }
  /// Whether a World runs on this thread.
  static bool runs_here() noexcept { return here_ != nullptr; }
  /// The thread's run calls that function, which reaches the real world, at the return address `caller`;
  /// `stack` gives the lines that say who called it.
  static void note_outside(std::string_view call, std::string (*stack)(const void*), const void* caller);
  /// Throws std::logic_error unless `run` is the current one: `thing`, such as "a Shared", is used too late.
  static void require_run(std::uint32_t run, std::string_view thing) {
    if (run != run_) [[unlikely]]
      refuse_late_use(thing);
  }

  /// Runs the program once; see Subject. Reuses this thread's world. Throws std::logic_error inside of a run.
  static void run(const WorldProgram& program, tornado::ChoiceSource& choices,
                  const core::RunOptions& options, core::Trace& trace);

 private:
  struct Task {
    tornado::Ref<tornado::FutureCell> cell;
    std::uint32_t number;
    bool must_end;
  };
  struct Property {
    std::string words;
    std::function<bool()> holds;
    bool eventually;
    bool held;
  };
  struct Wait {
    std::uint32_t task;
    std::uint32_t object;
    std::uint32_t owner;
    const tornado::Runner* coroutine;
  };
  struct Joiner {
    ParkedTask* waiting = nullptr;
    std::source_location site{};
  };
  class Lease;
  struct Beginning;

  World();

  template <class Coroutine, class... Args>
  auto spawn_task(std::string_view name, bool must_end, Coroutine coroutine, Args... args) {
    static_assert(
        std::is_invocable_v<Coroutine&, World&, Args...>,
        "a task is called with the world and the arguments of spawn(), which it takes by value or by "
        "const reference");
    using Begun = std::invoke_result_t<Coroutine&, World&, Args...>;
    static_assert(tornado::is_future<Begun>, "a task is a coroutine that returns a Future");
    require_run();
    const std::uint32_t task = steps().add_task(name, tornado::CurrentTask::get());
    // The frame of a lambda refers to the closure, and that of any coroutine to what it takes by reference.
    auto& kept = keep<std::tuple<Coroutine, Args...>>(std::move(coroutine), std::move(args)...);
    const auto call = [this, &kept] {
      return std::apply(
          [this](auto& called, auto&... each) { return std::invoke(called, *this, std::move(each)...); },
          kept);
    };
    Begun future;
    if (must_end && model_ == core::SchedulingModel::realistic) {
      begin_later(task, [call, future]() mutable { tornado::chain_future(call(), future); });
    } else {
      const tornado::CurrentTaskScope scope(task);
      future = call();
    }
    tasks_.push_back({tornado::Ref<tornado::FutureCell>(future.cell().get()), task, must_end});
    return Spawned<typename Begun::value_type>(std::move(future));
  }
  void begin_later(std::uint32_t task, tornado::Callback begin);

  void begin(tornado::ChoiceSource& choices, const core::RunOptions& options, core::Trace& trace);
  void run_program(const WorldProgram& program);
  bool tasks_ended() const;
  void drop_tasks();
  void judge();
  void end() noexcept;
  void object(std::string_view rule, std::string_view words);
  void object_to_value(const std::string& left, std::string_view relation, const std::string& right,
                       std::string_view words);
  template <class A, class B>
  void object_to(const A& left, std::string_view relation, const B& right, std::string_view words) {
    object_to_value(value_in_words(left), relation, value_in_words(right), words);
  }
  bool joins(const Task& task) const;
  bool is_stuck(const Task& task) const { return task.must_end && !task.cell->done(); }
  std::string livelock();
  std::string deadlock();
  std::string waits_in_words() const;
  void name_waits();
  void require_run() const {
    if (trace_ == nullptr) [[unlikely]]
      refuse_late_use("a World");
  }
  void require_no_joiner() const;
  [[noreturn]] static void refuse_late_use(std::string_view thing);
  void change_owner(std::uint32_t object, std::uint32_t task);
  void add_property(Property property);
  void watch_steps();
  void add_abandonable(Abandon way, tornado::Ref<tornado::FutureCell> call,
                       tornado::Ref<tornado::FutureCell> result);
  void ask_abandonables();
  void ask_to_abandon(std::size_t place);
  std::size_t open_connections(std::uint32_t task) const;
  void abandon(std::size_t place);
  void require_connections();
  void ask_properties();
  void show_step(std::string_view verb, std::uint32_t object, std::source_location site);

  tornado::ChoiceSource* choices_ = nullptr;
  core::Trace* trace_ = nullptr;
  core::SchedulingModel model_ = core::SchedulingModel::exact;
  bool shown_ = false;
  tornado::SimLoop loop_;
  std::vector<Task> tasks_;
  std::vector<Property> properties_;
  std::vector<Wait> waits_;  // for mutexes
  Abandonments abandonments_;
  RunArena arena_;
  tornado::SimNetwork* network_ = nullptr;  // in the arena; null: this run has used none
  Joiner joiner_{};
  std::optional<std::uint32_t> dropped_task_;  // whose result goes now
  bool uncaught_allowed_ = false;
  bool escaped_allowed_ = false;
  bool outside_allowed_ = false;

  static constinit inline thread_local std::uint32_t run_ = 0;
  static constinit inline thread_local World* here_ = nullptr;
};

/// A program as a subject. Must outlive it.
class WorldSubject {
 public:
  /// `name` is what findings call it.
  explicit WorldSubject(WorldProgram program, std::string name = {})
      : program_(std::move(program)), name_(std::move(name)) {}

  core::Subject subject() const { return {&WorldSubject::run, this, core::all_guarantees, name_}; }

 private:
  static void run(const void* data, tornado::ChoiceSource& choices, const core::RunOptions& options,
                  core::Trace& trace) {
    World::run(static_cast<const WorldSubject*>(data)->program_, choices, options, trace);
  }

  WorldProgram program_;
  std::string name_;
};

}  // namespace windtunnel
