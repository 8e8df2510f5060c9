#include "harness/check/kept_finding.hpp"

#include <system_error>

namespace windtunnel {

KeptFinding keep_finding(const std::filesystem::path& folder, const std::function<Finding()>& describe,
                         const std::function<ShrinkReport()>& shrink) {
  KeptFinding kept;
  kept.raw = describe();
  const std::filesystem::path raw_path = write_finding(kept.raw, folder);
  kept.shrunk = shrink();
  kept.finding = describe();
  kept.path = write_finding(kept.finding, folder);
  std::error_code ignored;
  if (kept.path != raw_path) std::filesystem::remove(raw_path, ignored);
  return kept;
}

}  // namespace windtunnel
