#include "harness/core/named_run.hpp"

#include <algorithm>
#include <string_view>

#include "harness/core/constrained_source.hpp"

namespace windtunnel::core {

std::optional<std::size_t> NamedRun::place_of(const StepName& pattern) const {
  for (std::size_t at = 0; at < done.size(); ++at)
    if (matches(pattern, done[at].name)) return at;
  return std::nullopt;
}

std::vector<Answer> NamedRun::answers() const {
  std::vector<Answer> all;
  for (const AskedQuestion& each : asked) all.push_back(each.answer);
  return all;
}

std::uint32_t NamingSource::choose(const tornado::ChoicePoint& point) {
  if (point.steps != nullptr) look(*point.steps);
  const std::uint32_t index = inner_->choose(point);
  if (point.steps != nullptr) return index;
  others_.append({point.kind, point.options, index});
  const std::uint32_t occurrence = questions_.count(point);
  if (index != 0) {
    asked_.push_back({{point.kind, std::string(point.site), occurrence, index, point.options},
                      trace_->events.size(),
                      point.timer});
  }
  return index;
}

void NamingSource::look(const tornado::StepLog& steps) {
  namer_.look(steps,
              [this](const tornado::Step& step, const StepName& name) { seen_.push_back({name, step}); });
}

NamedRun NamingSource::finish(const tornado::StepLog& steps) {
  look(steps);
  std::sort(seen_.begin(), seen_.end(), [](const NamedStep& left, const NamedStep& right) {
    return left.step.number < right.step.number;
  });
  NamedRun run;
  run.others = others_;
  run.asked = asked_;
  std::vector<bool> ran(seen_.size());
  for (const tornado::Step& step : steps.done()) {
    const auto at = std::lower_bound(
        seen_.begin(), seen_.end(), step.number,
        [](const NamedStep& each, std::uint32_t number) { return each.step.number < number; });
    if (at == seen_.end() || at->step.number != step.number) continue;
    ran[static_cast<std::size_t>(at - seen_.begin())] = true;
    run.done.push_back({at->name, step});
  }
  for (std::size_t at = 0; at < seen_.size(); ++at)
    if (!ran[at]) run.left.push_back(seen_[at]);
  return run;
}

std::string place_in_code(std::source_location place) {
  if (place.line() == 0) return {};
  const std::string_view path = place.file_name();
  return std::string(path.substr(path.rfind('/') + 1)) + ":" + std::to_string(place.line());
}

}  // namespace windtunnel::core
