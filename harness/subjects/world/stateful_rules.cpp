#include "harness/subjects/world/stateful_rules.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace windtunnel {

namespace {

constexpr std::uint32_t most_rule_tasks = 100;
constexpr std::uint32_t most_rule_steps = 10'000;
constexpr std::size_t most_rules = 1000;

}  // namespace

void RuleSet::add(Rule rule) {
  if (rule.name.empty()) throw std::invalid_argument("a rule needs a name");
  const auto is_namesake = [&](const Rule& other) { return other.name == rule.name; };
  if (std::any_of(rules_.begin(), rules_.end(), is_namesake))
    throw std::invalid_argument(fmt::format("there is a rule {} already", rule.name));
  if (rules_.size() == most_rules)
    throw std::invalid_argument(fmt::format("there are {} rules already, which is the limit", most_rules));
  rules_.push_back(std::move(rule));
}

std::string RuleSet::names() const {
  std::string all;
  for (const Rule& rule : rules_) all.append(all.empty() ? "" : ", ").append(rule.name);
  return all;
}

tornado::Future<void> RuleSet::run(std::uint32_t tasks, std::uint32_t steps) {
  if (tasks == 0 || tasks > most_rule_tasks || steps == 0 || steps > most_rule_steps) {
    throw std::invalid_argument(
        fmt::format("rules cannot be run by {} tasks with {} steps each; 1 to {} tasks and 1 to {} steps are "
                    "allowed",
                    tasks, steps, most_rule_tasks, most_rule_steps));
  }
  if (rules_.empty()) throw std::logic_error("there are no rules to run: add() some first");
  if (std::none_of(rules_.begin(), rules_.end(), [](const Rule& rule) { return rule.enabled(); }))
    throw std::logic_error(fmt::format("no rule is enabled at the beginning, of these: {}", names()));
  return run_tasks(tasks, steps);
}

tornado::Future<void> RuleSet::run_tasks(std::uint32_t tasks, std::uint32_t steps) {
  std::vector<Spawned<void>> spawned;
  for (std::uint32_t number = 1; number <= tasks; ++number) {
    const std::string name = fmt::format("task{}", number);
    const auto work = [this](World&, std::string task, std::uint32_t most) {
      return run_rules(std::move(task), most);
    };
    spawned.push_back(world_.spawn(name, work, name, steps));
  }
  for (const Spawned<void>& each : spawned) co_await each;
}

tornado::Future<void> RuleSet::run_rules(std::string task, std::uint32_t steps) {
  const std::string site = task + "/rule";
  for (std::uint32_t left = steps; left > 0; --left) {
    const Turn others_first(world_, {std::source_location::current(), {}}, {});
    co_await others_first;
    const Rule* rule = next_rule(site, steps);
    if (rule == nullptr) co_return;
    world_.tell_step("runs " + rule->name, 0, rule->site);
    const tornado::Future<void> running = rule->body();
    co_await running;
  }
}

// Null: the task ends. Where many rules are to be run, most answers go on: each of them stands for a rule
// several times.
const RuleSet::Rule* RuleSet::next_rule(const std::string& site, std::uint32_t steps) {
  constexpr std::uint32_t usual_steps = 16;
  std::vector<const Rule*> enabled;
  for (const Rule& rule : rules_)
    if (rule.enabled()) enabled.push_back(&rule);
  if (enabled.empty()) return nullptr;
  const auto count = static_cast<std::uint32_t>(enabled.size());
  const std::uint32_t repeated = std::max(1U, std::min(steps, usual_steps) / count);
  const std::uint32_t answer = world_.choose(1 + repeated * count, site);
  return answer == 0 ? nullptr : enabled[(answer - 1) % count];
}

}  // namespace windtunnel
