// What a draft consists of: the areas and constructs that its program may use, and the drawing of
// productions.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

namespace {

constexpr std::array<ProductionGroup (*)(), 10> all_groups = {
    statement_productions, expression_productions, future_productions, callback_productions,
    yield_productions,     lock_productions,       queue_productions,  context_productions,
    key_productions,       task_productions};

/// The constructs of every set of areas.
constexpr std::array<ConstructSet, 32> area_sets = [] {
  std::array<ConstructSet, 32> sets;
  for (std::size_t areas = 0; areas < sets.size(); ++areas) {
    Areas set;
    set.add_group(0, static_cast<std::uint32_t>(areas));
    sets[areas] = constructs_of(set);
  }
  return sets;
}();

/// Constructs that most programs need for the others to interact: seldom left out.
constexpr ConstructSet essential = [] {
  ConstructSet set;
  for (Construct construct : {Construct::coroutine,
                              Construct::module_future,
                              Construct::done_callback,
                              Construct::tick_callback,
                              Construct::try_statement,
                              Construct::if_statement,
                              Construct::set_result,
                              Construct::start_coroutine,
                              Construct::external_settle,
                              Construct::crash,
                              Construct::lock,
                              Construct::queue,
                              Construct::acquire,
                              Construct::put,
                              Construct::get,
                              Construct::exception_context,
                              Construct::tracing_context,
                              Construct::callback_key,
                              Construct::wait_key,
                              Construct::task,
                              Construct::task_function}) {
    set.add(construct);
  }
  return set;
}();

constexpr std::uint32_t max_weight = 16;  // favoured or not

/// The areas that may be the only one in a program, besides core.
constexpr std::array<Area, 4> sideshows = {Area::loop, Area::sync, Area::context, Area::legacy};

/// The rows of all groups in one table: by category, in the order of the groups.
struct ProductionTable {
  static constexpr std::size_t row_limit = 320;
  std::array<const Production*, row_limit> rows{};
  std::array<Construct, row_limit> constructs{};  // of the rows, contiguous
  std::array<Area, row_limit> areas{};
  std::array<std::uint8_t, row_limit> weights{};
  std::array<std::uint32_t, category_count + 1> starts{};

  ProductionTable() {
    std::uint32_t count = 0;
    for (std::size_t category = 0; category < category_count; ++category) {
      for (auto group : all_groups) {
        for (const Production& row : group()) {
          if (static_cast<std::size_t>(row.category) != category) continue;
          assert(count < rows.size() && row.weight <= max_weight);
          constructs[count] = row.construct;
          areas[count] = area_of(row.construct);
          weights[count] = row.weight;
          rows[count++] = &row;
        }
      }
      starts[category + 1] = count;
      assert(count - starts[category] <= 256);  // a number within its category is a byte
    }
  }

  static const ProductionTable& all() {
    static const ProductionTable table;
    return table;
  }
};

}  // namespace

Draft::Draft(tornado::ChoiceSource& source, const GeneratorOptions& options, Scenario& out)
    : source_(source), options_(options), tree_(out) {
  options_.size = std::clamp(options_.size, 1U, 1000U);
  tree_.clear();
  if (options_.swarm) draw_areas();
  enabled_ = area_sets[options_.areas.group(0)];
  if (options_.swarm) draw_swarm();
  enabled_ = enabled_.without(options_.without);
  collect_productions();
}

/// Draws all areas, one besides core, or two: so that no area is drowned out by the others.
void Draft::draw_areas() {
  std::array<Area, sideshows.size()> there{};
  std::uint32_t count = 0;
  for (Area area : sideshows) {
    if (options_.areas.has(area)) there[count++] = area;
  }
  if (count < 2) return;
  const std::uint32_t how = draw(8, "areas");
  if (how < 2) return;
  const std::uint32_t first = draw(count, "area");
  favoured_ = there[first];
  favour_ = 3;
  if (how > 4) {
    const std::uint32_t second = draw(count - 1, "second area");
    favoured_.add(there[(first + 1 + second) % count]);
    favour_ = 2;
  }
  options_.areas = (options_.areas & Area::core) | favoured_;
}

void Draft::draw_swarm() {
  ConstructSet drawn;
  for (std::size_t group = 0; group * 8 < construct_count; ++group) {
    if (enabled_.group(group) == 0) continue;
    const std::uint32_t bits = draw(256, "swarm");
    drawn.add_group(group, bits);
  }
  const bool essentials = draw(8, "essentials") != 0;
  if (essentials) drawn |= essential;
  drawn.add(Construct::pass_statement);  // an empty block is a pass
  enabled_ &= drawn;
}

void Draft::collect_productions() {
  const ProductionTable& table = ProductionTable::all();
  for (std::size_t category = 0; category < category_count; ++category) {
    std::array<std::uint8_t, pick_slots>& rows = picks_[category].rows;
    enabled_.add(table.constructs[table.starts[category]]);
    std::uint32_t count = 0;
    for (std::uint32_t at = table.starts[category]; at < table.starts[category + 1]; ++at) {
      // Written whether enabled or not, as often as any row may weigh: this is faster than a branch.
      assert(count + max_weight <= rows.size());
      std::memset(rows.data() + count, static_cast<int>(at - table.starts[category]), max_weight);
      const bool favoured = favoured_.has(table.areas[at]);
      const std::uint32_t weight =
          favoured ? std::min(table.weights[at] * favour_, max_weight) : table.weights[at];
      count += enabled_.count(table.constructs[at]) * weight;
    }
    picks_[category].count = count;
  }
}

bool Draft::sometimes(Construct construct, std::uint32_t one_in) {
  if (!enabled(construct)) return false;
  if (draw(one_in, "sometimes") + 1 != one_in) return false;
  use(construct);
  return true;
}

NodeId Draft::produce(Category category, NodeId context) {
  constexpr std::array<std::string_view, category_count> sites = {
      "statement", "suspending", "number", "test", "value", "future", "yieldable", "callback", "handling"};
  constexpr int tries = 3;
  const auto at = static_cast<std::size_t>(category);
  const ProductionTable& table = ProductionTable::all();
  const Picks& picks = picks_[at];
  const Production* row = nullptr;
  for (int i = 0; i < tries; ++i) {
    const std::uint32_t drawn = draw(picks.count, sites[at]);
    row = table.rows[table.starts[at] + picks.rows[drawn]];
    if (row->possible == nullptr || row->possible(*this)) break;
    row = table.rows[table.starts[at]];
  }
  use(row->construct);
  ++expression_depth_;
  const NodeId made = row->make(*this, context);
  --expression_depth_;
  return made;
}

}  // namespace windtunnel::generator
