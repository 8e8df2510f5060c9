#include <bit>
#include <cmath>

#include "harness/shrink/edits.hpp"
#include "harness/shrink/tree_edit.hpp"

namespace windtunnel::shrink {

namespace {

bool is_operator(scenario::NodeKind kind) {
  return kind == scenario::NodeKind::compare || kind == scenario::NodeKind::not_op ||
         kind == scenario::NodeKind::and_op || kind == scenario::NodeKind::or_op ||
         kind == scenario::NodeKind::add || kind == scenario::NodeKind::subtract ||
         kind == scenario::NodeKind::negate || kind == scenario::NodeKind::posit;
}

// Whether an expression may stand here instead: not for a callee, a class's base or what is before a dot.
bool is_replaceable(const scenario::Scenario& scenario, Place place) {
  const scenario::Node& parent = scenario[place.parent];
  switch (parent.kind) {
    case scenario::NodeKind::call:
      return parent.first_child != place.node;
    case scenario::NodeKind::class_def:
    case scenario::NodeKind::attribute:
    case scenario::NodeKind::handler:
    case scenario::NodeKind::raise_stmt:
      return false;
    case scenario::NodeKind::block:
    case scenario::NodeKind::module:
    case scenario::NodeKind::function_def:
    case scenario::NodeKind::parameters:
    case scenario::NodeKind::import_from:
      return false;
    default:
      return true;
  }
}

bool replace_by_new(scenario::Scenario& scenario, Place place, scenario::NodeKind kind) {
  if (scenario[place.node].kind == kind) return false;
  scenario::NodeId fresh = scenario.add(kind);
  replace(scenario, place, fresh, fresh);
  return true;
}

// `child` is a descendant; an argument that has a name gives its value.
bool replace_by_child(scenario::Scenario& scenario, Place place, scenario::NodeId child) {
  if (child == 0) return false;
  if (scenario[child].kind == scenario::NodeKind::keyword) child = scenario[child].first_child;
  replace(scenario, place, child, child);
  return true;
}

// 0, then half, then three quarters, ... then one less, then without its sign: together they find a threshold
// by bisection.
bool simplify_integer(scenario::Node& node, unsigned which) {
  const std::uint64_t size = magnitude(node.integer);
  if (size == 0) return false;
  const unsigned bits = static_cast<unsigned>(std::bit_width(size));
  if (which > bits || (which == bits && node.integer > 0)) return false;
  const std::uint64_t smaller = which == bits ? size : size - (size >> which);
  const bool keeps_sign = which < bits && node.integer < 0;
  node.integer = static_cast<std::int64_t>(keeps_sign ? 0 - smaller : smaller);
  return true;
}

// 0, then the whole numbers below and above.
bool simplify_real(scenario::Scenario& scenario, Place place, unsigned which) {
  const double real = scenario[place.node].real;
  if (which > 2 || !(std::abs(real) < 1e15)) return false;
  const double whole = which == 0 ? 0.0 : (which == 1 ? std::floor(real) : std::ceil(real));
  scenario::NodeId fresh = scenario.add(scenario::NodeKind::integer);
  scenario[fresh].integer = static_cast<std::int64_t>(whole);
  replace(scenario, place, fresh, fresh);
  return true;
}

}  // namespace

bool simplify_value(scenario::Scenario& scenario, Place place, unsigned which) {
  if (!is_replaceable(scenario, place)) return false;
  const scenario::Node node = scenario[place.node];
  switch (node.kind) {
    case scenario::NodeKind::integer:
      return simplify_integer(scenario[place.node], which);
    case scenario::NodeKind::real:
      return simplify_real(scenario, place, which);
    case scenario::NodeKind::string:
      if (which == 0) return replace_by_new(scenario, place, scenario::NodeKind::none);
      if (which > 1 || scenario.words.text(node.name).empty()) return false;
      scenario[place.node].name = scenario.words.intern("");
      return true;
    case scenario::NodeKind::yield_expr:
      return which == 0 && replace_by_child(scenario, place, node.first_child);
    case scenario::NodeKind::list:
    case scenario::NodeKind::dict:
    case scenario::NodeKind::lambda:
    case scenario::NodeKind::name_ref:
    case scenario::NodeKind::attribute:
    case scenario::NodeKind::true_value:
    case scenario::NodeKind::false_value:
      return which == 0 && replace_by_new(scenario, place, scenario::NodeKind::none);
    case scenario::NodeKind::call:
      // An argument may do for the whole call: `maybe_future(f)` becomes `f`.
      if (which == 0) return replace_by_new(scenario, place, scenario::NodeKind::none);
      return replace_by_child(scenario, place, scenario.child(place.node, which));
    default:
      break;
  }
  if (!is_operator(node.kind)) return false;
  if (which == 2) return replace_by_new(scenario, place, scenario::NodeKind::none);
  return which < 2 && replace_by_child(scenario, place, scenario.child(place.node, which));
}

}  // namespace windtunnel::shrink
