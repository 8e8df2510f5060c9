#include "harness/subjects/native/step_awaiter.hpp"

#include "harness/subjects/native/world.hpp"

namespace windtunnel {

void StepAwaiter::wait(std::uint32_t object, tornado::Touch touch, std::source_location site) {
  runner_.suspend();
  lane_ = tornado::CurrentTask::get();
  world_.add_step(*this, lane_, object, touch, site);
}

void StepAwaiter::go_on() {
  World& world = world_;  // the coroutine, and so this object, may be gone afterwards
  runner_.resume_with({});
  world.end_step();
}

void Turn::Awaiter::run(tornado::WaitingStep& self) {
  auto& awaiter = static_cast<Awaiter&>(self);
  awaiter.world().tell_step("goes on", 0, awaiter.site_);
  awaiter.go_on();
}

void Sleep::Awaiter::await_suspend(std::coroutine_handle<>) {
  if (duration_ <= tornado::Duration(0)) return wait(0, tornado::Touch::nothing, site_);
  wait_apart();
  const std::uint32_t lane = tornado::CurrentTask::get();
  // The timer cannot outlive the coroutine: a loop that goes drops its timers first.
  world().loop().call_later(
      duration_, [this, lane] { world().add_step(*this, lane, 0, tornado::Touch::nothing, site_); });
}

void Sleep::Awaiter::run(tornado::WaitingStep& self) {
  auto& awaiter = static_cast<Awaiter&>(self);
  awaiter.world().tell_step("has slept", 0, awaiter.site_);
  awaiter.go_on();
}

void Join::Awaiter::await_suspend(std::coroutine_handle<>) {
  wait_apart();
  world().set_joiner(*this, tornado::CurrentTask::get(), site_);
}

void Join::Awaiter::run(tornado::WaitingStep& self) {
  static_cast<Awaiter&>(self).go_on();
}

}  // namespace windtunnel
