#include "harness/generator/draft.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

namespace windtunnel {

namespace {

constexpr std::array<ProductionGroup (*)(), 5> all_groups = {statement_productions, expression_productions,
                                                             future_productions, callback_productions,
                                                             yield_productions};

/// The constructs of every sum of areas.
constexpr std::array<ConstructSet, 32> area_sets = [] {
  std::array<ConstructSet, 32> sets;
  for (std::size_t areas = 0; areas < sets.size(); ++areas) {
    sets[areas] = constructs_of(static_cast<std::uint8_t>(areas));
  }
  return sets;
}();

/// What most programs need for the rest to meet: seldom left out.
constexpr ConstructSet essential = [] {
  ConstructSet set;
  for (Construct construct :
       {Construct::coroutine, Construct::module_future, Construct::done_callback, Construct::tick_callback,
        Construct::try_statement, Construct::if_statement, Construct::set_result, Construct::start_coroutine,
        Construct::external_settle}) {
    set.add(construct);
  }
  return set;
}();

/// `prefix` and a number of at most nine digits.
class NumberedText {
 public:
  NumberedText(std::string_view prefix, std::uint32_t number) {
    std::size_t at = bytes_.size();
    do {
      bytes_[--at] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    for (std::size_t left = prefix.size(); left-- > 0;) bytes_[--at] = prefix[left];
    start_ = at;
  }

  std::string_view view() const { return {bytes_.data() + start_, bytes_.size() - start_}; }

 private:
  std::array<char, 16> bytes_;
  std::size_t start_;
};

constexpr std::uint32_t max_weight = 16;

/// The rows of all groups, one table: category by category, in the order of the groups.
struct ProductionTable {
  std::array<const Production*, 256> rows{};
  std::array<Construct, 256> constructs{};  // of the rows, close together
  std::array<std::uint8_t, 256> weights{};
  std::array<std::uint32_t, category_count + 1> starts{};

  ProductionTable() {
    std::uint32_t count = 0;
    for (std::size_t category = 0; category < category_count; ++category) {
      for (auto group : all_groups) {
        for (const Production& row : group()) {
          if (static_cast<std::size_t>(row.category) != category) continue;
          assert(count < rows.size() && row.weight <= max_weight);
          constructs[count] = row.construct;
          weights[count] = row.weight;
          rows[count++] = &row;
        }
      }
      starts[category + 1] = count;
    }
  }

  static const ProductionTable& all() {
    static const ProductionTable table;
    return table;
  }
};

/// Where each pool's names start.
constexpr std::array<std::uint32_t, pool_sizes.size()> pool_starts = [] {
  std::array<std::uint32_t, pool_sizes.size()> starts{};
  for (std::size_t at = 1; at < starts.size(); ++at) starts[at] = starts[at - 1] + pool_sizes[at - 1];
  return starts;
}();
static_assert(pool_starts.back() + pool_sizes.back() == name_slots);

constexpr std::array<std::string_view, 9> pool_prefixes = {"f", "c", "on", "tick", "v", "k", "n", "i", "e"};

}  // namespace

Draft::Draft(tornado::ChoiceSource& source, const GeneratorOptions& options, Scenario& out)
    : source_(source), options_(options), tree_(out) {
  options_.size = std::clamp(options_.size, 1U, 1000U);
  tree_.clear();
  enabled_ = area_sets[options_.areas % area_sets.size()];
  if (options_.swarm) draw_swarm();
  enabled_.remove(options_.without);
  collect_productions();
}

void Draft::draw_swarm() {
  ConstructSet drawn;
  for (std::size_t group = 0; group * 8 < construct_count; ++group) {
    const std::uint32_t bits = draw(256, "swarm");
    drawn.add_group(group, bits);
  }
  const bool essentials = draw(8, "essentials") != 0;
  if (essentials) drawn |= essential;
  drawn.add(Construct::pass_statement);  // an empty block is one
  enabled_ &= drawn;
}

void Draft::collect_productions() {
  const ProductionTable& table = ProductionTable::all();
  for (std::size_t category = 0; category < category_count; ++category) {
    std::array<std::uint8_t, pick_slots>& rows = picks_[category].rows;
    enabled_.add(table.constructs[table.starts[category]]);
    std::uint32_t count = 0;
    for (std::uint32_t at = table.starts[category]; at < table.starts[category + 1]; ++at) {
      // Written whether enabled or not, and as often as any row may weigh: faster than to ask.
      assert(count + max_weight <= rows.size());
      std::memset(rows.data() + count, static_cast<int>(at), max_weight);
      count += enabled_.count(table.constructs[at]) * table.weights[at];
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
      "statement", "suspending", "number", "test", "value", "future", "yieldable", "callback"};
  constexpr int tries = 3;
  const auto at = static_cast<std::size_t>(category);
  const ProductionTable& table = ProductionTable::all();
  const Picks& picks = picks_[at];
  const Production* row = nullptr;
  for (int i = 0; i < tries; ++i) {
    const std::uint32_t drawn = draw(picks.count, sites[at]);
    row = table.rows[picks.rows[drawn]];
    if (row->possible == nullptr || row->possible(*this)) break;
    row = table.rows[picks.rows[0]];
  }
  use(row->construct);
  ++expression_depth_;
  const NodeId made = row->make(*this, context);
  --expression_depth_;
  return made;
}

NodeId Draft::node(NodeKind kind, Word name, std::initializer_list<NodeId> children) {
  const NodeId made = tree_.add(kind, name);
  NodeId last = 0;
  for (NodeId child : children) {
    tree_.link_after(made, last, child);
    last = child;
  }
  return made;
}

NodeId Draft::integer(std::int64_t value) {
  const NodeId made = tree_.add(NodeKind::integer);
  tree_[made].integer = value;
  return made;
}

NodeId Draft::real(double value) {
  const NodeId made = tree_.add(NodeKind::real);
  tree_[made].real = value;
  return made;
}

NodeId Draft::compare(Comparison comparison, NodeId left, NodeId right) {
  const NodeId made = node(NodeKind::compare, no_word, {left, right});
  tree_[made].flag = static_cast<std::uint8_t>(comparison);
  return made;
}

NodeId Draft::call(NodeId callee, std::initializer_list<NodeId> arguments) {
  const NodeId made = node(NodeKind::call, no_word, {callee});
  NodeId last = callee;
  for (NodeId argument : arguments) {
    tree_.link_after(made, last, argument);
    last = argument;
  }
  return made;
}

NodeId Draft::method(NodeId object, Word word, std::initializer_list<NodeId> arguments) {
  const NodeId callee = attribute(object, word);
  return call(callee, arguments);
}

void Draft::statement(NodeId statement) {
  tree_.link_after(open_.block, open_.tail, statement);
  open_.tail = statement;
  ++statement_count_;
  spend(1);
}

NodeId Draft::gen(Word word) {
  import(Import::gen);
  const NodeId module = name(word::gen);
  return attribute(module, word);
}

NodeId Draft::loop() {
  import(Import::io_loop);
  const NodeId type = name(word::IOLoop);
  return method(type, word::current);
}

NodeId Draft::loop_method(Word word) {
  const NodeId object = loop();
  return method(object, word);
}

NodeId Draft::new_future() {
  import(Import::future);
  const NodeId type = name(word::Future);
  return call(type);
}

NodeId Draft::seconds(NodeId number) {
  import(Import::timedelta);
  const NodeId type = name(word::timedelta);
  const NodeId argument = keyword(word::seconds, number);
  return call(type, {argument});
}

NodeId Draft::log_call() {
  import(Import::log);
  const NodeId callee = name(word::log);
  const NodeId argument = text(point());
  return call(callee, {argument});
}

NodeId Draft::helper(Word word, NodeId future, NodeId value) {
  const NodeId callee = name(word);
  return call(callee, {future, value});
}

Word Draft::point() {
  return tree_.words.add(NumberedText("p", ++points_).view());
}

Word Draft::numbered(NamePool pool, std::uint32_t number) {
  const auto at = static_cast<std::size_t>(pool);
  assert(number < pool_sizes[at]);
  Word& word = names_[pool_starts[at] + number];
  if (word == no_word) {
    // The outermost handler's name is a word of the language.
    word = pool == NamePool::error && number == 0
               ? Word{word::e}
               : tree_.words.add(NumberedText(pool_prefixes[at], number).view());
  }
  return word;
}

Word Draft::own_word(Word& word, std::string_view text) {
  if (word == no_word) word = tree_.words.add(text);
  return word;
}

std::uint32_t Draft::stop_odds() const {
  if (function.brief || function.depth > 1) return 2;
  // Main makes up for what the other functions have left; beyond the size they all come to an end.
  if (function.main && statement_count_ < options_.size * 4 / 5) return 2 + options_.size / 2;
  return statement_count_ < options_.size / 2 ? 2 + options_.size / 6 : 2;
}

void Draft::statements(std::uint32_t least) {
  for (std::uint32_t made = 0;; ++made) {
    if (made >= least) {
      if (full() || function.cost > cost_limit) return;
      const bool another = draw(stop_odds(), "another statement") != 0;
      if (!another) return;
    }
    const std::uint32_t depth = expression_depth_;
    expression_depth_ = 0;
    // Waiting is what coroutines are for: two statements of five.
    const bool suspends = function.suspends && draw(5, "suspending") >= 3;
    produce(suspends ? Category::suspending : Category::statement);
    expression_depth_ = depth;
  }
}

}  // namespace windtunnel
