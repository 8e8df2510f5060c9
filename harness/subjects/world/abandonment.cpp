#include "harness/subjects/world/abandonment.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/trace.hpp"
#include "harness/subjects/world/stuck_tasks.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel {

namespace {

// Runs in the place of a step whose coroutine was destroyed.
struct ForgottenStep final : tornado::WaitingStep {
  ForgottenStep() : WaitingStep([](tornado::WaitingStep&) {}) {}
};

// The coroutines of a task that wait, those that were called last first: a coroutine may refer to what
// belongs to its caller.
std::vector<tornado::Runner*> frames_of(tornado::IOLoop& loop, std::uint32_t task) {
  std::vector<tornado::Runner*> frames;
  for (tornado::SuspendedFrame* at = loop.suspended_frames().newest(); at != nullptr; at = at->older()) {
    auto* frame = static_cast<tornado::Runner*>(at);
    if (frame->works_for() == task) frames.push_back(frame);
  }
  // The serials of one run lie close together, whatever was called before.
  std::sort(frames.begin(), frames.end(), [](const tornado::Runner* left, const tornado::Runner* right) {
    return static_cast<std::int32_t>(left->serial() - right->serial()) > 0;
  });
  return frames;
}

}  // namespace

void World::add_abandonable(Abandon way, tornado::Ref<tornado::FutureCell> call,
                            tornado::Ref<tornado::FutureCell> result) {
  Task& task = tasks_.back();
  results_.set(task.number, *result);
  task.cell = std::move(result);
  abandonments_.candidates.push_back({task.number, tasks_.size() - 1, way, std::move(call)});
  watch_steps();
  ask_to_abandon(abandonments_.candidates.size() - 1);  // it may have begun, and wait, already
}

// Whether one was abandoned.
bool World::ask_abandonables() {
  if (!loop_.running() || trace_->objection) return false;
  bool abandoned = false;
  for (std::size_t at = 0; at < abandonments_.candidates.size(); ++at) {
    if (abandonments_.candidates[at].task == tornado::CurrentTask::get())
      abandoned = ask_to_abandon(at) || abandoned;
  }
  return abandoned;
}

bool World::ask_to_abandon(std::size_t place) {
  Abandonments::Candidate& candidate = abandonments_.candidates[place];
  const std::uint32_t task = candidate.task;
  if (candidate.over || candidate.call->done()) return false;
  std::vector<Abandonments::Wait> waits;
  for (const tornado::Runner* frame : frames_of(loop_, task))
    waits.push_back({frame->serial(), frame->waits()});
  if (waits.empty() || waits == candidate.waits) return false;
  candidate.waits = std::move(waits);
  if (candidate.way == Abandon::close && open_connections(task) == 0) return false;
  const std::string site = fault_sites_.site(FaultSite::abandon, "wait", task, steps());
  if (loop_.scheduler().choose(tornado::ChoiceKind::fault, site, 2) == 0) return false;
  abandon(place);
  return true;
}

std::size_t World::open_connections(std::uint32_t task) const {
  const auto& all = abandonments_.connections;
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const auto& each) { return each.task == task && each.is_open(); }));
}

void World::abandon(std::size_t place) {
  Abandonments::Candidate& candidate = abandonments_.candidates[place];
  candidate.over = true;
  const std::uint32_t task = candidate.task;
  const Abandon way = candidate.way;
  const tornado::Ref<tornado::FutureCell> call = candidate.call;
  const tornado::Ref<tornado::FutureCell> result = tasks_[candidate.place].cell;
  steps().touch(0, tornado::Touch::anything);
  const std::string who = fmt::format("{} is abandoned where it waits{}", steps().task_name(task),
                                      StuckTasks(loop_).place_of(task));
  switch (way) {
    case Abandon::destroy: {
      log(who + ": its coroutine is destroyed");
      const tornado::CurrentTaskScope scope(task);
      const ParkedTask::Forgetting forgetting;
      for (tornado::Runner* frame : frames_of(loop_, task)) frame->abandon();
      result->set_exception(std::make_exception_ptr(Abandoned()));
      break;
    }
    case Abandon::time_out:
      log(who + ": its caller's time is over");
      // The caller is gone: nobody can look at how the call ends.
      call->add_done_callback(
          [](tornado::FutureCell& late) { late.retrieve_error(tornado::Retriever::user); });
      result->set_exception(std::make_exception_ptr(tornado::TimeoutError()));
      break;
    case Abandon::close: {
      log(who + ": its connection is closed");
      const tornado::CurrentTaskScope scope(task);
      const std::vector<Abandonments::Connection> all = abandonments_.connections;
      for (const auto& each : all)
        if (each.task == task && each.is_open()) each.close();
      return;
    }
  }
  result->retrieve_error(tornado::Retriever::user);
}

// A test of nothing is a mistake.
void World::require_connections() {
  for (const Abandonments::Candidate& candidate : abandonments_.candidates) {
    const auto& all = abandonments_.connections;
    if (candidate.way != Abandon::close || !candidate.call->done() ||
        std::any_of(all.begin(), all.end(), [&](const auto& each) { return each.task == candidate.task; }))
      continue;
    return object(rules::check,
                  fmt::format("{} is abandoned by closing its connections, but names none: call "
                              "world.closes_if_abandoned(stream) in it",
                              steps().task_name(candidate.task)));
  }
}

void World::forget(ParkedTask& parked) {
  abandonments_.forgotten.push_back(&parked);
  end_sleep(parked);
  loop_.scheduler().replace(parked, keep<ForgottenStep>());
  if (joiner_.waiting == &parked) joiner_ = {};
  std::erase_if(waits_, [&](const Wait& wait) { return wait.coroutine == &parked.coroutine(); });
}

bool World::has_forgotten(const ParkedTask& parked) const {
  const auto& all = abandonments_.forgotten;
  return std::find(all.begin(), all.end(), &parked) != all.end();
}

void ParkedTask::forget() noexcept {
  world_.forget(*this);
}

}  // namespace windtunnel
