#include "harness/subjects/loop_beside.hpp"

#include <cassert>

#include "harness/choices/log_source.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel {

struct LoopBeside::Other {
  ChoiceLog no_choices;
  LogSource choices{no_choices};
  tornado::IOLoop* previous = tornado::IOLoop::current_or_null();
  tornado::SimLoop loop{choices, tornado::Freedom::contract, tornado::IOLoop::MakeCurrent::no};
  int ran = 0;
};

LoopBeside::LoopBeside() : other_(std::make_unique<Other>()) {
  other_->loop.make_current();
  other_->loop.add_callback([other = other_.get()] { ++other->ran; });
  other_->loop.call_later(tornado::Duration(1), [other = other_.get()] { ++other->ran; });
}

LoopBeside::~LoopBeside() {
  assert(other_->ran == 0);
  assert(tornado::IOLoop::current_or_null() == &other_->loop);
  other_->loop.start();
  assert(other_->ran == 2);
  if (other_->previous != nullptr) {
    other_->previous->make_current();
  } else {
    tornado::IOLoop::clear_current();
  }
}

}  // namespace windtunnel
