#include "harness/subjects/world/liveness.hpp"

#include <cmath>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/properties/rules.hpp"

namespace windtunnel {

namespace {

// "2.5 s".
std::string in_words(tornado::Duration duration) {
  return fmt::format("{} s", duration.count());
}

std::string in_words(tornado::Time time) {
  return in_words(time.time_since_epoch());
}

}  // namespace

void Liveness::add_eventually(std::string words, std::function<bool()> conclusion, tornado::Duration within,
                              tornado::Time now, std::uint32_t task) {
  add({std::move(words), {}, std::move(conclusion), within, task, now});
}

void Liveness::add_leads_to(std::string words, std::function<bool()> premise,
                            std::function<bool()> conclusion, tornado::Duration within, std::uint32_t task) {
  add({std::move(words), std::move(premise), std::move(conclusion), within, task});
}

void Liveness::add(Promise promise) {
  if (!(promise.within >= tornado::Duration(0)) || !std::isfinite(promise.within.count())) {
    throw std::invalid_argument(
        fmt::format("the time limit of the property '{}' is {}: it must be a duration of 0 s or more",
                    promise.words, in_words(promise.within)));
  }
  if (promises_.size() == most)
    throw std::logic_error(fmt::format("a run may have {} properties with a time limit, and no more", most));
  promises_.push_back(std::move(promise));
}

std::optional<BrokenPromise> Liveness::ask(tornado::Time now) {
  for (std::size_t at = 0; at < promises_.size(); ++at) {
    Promise& promise = promises_[at];
    if (promise.over) continue;
    if (auto broken = ask(promise, tasks_.has_ended(promise.task), now)) {
      promise.over = true;  // it is broken once
      return broken;
    }
  }
  return std::nullopt;
}

std::optional<BrokenPromise> Liveness::ask(Promise& promise, bool has_task_ended, tornado::Time now) {
  // What holds only now, after the limit, came too late.
  if (promise.since && now > *promise.since + promise.within)
    return broken(promise, "had not held by then", now);
  if (has_task_ended) {
    promise.over = true;
    if (!promise.since) return std::nullopt;
    return broken(promise, "had not held when the task that states the property was about to end", now);
  }
  if (promise.conclusion()) {
    promise.over = !promise.premise;
    promise.since.reset();
  } else if (!promise.since && promise.premise()) {
    promise.since = now;
  }
  return std::nullopt;
}

std::optional<BrokenPromise> Liveness::at_end(tornado::Time now) const {
  for (const Promise& promise : promises_)
    if (promise.since && !promise.over) return broken(promise, "had not held when the run ended", now);
  return std::nullopt;
}

BrokenPromise Liveness::broken(const Promise& promise, std::string_view how, tornado::Time now) {
  const bool leads = static_cast<bool>(promise.premise);
  return {leads ? rules::leads_to : rules::eventually,
          fmt::format("{}: within {} from {}, {}; it {}, at {}", promise.words, in_words(promise.within),
                      in_words(*promise.since),
                      leads ? "when its premise held" : "when the property was stated", how, in_words(now))};
}

}  // namespace windtunnel
