// World: the environment of a C++ subject, a coroutine `Future<void>(World&)` or a plain function that runs
// on the simulated kernel: a loop, tasks, choices, hosts, and properties that must hold. Every wait for a
// Shared, a Mutex or a turn is a step; a strategy decides which is next. This file is over 400 lines because
// it documents all that a test can ask of its world.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/core/subject_handle.hpp"
#include "harness/properties/rules.hpp"
#include "harness/subjects/world/abandonment.hpp"
#include "harness/subjects/world/comparison.hpp"
#include "harness/subjects/world/data/source.hpp"
#include "harness/subjects/world/fault_sites.hpp"
#include "harness/subjects/world/liveness.hpp"
#include "harness/subjects/world/run_arena.hpp"
#include "harness/subjects/world/spawned.hpp"
#include "harness/subjects/world/step_awaiter.hpp"
#include "harness/subjects/world/task_results.hpp"
#include "harness/subjects/world/value_words.hpp"
#include "harness/subjects/world/world_program.hpp"
#include "runtime/coroutine.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace tornado {
class SimHost;
class SimNetwork;
struct LinkSettings;
}  // namespace tornado

namespace windtunnel {

class World;

/// Whether that event loop, such as Asio's, runs that work as a task of a World: its adapter has a function
/// begin_on_loop(), see windtunnel/asio.hpp.
template <class Loop, class Work>
concept LoopRuns = requires(World& world, std::uint32_t task, Loop&& loop, Work&& work) {
  begin_on_loop(world, task, std::forward<Loop>(loop), std::forward<Work>(work));
};

/// How an operation of the user's own fails: World::may_fail_either_way().
enum class Fails : std::uint8_t { no, by_value, by_exception };

/// How long a property is asked.
enum class Asked : std::uint8_t {
  /// Not after the step in which the task ends that states it, nor later: it may refer to what is local in
  /// the coroutine of that task. A test that ends with join() runs to the end.
  while_its_task_runs,
  /// After every step, and at the end of the run. What it refers to must live as long as the run: what it
  /// captures by value, a Shared, an object of World::keep().
  to_the_end,
};

/// One run of one subject. Its functions throw std::logic_error after the end of the run.
class World {
 public:
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

  tornado::SimLoop& loop() { return loop_; }
  core::SchedulingModel model() const { return model_; }

  /// A number below `options`; 0 is the simplest. Throws std::invalid_argument if there is no option.
  std::uint32_t choose(std::uint32_t options, std::string_view site = "world/choose");
  /// A number from `least` to `most`; `least` is the simplest. Throws std::invalid_argument unless there are
  /// 1 to 2^32 - 1 of them.
  std::int64_t value(std::int64_t least, std::int64_t most, std::string_view site = "world/value");
  /// A value of a generator, such as `data::vectors(data::integers(1, 9), 0, 5)`; see data/generators.hpp.
  /// All that it consists of are choices. The site names it in the trace: "alice draws amounts = [3, 1]".
  template <class Generator>
  auto draw(const Generator& generator, std::string_view site = "world/draw") {
    require_run();
    data::Source source(*choices_, site);
    auto drawn = draw_value(generator, source);
    if (shown_) [[unlikely]]
      show_draw(site, value_in_words(drawn));
    return drawn;
  }

  /// Whether this operation of the user's own fails here: a choice of kind `fault`, where the quiet answer is
  /// no. Return an error or throw then. The name says what is done, such as "disk/write"; the site of the
  /// choice is the name, the task and how often it came there. Throws std::invalid_argument for an empty
  /// name, and std::logic_error for more than a thousand names.
  bool may_fail(std::string_view operation);
  /// The same for an operation that can fail by what it returns as well as by an exception.
  Fails may_fail_either_way(std::string_view operation);
  /// The lengths of the pieces, at most 16, in which a message of `size` bytes arrives: where it is split is
  /// a choice of kind `fragment`; the quiet answer is not at all. No piece is empty. Throws as may_fail(),
  /// and std::invalid_argument for more than `longest_split` bytes.
  std::vector<std::size_t> split(std::string_view message, std::size_t size);
  static constexpr std::size_t longest_split = std::size_t{1} << 20U;
  /// From here on nothing goes wrong: no fault, no delay; steps run first in, first out; no timer is late;
  /// what separates hosts ends. What a fault has done to a connection stays. choose() and value() go on.
  void calm();

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
  /// The same in a plain program, for work on an event loop of its own: `world.spawn("alice", io, pay(10))`.
  /// Its adapter says what work may be; see windtunnel/asio.hpp. When nothing is left to happen, and only
  /// daemons have not ended, the loops that still run are stopped, so that the program comes to its end.
  template <class Loop, class Work>
    requires LoopRuns<Loop, Work>
  void spawn(std::string_view name, Loop&& loop, Work&& work) {
    begin_on_loop(*this, add_loop_task(name, true), std::forward<Loop>(loop), std::forward<Work>(work));
  }
  template <class Loop, class Work>
    requires LoopRuns<Loop, Work>
  void spawn_daemon(std::string_view name, Loop&& loop, Work&& work) {
    begin_on_loop(*this, add_loop_task(name, false), std::forward<Loop>(loop), std::forward<Work>(work));
  }
  /// As spawn(), for a task that a run may abandon in that way: at each of its waits this is a choice of kind
  /// `fault`, made at most once. So a search tries it at every wait. What must hold then is the test's to
  /// say.
  template <class Coroutine, class... Args>
  auto spawn_abandonable(std::string_view name, Abandon way, Coroutine coroutine, Args... args);
  /// In a task that is abandoned by Abandon::close: that connection, such as a stream, is closed then.
  template <class Connection>
  void closes_if_abandoned(const std::shared_ptr<Connection>& connection);

  /// `co_yield world.turn();` lets other tasks run first.
  Turn turn(std::source_location site = std::source_location::current()) {
    return {*this, {site, "goes on"}, {}};
  }
  /// `co_yield world.sleep(duration);` waits for the clock and then for a step. Throws std::invalid_argument
  /// for what is no duration.
  Sleep sleep(tornado::Duration duration, std::source_location site = std::source_location::current()) {
    if (!(duration.count() <= longest_sleep)) [[unlikely]]
      refuse_sleep(duration, site);
    return {*this, {site, "has slept"}, {duration}};
  }
  static constexpr double longest_sleep = 1e12;  ///< in seconds
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
  void check(bool holds, std::string_view words,
             std::source_location site = std::source_location::current()) {
    if (!holds) [[unlikely]]
      object(rules::check, words, site);
  }
  /// As check(), of two values; what fails is told with both: "the sum: 2, which is not equal to 3".
  template <class A, class B>
  void check_equal(const A& left, const B& right, std::string_view words,
                   std::source_location site = std::source_location::current()) {
    if (!is_equal(left, right)) [[unlikely]]
      object_to(left, "not equal to", right, words, site);
  }
  template <class A, class B>
  void check_not_equal(const A& left, const B& right, std::string_view words,
                       std::source_location site = std::source_location::current()) {
    if (is_equal(left, right)) [[unlikely]]
      object_to(left, "equal to", right, words, site);
  }
  template <class A, class B>
  void check_less(const A& left, const B& right, std::string_view words,
                  std::source_location site = std::source_location::current()) {
    if (!is_less(left, right)) [[unlikely]]
      object_to(left, "not less than", right, words, site);
  }
  template <class A, class B>
  void check_at_most(const A& left, const B& right, std::string_view words,
                     std::source_location site = std::source_location::current()) {
    if (is_less(right, left)) [[unlikely]]
      object_to(left, "more than", right, words, site);
  }
  /// As check(), of a verdict that has words of its own, such as linearizable(history, model).
  template <class Verdict>
    requires requires(const Verdict& verdict) { verdict.words(); }
  void check(const Verdict& verdict) {
    check(static_cast<bool>(verdict), verdict.words());
  }
  /// Must hold after every step from here on, of whatever kind, and at the end of the run. If its task ends
  /// in the step that states it, so that it is never asked, that is reported too.
  void always(std::string words, std::function<bool()> holds, Asked asked = Asked::while_its_task_runs);
  /// Must hold after some step from here on, or at the end.
  void eventually(std::string words, std::function<bool()> holds, Asked asked = Asked::while_its_task_runs);

  /// The same, at most `within` later, on the virtual clock.
  void eventually(std::string words, std::function<bool()> holds, tornado::Duration within,
                  Asked asked = Asked::while_its_task_runs);
  /// Whenever the premise holds, after any step from here on, the conclusion must hold then or at most
  /// `within` later, before the run ends. Both throw std::invalid_argument for a limit below 0.
  void leads_to(std::string words, std::function<bool()> premise, std::function<bool()> conclusion,
                tornado::Duration within, Asked asked = Asked::while_its_task_runs);

  /// Some run of the search must find the condition true, here, or for a function after some step from here
  /// on; the search reports in how many it was. A call that no run comes to is not known. The words must not
  /// differ from run to run: at most 100 in a run. Throws std::invalid_argument for no words, and
  /// std::logic_error for words that another call has, or too many.
  void sometimes(std::string_view words, bool condition,
                 std::source_location place = std::source_location::current());
  template <class Condition>
    requires std::is_invocable_r_v<bool, Condition&>
  void sometimes(std::string_view words, Condition condition,
                 std::source_location place = std::source_location::current()) {
    add_sometimes(words, std::move(condition), place);
  }
  /// How near the run is to something rare; higher is nearer. Searches and fuzzers keep runs that came nearer
  /// than those before, and report the best. Throws as sometimes(), and for what is no finite number.
  void reach(std::string_view words, double number,
             std::source_location place = std::source_location::current());
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
  std::uint32_t add_object(std::string_view name);
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
  /// Adds to what is shown of the step that runs: the value that it has read or written.
  template <class T>
  void tell_value(const T& value) {
    if (shown_) [[unlikely]]
      show_value(value_in_words(value));
  }
  /// A task waits for an object that another task owns, until it or another waiting task gets the object.
  void set_waiting(const ParkedTask& waiting, std::uint32_t object, std::uint32_t owner);
  /// A task gets an object: it no longer waits, and tasks that still wait for the object wait for that task.
  void set_owner(std::uint32_t object, std::uint32_t task) {
    if (!waits_.empty()) [[unlikely]]
      change_owner(object, task);
  }
  /// A task waits for the clock, and then no longer; noted only if the run is shown.
  void begin_sleep(const ParkedTask& sleeper) {
    if (shown_) [[unlikely]]
      sleepers_.push_back(&sleeper.coroutine());
  }
  void end_sleep(const ParkedTask& sleeper) { std::erase(sleepers_, &sleeper.coroutine()); }
  void set_joiner(ParkedTask& joiner, std::source_location site) { joiner_ = {&joiner, site}; }
  /// The coroutine that waits there is destroyed: it has no step any more.
  void forget(ParkedTask& parked);
  bool has_forgotten(const ParkedTask& parked) const;

  /// The number of this thread's run; another one after its end.
  static std::uint32_t current_run() noexcept { return run_; }

  // For the adapters of other event loops.

  /// A new task, which another loop runs.
  std::uint32_t add_loop_task(std::string_view name, bool must_end);
  /// It has ended; with an exception (null: none), which nobody looks at.
  void end_loop_task(std::uint32_t task, const std::exception_ptr& error);
  /// An exception came to a place where the program throws it away.
  void note_unretrieved(const std::exception_ptr& error);

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
  friend class KernelRun;  // runs plain programs

  struct Task {
    tornado::Ref<tornado::FutureCell> cell;
    std::uint32_t number;
    bool must_end;
  };
  enum class Must : std::uint8_t { always_hold, hold_once, be_asked };
  struct Property {
    Must must;
    std::string words;
    std::function<bool()> holds;
    std::uint32_t task;  // that states it
    bool asked = false;
    bool held = false;
    bool over = false;  // that task has ended
  };
  struct Wait {
    std::uint32_t task;
    std::uint32_t object;
    std::uint32_t owner;
    const tornado::Runner* coroutine;
  };
  struct BegunTask {
    std::uint32_t future;  // of its result
    std::uint32_t task;
    bool begun;  // false: this is the Future that spawn() returned
  };
  struct Joiner {
    ParkedTask* waiting = nullptr;
    std::source_location site{};
  };
  class Lease;
  struct Beginning;

  World();

  template <class Coroutine, class... Args>
  auto spawn_task(std::string_view name, bool must_end, Coroutine coroutine, Args... args);
  std::uint32_t add_task(std::string_view name);
  void keep_task(std::uint32_t task, tornado::FutureCell& result, bool must_end);
  void begin_later(std::uint32_t task, tornado::Callback begin);
  void add_spawned(tornado::FutureCell& result, std::uint32_t task, bool must_end);
  void name_result(const tornado::FutureCell& result, std::uint32_t task);

  void begin(tornado::ChoiceSource& choices, const core::RunOptions& options, core::Trace& trace);
  void run_program(const WorldProgram& program);
  bool tasks_ended() const;
  void drop_tasks();
  void judge();
  void end() noexcept;
  void object(std::string_view rule, std::string_view words, std::source_location site = {});
  void object_to_value(const std::string& left, std::string_view relation, const std::string& right,
                       std::string_view words, std::source_location site);
  template <class A, class B>
  void object_to(const A& left, std::string_view relation, const B& right, std::string_view words,
                 std::source_location site) {
    object_to_value(value_in_words(left), relation, value_in_words(right), words, site);
  }
  bool joins(const Task& task) const;
  bool is_stuck(const Task& task) const { return task.must_end && !task.cell->done(); }
  std::string livelock();
  std::string deadlock();
  std::string waits_in_words() const;
  void name_tasks();
  void name_waits();
  void name_beginnings();
  void require_run() const {
    if (trace_ == nullptr) [[unlikely]]
      refuse_late_use("a World");
  }
  void require_no_joiner() const;
  [[noreturn]] static void refuse_late_use(std::string_view thing);
  [[noreturn]] static void refuse_sleep(tornado::Duration duration, std::source_location site);
  void change_owner(std::uint32_t object, std::uint32_t task);
  void add_property(Must must, std::string words, std::function<bool()> holds, Asked asked);
  static std::uint32_t owner_of(Asked asked);
  void add_sometimes(std::string_view words, std::function<bool()> condition, std::source_location place);
  void watch_steps();
  void hook_steps();
  bool watches_steps() const { return !properties_.empty() || !liveness_.empty(); }
  void add_abandonable(Abandon way, tornado::Ref<tornado::FutureCell> call,
                       tornado::Ref<tornado::FutureCell> result);
  bool ask_abandonables();
  bool ask_to_abandon(std::size_t place);
  std::size_t open_connections(std::uint32_t task) const;
  void abandon(std::size_t place);
  void require_connections();
  void step_ended();
  void ask_properties();
  void ask(Property& property);
  void judge_properties();
  void show_draw(std::string_view site, std::string_view words);
  std::uint32_t ask_fault(tornado::ChoiceKind kind, std::string_view first, std::string_view operation,
                          std::uint32_t options);
  void write_line(std::string_view words);
  void show(std::uint32_t task, std::string words, std::source_location site = {});
  void show_step(std::string_view verb, std::uint32_t object, std::source_location site);
  void show_value(std::string_view value);
  void show_answer(std::string_view site, std::int64_t value);
  std::uint32_t ask_value(std::uint32_t options, std::string_view site);

  tornado::ChoiceSource* choices_ = nullptr;
  core::Trace* trace_ = nullptr;
  core::SchedulingModel model_ = core::SchedulingModel::exact;
  bool shown_ = false;
  std::uint32_t step_limit_ = core::default_phase_limit;
  tornado::SimLoop loop_;
  std::vector<Task> tasks_;
  TaskResults results_;              // of these tasks
  std::deque<Property> properties_;  // one may state another while it is asked
  Liveness liveness_{results_};
  std::vector<Wait> waits_;       // for mutexes
  std::vector<BegunTask> begun_;  // only if the run is shown
  std::vector<const tornado::Runner*> sleepers_;
  FaultSites fault_sites_;
  Abandonments abandonments_;
  RunArena arena_;
  tornado::SimNetwork* network_ = nullptr;                // in the arena; null: this run has used none
  void (*heal_network_)(tornado::SimNetwork&) = nullptr;  // null: there is none
  void (*name_sockets_)(const tornado::SimNetwork&, core::Trace&) = nullptr;  // likewise
  void (*count_faults_)(const tornado::SimNetwork&, core::Trace&) = nullptr;  // likewise
  bool calm_ = false;
  Joiner joiner_{};
  std::optional<std::uint32_t> dropped_task_;  // whose result goes now
  bool uncaught_allowed_ = false;
  bool escaped_allowed_ = false;
  bool outside_allowed_ = false;

  static constinit inline thread_local std::uint32_t run_ = 0;
  static constinit inline thread_local World* here_ = nullptr;
};

}  // namespace windtunnel

// What belongs to it: its templates, and the subject that runs a program in it.
#include "harness/subjects/world/world_spawn.hpp"
#include "harness/subjects/world/world_subject.hpp"
