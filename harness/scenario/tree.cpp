#include "harness/scenario/tree.hpp"

#include <bit>

#include "harness/core/append.hpp"

namespace windtunnel::scenario {

void Scenario::clear() {
  nodes_.clear();
  nodes_.emplace_back();
  words.clear();
}

NodeId Scenario::add(NodeKind kind, Word name) {
  Node node;
  node.kind = kind;
  node.name = name;
  core::append(nodes_, node);
  return static_cast<NodeId>(nodes_.size() - 1);
}

void Scenario::append(NodeId parent, NodeId child) {
  NodeId last = 0;
  for (NodeId at = nodes_[parent].first_child; at != 0; at = nodes_[at].next_sibling) last = at;
  link_after(parent, last, child);
}

void Scenario::link_after(NodeId parent, NodeId previous, NodeId child) {
  NodeId& link = previous == 0 ? nodes_[parent].first_child : nodes_[previous].next_sibling;
  nodes_[child].next_sibling = link;
  link = child;
}

NodeId Scenario::child(NodeId parent, unsigned index) const {
  NodeId at = nodes_[parent].first_child;
  while (index-- > 0 && at != 0) at = nodes_[at].next_sibling;
  return at;
}

unsigned Scenario::child_count(NodeId parent) const {
  unsigned count = 0;
  for (NodeId at = nodes_[parent].first_child; at != 0; at = nodes_[at].next_sibling) ++count;
  return count;
}

namespace {

bool same_node(const Scenario& left, NodeId a, const Scenario& right, NodeId b) {
  const Node& x = left[a];
  const Node& y = right[b];
  if (x.kind != y.kind || x.flag != y.flag) return false;
  if (left.words.text(x.name) != right.words.text(y.name)) return false;
  if (x.kind == NodeKind::integer && x.integer != y.integer) return false;
  if (x.kind == NodeKind::real &&
      std::bit_cast<std::uint64_t>(x.real) != std::bit_cast<std::uint64_t>(y.real)) {
    return false;
  }
  NodeId i = x.first_child;
  NodeId j = y.first_child;
  for (; i != 0 && j != 0; i = left[i].next_sibling, j = right[j].next_sibling) {
    if (!same_node(left, i, right, j)) return false;
  }
  return i == 0 && j == 0;
}

}  // namespace

bool same_program(const Scenario& left, const Scenario& right) {
  return same_node(left, 0, right, 0);
}

}  // namespace windtunnel::scenario
