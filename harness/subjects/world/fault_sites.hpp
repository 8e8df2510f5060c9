// FaultSites: the names of the questions of World::may_fail and World::split: "fail/client#2/connect", of the
// task, which of its name, and the operation. They survive edits of the program; how often the operation was
// done before is counted where answers are named (harness/core/answer.hpp); answer_words.hpp says them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/sim/step_log.hpp"

namespace windtunnel {

/// One site, as its parts. They refer to its text.
struct FaultSite {
  static constexpr std::string_view fail = "fail";
  static constexpr std::string_view abandon = "abandon";
  static constexpr std::string_view split = "split";

  std::string_view kind;  ///< one of these, or the first part of another site that has three
  std::string_view task;
  std::string_view operation;  ///< may have further slashes

  static std::optional<FaultSite> parse(std::string_view site);
};

/// The sites of one run.
class FaultSites {
 public:
  /// How many operations a run may have, counted by their names.
  static constexpr std::size_t most = 1000;

  /// The site of the operation in that task; `kind` is that of a FaultSite. Throws std::invalid_argument for
  /// an operation without a name, and std::logic_error for one operation too many.
  std::string site(std::string_view kind, std::string_view operation, std::uint32_t task,
                   const tornado::StepLog& steps);

  void clear() {
    operations_.clear();
    tasks_.clear();
  }

 private:
  const std::string& name_of(std::uint32_t task, const tornado::StepLog& steps);

  std::vector<std::string> operations_;
  std::vector<std::string> tasks_;  // by number; empty: not known yet
};

}  // namespace windtunnel
