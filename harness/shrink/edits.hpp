// The edits that a shrinker tries on a scenario. Each gives a smaller tree or says that it does not apply;
// whether the result is still a scenario, and still fails, is for the shrinker to find out.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "harness/scenario/tree.hpp"

namespace windtunnel::shrink {

/// A place in a tree: a node and its parent; nodes are shared by no two parents.
struct Place {
  scenario::NodeId parent;
  scenario::NodeId node;
};

/// All nodes that a walk from the root meets, in order, with their parents; the root is not among them.
std::vector<Place> places(const scenario::Scenario& scenario);

/// The module and all blocks: what holds a list of statements.
std::vector<scenario::NodeId> statement_lists(const scenario::Scenario& scenario);

/// Takes `count` children of `parent` out, from the `first`-th on. A block left empty gets a `pass`.
void remove_children(scenario::Scenario& scenario, scenario::NodeId parent, unsigned first, unsigned count);

/// Puts the statements of a block that belongs to the compound statement `node` (an if, loop, try or with) in
/// its place: the `which`-th of its blocks. False if it has no such block.
bool unwrap(scenario::Scenario& scenario, Place place, unsigned which);

/// Puts the body of a function in the place of the statement that calls it, `f(...)` or `yield f(...)`,
/// alone, assigned or returned, and takes the function away; its parameters become assignments. False unless
/// the name of the function stands there alone.
bool inline_call(scenario::Scenario& scenario, Place place);

/// Takes a parameter out of a function and the argument that stands for it out of every call by the
/// function's name. False if `node` is no parameter.
bool drop_parameter(scenario::Scenario& scenario, Place place);

/// Puts the value of an assignment in the place of the variable, wherever its name is used, and takes the
/// assignment away. False if `node` is no assignment, or one of what is yielded.
bool inline_variable(scenario::Scenario& scenario, Place place);

/// Drops an optional part: an else block, a handler, an else or finally clause, a name behind `as` or before
/// `=`, an argument, an element, the value of a return. False if `node` is none.
bool drop_part(scenario::Scenario& scenario, Place place);

/// Replaces a value by a simpler one: the `which`-th of what can stand for it (None, 0, a child, an empty
/// string, a smaller number, ...). False if there is no such replacement, nor a further one.
bool simplify_value(scenario::Scenario& scenario, Place place, unsigned which);

/// How large a program is, the weightiest first: what shrinking makes smaller.
struct Weight {
  std::uint64_t nodes = 0;    ///< that the program really has
  std::uint64_t kinds = 0;    ///< sum of how complex each is: None is nothing, a call more than a name
  std::uint64_t numbers = 0;  ///< sum of the sizes of its integers

  auto operator<=>(const Weight&) const = default;
};

Weight weight(const scenario::Scenario& scenario);

/// The same program without what edits left unreachable.
scenario::Scenario compacted(const scenario::Scenario& scenario);

}  // namespace windtunnel::shrink
