#include "harness/scenario/printer.hpp"

#include <stdexcept>
#include <string_view>

#include "harness/scenario/expression_printer.hpp"

namespace windtunnel::scenario {

namespace {

class Printer : private ExpressionPrinter {
 public:
  using ExpressionPrinter::ExpressionPrinter;

  std::string module() {
    mark(0);
    NodeId previous = 0;
    for (const NodeId item : children_of(tree_, 0)) {
      // Imports are grouped, and so are assignments and expressions; everything else is separated by a blank
      // line.
      if (previous != 0 && (is_block(item) || group(previous) != group(item))) end_line();
      statement(item);
      previous = item;
    }
    return std::move(out_);
  }

 private:
  enum class Group : std::uint8_t { imports, values, blocks };

  Group group(NodeId id) const {
    switch (tree_[id].kind) {
      case NodeKind::import_from:
        return Group::imports;
      case NodeKind::class_def:
      case NodeKind::function_def:
        return Group::blocks;
      default:
        return Group::values;
    }
  }

  bool is_block(NodeId id) const { return group(id) == Group::blocks; }

  void end_line() {
    out_ += '\n';
    ++line_;
  }

  void indent() { out_.append(indent_, ' '); }

  // The rest of a header: the colon, then the block.
  void block(NodeId id) {
    put(":");
    end_line();
    mark(id);
    indent_ += 4;
    for (const NodeId child : children_of(tree_, id)) statement(child);
    indent_ -= 4;
  }

  // A line that begins a clause of the previous statement.
  void clause(std::string_view word) {
    indent();
    put(word);
  }

  void statement(NodeId id) {
    indent();
    if (tree_[id].kind == NodeKind::function_def) return function(id);
    mark(id);
    if (compound_statement(id)) return;
    simple_statement(id);
    end_line();
  }

  // Prints a statement with a block; false if this is none.
  bool compound_statement(NodeId id) {
    const Node& node = tree_[id];
    const NodeId first = node.first_child;
    switch (node.kind) {
      case NodeKind::if_stmt:
        if_statement(id, "if ");
        return true;
      case NodeKind::while_stmt:
        put("while ");
        expression(first);
        break;
      case NodeKind::for_stmt:
        put("for ");
        put_name(node);
        put(" in range(");
        expression(first);
        put(")");
        break;
      case NodeKind::try_stmt:
        try_statement(first);
        return true;
      case NodeKind::with_stmt:
        put("with ");
        operand(first);
        if (node.name != no_word) {
          put(" as ");
          put_name(node);
        }
        break;
      default:
        return false;
    }
    block(tree_[first].next_sibling);
    return true;
  }

  void simple_statement(NodeId id) {
    const Node& node = tree_[id];
    const NodeId first = node.first_child;
    switch (node.kind) {
      case NodeKind::import_from:
        return import(node);
      case NodeKind::class_def:
        put("class ");
        put_name(node);
        put("(");
        expression(first);
        put("):");
        end_line();
        return put("    pass");
      case NodeKind::assign:
        put_name(node);
        put(" = ");
        return value(first);
      case NodeKind::expression:
        return value(first);
      case NodeKind::return_stmt:
        put(first == 0 ? "return" : "return ");
        if (first != 0) expression(first);  // Python wants a yield in parentheses here
        return;
      case NodeKind::raise_stmt:
        put(first == 0 ? "raise" : "raise ");
        if (first != 0) expression(first);
        return;
      case NodeKind::pass_stmt:
        return put("pass");
      case NodeKind::break_stmt:
        return put("break");
      case NodeKind::continue_stmt:
        return put("continue");
      case NodeKind::global_stmt:
        put("global ");
        return put_name(node);
      default:
        throw std::invalid_argument("print: a node among statements is not a statement");
    }
  }

  void import(const Node& node) {
    put("from ");
    put_name(node);
    std::string_view separator = " import ";
    for (NodeId at = node.first_child; at != 0; at = tree_[at].next_sibling) {
      mark(at);
      put(separator);
      put_name(tree_[at]);
      separator = ", ";
    }
  }

  void function(NodeId id) {
    const Node& node = tree_[id];
    if (node.role() != Role::plain) {
      put(node.role() == Role::coroutine ? "@gen.coroutine" : "@gen.engine");
      end_line();
    }
    mark(id);
    put("def ");
    put_name(node);
    std::string_view separator = "(";
    const NodeId parameters = node.first_child;
    mark(parameters);
    for (const NodeId child : children_of(tree_, parameters)) {
      mark(child);
      put(separator);
      put_name(tree_[child]);
      separator = ", ";
    }
    put(tree_[parameters].first_child == 0 ? "()" : ")");
    block(tree_[parameters].next_sibling);
  }

  void if_statement(NodeId id, std::string_view word) {
    mark(id);
    put(word);
    const NodeId test = tree_[id].first_child;
    expression(test);
    const NodeId then = tree_[test].next_sibling;
    block(then);
    const NodeId otherwise = tree_[then].next_sibling;
    if (otherwise == 0) return;
    const Node& only = tree_[tree_[otherwise].first_child];
    if (only.kind == NodeKind::if_stmt && only.flag == 1 && only.next_sibling == 0) {
      mark(otherwise);
      indent();
      if_statement(tree_[otherwise].first_child, "elif ");
    } else {
      clause("else");
      block(otherwise);
    }
  }

  void try_statement(NodeId body) {
    put("try");
    block(body);
    for (NodeId at = tree_[body].next_sibling; at != 0; at = tree_[at].next_sibling) {
      const Node& node = tree_[at];
      mark(at);
      if (node.kind == NodeKind::handler) {
        handler(node);
      } else {
        clause(node.kind == NodeKind::else_clause ? "else" : "finally");
        block(node.first_child);
      }
    }
  }

  void handler(const Node& node) {
    clause("except");
    NodeId at = node.first_child;
    if (tree_[at].kind != NodeKind::block) {
      put(" ");
      expression(at);
      at = tree_[at].next_sibling;
    }
    if (node.name != no_word) {
      put(" as ");
      put_name(node);
    }
    block(at);
  }

  std::size_t indent_ = 0;
};

}  // namespace

std::string print(const Scenario& scenario, std::vector<std::uint32_t>* lines) {
  return Printer(scenario, lines).module();
}

}  // namespace windtunnel::scenario
