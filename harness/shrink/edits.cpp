#include "harness/shrink/edits.hpp"

#include <algorithm>

#include "harness/shrink/tree_edit.hpp"

namespace windtunnel::shrink {

namespace {

void walk(const scenario::Scenario& scenario, scenario::NodeId parent, std::vector<Place>& out) {
  for (scenario::NodeId child : children_of(scenario, parent)) {
    out.push_back({parent, child});
    walk(scenario, child, out);
  }
}

bool is_compound(scenario::NodeKind kind) {
  return kind == scenario::NodeKind::if_stmt || kind == scenario::NodeKind::while_stmt ||
         kind == scenario::NodeKind::for_stmt || kind == scenario::NodeKind::try_stmt ||
         kind == scenario::NodeKind::with_stmt;
}

std::uint64_t complexity(const scenario::Scenario& scenario, const scenario::Node& node) {
  switch (node.kind) {
    case scenario::NodeKind::none:
    case scenario::NodeKind::pass_stmt:
      return 0;
    case scenario::NodeKind::yield_expr:
    case scenario::NodeKind::call:
    case scenario::NodeKind::with_stmt:
      return 2 + (node.kind == scenario::NodeKind::with_stmt && node.name != scenario::no_word ? 1U : 0U);
    case scenario::NodeKind::assign:
      return 2;
    case scenario::NodeKind::string:
      return scenario.words.text(node.name).empty() ? 2 : 3;
    case scenario::NodeKind::real:
      return 4;
    default:
      return 1;
  }
}

}  // namespace

std::vector<Place> places(const scenario::Scenario& scenario) {
  std::vector<Place> out;
  walk(scenario, 0, out);
  return out;
}

std::vector<scenario::NodeId> statement_lists(const scenario::Scenario& scenario) {
  std::vector<scenario::NodeId> out{0};
  for (const Place& place : places(scenario)) {
    if (scenario[place.node].kind == scenario::NodeKind::block) out.push_back(place.node);
  }
  return out;
}

void remove_children(scenario::Scenario& scenario, scenario::NodeId parent, unsigned first, unsigned count) {
  scenario::NodeId elder = first == 0 ? 0 : scenario.child(parent, first - 1);
  scenario::NodeId after = scenario.child(parent, first + count);
  set_link(scenario, parent, elder, after);
  fill(scenario, parent);
}

bool unwrap(scenario::Scenario& scenario, Place place, unsigned which) {
  if (!is_compound(scenario[place.node].kind)) return false;
  for (scenario::NodeId child : children_of(scenario, place.node)) {
    scenario::NodeId block = child;
    if (scenario[child].kind == scenario::NodeKind::handler ||
        scenario[child].kind == scenario::NodeKind::else_clause ||
        scenario[child].kind == scenario::NodeKind::finally_clause) {
      for (scenario::NodeId part : children_of(scenario, child)) block = part;
    }
    if (scenario[block].kind != scenario::NodeKind::block || which-- > 0) continue;
    scenario::NodeId last = 0;
    for (scenario::NodeId statement : children_of(scenario, block)) last = statement;
    replace(scenario, place, scenario[block].first_child, last);
    return true;
  }
  return false;
}

bool drop_part(scenario::Scenario& scenario, Place place) {
  scenario::Node& node = scenario[place.node];
  const scenario::Node& parent = scenario[place.parent];
  const bool is_first = parent.first_child == place.node;
  switch (node.kind) {
    case scenario::NodeKind::else_clause:
    case scenario::NodeKind::finally_clause:
    case scenario::NodeKind::handler:
    case scenario::NodeKind::keyword:
    case scenario::NodeKind::dict_item:
      unlink(scenario, place);
      return true;
    case scenario::NodeKind::imported_name:
      if (is_first && node.next_sibling == 0) return false;
      unlink(scenario, place);
      return true;
    case scenario::NodeKind::block:
      if (parent.kind != scenario::NodeKind::if_stmt || scenario.child(place.parent, 2) != place.node)
        return false;
      unlink(scenario, place);
      return true;
    case scenario::NodeKind::with_stmt:
      if (node.name == scenario::no_word) return false;
      node.name = scenario::no_word;
      return true;
    case scenario::NodeKind::assign:
      node.kind = scenario::NodeKind::expression;
      node.name = scenario::no_word;
      return true;
    default:
      break;
  }
  // An argument, an element, what a return gives.
  const bool is_argument = parent.kind == scenario::NodeKind::call && !is_first;
  if (!is_argument && parent.kind != scenario::NodeKind::list &&
      parent.kind != scenario::NodeKind::return_stmt)
    return false;
  unlink(scenario, place);
  return true;
}

Weight weight(const scenario::Scenario& scenario) {
  // So that the sum stays in range for any tree that fits into memory.
  constexpr std::uint64_t largest = std::uint64_t{1} << 32U;
  Weight sum;
  for (const Place& place : places(scenario)) {
    const scenario::Node& node = scenario[place.node];
    ++sum.nodes;
    sum.kinds += complexity(scenario, node);
    if (node.kind == scenario::NodeKind::integer) {
      sum.numbers += 2 * std::min(magnitude(node.integer), largest) + (node.integer < 0 ? 1U : 0U);
    }
  }
  return sum;
}

namespace {

void copy_children(const scenario::Scenario& from, scenario::NodeId source, scenario::Scenario& to,
                   scenario::NodeId target) {
  scenario::NodeId last = 0;
  for (scenario::NodeId child : children_of(from, source)) {
    const scenario::Node node = from[child];
    scenario::NodeId copy =
        to.add(node.kind, node.name == scenario::no_word ? scenario::no_word
                                                         : to.words.intern(from.words.text(node.name)));
    to[copy].flag = node.flag;
    to[copy].integer = node.integer;
    if (node.kind == scenario::NodeKind::real) to[copy].real = node.real;
    to.link_after(target, last, copy);
    copy_children(from, child, to, copy);
    last = copy;
  }
}

}  // namespace

scenario::Scenario compacted(const scenario::Scenario& scenario) {
  scenario::Scenario copy;
  copy_children(scenario, 0, copy, 0);
  return copy;
}

}  // namespace windtunnel::shrink
