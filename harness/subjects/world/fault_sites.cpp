#include "harness/subjects/world/fault_sites.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace windtunnel {

std::optional<FaultSite> FaultSite::parse(std::string_view site) {
  const std::size_t kind_end = site.find('/');
  const std::size_t task_end = kind_end == std::string_view::npos ? kind_end : site.find('/', kind_end + 1);
  if (task_end == std::string_view::npos) return std::nullopt;
  return FaultSite{site.substr(0, kind_end), site.substr(kind_end + 1, task_end - kind_end - 1),
                   site.substr(task_end + 1)};
}

std::string FaultSites::site(std::string_view kind, std::string_view operation, std::uint32_t task,
                             const tornado::StepLog& steps) {
  if (operation.empty()) {
    throw std::invalid_argument(
        "an operation that may fail, or a message that may be split, needs a name: it stands in findings");
  }
  if (std::find(operations_.begin(), operations_.end(), operation) == operations_.end()) {
    if (operations_.size() == most) {
      throw std::logic_error(fmt::format(
          "more than {} names for operations that may fail, the last of them '{}': the name says what is "
          "done, and nothing that differs from call to call",
          most, operation));
    }
    operations_.emplace_back(operation);
  }
  return fmt::format("{}/{}/{}", kind, name_of(task, steps), operation);
}

// "client", and "client#2" for the second task of that name.
const std::string& FaultSites::name_of(std::uint32_t task, const tornado::StepLog& steps) {
  if (task >= tasks_.size()) tasks_.resize(task + 1);
  std::string& name = tasks_[task];
  if (!name.empty()) return name;
  name = steps.task_name(task);
  std::uint32_t which = 1;
  for (std::uint32_t before = 1; before < task; ++before) which += steps.task_name(before) == name ? 1U : 0U;
  if (which > 1) name += fmt::format("#{}", which);
  return name;
}

}  // namespace windtunnel
