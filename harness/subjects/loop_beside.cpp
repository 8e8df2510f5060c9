#include "harness/subjects/loop_beside.hpp"

#include <cassert>

#include "harness/core/log_source.hpp"
#include "harness/subjects/current_loop.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel {

struct LoopBeside::Other {
  ChoiceLog no_choices;
  LogSource choices{no_choices};
  tornado::SimLoop loop{choices, tornado::Freedom::contract, tornado::IOLoop::MakeCurrent::no};
  CurrentLoop current{loop};
  int ran = 0;
};

LoopBeside::LoopBeside() : other_(std::make_unique<Other>()) {
  other_->loop.add_callback([other = other_.get()] { ++other->ran; });
  other_->loop.call_later(tornado::Duration(1), [other = other_.get()] { ++other->ran; });
}

LoopBeside::~LoopBeside() {
  assert(other_->ran == 0);
  assert(tornado::IOLoop::current_or_null() == &other_->loop);
  other_->loop.start();
  assert(other_->ran == 2);
}

}  // namespace windtunnel
