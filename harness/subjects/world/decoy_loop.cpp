#include "harness/subjects/world/decoy_loop.hpp"

#include <cassert>

#include "harness/core/quiet_source.hpp"
#include "harness/subjects/world/current_loop.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace windtunnel {

struct DecoyLoop::Pending {
  core::QuietSource choices;
  tornado::SimLoop loop{choices, tornado::SchedulingModel::exact, tornado::IOLoop::MakeCurrent::no};
  CurrentLoop current{loop};
  int ran = 0;
};

DecoyLoop::DecoyLoop() : pending_(std::make_unique<Pending>()) {
  pending_->loop.add_callback([pending = pending_.get()] { ++pending->ran; });
  pending_->loop.call_later(tornado::Duration(1), [pending = pending_.get()] { ++pending->ran; });
}

DecoyLoop::~DecoyLoop() {
  assert(pending_->ran == 0);
  assert(tornado::IOLoop::current_or_null() == &pending_->loop);
  pending_->loop.start();
  assert(pending_->ran == 2);
}

}  // namespace windtunnel
