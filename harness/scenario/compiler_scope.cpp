#include "harness/scenario/compiler_scope.hpp"

#include <algorithm>
#include <cassert>

namespace windtunnel::scenario {

namespace {

bool contains(const std::vector<Word>& names, Word name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

void Scope::open(std::uint32_t function, Scope* outer) {
  function_ = function;
  outer_ = outer;
  values_ = most_values_ = 0;
  blocks_ = most_blocks_ = 0;
  locals_.clear();
  captured_.clear();
  bound_.clear();
  declared_global_.clear();
  used_by_lambdas_.clear();
}

void Scope::survey(const Scenario& tree, NodeId body) {
  walk(tree, body);
  for (Word name : bound_) {
    if (!slot_of(name) && !contains(declared_global_, name)) locals_.push_back({name, false});
  }
  for (Word name : used_by_lambdas_) {
    if (auto slot = slot_of(name)) locals_[*slot].in_cell = true;
  }
}

void Scope::walk(const Scenario& tree, NodeId id) {
  const Node& node = tree[id];
  switch (node.kind) {
    case NodeKind::global_stmt:
      declared_global_.push_back(node.name);
      return;
    case NodeKind::assign:
    case NodeKind::for_stmt:
    case NodeKind::handler:
    case NodeKind::with_stmt:
      if (node.name != no_word) bound_.push_back(node.name);
      break;
    case NodeKind::name_ref:
      if (!parameters_around_.empty() && !contains(parameters_around_, node.name))
        used_by_lambdas_.push_back(node.name);
      return;
    case NodeKind::lambda:
      parameters_around_.push_back(node.name);
      walk(tree, node.first_child);
      parameters_around_.pop_back();
      return;
    default:
      break;
  }
  for (NodeId child : children_of(tree, id)) walk(tree, child);
}

std::optional<std::uint32_t> Scope::slot_of(Word name) const {
  auto at =
      std::find_if(locals_.begin(), locals_.end(), [&](const Local& local) { return local.name == name; });
  if (at == locals_.end()) return std::nullopt;
  return static_cast<std::uint32_t>(at - locals_.begin());
}

std::optional<std::uint32_t> Scope::capture_of(Word name) {
  auto known =
      std::find_if(captured_.begin(), captured_.end(), [&](const Captured& at) { return at.name == name; });
  if (known != captured_.end()) return static_cast<std::uint32_t>(known - captured_.begin());
  if (outer_ == nullptr) return std::nullopt;
  Capture from{true, 0};
  if (auto slot = outer_->slot_of(name)) {
    from.index = *slot;
  } else if (auto further = outer_->capture_of(name)) {
    from = {false, *further};
  } else {
    return std::nullopt;
  }
  captured_.push_back({name, from});
  return static_cast<std::uint32_t>(captured_.size() - 1);
}

void Scope::close(Program& program) const {
  Function& function = program.functions[function_];
  assert(values_ == 0 && blocks_ == 0);
  function.stack = most_values_;
  function.blocks = most_blocks_;
  function.slots = static_cast<std::uint32_t>(locals_.size());
  function.first_cell = static_cast<std::uint32_t>(program.cells.size());
  for (std::uint32_t slot = 0; slot < locals_.size(); ++slot) {
    if (locals_[slot].in_cell) program.cells.push_back(slot);
  }
  function.cells = static_cast<std::uint32_t>(program.cells.size()) - function.first_cell;
  function.first_capture = static_cast<std::uint32_t>(program.captures.size());
  for (const Captured& captured : captured_) program.captures.push_back(captured.from);
  function.captures = static_cast<std::uint32_t>(captured_.size());
}

}  // namespace windtunnel::scenario
