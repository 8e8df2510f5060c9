// Makes a script small that shows something: what scripts of streams and of HTTP have in common.
#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace windtunnel::subjects {

/// Leaves out steps and calls, and tries simpler scripts, as long as the script still shows it. `Script` has
/// `steps`, each a vector of calls.
template <class Script>
class StepShrinker {
 public:
  using Shows = std::function<bool(const Script&)>;
  using Change = std::function<void(Script&)>;
  /// Makes a script simpler in many ways, each on its own: gives each change to `try_change`.
  using Simplify = std::function<void(const Script&, const std::function<void(const Change&)>& try_change)>;

  /// `shows` is asked at most `most_asked` times.
  StepShrinker(Script script, const Shows& shows, std::size_t most_asked)
      : script_(std::move(script)), shows_(shows), left_(most_asked) {}

  Script shrink(const Simplify& simplify) {
    for (bool any = true; any;) {
      any = leave_out_steps();
      any = leave_out_calls() || any;
      const Script before = script_;
      simplify(before, [&](const Change& change) {
        Script smaller = script_;
        change(smaller);
        any |= take(std::move(smaller));
      });
    }
    return std::move(script_);
  }

 private:
  bool take(Script smaller) {
    if (left_ == 0 || smaller == script_) return false;
    --left_;
    if (!shows_(smaller)) return false;
    script_ = std::move(smaller);
    return true;
  }

  // First many at once.
  bool leave_out_steps() {
    bool any = false;
    for (std::size_t length = script_.steps.size(); length >= 1; length /= 2) {
      for (std::size_t at = 0; at + length <= script_.steps.size();) {
        Script smaller = script_;
        const auto begin = smaller.steps.begin() + static_cast<std::ptrdiff_t>(at);
        smaller.steps.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
        take(std::move(smaller)) ? static_cast<void>(any = true) : static_cast<void>(++at);
      }
    }
    return any;
  }

  bool leave_out_calls() {
    bool any = false;
    for (std::size_t step = 0; step < script_.steps.size(); ++step) {
      for (std::size_t at = 0; script_.steps[step].size() > 1 && at < script_.steps[step].size();) {
        Script smaller = script_;
        smaller.steps[step].erase(smaller.steps[step].begin() + static_cast<std::ptrdiff_t>(at));
        take(std::move(smaller)) ? static_cast<void>(any = true) : static_cast<void>(++at);
      }
    }
    return any;
  }

  Script script_;
  const Shows& shows_;
  std::size_t left_;
};

}  // namespace windtunnel::subjects
