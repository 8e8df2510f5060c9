// ChoiceSource: the one place from which every decision is drawn. The simulated loop, the generator of
// programs, the network and its faults ask a ChoiceSource; depending on what is behind it, the same code is a
// property test, a replay, a fuzz target or an exhaustive check.
#pragma once

#include <cstdint>
#include <string_view>

namespace tornado {

class StepLog;

/// What a decision is about. `external`: which event of the outside world is delivered now, if any;
/// `callback`: which step runs next, of a task, of a handler or, in the adversarial model, of a callback;
/// `timer`: how much time has passed, which due timer runs next, and how late (not in the exact model);
/// `latency`, `fragment`, `fault`: the network; `value`: data and the shape of a generated program. `io`
/// occurs in schedules of older versions.
enum class ChoiceKind : std::uint8_t { external, callback, timer, io, latency, fragment, fault, value };

inline constexpr std::size_t choice_kind_count = 8;

/// The kind's name in schedules and reports.
constexpr std::string_view name_of(ChoiceKind kind) {
  constexpr std::string_view names[choice_kind_count] = {"external", "callback", "timer", "io",
                                                         "latency",  "fragment", "fault", "value"};
  return names[static_cast<std::size_t>(kind)];
}

/// One open question. A question with one answer is never asked.
struct ChoicePoint {
  ChoiceKind kind;
  std::uint32_t options;  ///< at least 2
  std::string_view site;  ///< where it is asked: a stable name that outlives the call
  /// If the options are steps: the run so far, with its ready steps; otherwise null.
  const StepLog* steps = nullptr;
  /// The number of the timer that it is about; 0: of none, or not known. For people.
  std::uint32_t timer = 0;
};

/// Answers open questions.
class ChoiceSource {
 public:
  virtual ~ChoiceSource() = default;

  /// An index below `point.options`. 0 is the quiet answer: first in, first out, no delay, no fault, the
  /// simplest program. Never throws; must answer for ever.
  virtual std::uint32_t choose(const ChoicePoint& point) = 0;
};

}  // namespace tornado
