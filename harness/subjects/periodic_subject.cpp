#include "harness/subjects/periodic_subject.hpp"

#include <fmt/format.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "harness/subjects/world/world.hpp"
#include "runtime/moment.hpp"
#include "runtime/periodic_callback.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;

// What a periodic's callback does in one of its runs. Starting anew inside the callback makes two chains (law
// L23), replacing it by a new one does not; they are last, so that they are the least simple.
enum class Act : std::uint32_t {
  nothing,
  raise,
  stop,
  take_half,
  take_long,
  fail_later,
  restart,
  replace,
  count_
};

constexpr std::uint32_t most_runs = 12;  // of all periodics together, then all are stopped

class Beat {
 public:
  Beat(World& world, std::uint32_t number, std::uint32_t& runs_left)
      : world_(world), number_(number), runs_left_(runs_left) {
    constexpr double periods[] = {1, 0.5, 0.75, 3};
    period_ = Duration(periods[world.choose(4, "periodic/period")]);
    while (acts_.size() < 6 && world.choose(2, "periodic/another_act") != 0) {
      acts_.push_back(
          static_cast<Act>(world.choose(static_cast<std::uint32_t>(Act::count_), "periodic/act")));
    }
    callback_.emplace([this] { return tick(); }, period_);
  }

  void start() {
    world_.log(fmt::format("start {}", number_));
    callback_->start();
  }

  void stop() {
    world_.log(fmt::format("stop {}", number_));
    callback_->stop();
  }

  bool is_running() const { return callback_->is_running(); }

 private:
  std::optional<Future<void>> tick() {
    world_.log(fmt::format("tick {}", number_));
    if (runs_left_ == 0) {
      callback_->stop();
      return std::nullopt;
    }
    --runs_left_;
    const Act act = next_ < acts_.size() ? acts_[next_++] : Act::nothing;
    switch (act) {
      case Act::raise:
        throw std::runtime_error("tick");
      case Act::stop:
        callback_->stop();
        break;
      case Act::take_half:
        world_.loop().spend(period_ / 2);
        break;
      case Act::take_long:
        world_.loop().spend(period_ * 2.5);
        break;
      case Act::fail_later:
        return fail_later();
      case Act::restart:
        callback_->stop();
        callback_->start();
        break;
      case Act::replace:
        *callback_ = tornado::PeriodicCallback([this] { return tick(); }, period_);
        callback_->start();
        break;
      default:
        break;
    }
    return std::nullopt;
  }

  static Future<void> fail_later() {
    co_yield tornado::moment;
    throw std::runtime_error("later");
  }

  World& world_;
  const std::uint32_t number_;
  std::uint32_t& runs_left_;
  Duration period_{};
  std::vector<Act> acts_;
  std::size_t next_ = 0;
  std::optional<tornado::PeriodicCallback> callback_;
};

}  // namespace

Future<void> run_periodic(World& world) {
  world.allow_escaped();  // some beats fail
  std::uint32_t runs_left = most_runs;
  std::vector<std::unique_ptr<Beat>> beats;
  const std::uint32_t count = 1 + world.choose(3, "periodic/count");
  for (std::uint32_t at = 0; at < count; ++at)
    beats.push_back(std::make_unique<Beat>(world, at + 1, runs_left));
  for (const auto& beat : beats) beat->start();
  for (std::uint32_t step = 0; step < 6 && world.choose(2, "periodic/another_step") != 0; ++step) {
    Beat* beat = beats[world.choose(count, "periodic/which")].get();
    const Duration when(0.25 * world.choose(16, "periodic/when"));
    world.loop().call_later(when, [beat] { beat->is_running() ? beat->stop() : beat->start(); });
  }
  co_yield world.join();
}

}  // namespace windtunnel::subjects
