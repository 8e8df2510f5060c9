// How nodes of a tree are taken out and put in the place of others: what all edits are made of.
#pragma once

#include <cstdint>

#include "harness/scenario/tree.hpp"
#include "harness/shrink/edits.hpp"

namespace windtunnel::shrink {

/// Makes `target`, with all that follows it, what stands behind `elder`, a child of `parent`; behind 0: what
/// comes first.
void set_link(scenario::Scenario& scenario, scenario::NodeId parent, scenario::NodeId elder,
              scenario::NodeId target);

/// Puts the chain of siblings from `first` to `last` in the place of a node.
void replace(scenario::Scenario& scenario, Place place, scenario::NodeId first, scenario::NodeId last);

/// Takes a node out.
void unlink(scenario::Scenario& scenario, Place place);

/// Gives a block that became empty a `pass`.
void fill(scenario::Scenario& scenario, scenario::NodeId parent);

/// The size of a number without its sign.
std::uint64_t magnitude(std::int64_t number);

}  // namespace windtunnel::shrink
