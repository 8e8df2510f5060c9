// The edits that a shrinker tries on a scenario. Each gives a smaller tree or says that it does not apply; whether the result
// is still a scenario, and still fails, is for the shrinker to find out.
#pragma once

#include <vector>

#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// A place in a tree: a node and its parent; nodes are shared by no two parents.
struct Place {
  NodeId parent;
  NodeId node;
};

/// All nodes that a walk from the root meets, in order, with their parents; the root is not among them.
std::vector<Place> places(const Scenario& scenario);

/// The module and all blocks: what holds a list of statements.
std::vector<NodeId> statement_lists(const Scenario& scenario);

/// Takes `count` children of `parent` out, from the `first`-th on. A block left empty gets a `pass`.
void remove_children(Scenario& scenario, NodeId parent, unsigned first, unsigned count);

/// Puts the statements of a block that belongs to the compound statement `node` (an if, loop, try or with) in its place: the
/// `which`-th of its blocks. False if it has no such block.
bool unwrap(Scenario& scenario, Place place, unsigned which);

/// Drops an optional part: an else block, a handler, an else or finally clause, a name behind `as`. False if `node` is none.
bool drop_part(Scenario& scenario, Place place);

/// Replaces a value by a simpler one: the `which`-th of what can stand for it (None, 0, a child, an empty list, ...). False if
/// there is no such replacement.
bool simplify_value(Scenario& scenario, Place place, unsigned which);

/// The number of nodes that the program really has, and the sum of its numbers' sizes: what shrinking makes smaller.
std::uint64_t weight(const Scenario& scenario);

/// The same program without what edits left unreachable.
Scenario compacted(const Scenario& scenario);

}  // namespace windtunnel
