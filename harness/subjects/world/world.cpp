#include "harness/subjects/world/world.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <span>
#include <stdexcept>

#include "harness/core/named_run.hpp"
#include "harness/core/quiet_source.hpp"
#include "harness/core/trace.hpp"
#include "harness/subjects/world/current_loop.hpp"
#include "harness/subjects/world/stuck_tasks.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel {

namespace {

core::QuietSource no_choices;  // of a world between its runs

// Where a run that was ended as a livelock came to its limit; its end if nobody watched.
std::size_t livelock_step(const tornado::Observer& events) {
  std::size_t step = events.size();
  while (step > 0 && events.begin()[step - 1].kind != tornado::EventKind::livelock) --step;
  return step > 0 ? step - 1 : events.size();
}

}  // namespace

// This thread's world, for one run; a run within a run gets another one.
class World::Lease {
 public:
  Lease() {
    // The pool must be there before, so that it goes after.
    tornado::pool_deallocate(tornado::pool_allocate(1), 1);
    world_ = std::move(spare_);
    if (world_ == nullptr) world_.reset(new World);
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() { spare_ = std::move(world_); }
  World& operator*() const { return *world_; }

 private:
  static inline thread_local std::unique_ptr<World> spare_;
  std::unique_ptr<World> world_;
};

World::World() : loop_(no_choices, core::SchedulingModel::exact, tornado::IOLoop::MakeCurrent::no) {
  const auto logged = [this](tornado::ErrorKind kind, const std::exception_ptr& error) {
    if (trace_ == nullptr) return;
    log(fmt::format("error {}", tornado::describe(error)));
    // Of the other kinds, somebody learns: from another exception, a timeout or the end of a connection.
    if (kind == tornado::ErrorKind::callback && !escaped_allowed_)
      object(rules::uncaught, "an exception left a callback: " + tornado::describe(error));
  };
  const auto unretrieved = [this](const std::exception_ptr& error) { note_unretrieved(error); };
  const auto second_setting = [this](std::source_location where) {
    if (trace_ == nullptr) return;
    std::string words = "a Future that is done was set again at " + core::place_in_code(where);
    if (const std::uint32_t task = tornado::CurrentTask::get(); task != 0)
      words.append(", by ").append(steps().task_name(task));
    object(rules::set_twice, words);
  };
  loop_.set_log_handler({logged, unretrieved, second_setting});
}

World::~World() = default;

void World::run(const WorldProgram& program, tornado::ChoiceSource& choices, const core::RunOptions& options,
                core::Trace& trace) {
  if (runs_here()) {
    throw std::logic_error(
        "a World runs on this thread already: a run inside of a run is not possible, but a run may spawn "
        "tasks");
  }
  Lease lease;
  const CurrentLoop current((*lease).loop_);
  struct Ending {
    World& world;
    ~Ending() { world.end(); }
  } ending{*lease};
  ending.world.begin(choices, options, trace);
  ending.world.run_program(program);
}

void World::begin(tornado::ChoiceSource& choices, const core::RunOptions& options, core::Trace& trace) {
  here_ = this;
  ++run_;
  choices_ = &choices;
  trace_ = &trace;
  model_ = options.model;
  shown_ = options.name_things;
  trace.events.keep_places(shown_);
  loop_.reset(choices, options.model);
  loop_.set_observer(options.observe ? &trace.events : nullptr);
  loop_.scheduler().set_log(&trace.steps);
  loop_.set_phase_limit(options.phase_limit);
  step_limit_ = options.phase_limit;
}

void World::note_unretrieved(const std::exception_ptr& error) {
  if (trace_ == nullptr) return;
  if (uncaught_allowed_) return log(fmt::format("unretrieved {}", tornado::describe(error)));
  object(rules::uncaught, dropped_task_
                              ? fmt::format("nobody looked at how the task {} ended: {}",
                                            steps().task_name(*dropped_task_), tornado::describe(error))
                              : "nobody looked at " + tornado::describe(error));
}

void World::run_program(const WorldProgram& program) {
  program.prepare(*this);
  if (program.is_plain()) return program.run(*this);
  keep_task(0, *program.begin(*this).cell(), true);
  if (watches_steps()) ask_properties();
  loop_.start();
  while (joiner_.waiting != nullptr && loop_.end() == tornado::RunEnd::idle && tasks_ended()) {
    const Joiner joiner = std::exchange(joiner_, {});
    steps().end_epoch();
    add_step(*joiner.waiting, joiner.waiting->task(), 0, tornado::Touch::nothing, joiner.site);
    loop_.start();
  }
  judge();
}

// All but the one that joins.
bool World::tasks_ended() const {
  return std::all_of(tasks_.begin(), tasks_.end(),
                     [&](const Task& task) { return !is_stuck(task) || joins(task); });
}

bool World::joins(const Task& task) const {
  return joiner_.waiting != nullptr && joiner_.waiting->task() == task.number;
}

// Those that failed unseen say so.
void World::drop_tasks() {
  results_.clear();
  for (Task& task : tasks_) {
    dropped_task_ = task.number;
    task.cell = {};
  }
  dropped_task_.reset();
  tasks_.clear();
}

void World::judge() {
  trace_->livelock = loop_.end() == tornado::RunEnd::livelock;
  if (shown_) {
    name_tasks();
    name_waits();
    if (name_sockets_ != nullptr) name_sockets_(*network_, *trace_);
    name_beginnings();
  }
  if (trace_->objection) return;
  if (watches_steps()) ask_properties();
  if (trace_->objection) return;
  if (trace_->livelock) {
    object(rules::livelock, livelock());
    trace_->objection->step = livelock_step(trace_->events);
    return;
  }
  require_connections();
  if (trace_->objection) return;
  const std::string stuck = deadlock();
  drop_tasks();  // one that failed unseen says so now: it may be why others wait
  if (!stuck.empty()) return object(rules::deadlock, stuck);
  judge_properties();
}

// Who went on to the last, and who did not get on for as long: starved.
std::string World::livelock() {
  const StuckTasks stuck(loop_);
  const std::span<const tornado::Step> done = loop_.scheduler().log().done();
  std::string busy;
  std::string starved;
  for (const Task& task : tasks_) {
    if (!is_stuck(task) || joins(task)) continue;
    const bool got_on = std::any_of(done.begin() + static_cast<std::ptrdiff_t>(done.size() / 2), done.end(),
                                    [&](const tornado::Step& step) { return step.task == task.number; });
    std::string& words = got_on ? busy : starved;
    words.append(words.empty() ? "" : ", ").append(loop_.scheduler().log().task_name(task.number));
    if (!got_on) words.append(stuck.place_of(task.number));
  }
  std::string words = "the run did not come to an end within its limit";
  if (!busy.empty()) words += "; these go on: " + busy;
  if (!starved.empty()) words += "; these starve: " + starved + waits_in_words();
  return words;
}

// Empty if all have ended that should.
std::string World::deadlock() {
  if (std::none_of(tasks_.begin(), tasks_.end(), [&](const Task& task) { return is_stuck(task); })) return {};
  const StuckTasks stuck(loop_);
  std::string words;
  for (const Task& task : tasks_) {
    if (!is_stuck(task)) continue;
    words.append(words.empty() ? "nothing is left to happen, but these have not ended: " : ", ");
    words.append(steps().task_name(task.number)).append(stuck.place_of(task.number));
  }
  return words + waits_in_words();
}

// Who waits for what, which whom has; and whether that goes round.
std::string World::waits_in_words() const {
  const tornado::StepLog& steps = loop_.scheduler().log();
  std::string words;
  for (const Wait& wait : waits_) {
    words += fmt::format("; {} waits for {}, which {} has", steps.task_name(wait.task),
                         steps.object_name(wait.object), steps.task_name(wait.owner));
  }
  const auto next = [&](std::uint32_t task) {
    return std::find_if(waits_.begin(), waits_.end(), [&](const Wait& wait) { return wait.task == task; });
  };
  for (const Wait& wait : waits_) {
    std::uint32_t task = wait.owner;
    for (std::size_t left = waits_.size(); left > 0 && task != wait.task; --left) {
      const auto at = next(task);
      if (at == waits_.end()) break;
      task = at->owner;
    }
    if (task == wait.task) return words + ": a cycle";
  }
  return words;
}

void World::set_waiting(const ParkedTask& waiting, std::uint32_t object, std::uint32_t owner) {
  waits_.push_back({waiting.task(), object, owner, &waiting.coroutine()});
}

void World::change_owner(std::uint32_t object, std::uint32_t task) {
  std::erase_if(waits_, [&](const Wait& wait) { return wait.object == object && wait.task == task; });
  for (Wait& wait : waits_)
    if (wait.object == object) wait.owner = task;
}

void World::require_no_joiner() const {
  if (joiner_.waiting != nullptr)
    throw std::logic_error("two tasks join: world.join() is for one task, usually the test itself");
}

void World::refuse_sleep(tornado::Duration duration, std::source_location site) {
  throw std::invalid_argument(fmt::format("sleep() at {} of {} s: it must be a duration of at most {} s",
                                          core::place_in_code(site), duration.count(), longest_sleep));
}

void World::refuse_late_use(std::string_view thing) {
  throw std::logic_error(
      fmt::format("{} of a run that is over is used: what belongs to a run must not outlive it", thing));
}

// Whatever the run left behind dies here, and what failed unseen reports itself.
void World::end() noexcept {
  if (count_faults_ != nullptr) count_faults_(*network_, *trace_);
  do {  // what dies may spawn others, which go no further than their first wait
    joiner_ = {};
    abandonments_.clear();
    drop_tasks();
    loop_.close();
    properties_.clear();
    liveness_.clear();
    waits_.clear();
    begun_.clear();
    sleepers_.clear();
    arena_.clear();
  } while (!tasks_.empty() || loop_.suspended_frames().newest() != nullptr);
  loop_.set_step_hook(nullptr);
  network_ = nullptr;
  heal_network_ = nullptr;
  name_sockets_ = nullptr;
  count_faults_ = nullptr;
  fault_sites_.clear();
  calm_ = false;
  uncaught_allowed_ = escaped_allowed_ = outside_allowed_ = false;
  loop_.set_observer(nullptr);
  loop_.scheduler().set_log(nullptr);
  trace_ = nullptr;
  ++run_;
  here_ = nullptr;
}

// A task that is spawned and has not begun.
struct World::Beginning final : tornado::WaitingStep {
  Beginning(World& world_in, std::uint32_t task_in, tornado::Callback begin_in)
      : WaitingStep(&run_it), world(world_in), task(task_in), begin(std::move(begin_in)) {}

  static void run_it(tornado::WaitingStep& self) {
    auto& beginning = static_cast<Beginning&>(self);
    if (beginning.world.shown_) {
      beginning.world.write_line(fmt::format("{} begins", beginning.world.steps().task_name(beginning.task)));
      beginning.world.show(beginning.task, "begins");
    }
    tornado::Callback begin = std::move(beginning.begin);
    begin();
  }

  World& world;
  const std::uint32_t task;
  tornado::Callback begin;
};

void World::begin_later(std::uint32_t task, tornado::Callback begin) {
  tornado::Step step;
  step.task = task;
  step.arrives = true;
  loop_.add_step(keep<Beginning>(*this, task, std::move(begin)), step);
}

std::uint32_t World::ask_value(std::uint32_t options, std::string_view site) {
  require_run();
  if (options == 0)
    throw std::invalid_argument(
        fmt::format("choose() of no options at '{}': there must be at least one", site));
  if (options == 1) return 0;
  return std::min(choices_->choose({tornado::ChoiceKind::value, options, site}), options - 1);
}

std::uint32_t World::choose(std::uint32_t options, std::string_view site) {
  const std::uint32_t answer = ask_value(options, site);
  if (shown_ && options > 1) show_answer(site, answer);
  return answer;
}

std::int64_t World::value(std::int64_t least, std::int64_t most, std::string_view site) {
  const std::uint64_t range = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
  if (least > most || range - 1 >= 0xffffffffU) {
    throw std::invalid_argument(
        fmt::format("value() from {} to {} at '{}': there must be 1 to 2^32 - 1 numbers to choose from",
                    least, most, site));
  }
  const std::uint64_t answer = ask_value(static_cast<std::uint32_t>(range), site);
  const auto drawn = static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + answer);
  if (shown_ && range > 1) show_answer(site, drawn);
  return drawn;
}

// Out of line: g++ 12 falsely warns of a string's assignment where it is part of a user's function.
std::uint32_t World::add_object(std::string_view name) {
  require_run();
  return steps().add_object(name);
}

std::uint32_t World::add_task(std::string_view name) {
  return steps().add_task(name, tornado::CurrentTask::get());
}

// The task waits for the first time, or has ended, or will begin.
void World::keep_task(std::uint32_t task, tornado::FutureCell& result, bool must_end) {
  tasks_.push_back({tornado::Ref<tornado::FutureCell>(&result), task, must_end});
  results_.set(task, result);
}

void World::declares_all_accesses() {
  if (steps().running() != 0 || !steps().done().empty())
    throw std::logic_error("declares_all_accesses() comes first in a subject: a step has run already");
  steps().declare_accesses();
}

void World::object_to_value(const std::string& left, std::string_view relation, const std::string& right,
                            std::string_view words, std::source_location site) {
  object(rules::check, fmt::format("{}: {}, which is {} {}", words, left, relation, right), site);
}

void World::object(std::string_view rule, std::string_view words, std::source_location site) {
  require_run();
  if (trace_->objection) return;
  trace_->objection = core::Objection{rule, trace_->events.size(), std::string(words)};
  write_line(fmt::format("{} is broken: {}", rule, words));
  if (shown_) {
    show(tornado::CurrentTask::get(), fmt::format("breaks {}", rule), site);
    trace_->names.lines.back().breaks = true;
    if (site.line() != 0) trace_->names.lines.back().file = site.file_name();
  }
  if (!loop_.running()) return;
  steps().cut_short();
  loop_.stop();
}

}  // namespace windtunnel
