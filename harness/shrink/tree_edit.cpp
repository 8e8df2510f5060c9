#include "harness/shrink/tree_edit.hpp"

namespace windtunnel::shrink {

namespace {

// What points at a child: its elder sibling, or 0 if it is the first.
scenario::NodeId elder_of(const scenario::Scenario& scenario, scenario::NodeId parent,
                          scenario::NodeId node) {
  scenario::NodeId elder = 0;
  for (scenario::NodeId at = scenario[parent].first_child; at != node; at = scenario[at].next_sibling)
    elder = at;
  return elder;
}

}  // namespace

void set_link(scenario::Scenario& scenario, scenario::NodeId parent, scenario::NodeId elder,
              scenario::NodeId target) {
  (elder == 0 ? scenario[parent].first_child : scenario[elder].next_sibling) = target;
}

void replace(scenario::Scenario& scenario, Place place, scenario::NodeId first, scenario::NodeId last) {
  scenario::NodeId elder = elder_of(scenario, place.parent, place.node);
  scenario[last].next_sibling = scenario[place.node].next_sibling;
  set_link(scenario, place.parent, elder, first);
}

void unlink(scenario::Scenario& scenario, Place place) {
  set_link(scenario, place.parent, elder_of(scenario, place.parent, place.node),
           scenario[place.node].next_sibling);
}

void fill(scenario::Scenario& scenario, scenario::NodeId parent) {
  if (scenario[parent].first_child != 0 || scenario[parent].kind != scenario::NodeKind::block) return;
  scenario.link_after(parent, 0, scenario.add(scenario::NodeKind::pass_stmt));
}

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

}  // namespace windtunnel::shrink
