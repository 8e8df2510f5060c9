// Liveness: the properties of a World that say that something happens in time: eventually() with a limit, and
// leads_to(). They are asked after every step, and once more at the end of the run, as long as the task runs
// that states them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harness/subjects/world/task_results.hpp"
#include "runtime/clock.hpp"

namespace windtunnel {

/// A rule that is broken, and how.
struct BrokenPromise {
  std::string_view rule;
  std::string words;
};

/// The properties of one run that have a time limit.
class Liveness {
 public:
  /// How many properties a run may have.
  static constexpr std::size_t most = 1000;

  /// `tasks` must outlive it.
  explicit Liveness(const TaskResults& tasks) : tasks_(tasks) {}

  /// From `now` on, the conclusion must hold at some time that is at most `within` later, before the task of
  /// that number has ended. Throws std::invalid_argument for a limit that is not a duration from 0 on, and
  /// std::logic_error for one property too many.
  void add_eventually(std::string words, std::function<bool()> conclusion, tornado::Duration within,
                      tornado::Time now, std::uint32_t task = TaskResults::nobody);
  /// From any time at which the premise holds. Throws as above.
  void add_leads_to(std::string words, std::function<bool()> premise, std::function<bool()> conclusion,
                    tornado::Duration within, std::uint32_t task = TaskResults::nobody);

  bool empty() const { return promises_.empty(); }
  void clear() { promises_.clear(); }

  /// Asks all of them; gives the first that is broken.
  std::optional<BrokenPromise> ask(tornado::Time now);
  /// Of a run that ends: the first that was still to be kept.
  std::optional<BrokenPromise> at_end(tornado::Time now) const;

 private:
  struct Promise {
    std::string words;
    std::function<bool()> premise;  // empty: that of eventually(), which holds once
    std::function<bool()> conclusion;
    tornado::Duration within;
    std::uint32_t task;                    // that states it
    std::optional<tornado::Time> since{};  // when the conclusion began to be due
    bool over = false;                     // it is not asked any more
  };

  void add(Promise promise);
  static std::optional<BrokenPromise> ask(Promise& promise, bool has_task_ended, tornado::Time now);
  static BrokenPromise broken(const Promise& promise, std::string_view how, tornado::Time now);

  const TaskResults& tasks_;
  std::deque<Promise> promises_;  // one may state another while it is asked
};

}  // namespace windtunnel
