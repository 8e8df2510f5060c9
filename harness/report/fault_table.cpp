#include "harness/report/fault_table.hpp"

#include <fmt/color.h>
#include <fmt/format.h>

#include "harness/core/figures.hpp"

namespace windtunnel::report {

std::string alarming(std::string text, Paint paint) {
  if (paint == Paint::plain) return text;
  return fmt::format(fmt::emphasis::bold | fmt::fg(fmt::terminal_color::red), "{}", text);
}

std::string fault_table(const engine::CampaignFigures& figures, Paint paint) {
  std::string out;
  for (std::size_t at = 0; at < figures.faults.size(); ++at) {
    const std::uint64_t runs = figures.faults_enabled[at];
    const std::uint64_t times = figures.faults[at];
    if (runs == 0) continue;
    const std::string struck =
        times == 0 ? "never struck" : fmt::format("struck {} times", core::grouped(times));
    const std::string line =
        fmt::format("{:<16} {:<22} enabled in {} runs", name_of(static_cast<tornado::Fault>(at)), struck,
                    core::grouped(runs));
    out += fmt::format("{:<11} {}\n", out.empty() ? "faults" : "", times == 0 ? alarming(line, paint) : line);
  }
  return out;
}

}  // namespace windtunnel::report
