// Some laws, checked together over one run's events after another: what a campaign asks after every run. One
// pass, each event handed to the laws that watch its kind; nothing is allocated once the runs have stopped
// growing.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/core/scheduling_model.hpp"
#include "harness/properties/laws/law.hpp"
#include "harness/properties/laws/run_state.hpp"
#include "runtime/observer.hpp"

namespace windtunnel::properties {

class LawSet {
 public:
  /// All laws that a runtime with these guarantees can be judged by.
  explicit LawSet(core::Guarantees guarantees = core::local_guarantees);

  /// The laws with these names, in the laws' own order; no names means all. Throws std::invalid_argument,
  /// with a message for the user, for a name that no law has and for a law that needs a claim that is not
  /// made.
  explicit LawSet(const std::vector<std::string>& names,
                  core::Guarantees guarantees = core::local_guarantees);

  /// These laws, in this order.
  explicit LawSet(std::vector<std::unique_ptr<Law>> laws);

  /// Checks one run's events. Gives the earliest violation, those that only the run's end shows last; of
  /// several at one event, the one of the law that comes first. A law that does not hold under that model is
  /// not asked, nor is one of sockets where the run used no network. `bytes` are those that the events carry.
  std::optional<core::Violation> check(const tornado::Event* begin, const tornado::Event* end,
                                       core::SchedulingModel model, std::string_view bytes = {},
                                       bool used_network = true);
  std::optional<core::Violation> check(const tornado::Observer& events, core::SchedulingModel model,
                                       bool used_network = true) {
    return check(events.begin(), events.end(), model, events.bytes(), used_network);
  }

  /// The known defects that the latest run showed up to its end or violation, in that order.
  const std::vector<Known>& known() const { return known_; }

  /// The coverage marks that the latest run set up to its end or violation.
  Marks marks() const { return state_.marks(); }

  std::size_t size() const { return laws_.size(); }
  const LawCard& card(std::size_t index) const { return laws_[index]->card(); }

  /// The number of runs so far, and of those in which that law had something to judge.
  std::uint64_t runs() const { return runs_; }
  std::uint64_t runs_judged(std::size_t index) const { return judged_[index]; }

  /// The number of runs so far that showed a known defect, by its law's number.
  const std::map<std::string_view, std::uint64_t>& runs_known() const { return runs_known_; }

 private:
  // The laws that watch a kind of event, by kind.
  using Watchers = std::array<std::vector<Law*>, tornado::event_kind_count>;

  // What decides which laws are asked about a run.
  struct Asked {
    core::SchedulingModel model;
    bool used_network;

    bool about(const LawCard& card) const {
      return card.models.has(model) && (used_network || !card.needs.has(core::Guarantee::sockets));
    }
    std::size_t place() const { return static_cast<std::size_t>(model) * 2 + (used_network ? 1 : 0); }
  };

  std::optional<core::Violation> read(const tornado::Event* begin, const tornado::Event* end, Asked asked);
  void index_laws();

  std::vector<std::unique_ptr<Law>> laws_;
  std::array<Watchers, 2 * tornado::scheduling_model_count> watchers_;  // by Asked::place()
  RunState state_;
  std::vector<Known> known_;
  std::vector<std::uint64_t> judged_;
  std::map<std::string_view, std::uint64_t> runs_known_;
  std::uint64_t runs_ = 0;
};

}  // namespace windtunnel::properties
