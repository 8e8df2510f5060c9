#include "harness/shrink/tree_edit.hpp"

namespace windtunnel {

namespace {

// What points at a child: its elder sibling, or 0 if it is the first.
NodeId elder_of(const Scenario& scenario, NodeId parent, NodeId node) {
  NodeId elder = 0;
  for (NodeId at = scenario[parent].first_child; at != node; at = scenario[at].next_sibling) elder = at;
  return elder;
}

}  // namespace

void set_link(Scenario& scenario, NodeId parent, NodeId elder, NodeId target) {
  (elder == 0 ? scenario[parent].first_child : scenario[elder].next_sibling) = target;
}

void replace(Scenario& scenario, Place place, NodeId first, NodeId last) {
  NodeId elder = elder_of(scenario, place.parent, place.node);
  scenario[last].next_sibling = scenario[place.node].next_sibling;
  set_link(scenario, place.parent, elder, first);
}

void unlink(Scenario& scenario, Place place) {
  set_link(scenario, place.parent, elder_of(scenario, place.parent, place.node),
           scenario[place.node].next_sibling);
}

void fill(Scenario& scenario, NodeId parent) {
  if (scenario[parent].first_child != 0 || scenario[parent].kind != NodeKind::block) return;
  scenario.link_after(parent, 0, scenario.add(NodeKind::pass_stmt));
}

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

}  // namespace windtunnel
