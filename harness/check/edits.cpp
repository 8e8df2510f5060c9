#include "harness/check/edits.hpp"

#include <bit>
#include <cstdlib>

namespace windtunnel {

namespace {

void walk(const Scenario& scenario, NodeId parent, std::vector<Place>& out) {
  for (NodeId child : children_of(scenario, parent)) {
    out.push_back({parent, child});
    walk(scenario, child, out);
  }
}

// What points at a child: its elder sibling, or 0 if it is the first.
NodeId elder_of(const Scenario& scenario, NodeId parent, NodeId node) {
  NodeId elder = 0;
  for (NodeId at = scenario[parent].first_child; at != node; at = scenario[at].next_sibling) elder = at;
  return elder;
}

void set_link(Scenario& scenario, NodeId parent, NodeId elder, NodeId target) {
  (elder == 0 ? scenario[parent].first_child : scenario[elder].next_sibling) = target;
}

// Puts the chain from `first` to `last` in the place of `node`.
void replace(Scenario& scenario, Place place, NodeId first, NodeId last) {
  NodeId elder = elder_of(scenario, place.parent, place.node);
  scenario[last].next_sibling = scenario[place.node].next_sibling;
  set_link(scenario, place.parent, elder, first);
}

void unlink(Scenario& scenario, Place place) {
  set_link(scenario, place.parent, elder_of(scenario, place.parent, place.node), scenario[place.node].next_sibling);
}

bool is_compound(NodeKind kind) {
  return kind == NodeKind::if_stmt || kind == NodeKind::while_stmt || kind == NodeKind::for_stmt ||
         kind == NodeKind::try_stmt || kind == NodeKind::with_stmt;
}

bool is_operator(NodeKind kind) {
  return kind == NodeKind::compare || kind == NodeKind::not_op || kind == NodeKind::and_op || kind == NodeKind::or_op ||
         kind == NodeKind::add || kind == NodeKind::subtract || kind == NodeKind::negate || kind == NodeKind::posit;
}

// Whether an expression may stand here instead: not for a callee, a class's base or what is before a dot.
bool is_replaceable(const Scenario& scenario, Place place) {
  const Node& parent = scenario[place.parent];
  switch (parent.kind) {
    case NodeKind::call:
      return parent.first_child != place.node;
    case NodeKind::class_def:
    case NodeKind::attribute:
    case NodeKind::handler:
    case NodeKind::raise_stmt:
      return false;
    case NodeKind::block:
    case NodeKind::module:
    case NodeKind::function_def:
    case NodeKind::parameters:
    case NodeKind::import_from:
      return false;
    default:
      return true;
  }
}

bool replace_by_new(Scenario& scenario, Place place, NodeKind kind) {
  if (scenario[place.node].kind == kind && kind != NodeKind::integer) return false;
  NodeId fresh = scenario.add(kind);
  replace(scenario, place, fresh, fresh);
  return true;
}

bool replace_by_child(Scenario& scenario, Place place, NodeId child) {
  if (child == 0) return false;
  replace(scenario, place, child, child);
  return true;
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
  if (scenario[parent].first_child == 0 && scenario[parent].kind == NodeKind::block) {
    scenario.link_after(parent, 0, scenario.add(NodeKind::pass_stmt));
  }
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
  switch (node.kind) {
    case NodeKind::else_clause:
    case NodeKind::finally_clause:
      unlink(scenario, place);
      return true;
    case NodeKind::handler:
    case NodeKind::keyword:
    case NodeKind::dict_item:
      unlink(scenario, place);
      return true;
    case NodeKind::block:
      if (scenario[place.parent].kind != NodeKind::if_stmt || scenario.child(place.parent, 2) != place.node) return false;
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
  // An argument or an element.
  NodeKind parent = scenario[place.parent].kind;
  bool is_argument = parent == NodeKind::call && scenario[place.parent].first_child != place.node;
  if (!is_argument && parent != NodeKind::list) return false;
  unlink(scenario, place);
  return true;
}

bool simplify_value(Scenario& scenario, Place place, unsigned which) {
  if (!is_replaceable(scenario, place)) return false;
  const Node node = scenario[place.node];
  switch (node.kind) {
    case NodeKind::integer:
      if (which > 1 || node.integer == 0 || (which == 1 && std::llabs(node.integer) <= 1)) return false;
      scenario[place.node].integer = which == 0 ? 0 : node.integer / 2;
      return true;
    case NodeKind::real:
      return which == 0 && replace_by_new(scenario, place, NodeKind::integer);
    case NodeKind::string:
    case NodeKind::true_value:
    case NodeKind::false_value:
      return which == 0 && replace_by_new(scenario, place, NodeKind::none);
    case NodeKind::yield_expr:
      return which == 0 && replace_by_child(scenario, place, node.first_child);
    case NodeKind::list:
    case NodeKind::dict:
    case NodeKind::lambda:
    case NodeKind::name_ref:
    case NodeKind::attribute:
      return which == 0 && replace_by_new(scenario, place, NodeKind::none);
    case NodeKind::call:
      // An argument may do for the whole call: `maybe_future(f)` becomes `f`.
      if (which == 0) return replace_by_new(scenario, place, NodeKind::none);
      return replace_by_child(scenario, place, scenario.child(place.node, which));
    default:
      break;
  }
  if (!is_operator(node.kind)) return false;
  if (which == 2) return replace_by_new(scenario, place, NodeKind::none);
  return which < 2 && replace_by_child(scenario, place, scenario.child(place.node, which));
}

std::uint64_t weight(const Scenario& scenario) {
  std::uint64_t sum = 0;
  for (const Place& place : places(scenario)) {
    const Node& node = scenario[place.node];
    sum += 64;
    if (node.kind == NodeKind::integer) sum += static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(std::llabs(node.integer))));
    if (node.kind != NodeKind::none && node.kind != NodeKind::pass_stmt) sum += 1;
    if (node.kind == NodeKind::yield_expr || node.kind == NodeKind::call) sum += 1;
  }
  return sum;
}

namespace {

void copy_children(const Scenario& from, NodeId source, Scenario& to, NodeId target) {
  NodeId last = 0;
  for (NodeId child : children_of(from, source)) {
    const Node node = from[child];
    NodeId copy = to.add(node.kind, node.name == no_word ? no_word : to.words.intern(from.words.text(node.name)));
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
