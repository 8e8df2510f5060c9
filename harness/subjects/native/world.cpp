#include "harness/subjects/native/world.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <span>

#include "harness/subjects/current_loop.hpp"

namespace windtunnel {

namespace {

constexpr std::size_t block_size = 4096;

// Answers nothing: a world between its runs.
class NoChoices final : public tornado::ChoiceSource {
 public:
  std::uint32_t choose(const tornado::ChoicePoint&) override { return 0; }
};
NoChoices no_choices;

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

World::World() : loop_(no_choices, Freedom::contract, tornado::IOLoop::MakeCurrent::no) {
  loop_.set_log_handler({[this](tornado::ErrorKind, const std::exception_ptr& error) {
                           log(fmt::format("error {}", tornado::describe(error)));
                         },
                         [this](const std::exception_ptr& error) {
                           object(rules::uncaught, "nobody looked at " + tornado::describe(error));
                         }});
}

World::~World() = default;

void World::fly(const WorldProgram& program, tornado::ChoiceSource& choices, const RunOptions& options,
                Trace& trace) {
  Lease lease;
  const CurrentLoop current((*lease).loop_);
  struct Ending {
    World& world;
    ~Ending() { world.end(); }
  } ending{*lease};
  ending.world.begin(choices, options, trace);
  ending.world.run(program);
}

void World::begin(tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  choices_ = &choices;
  trace_ = &trace;
  shown_ = options.name_things;
  loop_.reset(choices, options.freedom);
  loop_.set_observer(options.observe ? &trace.events : nullptr);
  loop_.scheduler().set_log(&trace.steps);
  loop_.set_phase_limit(options.phase_limit);
}

void World::run(const WorldProgram& program) {
  auto main = program(*this);
  tasks_.push_back({tornado::Ref<tornado::FutureCell>(main.cell().get()), 0, true});
  loop_.start();
  while (joiner_.waiting != nullptr && loop_.end() == tornado::RunEnd::idle && tasks_ended()) {
    const Joiner joiner = std::exchange(joiner_, {});
    steps().end_epoch();
    add_step(*joiner.waiting, joiner.lane, 0, tornado::Touch::nothing, joiner.site);
    loop_.start();
  }
  judge();
}

// All but the one that joins.
bool World::tasks_ended() const {
  return std::all_of(tasks_.begin(), tasks_.end(), [&](const Task& task) {
    return task.cell->done() || !task.must_end || task.lane == joiner_.lane;
  });
}

void World::judge() {
  trace_->livelock = loop_.end() == tornado::RunEnd::livelock;
  if (trace_->objection) return;
  if (trace_->livelock) return object(rules::livelock, livelock());
  const std::string stuck = deadlock();
  tasks_.clear();  // one that failed unseen says so now: it may be why others wait
  if (!stuck.empty()) return object(rules::deadlock, stuck);
  for (const Property& property : properties_) {
    if (property.eventually && !property.held) return object(rules::eventually, property.words);
  }
}

// Who went on to the last, and who did not get on for as long: starved.
std::string World::livelock() const {
  const std::span<const tornado::Step> done = loop_.scheduler().log().done();
  std::string busy;
  std::string starved;
  for (const Task& task : tasks_) {
    const bool joins = joiner_.waiting != nullptr && task.lane == joiner_.lane;
    if (task.cell->done() || !task.must_end || joins) continue;
    const bool got_on = std::any_of(done.begin() + static_cast<std::ptrdiff_t>(done.size() / 2), done.end(),
                                    [&](const tornado::Step& step) { return step.task == task.lane; });
    std::string& words = got_on ? busy : starved;
    words.append(words.empty() ? "" : ", ").append(loop_.scheduler().log().task_name(task.lane));
  }
  std::string words = "the run did not come to an end within its limit";
  if (!busy.empty()) words += "; these go on: " + busy;
  if (!starved.empty()) words += "; these starve: " + starved + waits_in_words();
  return words;
}

// Empty if all have ended that should.
std::string World::deadlock() const {
  std::string words;
  for (const Task& task : tasks_) {
    if (task.cell->done() || !task.must_end) continue;
    words.append(words.empty() ? "nothing is left to happen, but these have not ended: " : ", ");
    words.append(loop_.scheduler().log().task_name(task.lane));
  }
  return words.empty() ? words : words + waits_in_words();
}

// Who waits for what, which whom has; and whether that goes round.
std::string World::waits_in_words() const {
  const tornado::StepLog& steps = loop_.scheduler().log();
  std::string words;
  for (const Wait& wait : waits_) {
    words += fmt::format("; {} waits for {}, which {} has", steps.task_name(wait.lane),
                         steps.object_name(wait.object), steps.task_name(wait.owner));
  }
  const auto next = [&](std::uint32_t lane) {
    return std::find_if(waits_.begin(), waits_.end(), [&](const Wait& wait) { return wait.lane == lane; });
  };
  for (const Wait& wait : waits_) {
    std::uint32_t lane = wait.owner;
    for (std::size_t left = waits_.size(); left > 0 && lane != wait.lane; --left) {
      const auto at = next(lane);
      if (at == waits_.end()) break;
      lane = at->owner;
    }
    if (lane == wait.lane) return words + ": a cycle";
  }
  return words;
}

void World::change_owner(std::uint32_t object, std::uint32_t lane) {
  std::erase_if(waits_, [&](const Wait& wait) { return wait.object == object && wait.lane == lane; });
  for (Wait& wait : waits_)
    if (wait.object == object) wait.owner = lane;
}

// Whatever the run left behind dies here, and what failed unseen reports itself.
void World::end() noexcept {
  joiner_ = {};
  tasks_.clear();
  loop_.close();
  properties_.clear();
  waits_.clear();
  for (; !kept_.empty(); kept_.pop_back()) kept_.back().destroy(kept_.back().object);
  block_ = used_ = 0;
  loop_.set_observer(nullptr);
  loop_.scheduler().set_log(nullptr);
}

std::uint32_t World::choose(std::uint32_t options, std::string_view site) {
  if (options < 2) return 0;
  return std::min(choices_->choose({tornado::ChoiceKind::value, options, site}), options - 1);
}

std::int64_t World::value(std::int64_t least, std::int64_t most, std::string_view site) {
  const std::uint64_t range = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least) + 1;
  assert(least <= most && range <= 0xffffffffU);
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(least) +
                                   choose(static_cast<std::uint32_t>(range), site));
}

void World::always(std::string words, std::function<bool()> holds) {
  properties_.push_back({std::move(words), std::move(holds), false, false});
}

void World::eventually(std::string words, std::function<bool()> holds) {
  properties_.push_back({std::move(words), std::move(holds), true, false});
}

void World::ask_properties() {
  for (Property& property : properties_) {
    if (property.held) continue;
    const bool holds = property.holds();
    if (property.eventually) {
      property.held = holds;
    } else if (!holds) {
      object(rules::always, property.words);
    }
  }
}

void World::set_joiner(tornado::WaitingStep& joiner, std::uint32_t lane, std::source_location site) {
  assert(joiner_.waiting == nullptr && "one coroutine joins");
  joiner_ = {&joiner, lane, site};
}

void World::log(std::string_view words) {
  if (shown_) trace_->names.line_places.push_back(trace_->events.size());
  fmt::format_to(std::back_inserter(trace_->text), "{} {}\n", tornado::seconds_of(loop_.time()), words);
}

void World::object(std::string_view rule, std::string_view words) {
  if (trace_->objection) return;
  trace_->objection = Objection{rule, trace_->events.size(), std::string(words)};
  log(fmt::format("{} is broken: {}", rule, words));
  if (loop_.running()) loop_.stop();
}

void World::show_step(std::string_view verb, std::uint32_t object, std::source_location site) {
  const std::string_view path = site.file_name();
  const std::string_view file = path.substr(path.rfind('/') + 1);
  log(fmt::format("{} {}{}{}  {}:{}", steps().task_name(steps().running_task()), verb, object == 0 ? "" : " ",
                  steps().object_name(object), file, site.line()));
}

void* World::allocate(std::size_t size) {
  constexpr std::size_t alignment = alignof(std::max_align_t);
  size = (size + alignment - 1) / alignment * alignment;
  if (size > block_size) {
    // Too large to share a block: it has memory of its own, which the run gives back.
    void* memory = ::operator new(size);
    kept_.push_back({memory, [](void* it) { ::operator delete(it); }});
    return memory;
  }
  if (block_ == blocks_.size() || used_ + size > block_size) {
    if (block_ < blocks_.size()) ++block_;
    if (block_ == blocks_.size()) blocks_.push_back(std::make_unique<std::byte[]>(block_size));
    used_ = 0;
  }
  void* memory = blocks_[block_].get() + used_;
  used_ += size;
  return memory;
}

}  // namespace windtunnel
