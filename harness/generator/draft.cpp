#include "harness/generator/draft.hpp"

#include <array>
#include <cassert>

namespace windtunnel::generator {

namespace {

/// `prefix` and a number of at most nine digits.
class NumberedText {
 public:
  NumberedText(std::string_view prefix, std::uint32_t number) {
    std::size_t at = bytes_.size();
    do {
      bytes_[--at] = static_cast<char>('0' + number % 10);
      number /= 10;
    } while (number != 0);
    for (std::size_t left = prefix.size(); left-- > 0;) bytes_[--at] = prefix[left];
    start_ = at;
  }

  std::string_view view() const { return {bytes_.data() + start_, bytes_.size() - start_}; }

 private:
  std::array<char, 16> bytes_;
  std::size_t start_;
};

/// The index of each pool's first name.
constexpr std::array<std::uint32_t, pool_sizes.size()> pool_starts = [] {
  std::array<std::uint32_t, pool_sizes.size()> starts{};
  for (std::size_t at = 1; at < starts.size(); ++at) starts[at] = starts[at - 1] + pool_sizes[at - 1];
  return starts;
}();
static_assert(pool_starts.back() + pool_sizes.back() == name_slots);

constexpr std::array<std::string_view, pool_sizes.size()> pool_prefixes = {
    "f",       "c",    "on",   "tick",  "v",    "k",    "n",   "i",     "e",    "engine",
    "handler", "task", "take", "event", "cond", "lock", "sem", "queue", "trace"};

}  // namespace

NodeId Draft::node(NodeKind kind, Word name, std::initializer_list<NodeId> children) {
  const NodeId made = tree_.add(kind, name);
  NodeId last = 0;
  for (NodeId child : children) {
    tree_.link_after(made, last, child);
    last = child;
  }
  return made;
}

NodeId Draft::integer(std::int64_t value) {
  const NodeId made = tree_.add(NodeKind::integer);
  tree_[made].integer = value;
  return made;
}

NodeId Draft::real(double value) {
  const NodeId made = tree_.add(NodeKind::real);
  tree_[made].real = value;
  return made;
}

NodeId Draft::compare(Comparison comparison, NodeId left, NodeId right) {
  const NodeId made = node(NodeKind::compare, no_word, {left, right});
  tree_[made].flag = static_cast<std::uint8_t>(comparison);
  return made;
}

NodeId Draft::call(NodeId callee, std::initializer_list<NodeId> arguments) {
  const NodeId made = node(NodeKind::call, no_word, {callee});
  NodeId last = callee;
  for (NodeId argument : arguments) {
    tree_.link_after(made, last, argument);
    last = argument;
  }
  return made;
}

NodeId Draft::method(NodeId object, Word word, std::initializer_list<NodeId> arguments) {
  const NodeId callee = attribute(object, word);
  return call(callee, arguments);
}

void Draft::statement(NodeId statement) {
  tree_.link_after(open_.block, open_.tail, statement);
  open_.tail = statement;
  ++statement_count_;
  spend(1);
}

NodeId Draft::gen(Word word) {
  import(Import::gen);
  const NodeId module = name(word::gen);
  return attribute(module, word);
}

NodeId Draft::locks(Word word) {
  import(Import::locks);
  const NodeId module = name(word::locks);
  return attribute(module, word);
}

NodeId Draft::queues(Word word) {
  import(Import::queues);
  const NodeId module = name(word::queues);
  return attribute(module, word);
}

NodeId Draft::stack_context(Word word) {
  import(Import::stack_context);
  const NodeId module = name(word::stack_context);
  return attribute(module, word);
}

NodeId Draft::loop() {
  import(Import::io_loop);
  const NodeId type = name(word::IOLoop);
  return method(type, word::current);
}

NodeId Draft::loop_method(Word word) {
  const NodeId object = loop();
  return method(object, word);
}

NodeId Draft::new_future() {
  import(Import::future);
  const NodeId type = name(word::Future);
  return call(type);
}

NodeId Draft::seconds(NodeId number) {
  import(Import::timedelta);
  const NodeId type = name(word::timedelta);
  const NodeId argument = keyword(word::seconds, number);
  return call(type, {argument});
}

NodeId Draft::log_call() {
  import(Import::log);
  const NodeId callee = name(word::log);
  const NodeId argument = text(point());
  return call(callee, {argument});
}

NodeId Draft::log_call(NodeId value) {
  const NodeId made = log_call();
  tree_.append(made, value);
  return made;
}

NodeId Draft::tracing(Word label) {
  import(Import::tracing);
  const NodeId callee = name(word::tracing);
  const NodeId argument = text(label);
  return call(callee, {argument});
}

NodeId Draft::helper(Word word, NodeId future, NodeId value) {
  const NodeId callee = name(word);
  return call(callee, {future, value});
}

Word Draft::point() {
  return tree_.words.add(NumberedText("p", ++points_).view());
}

Word Draft::numbered(NamePool pool, std::uint32_t number) {
  const auto at = static_cast<std::size_t>(pool);
  assert(number < pool_sizes[at]);
  Word& word = names_[pool_starts[at] + number];
  if (word == no_word) {
    // The name of the outermost handler's error is a word of the language.
    word = pool == NamePool::error && number == 0
               ? Word{word::e}
               : tree_.words.add(NumberedText(pool_prefixes[at], number).view());
  }
  return word;
}

Word Draft::own_word(Word& word, std::string_view text) {
  if (word == no_word) word = tree_.words.add(text);
  return word;
}

std::uint32_t Draft::stop_odds() const {
  if (function.brief || function.depth > 1) return 2;
  // Main uses the room that the other functions have left; beyond the size, all functions come to an end.
  if (function.main && statement_count_ < options_.size * 3 / 4) return 2 + options_.size / 2;
  return statement_count_ < options_.size / 2 ? 2 + options_.size / 6 : 2;
}

void Draft::statements(std::uint32_t least) {
  for (std::uint32_t made = 0;; ++made) {
    if (made >= least) {
      if (full() || function.cost > cost_limit) return;
      const bool another = draw(stop_odds(), "another statement") != 0;
      if (!another) return;
    }
    one_statement();
  }
}

void Draft::one_statement() {
  const std::uint32_t depth = expression_depth_;
  expression_depth_ = 0;
  // Coroutines exist to wait: two statements of five.
  const bool suspends = function.suspends && draw(5, "suspending") >= 3;
  produce(suspends ? Category::suspending : Category::statement);
  expression_depth_ = depth;
}

}  // namespace windtunnel::generator
