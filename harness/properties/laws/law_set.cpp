#include "harness/properties/laws/law_set.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <stdexcept>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {

using tornado::Event;

namespace {

using Laws = std::vector<std::unique_ptr<Law>>;

std::string missing_guarantees(core::Guarantees missing) {
  std::vector<std::string_view> names;
  for (const auto& [guarantee, name] : core::guarantee_names)
    if (missing.has(guarantee)) names.push_back(name);
  return fmt::format("{}", fmt::join(names, ", "));
}

Laws laws_named(const std::vector<std::string>& names, core::Guarantees guarantees) {
  Laws laws = all_laws();
  for (const std::string& name : names) {
    const auto has_name = [&](const std::unique_ptr<Law>& law) { return law->card().name == name; };
    const auto law = std::find_if(laws.begin(), laws.end(), has_name);
    if (law == laws.end()) {
      std::vector<std::string_view> known;
      for (const auto& each : laws) known.push_back(each->card().name);
      throw std::invalid_argument(
          fmt::format("there is no law '{}'; the laws are {}", name, fmt::join(known, ", ")));
    }
    const core::Guarantees missing = (*law)->card().needs.without(guarantees);
    if (!missing.empty())
      throw std::invalid_argument(fmt::format("law {} needs a runtime that claims {}; this one does not",
                                              name, missing_guarantees(missing)));
  }
  std::erase_if(laws, [&](const std::unique_ptr<Law>& law) {
    const bool chosen = names.empty() || std::count(names.begin(), names.end(), law->card().name) != 0;
    return !chosen || !law->card().needs.without(guarantees).empty();
  });
  return laws;
}

}  // namespace

LawSet::LawSet(core::Guarantees guarantees) : LawSet(laws_named({}, guarantees)) {}

LawSet::LawSet(const std::vector<std::string>& names, core::Guarantees guarantees)
    : LawSet(laws_named(names, guarantees)) {}

LawSet::LawSet(Laws laws) : laws_(std::move(laws)), judged_(laws_.size()) {
  index_laws();
}

void LawSet::index_laws() {
  for (const core::SchedulingModel model : core::all_models) {
    for (const bool used_network : {false, true}) {
      const Asked asked{model, used_network};
      Watchers& watchers = watchers_[asked.place()];
      for (const auto& law : laws_) {
        if (!asked.about(law->card())) continue;
        for (std::size_t kind = 0; kind < watchers.size(); ++kind)
          if (law->card().watches.has(static_cast<tornado::EventKind>(kind)))
            watchers[kind].push_back(law.get());
      }
    }
  }
}

std::optional<core::Violation> LawSet::check(const Event* begin, const Event* end,
                                             core::SchedulingModel model, std::string_view bytes,
                                             bool used_network) {
  assert(begin <= end);
  assert(judged_.size() == laws_.size());
  state_.reset(model, bytes);
  known_.clear();
  for (const auto& law : laws_) law->begin_run(state_, known_);
  std::optional<core::Violation> violation = read(begin, end, {model, used_network});
  ++runs_;
  for (std::size_t index = 0; index < laws_.size(); ++index)
    if (laws_[index]->judged()) ++judged_[index];
  std::set<std::string_view> shown;
  for (const Known& known : known_)
    if (shown.insert(known.defect).second) ++runs_known_[known.defect];
  return violation;
}

std::optional<core::Violation> LawSet::read(const Event* begin, const Event* end, Asked asked) {
  const Watchers& watchers = watchers_[asked.place()];
  for (const Event* event = begin; event != end; ++event) {
    const auto kind = static_cast<std::size_t>(event->kind);
    assert(kind < watchers.size());
    for (Law* law : watchers[kind])
      if (!law->see(*event)) [[unlikely]]
        return core::Violation{law->card().name, static_cast<std::size_t>(event - begin), law->message()};
    state_.apply(*event);
  }
  if (begin == end) return std::nullopt;
  for (const auto& law : laws_) {
    if (!asked.about(law->card())) continue;
    if (!law->finish())
      return core::Violation{law->card().name, static_cast<std::size_t>(end - begin) - 1, law->message()};
  }
  return std::nullopt;
}

}  // namespace windtunnel::properties
