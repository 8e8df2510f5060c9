#include <optional>

#include "harness/shrink/edits.hpp"
#include "harness/shrink/tree_edit.hpp"

namespace windtunnel::shrink {

namespace {

// The call that a statement makes: its value, or what its value yields; 0 if it is none.
scenario::NodeId call_of(const scenario::Scenario& scenario, scenario::NodeId statement) {
  const scenario::NodeKind kind = scenario[statement].kind;
  if (kind != scenario::NodeKind::expression && kind != scenario::NodeKind::assign &&
      kind != scenario::NodeKind::return_stmt)
    return 0;
  scenario::NodeId value = scenario[statement].first_child;
  if (value != 0 && scenario[value].kind == scenario::NodeKind::yield_expr)
    value = scenario[value].first_child;
  return value != 0 && scenario[value].kind == scenario::NodeKind::call ? value : 0;
}

// The name by which a call names its callee; no_word if it is no name.
scenario::Word callee_of(const scenario::Scenario& scenario, scenario::NodeId call) {
  const scenario::Node& callee = scenario[scenario[call].first_child];
  return callee.kind == scenario::NodeKind::name_ref ? callee.name : scenario::no_word;
}

// The only function with that name, if the name occurs once apart from it, and that not in the function
// itself.
std::optional<Place> sole_callee(const scenario::Scenario& scenario, scenario::Word name) {
  std::optional<Place> function;
  unsigned uses = 0;
  for (const Place& place : places(scenario)) {
    const scenario::Node& node = scenario[place.node];
    if (node.name != name || node.kind == scenario::NodeKind::string) continue;
    if (node.kind == scenario::NodeKind::function_def && !function) {
      function = place;
    } else {
      ++uses;
    }
  }
  return uses == 1 ? function : std::nullopt;
}

bool contains(const scenario::Scenario& scenario, scenario::NodeId root, scenario::NodeId node) {
  for (scenario::NodeId child : children_of(scenario, root)) {
    if (child == node || contains(scenario, child, node)) return true;
  }
  return false;
}

// Makes the arguments of the call assignments to the parameters, in front of `body`. False if they do not
// match.
bool assign_arguments(scenario::Scenario& scenario, scenario::NodeId call, scenario::NodeId parameters,
                      scenario::NodeId& body) {
  const unsigned count = scenario.child_count(parameters);
  if (scenario.child_count(call) != count + 1) return false;
  for (unsigned at = count; at > 0; --at) {
    const scenario::NodeId argument = scenario.child(call, at);
    if (scenario[argument].kind == scenario::NodeKind::keyword) return false;
    const scenario::NodeId assignment =
        scenario.add(scenario::NodeKind::assign, scenario[scenario.child(parameters, at - 1)].name);
    scenario[argument].next_sibling = 0;
    scenario[assignment].first_child = argument;
    scenario[assignment].next_sibling = body;
    body = assignment;
  }
  return true;
}

// A copy of a node with all below it; no sibling follows it.
scenario::NodeId copied(scenario::Scenario& scenario, scenario::NodeId node) {
  const scenario::NodeId copy = scenario.add(scenario[node].kind);
  scenario[copy] = scenario[node];
  scenario[copy].first_child = 0;
  scenario[copy].next_sibling = 0;
  scenario::NodeId last = 0;
  for (scenario::NodeId child = scenario[node].first_child; child != 0;
       child = scenario[child].next_sibling) {
    const scenario::NodeId below = copied(scenario, child);
    scenario.link_after(copy, last, below);
    last = below;
  }
  return copy;
}

}  // namespace

bool inline_call(scenario::Scenario& scenario, Place place) {
  const scenario::NodeId call = call_of(scenario, place.node);
  const scenario::Word name = call == 0 ? scenario::no_word : callee_of(scenario, call);
  if (name == scenario::no_word) return false;
  const std::optional<Place> function = sole_callee(scenario, name);
  if (!function || contains(scenario, function->node, place.node)) return false;
  const scenario::NodeId parameters = scenario[function->node].first_child;
  const scenario::NodeId block = scenario[parameters].next_sibling;
  scenario::NodeId last = 0;
  for (scenario::NodeId statement : children_of(scenario, block)) last = statement;
  scenario::NodeId first = scenario[block].first_child;
  if (!assign_arguments(scenario, call, parameters, first)) return false;
  // What the function gives is what the call gave.
  if (scenario[last].kind == scenario::NodeKind::return_stmt && scenario[last].first_child != 0) {
    scenario[last].kind = scenario[place.node].kind;
    scenario[last].name = scenario[place.node].name;
  }
  replace(scenario, place, first, last);
  unlink(scenario, *function);
  fill(scenario, function->parent);
  return true;
}

bool inline_variable(scenario::Scenario& scenario, Place place) {
  if (scenario[place.node].kind != scenario::NodeKind::assign) return false;
  const scenario::Word name = scenario[place.node].name;
  const scenario::NodeId value = scenario[place.node].first_child;
  if (scenario[value].kind == scenario::NodeKind::yield_expr) return false;
  for (const Place& use : places(scenario)) {
    if (scenario[use.node].kind != scenario::NodeKind::name_ref || scenario[use.node].name != name) continue;
    // What the value itself names is another value of that variable, or nothing.
    if (use.node == value || contains(scenario, value, use.node)) continue;
    const scenario::NodeId copy = copied(scenario, value);
    replace(scenario, use, copy, copy);
  }
  unlink(scenario, place);
  fill(scenario, place.parent);
  return true;
}

bool drop_parameter(scenario::Scenario& scenario, Place place) {
  if (scenario[place.node].kind != scenario::NodeKind::parameter) return false;
  unsigned index = 0;
  for (scenario::NodeId at = scenario[place.parent].first_child; at != place.node;
       at = scenario[at].next_sibling)
    ++index;
  scenario::Word function = scenario::no_word;
  const std::vector<Place> all = places(scenario);
  for (const Place& at : all) {
    if (at.node == place.parent) function = scenario[at.parent].name;
  }
  unlink(scenario, place);
  for (const Place& at : all) {
    if (scenario[at.node].kind != scenario::NodeKind::call || callee_of(scenario, at.node) != function)
      continue;
    const scenario::NodeId argument = scenario.child(at.node, index + 1);
    if (argument != 0 && scenario[argument].kind != scenario::NodeKind::keyword)
      unlink(scenario, {at.node, argument});
  }
  return true;
}

}  // namespace windtunnel::shrink
