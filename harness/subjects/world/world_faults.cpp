// The faults of a World that are not the network's: operations of the user's own that may fail, messages that
// arrive in pieces, and the end of all faults.
#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

#include "harness/core/quiet_source.hpp"
#include "harness/core/trace.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

namespace {

// A message arrives in this many pieces at most.
constexpr std::size_t most_pieces = 16;

core::QuietSource calm_answers;

}  // namespace

std::uint32_t World::ask_fault(tornado::ChoiceKind kind, std::string_view first, std::string_view operation,
                               std::uint32_t options) {
  require_run();
  const std::string site = fault_sites_.site(first, operation, tornado::CurrentTask::get(), steps());
  if (calm_ || options < 2) return 0;
  return std::min(choices_->choose({kind, options, site}), options - 1);
}

bool World::may_fail(std::string_view operation) {
  const bool fails = ask_fault(tornado::ChoiceKind::fault, FaultSite::fail, operation, 2) != 0;
  trace_->faults.note(operation, fails);
  if (fails) log(fmt::format("{} fails", operation));
  return fails;
}

Fails World::may_fail_either_way(std::string_view operation) {
  const auto how = static_cast<Fails>(ask_fault(tornado::ChoiceKind::fault, FaultSite::fail, operation, 3));
  trace_->faults.note(operation, how != Fails::no);
  if (how != Fails::no)
    log(fmt::format("{} fails by {}", operation, how == Fails::by_value ? "its result" : "an exception"));
  return how;
}

std::vector<std::size_t> World::split(std::string_view message, std::size_t size) {
  if (size > longest_split) {
    throw std::invalid_argument(
        fmt::format("the message '{}' has {} bytes; split() takes {} at most", message, size, longest_split));
  }
  std::vector<std::size_t> pieces;
  std::size_t left = size;
  while (pieces.size() + 1 < most_pieces) {
    const std::uint32_t cut =
        ask_fault(tornado::ChoiceKind::fragment, FaultSite::split, message, static_cast<std::uint32_t>(left));
    if (cut == 0) break;
    pieces.push_back(cut);
    left -= cut;
  }
  if (left != 0) pieces.push_back(left);
  if (pieces.size() > 1) log(fmt::format("{} arrives in {} pieces", message, pieces.size()));
  return pieces;
}

void World::calm() {
  require_run();
  if (calm_) return;
  calm_ = true;
  // What follows depends on the order in which steps became ready, which no record of accesses tells.
  steps().begin_unrecorded();
  loop_.scheduler().ask(calm_answers);
  if (heal_network_ != nullptr) heal_network_(*network_);
  log("from here on nothing goes wrong");
}

}  // namespace windtunnel
