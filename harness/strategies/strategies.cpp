#include "harness/strategies/strategies.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

#include "harness/strategies/deviations.hpp"
#include "harness/strategies/each_once.hpp"
#include "harness/strategies/exhaustive.hpp"
#include "harness/strategies/fair_suffix.hpp"
#include "harness/strategies/guided.hpp"
#include "harness/strategies/pct.hpp"
#include "harness/strategies/portfolio.hpp"
#include "harness/strategies/pos.hpp"
#include "harness/strategies/random_walk.hpp"
#include "harness/strategies/reads_from.hpp"
#include "harness/strategies/uniform.hpp"

namespace windtunnel::strategies {

namespace {

using Made = std::unique_ptr<Strategy>;

struct Named {
  std::string_view name;
  std::string_view about;
  Made (*make)(unsigned depth);
};

Made portfolio(unsigned) {
  std::vector<Portfolio::Arm> arms;
  const auto add = [&](std::string_view name, Made strategy) {
    Portfolio::Arm& arm = arms.emplace_back();
    arm.name = name;
    arm.strategy = std::move(strategy);
  };
  add("reads-from", std::make_unique<ReadsFrom>());
  add("pos", std::make_unique<Pos>());
  add("surw", std::make_unique<SelectiveWalk>());
  add("pct", std::make_unique<Pct>(1, default_depth));
  add("random", std::make_unique<RandomWalk>());
  add("exhaustive", std::make_unique<Exhaustive>(Exhaustive::Order::random));
  arms.back().most_steps = 200;  // there are too many longer runs, and each takes long
  add("deviations", std::make_unique<Deviations>());
  add("each-failure", std::make_unique<EachOnce>(EachOnce::Of::failures));
  add("each-split", std::make_unique<EachOnce>(EachOnce::Of::splits));
  add("guided", std::make_unique<Guided>());
  return std::make_unique<Portfolio>(std::move(arms));
}

constexpr Named all_strategies[] = {
    {"portfolio", "all of them, by what each shows that is new", portfolio},
    {"random", "every ready step is equally likely",
     [](unsigned) -> Made { return std::make_unique<RandomWalk>(); }},
    {"priorities", "tasks have random priorities", [](unsigned) -> Made { return std::make_unique<Pct>(1); }},
    {"pct", "priorities that change at depth - 1 places",
     [](unsigned depth) -> Made { return std::make_unique<Pct>(depth); }},
    {"pctcp", "the same for chains of causes in place of tasks",
     [](unsigned depth) -> Made { return std::make_unique<Pct>(depth, Pct::Of::chains); }},
    {"pos", "steps have priorities, drawn anew where they race",
     [](unsigned) -> Made { return std::make_unique<Pos>(); }},
    {"urw", "interleavings are about equally likely",
     [](unsigned) -> Made { return std::make_unique<UniformWalk>(); }},
    {"surw", "those of one shared thing are",
     [](unsigned) -> Made { return std::make_unique<SelectiveWalk>(); }},
    {"reads-from", "steered to reads that read other writes",
     [](unsigned) -> Made { return std::make_unique<ReadsFrom>(); }},
    {"fair", "random at first, then fair and without faults: shows livelocks",
     [](unsigned) -> Made { return std::make_unique<FairSuffix>(); }},
    {"deviations", "all schedules with at most depth deviations from the usual one",
     [](unsigned depth) -> Made { return std::make_unique<Deviations>(depth); }},
    {"each-failure", "the usual schedule, with every operation that can fail failing once",
     [](unsigned) -> Made { return std::make_unique<EachOnce>(EachOnce::Of::failures); }},
    {"each-split", "the usual schedule, with every message of split() split once at every place",
     [](unsigned) -> Made { return std::make_unique<EachOnce>(EachOnce::Of::splits); }},
    {"guided", "from the schedules that came nearest to a goal of reach()",
     [](unsigned) -> Made { return std::make_unique<Guided>(); }},
    {"exhaustive", "all schedules; where accesses are declared, but for equivalent ones",
     [](unsigned) -> Made { return std::make_unique<Exhaustive>(Exhaustive::Order::random); }},
};

const Named* find(std::string_view name) {
  const auto at = std::find_if(std::begin(all_strategies), std::end(all_strategies),
                               [&](const Named& each) { return each.name == name; });
  return at == std::end(all_strategies) ? nullptr : at;
}

}  // namespace

std::unique_ptr<Strategy> make_strategy(std::string_view name, unsigned depth) {
  const Named* named = find(name);
  if (named == nullptr) {
    throw std::invalid_argument(
        fmt::format("there is no strategy '{}'; the strategies are {}", name, strategy_names()));
  }
  return named->make(depth);
}

std::string strategy_names() {
  std::string names;
  for (const Named& each : all_strategies) names.append(names.empty() ? "" : ", ").append(each.name);
  return names;
}

std::string_view about_strategy(std::string_view name) {
  const Named* named = find(name);
  return named == nullptr ? std::string_view() : named->about;
}

}  // namespace windtunnel::strategies
