#include "harness/subjects/kernel/kernel_run.hpp"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <stdexcept>

#include "harness/core/trace.hpp"
#include "harness/kernel/descriptor_table.hpp"
#include "harness/properties/rules.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel {

void run_plain_program_which_needs_windtunnel_kernel_or_windtunnel_asio(
    World& world, const std::function<void(World&)>& program) {
  KernelRun(world).run(program);
}

namespace {

kernel::Settings settings_of(const World& world, std::uint32_t step_limit) {
  kernel::Settings settings;
  settings.model = world.model();
  settings.preempt = world.model() != core::SchedulingModel::exact;
  settings.step_limit = step_limit;
  return settings;
}

}  // namespace

KernelRun::KernelRun(World& world)
    : world_(world), kernel_(world.loop_, *this, settings_of(world, world.step_limit_)) {
  here_ = this;
  for (LoopAdapter* adapter : adapters()) adapter->begin(*this);
}

KernelRun::~KernelRun() {
  for (LoopAdapter* adapter : adapters()) adapter->end();
  here_ = nullptr;
}

KernelRun& KernelRun::of(const World& world) {
  if (here_ == nullptr || &here_->world_ != &world) {
    throw std::logic_error(
        "this needs a program that is a plain function, `void program(World&)`: a coroutine runs on the "
        "World's "
        "own loop, without a simulated kernel");
  }
  return *here_;
}

std::vector<LoopAdapter*>& KernelRun::adapters() {
  static std::vector<LoopAdapter*> known;
  return known;
}

void KernelRun::run(const std::function<void(World&)>& program) {
  const tornado::Future<void> main;
  world_.keep_task(0, *main.cell(), true);
  const bool ended = kernel_.run([&] {
    try {
      program(world_);
      main.set_result();
    } catch (...) {
      main.set_exception(std::current_exception());
    }
  });
  tornado::CurrentTask::set(0);
  if (!ended) {
    // What they look at is on a stack that is gone.
    world_.properties_.clear();
    world_.liveness_.clear();
  }
  if (ended && !over()) look_for_left_over();
  world_.judge();
}

void KernelRun::begin_task(std::uint32_t task) {
  if (has_hosts_) kernel_.set_host(task, kernel_.host());
}

void KernelRun::move_to(tornado::SimHost& host) {
  has_hosts_ = true;
  kernel_.set_host(tornado::CurrentTask::get(), host);
}

void KernelRun::step_ended() {
  if (world_.watches_steps()) after_step();
}

void KernelRun::thread_begins() {
  World::here_ = &world_;
  World::run_ = run_;
}

void KernelRun::after_step() {
  if (!over() && world_.watches_steps()) world_.ask_properties();
}

void KernelRun::tell(std::string_view verb, std::uint32_t object) {
  world_.tell_step(verb, object, {});
}

bool KernelRun::wake_somebody() {
  if (++wakes_ > most_wakes) return false;
  std::string stuck = over() ? std::string() : stuck_tasks();
  bool stopped = false;
  for (LoopAdapter* adapter : adapters()) stopped = adapter->stop_loops() || stopped;
  if (!stopped || over()) return stopped;  // the kernel says what its threads wait for
  if (stuck.empty() && world_.tasks_.size() == 1)
    stuck = "nothing is left to happen, but main has not ended: a loop runs, and waits for ever";
  if (!stuck.empty()) object(rules::deadlock, stuck);
  return true;
}

// The tasks that must end and have not; main, if it waits for nobody else.
std::string KernelRun::stuck_tasks() const {
  std::string words;
  for (const World::Task& task : world_.tasks_) {
    if (task.number == 0 || !world_.is_stuck(task)) continue;
    words.append(words.empty() ? "nothing is left to happen, but these have not ended: " : ", ");
    words.append(world_.loop_.scheduler().log().task_name(task.number));
    for (const LoopAdapter* adapter : adapters()) {
      const std::string wait = adapter->wait_of(task.number);
      if (!wait.empty()) words.append(", which waits for ").append(wait);
    }
  }
  return words;
}

tornado::Time KernelRun::deadline_after(tornado::Time time) const {
  tornado::Time first = kernel::Kernel::never;
  for (const LoopAdapter* adapter : adapters()) first = std::min(first, adapter->deadline_after(time));
  return first;
}

bool KernelRun::only_looks_around() const {
  return std::any_of(adapters().begin(), adapters().end(),
                     [](const LoopAdapter* adapter) { return adapter->only_looks_around(); });
}

void KernelRun::object(std::string_view rule, std::string words) {
  world_.object(rule, words);
}

bool KernelRun::over() const {
  return world_.trace_ == nullptr || world_.trace_->objection.has_value();
}

void KernelRun::look_for_left_over() {
  std::string words;
  for (const LoopAdapter* adapter : adapters()) {
    const std::string left = adapter->left_over();
    if (!left.empty()) words.append(words.empty() ? "" : ", ").append(left);
  }
  const kernel::DescriptorTable& open = kernel_.descriptors();
  for (int descriptor = kernel::DescriptorTable::base; descriptor < open.end(); ++descriptor) {
    const kernel::File* const file = open.at(descriptor);
    if (file != nullptr && file->kind() == kernel::FileKind::socket)
      words.append(words.empty() ? "" : ", ").append("open: ").append(file->words());
  }
  if (!words.empty()) object(rules::left_over, "the program has ended, but this is left: " + words);
}

}  // namespace windtunnel
