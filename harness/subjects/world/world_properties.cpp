// The properties of a World: what must hold after every step, or after some step, of its run.
#include <cstddef>
#include <fmt/format.h>
#include <utility>

#include "harness/subjects/world/world.hpp"
#include "runtime/current_task.hpp"

namespace windtunnel {

void World::always(std::string words, std::function<bool()> holds, Asked asked) {
  add_property(Must::always_hold, std::move(words), std::move(holds), asked);
}

void World::eventually(std::string words, std::function<bool()> holds, Asked asked) {
  add_property(Must::hold_once, std::move(words), std::move(holds), asked);
}

void World::eventually(std::string words, std::function<bool()> holds, tornado::Duration within,
                       Asked asked) {
  require_run();
  watch_steps();
  liveness_.add_eventually(std::move(words), std::move(holds), within, loop_.scheduler().now(),
                           owner_of(asked));
}

void World::leads_to(std::string words, std::function<bool()> premise, std::function<bool()> conclusion,
                     tornado::Duration within, Asked asked) {
  require_run();
  watch_steps();
  liveness_.add_leads_to(std::move(words), std::move(premise), std::move(conclusion), within,
                         owner_of(asked));
}

std::uint32_t World::owner_of(Asked asked) {
  return asked == Asked::to_the_end ? TaskResults::nobody : tornado::CurrentTask::get();
}

// What runs before a step that adds a property is not asked, what runs after it is.
void World::add_property(Must must, std::string words, std::function<bool()> holds, Asked asked) {
  require_run();
  watch_steps();
  properties_.push_back({must, std::move(words), std::move(holds), owner_of(asked)});
}

void World::watch_steps() {
  steps().touch(0, tornado::Touch::anything);
  hook_steps();
}

void World::hook_steps() {
  loop_.set_step_hook([](void* self) { static_cast<World*>(self)->step_ended(); }, this);
}

// A task is abandoned after the step in which it came to wait, which is another reason to ask.
void World::step_ended() {
  if (shown_) place_waits();
  ask_properties();
  if (!abandonments_.empty() && ask_abandonables()) ask_properties();
}

void World::ask_properties() {
  for (std::size_t at = 0; at < properties_.size(); ++at) {
    Property& property = properties_[at];
    property.over = property.over || results_.has_ended(property.task);
    if (!property.held && !property.over) ask(property);
  }
  if (const auto broken = liveness_.ask(loop_.scheduler().now())) object(broken->rule, broken->words);
}

void World::ask(Property& property) {
  const bool holds = property.holds();
  property.asked = true;
  if (property.must == Must::hold_once) property.held = holds;
  if (property.must == Must::always_hold && !holds) object(rules::always, property.words);
}

// Of a run that has come to its end.
void World::judge_properties() {
  for (const Property& property : properties_) {
    if (property.must == Must::always_hold && !property.asked) {
      return object(
          rules::always,
          fmt::format("{}: this was never asked, because {} ended in the step that states it. State "
                      "it in a task that goes on, such as a test that ends with join(), or with "
                      "Asked::to_the_end",
                      property.words, steps().task_name(property.task)));
    }
    if (property.must != Must::hold_once || property.held) continue;
    return object(rules::eventually, property.over
                                         ? fmt::format("{}: it had not held when {} was about to end",
                                                       property.words, steps().task_name(property.task))
                                         : property.words);
  }
  if (const auto broken = liveness_.at_end(loop_.scheduler().now())) object(broken->rule, broken->words);
}

}  // namespace windtunnel
