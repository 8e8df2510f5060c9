#include "runtime/periodic_callback.hpp"

#include <cmath>
#include <stdexcept>

namespace tornado {

class PeriodicCallback::State : public std::enable_shared_from_this<State> {
 public:
  State(Callback callback, Duration period) : callback_(std::move(callback)), period_(period) {
    number_ = loop_.numbers().periodic++;
  }

  bool running() const { return running_; }

  void start() {
    loop_.note(EventKind::periodic_start, number_, 0, 0, period_.count());
    running_ = true;
    next_ = loop_.time();
    schedule_next();
  }

  void stop() {
    if (running_) loop_.note(EventKind::periodic_stop, number_);
    running_ = false;
    loop_.remove_timeout(std::exchange(timer_, Timeout()));
  }

 private:
  void run() {
    if (!running_) return;
    loop_.note(EventKind::periodic_run, number_);
    try {
      callback_();
    } catch (const BaseException&) {
      schedule_next();
      throw;
    } catch (...) {
      loop_.handle_callback_exception(std::current_exception());
    }
    schedule_next();
  }

  void schedule_next() {
    if (!running_) return;
    Time now = loop_.time();
    if (next_ <= now) next_ += period_ * (std::floor((now - next_) / period_) + 1);
    timer_ = loop_.call_at(next_, [self = shared_from_this()] { self->run(); });
    if (timer_.cell() != nullptr) loop_.note(EventKind::periodic_timer, number_, timer_.cell()->number);
  }

  IOLoop& loop_ = IOLoop::current();
  Callback callback_;
  Duration period_;
  Time next_{};
  Timeout timer_;
  std::uint32_t number_ = 0;
  bool running_ = false;
};

PeriodicCallback::PeriodicCallback(Callback callback, Duration period, int) {
  if (!(period > Duration(0)))
    throw std::invalid_argument("Periodic callback must have a positive callback_time");
  state_ = pool_shared<State>(std::move(callback), period);
}

PeriodicCallback& PeriodicCallback::operator=(PeriodicCallback&& other) noexcept {
  if (this != &other) {
    if (state_) state_->stop();
    state_ = std::move(other.state_);
  }
  return *this;
}

PeriodicCallback::~PeriodicCallback() {
  if (state_) state_->stop();
}

void PeriodicCallback::start() {
  state_->start();
}
void PeriodicCallback::stop() {
  state_->stop();
}
bool PeriodicCallback::is_running() const {
  return state_->running();
}

}  // namespace tornado
