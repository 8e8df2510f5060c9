#include "harness/engine/fault_figures.hpp"

#include <algorithm>

namespace windtunnel::engine {

void FaultFigures::add(std::string_view name, std::uint64_t runs, std::uint64_t struck) {
  auto at = std::find_if(counts.begin(), counts.end(), [&](const Count& each) { return each.name == name; });
  if (at == counts.end()) {
    if (counts.size() == most) return;
    at = counts.insert(at, {std::string(name), 0, 0});
  }
  at->runs += runs;
  at->struck += struck;
}

void FaultFigures::add(const core::RunFaults& faults) {
  if (faults.empty()) return;
  faults.enabled.for_each([&](tornado::Fault fault) {
    add(tornado::name_of(fault), 1, faults.struck[static_cast<std::size_t>(fault)]);
  });
  for (const core::RunFaults::Operation& each : faults.operations) add(each.name, 1, each.struck);
}

FaultFigures& FaultFigures::operator+=(const FaultFigures& other) {
  for (const Count& each : other.counts) add(each.name, each.runs, each.struck);
  return *this;
}

}  // namespace windtunnel::engine
