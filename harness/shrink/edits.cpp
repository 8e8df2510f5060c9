#include "harness/shrink/edits.hpp"

#include <algorithm>

#include "harness/shrink/tree_edit.hpp"

namespace windtunnel {

namespace {

void walk(const Scenario& scenario, NodeId parent, std::vector<Place>& out) {
  for (NodeId child : children_of(scenario, parent)) {
    out.push_back({parent, child});
    walk(scenario, child, out);
  }
}

bool is_compound(NodeKind kind) {
  return kind == NodeKind::if_stmt || kind == NodeKind::while_stmt || kind == NodeKind::for_stmt ||
         kind == NodeKind::try_stmt || kind == NodeKind::with_stmt;
}

std::uint64_t complexity(const Scenario& scenario, const Node& node) {
  switch (node.kind) {
    case NodeKind::none:
    case NodeKind::pass_stmt:
      return 0;
    case NodeKind::yield_expr:
    case NodeKind::call:
    case NodeKind::with_stmt:
      return 2 + (node.kind == NodeKind::with_stmt && node.name != no_word ? 1U : 0U);
    case NodeKind::assign:
      return 2;
    case NodeKind::string:
      return scenario.words.text(node.name).empty() ? 2 : 3;
    case NodeKind::real:
      return 4;
    default:
      return 1;
  }
}

}  // namespace

std::vector<Place> places(const Scenario& scenario) {
  std::vector<Place> out;
  walk(scenario, 0, out);
  return out;
}

std::vector<NodeId> statement_lists(const Scenario& scenario) {
  std::vector<NodeId> out{0};
  for (const Place& place : places(scenario)) {
    if (scenario[place.node].kind == NodeKind::block) out.push_back(place.node);
  }
  return out;
}

void remove_children(Scenario& scenario, NodeId parent, unsigned first, unsigned count) {
  NodeId elder = first == 0 ? 0 : scenario.child(parent, first - 1);
  NodeId after = scenario.child(parent, first + count);
  set_link(scenario, parent, elder, after);
  fill(scenario, parent);
}

bool unwrap(Scenario& scenario, Place place, unsigned which) {
  if (!is_compound(scenario[place.node].kind)) return false;
  for (NodeId child : children_of(scenario, place.node)) {
    NodeId block = child;
    if (scenario[child].kind == NodeKind::handler || scenario[child].kind == NodeKind::else_clause ||
        scenario[child].kind == NodeKind::finally_clause) {
      for (NodeId part : children_of(scenario, child)) block = part;
    }
    if (scenario[block].kind != NodeKind::block || which-- > 0) continue;
    NodeId last = 0;
    for (NodeId statement : children_of(scenario, block)) last = statement;
    replace(scenario, place, scenario[block].first_child, last);
    return true;
  }
  return false;
}

bool drop_part(Scenario& scenario, Place place) {
  Node& node = scenario[place.node];
  const Node& parent = scenario[place.parent];
  const bool is_first = parent.first_child == place.node;
  switch (node.kind) {
    case NodeKind::else_clause:
    case NodeKind::finally_clause:
    case NodeKind::handler:
    case NodeKind::keyword:
    case NodeKind::dict_item:
      unlink(scenario, place);
      return true;
    case NodeKind::imported_name:
      if (is_first && node.next_sibling == 0) return false;
      unlink(scenario, place);
      return true;
    case NodeKind::block:
      if (parent.kind != NodeKind::if_stmt || scenario.child(place.parent, 2) != place.node) return false;
      unlink(scenario, place);
      return true;
    case NodeKind::with_stmt:
      if (node.name == no_word) return false;
      node.name = no_word;
      return true;
    case NodeKind::assign:
      node.kind = NodeKind::expression;
      node.name = no_word;
      return true;
    default:
      break;
  }
  // An argument, an element, what a return gives.
  const bool is_argument = parent.kind == NodeKind::call && !is_first;
  if (!is_argument && parent.kind != NodeKind::list && parent.kind != NodeKind::return_stmt) return false;
  unlink(scenario, place);
  return true;
}

Weight weight(const Scenario& scenario) {
  // So that the sum stays in range for any tree that fits into memory.
  constexpr std::uint64_t largest = std::uint64_t{1} << 32U;
  Weight sum;
  for (const Place& place : places(scenario)) {
    const Node& node = scenario[place.node];
    ++sum.nodes;
    sum.kinds += complexity(scenario, node);
    if (node.kind == NodeKind::integer) {
      sum.numbers += 2 * std::min(magnitude(node.integer), largest) + (node.integer < 0 ? 1U : 0U);
    }
  }
  return sum;
}

namespace {

void copy_children(const Scenario& from, NodeId source, Scenario& to, NodeId target) {
  NodeId last = 0;
  for (NodeId child : children_of(from, source)) {
    const Node node = from[child];
    NodeId copy =
        to.add(node.kind, node.name == no_word ? no_word : to.words.intern(from.words.text(node.name)));
    to[copy].flag = node.flag;
    to[copy].integer = node.integer;
    if (node.kind == NodeKind::real) to[copy].real = node.real;
    to.link_after(target, last, copy);
    copy_children(from, child, to, copy);
    last = copy;
  }
}

}  // namespace

Scenario compacted(const Scenario& scenario) {
  Scenario copy;
  copy_children(scenario, 0, copy, 0);
  return copy;
}

}  // namespace windtunnel
