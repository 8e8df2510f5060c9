// A law: a named rule over the sequence of a run's events, which holds or was broken at one of them. Laws are
// judged while the sequence is read once, each seeing only the kinds of events it asks for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/guarantees.hpp"
#include "harness/core/scheduling_model.hpp"
#include "harness/core/violation.hpp"
#include "harness/properties/laws/run_state.hpp"
#include "runtime/enum_set.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::properties {

/// A defect of the original was met, one that the runtime keeps: nothing is broken by it. `defect` is the
/// number of the law that tells of it ("R13"); the others are as in a Violation.
struct Known {
  std::string_view defect;
  std::size_t step;
  std::string message;

  bool operator==(const Known&) const = default;
};

using EventKinds = tornado::EnumSet<tornado::EventKind>;

/// What is known of a law without running it.
struct LawCard {
  std::string_view name;   ///< "V1"
  std::string_view title;  ///< one clause: what holds
  core::Guarantees needs;
  core::Models models;  ///< where it holds; a law of which a part holds in some model asks itself
  EventKinds watches;   ///< see() gets these kinds only
  std::vector<std::string_view> laws = {};  ///< the laws of the runtime that it comes from: "F1", "L2"
};

/// One law. A LawSet resets it, feeds it a run's events in order, and asks it at the end; a law that was
/// broken is not asked again before the next reset.
class Law {
 public:
  explicit Law(const LawCard& card) : card_(card) {}
  Law(const Law&) = delete;
  Law& operator=(const Law&) = delete;
  virtual ~Law() = default;

  const LawCard& card() const { return card_; }

  /// Starts a run, whose bookkeeping `run` is; the known defects that the law meets go to `known`. Both
  /// outlive the run.
  void begin_run(const RunState& run, std::vector<Known>& known) {
    run_ = &run;
    known_ = &known;
    judged_ = false;
    reset();
  }

  /// The next event that the law watches; the RunState is still what was before it. False: the law was broken
  /// here.
  virtual bool see(const tornado::Event& event) = 0;

  /// The run is over, and the RunState is complete. False: the law was broken.
  virtual bool finish() { return true; }

  /// Whether the run had anything for this law to judge.
  bool judged() const { return judged_; }

  /// Why see() or finish() said false.
  const std::string& message() const { return message_; }

 protected:
  /// Forgets the run before, keeping the memory.
  virtual void reset() = 0;

  const RunState& run() const { return *run_; }

  /// Notes that the law had something to judge, and passes the outcome on.
  bool judge(bool holds) {
    judged_ = true;
    return holds;
  }

  /// Says why the law is broken; for `return violation(...)`.
  bool violation(std::string message) {
    message_ = std::move(message);
    return false;
  }

  /// Notes that a known defect shows at this step, and that the law has judged it so; for `return
  /// known(...)`.
  bool known(std::string_view defect, std::string message) {
    known_->push_back({defect, run_->step, std::move(message)});
    return judge(true);
  }

 private:
  LawCard card_;
  const RunState* run_ = nullptr;
  std::vector<Known>* known_ = nullptr;
  bool judged_ = false;
  std::string message_;
};

}  // namespace windtunnel::properties
