// The recursive descent parser, one method for each rule of the grammar; only parser*.cpp include it. It
// builds nodes as it reads, in one pass, and stops at the first error.
#pragma once

#include <string>
#include <string_view>

#include "harness/scenario/lexer.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::scenario {

/// Parses one text, once.
class Parser {
 public:
  Parser(std::string_view text, std::string_view file_name);

  Scenario module();

 private:
  /// An expression and the nesting depth of its operators and brackets.
  struct Expression {
    NodeId id = 0;
    unsigned height = 0;
  };

  /// The children of a node while they are added, without walking the list again.
  class Children {
   public:
    Children(Scenario& tree, NodeId parent) : tree_(tree), parent_(parent) {}
    void add(NodeId child) {
      tree_.link_after(parent_, last_, child);
      last_ = child;
    }

   private:
    Scenario& tree_;
    NodeId parent_;
    NodeId last_ = 0;
  };

  /// Counts one level of nesting during its lifetime.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) { parser_.check_nesting(++parser_.depth_); }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  // parser.cpp: tools, and the items of a module
  [[noreturn]] void refuse(std::string allowed) const;
  [[noreturn]] void refuse_at(const Token& token, std::string allowed) const;
  void check_nesting(unsigned depth) const;
  bool at(TokenKind kind) const { return token_.kind == kind; }
  Token take();
  Token expect(TokenKind kind, std::string_view allowed);
  void skip(TokenKind kind, std::string_view allowed);
  bool accept(TokenKind kind);
  Token binding_name(std::string_view allowed);
  NodeId add(NodeKind kind, const Token& place, Word name = no_word);
  void refuse_docstring(NodeId first) const;

  NodeId item();
  NodeId import_item();
  NodeId class_item();
  NodeId function_item();
  NodeId parameters();

  // parser_statements.cpp
  NodeId block();
  NodeId statement();
  NodeId value_statement();
  NodeId return_statement();
  NodeId raise_statement();
  NodeId if_statement();
  NodeId while_statement();
  NodeId for_statement();
  NodeId try_statement();
  NodeId handler();
  NodeId with_statement();
  NodeId global_statement();
  void end_statement();

  // parser_expressions.cpp
  NodeId value();
  Expression yield_value();
  NodeId expression_or_bracketed_yield();  // what Python allows after return, and we as the subject of a with
  Expression bracketed_yield();
  Expression expression();
  Expression lambda();
  Expression or_test();
  Expression and_test();
  Expression not_test();
  Expression comparison();
  Expression sum();
  Expression unary();
  Expression postfix();
  Expression atom();
  Expression list();
  Expression dict();
  Expression call(Expression callee);
  Expression argument(bool& keywords_begun);
  Expression one_operand(NodeKind kind, const Token& sign, Expression operand);
  Expression two_operands(NodeKind kind, const Token& sign, Expression left, Expression right);

  std::string_view file_name_;
  Scenario tree_;
  Lexer lexer_;
  Token token_;  // the next one

  unsigned depth_ = 0;     // of blocks, brackets and unary operators around the next token
  unsigned loops_ = 0;     // enclosing loops of the function
  unsigned handlers_ = 0;  // enclosing `except` blocks
  unsigned lambdas_ = 0;   // enclosing lambdas
  bool in_function_ = false;
  Role role_ = Role::plain;  // of the enclosing function
};

}  // namespace windtunnel::scenario
