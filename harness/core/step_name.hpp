// The name of a step that survives edits of the program: which task takes it, what it does, and how often the
// task has done that by then. Neither other tasks nor other steps of the same task, lines of code or
// of the log change it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/sim/step_log.hpp"

namespace windtunnel::core {

/// A step, or with `any_of_kin` and `occurrence` 0 several. Its text is `worker#2/x.write#1`: the task's
/// path, its second of that name, writes x for the first time. `worker*/x.write` is what any worker writes to
/// x.
struct StepName {
  std::string task;              ///< "" is the run's own; "worker#2": the second of those with that name
  std::string action;            ///< "x.read", "x.write", "turn"; "any" is every step
  std::uint32_t occurrence = 1;  ///< from 1; 0: any
  bool any_of_kin = false;       ///< any task whose path but for the numbers is `task`

  bool operator==(const StepName&) const = default;
};

std::string to_text(const StepName& name);

/// A user's name within a schedule's text: what is not printable ASCII, or `special`, is written as %HH.
std::string escaped(std::string_view name, std::string_view special = "%#*/;,");
/// The name back; nothing if a % is not followed by two hexadecimal digits.
std::optional<std::string> unescaped(std::string_view text);

/// The name with that text; nothing if there is none.
std::optional<StepName> parse_step_name(std::string_view text);

/// Names the steps of one run, as they come.
class StepNamer {
 public:
  void start();

  /// Looks at the steps that have come since it last looked; gives those that are new to `see`, with their
  /// names, in the order in which they became ready.
  template <class See>
  void look(const tornado::StepLog& steps, See see) {
    gather(steps);
    for (const tornado::Step& step : fresh_) see(step, name_of(step, steps));
  }

  /// The path of a task without its numbers: what its kin have in common.
  static std::string kin(std::string_view task);

 private:
  struct Count {
    std::uint32_t task;
    std::uint32_t object;
    tornado::Touch touch;
    std::uint32_t count;
  };

  void gather(const tornado::StepLog& steps);
  StepName name_of(const tornado::Step& step, const tornado::StepLog& steps);
  const std::string& path_of(std::uint32_t task, const tornado::StepLog& steps);

  std::uint32_t last_ = 0;     // number of the last step that was seen
  std::size_t done_seen_ = 0;  // steps that ran
  std::vector<tornado::Step> fresh_;
  std::vector<Count> counts_;
  std::vector<std::string> paths_;  // by task
};

}  // namespace windtunnel::core
