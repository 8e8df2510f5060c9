#include "harness/scenario/static_rules.hpp"

#include <string>
#include <utility>
#include <vector>

namespace windtunnel::scenario {

namespace {

class StaticRules {
 public:
  StaticRules(const Scenario& tree, std::string_view file_name)
      : tree_(tree),
        file_name_(file_name),
        used_(tree.words.end()),
        parameter_of_(tree.words.end()),
        keyword_of_(tree.words.end()),
        is_class_(tree.words.end()) {}

  void module(SourcePlace end) {
    is_class_[word::Exception] = true;
    NodeId main = 0;
    for (const NodeId item : children_of(tree_, 0)) {
      const Node& node = tree_[item];
      if (node.kind == NodeKind::class_def) {
        const NodeId base = node.first_child;
        if (!is_class_[tree_[base].name]) refuse(base, "Exception or an earlier class of the file");
        is_class_[node.name] = true;
      } else if (node.kind == NodeKind::function_def) {
        function_ = item;
        function();
        if (node.name == word::main) main = item;
      } else if (node.kind != NodeKind::import_from) {
        visit(item, 0);
      }
    }
    if (main == 0) throw SourceError(file_name_, end, "the end of the file", "def main(): the entry");
    const NodeId parameter = tree_[tree_[main].first_child].first_child;
    if (parameter != 0) refuse(parameter, "): main has no parameters");
  }

 private:
  [[noreturn]] void refuse(NodeId id, std::string allowed) const {
    refuse(id, in_quotes(tree_.words.text(tree_[id].name)), std::move(allowed));
  }

  [[noreturn]] void refuse(NodeId id, std::string found, std::string allowed) const {
    throw SourceError(file_name_, {tree_[id].line, tree_[id].column}, std::move(found), std::move(allowed));
  }

  void use(Word name) {
    if (lambdas_ == 0) used_[name] = function_;
  }

  void function() {
    const NodeId parameters = tree_[function_].first_child;
    for (const NodeId id : children_of(tree_, parameters)) {
      const Word name = tree_[id].name;
      if (parameter_of_[name] == function_) refuse(id, "a name that no other parameter has");
      parameter_of_[name] = function_;
    }
    visit(tree_[parameters].next_sibling, 0);
  }

  // `blocks` counts, as Python's compiler does, what must be unwound at this point.
  void visit(NodeId id, unsigned blocks) {
    if (blocks > max_python_blocks) {
      refuse(id, "loops, try and with too deep inside one another",
             "as many as Python takes: " + std::to_string(max_python_blocks) +
                 " (an except block counts two, a finally one)");
    }
    const Node& node = tree_[id];
    switch (node.kind) {
      case NodeKind::global_stmt:
        if (parameter_of_[node.name] == function_) refuse(id, "a name that is no parameter");
        if (used_[node.name] == function_) refuse(id, "a name that was not used above in this function");
        return;
      case NodeKind::name_ref:
      case NodeKind::assign:
        use(node.name);
        break;
      case NodeKind::call:
        check_keywords(id);
        break;
      case NodeKind::lambda:
        ++lambdas_;
        visit(node.first_child, blocks);
        --lambdas_;
        return;
      case NodeKind::for_stmt:
        use(node.name);
        use(word::range);
        loop(node, blocks);
        return;
      case NodeKind::while_stmt:
        loop(node, blocks);
        return;
      case NodeKind::with_stmt:
        if (node.name != no_word) use(node.name);
        loop(node, blocks);
        return;
      case NodeKind::try_stmt:
        try_statement(node, blocks);
        return;
      default:
        break;
    }
    for (const NodeId child : children_of(tree_, id)) visit(child, blocks);
  }

  void loop(const Node& node, unsigned blocks) {
    visit(node.first_child, blocks);
    visit(tree_[node.first_child].next_sibling, blocks + 1);
  }

  // In the order of Python's symbol table: else before the handlers.
  void try_statement(const Node& node, unsigned blocks) {
    bool has_handlers = false;
    NodeId otherwise = 0;
    NodeId last = 0;
    for (NodeId at = tree_[node.first_child].next_sibling; at != 0; at = tree_[at].next_sibling) {
      if (tree_[at].kind == NodeKind::handler) has_handlers = true;
      if (tree_[at].kind == NodeKind::else_clause) otherwise = at;
      if (tree_[at].kind == NodeKind::finally_clause) last = at;
    }
    const unsigned guarded = blocks + (last != 0 ? 1 : 0);
    visit(node.first_child, guarded + (has_handlers ? 1 : 0));
    if (otherwise != 0) visit(otherwise, guarded);
    for (NodeId at = tree_[node.first_child].next_sibling; at != 0; at = tree_[at].next_sibling) {
      if (tree_[at].kind == NodeKind::handler) handler(tree_[at], guarded);
    }
    if (last != 0) visit(last, blocks + 1);
  }

  void handler(const Node& node, unsigned blocks) {
    const bool has_type = tree_[node.first_child].kind != NodeKind::block;
    if (has_type) visit(node.first_child, blocks);
    if (node.name != no_word) use(node.name);
    visit(has_type ? tree_[node.first_child].next_sibling : node.first_child, blocks + 2);
  }

  void check_keywords(NodeId call) {
    for (const NodeId id : children_of(tree_, call)) {
      if (tree_[id].kind != NodeKind::keyword) continue;
      NodeId& last = keyword_of_[tree_[id].name];
      if (last == call) refuse(id, "an argument name that this call does not have yet");
      last = call;
    }
  }

  const Scenario& tree_;
  std::string_view file_name_;
  NodeId function_ = 0;
  unsigned lambdas_ = 0;
  // By Word: the function that used the name last or has it as a parameter; the call that has it as a
  // keyword.
  std::vector<NodeId> used_;
  std::vector<NodeId> parameter_of_;
  std::vector<NodeId> keyword_of_;
  std::vector<bool> is_class_;
};

}  // namespace

void check_static_rules(const Scenario& tree, std::string_view file_name, SourcePlace end) {
  StaticRules(tree, file_name).module(end);
}

}  // namespace windtunnel::scenario
