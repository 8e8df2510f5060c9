#include "harness/generator/module_layout.hpp"

#include <array>
#include <initializer_list>

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

namespace {

class ModuleLayout {
 public:
  explicit ModuleLayout(Draft& draft) : draft_(draft) {}

  void lay_out(std::span<const NodeId> definitions, NodeId module_block) {
    classes();
    helpers();
    factories();
    // Only now is it known what must be imported.
    imports();
    if (draft_.has_boom()) item(boom_);
    if (draft_.has_bang()) item(bang_);
    if (draft_.has_settle()) item(settle_);
    if (draft_.has_fail()) item(fail_);
    if (draft_.has_crash()) item(crash_);
    for (std::uint32_t at = 0; at < draft_.own_futures; ++at) {
      item(draft_.node(NodeKind::assign, draft_.numbered(NamePool::future, at), {draft_.new_future()}));
    }
    for (std::uint32_t at = 0; at < draft_.object_count; ++at) {
      const DraftObject& object = draft_.objects[at];
      item(draft_.node(NodeKind::assign, object.name, {object.made}));
    }
    for (std::uint32_t at = 0; at < draft_.factories; ++at) item(factories_[at]);
    for (std::uint32_t at = 0; at < draft_.counters; ++at) {
      item(draft_.node(NodeKind::assign, draft_.numbered(NamePool::counter, at), {draft_.integer(0)}));
    }
    for (NodeId definition : definitions.first(definitions.size() - 1)) item(definition);
    if (module_block != 0) {
      for (NodeId at = draft_.tree()[module_block].first_child; at != 0;) {
        const NodeId next = draft_.tree()[at].next_sibling;
        item(at);
        at = next;
      }
      draft_.tree()[module_block].first_child = 0;
    }
    item(definitions.back());
  }

 private:
  void item(NodeId node) {
    draft_.tree()[node].next_sibling = 0;
    draft_.tree().link_after(0, tail_, node);
    tail_ = node;
  }

  void classes() {
    if (draft_.has_bang()) bang_ = class_def(draft_.bang_word(), draft_.boom_word());
    if (draft_.has_boom()) boom_ = class_def(draft_.boom_word(), word::Exception);
  }

  NodeId class_def(Word name, Word base) {
    const NodeId parent = draft_.name(base);
    return draft_.node(NodeKind::class_def, name, {parent});
  }

  void helpers() {
    if (draft_.has_settle()) settle_ = helper(draft_.settle_word(), word::set_result);
    if (draft_.has_fail()) fail_ = helper(draft_.fail_word(), word::set_exception);
    if (draft_.has_crash()) crash_ = crash();
  }

  /// def crash(error): raise error
  NodeId crash() {
    const Word error = draft_.tree().words.add("error");
    const NodeId parameter = draft_.node(NodeKind::parameter, error);
    const NodeId parameters = draft_.node(NodeKind::parameters, no_word, {parameter});
    const NodeId raise = draft_.node(NodeKind::raise_stmt, no_word, {draft_.name(error)});
    const NodeId body = draft_.node(NodeKind::block, no_word, {raise});
    return draft_.node(NodeKind::function_def, draft_.crash_word(), {parameters, body});
  }

  /// def settle(f, value): if not f.done(): f.set_result(value)
  NodeId helper(Word name, Word method) {
    const NodeId first = draft_.node(NodeKind::parameter, word::f);
    const NodeId second = draft_.node(NodeKind::parameter, word::value);
    const NodeId parameters = draft_.node(NodeKind::parameters, no_word, {first, second});
    const NodeId done = draft_.method(draft_.name(word::f), word::done);
    const NodeId test = draft_.node(NodeKind::not_op, no_word, {done});
    const NodeId future = draft_.name(word::f);
    const NodeId value = draft_.name(word::value);
    const NodeId set = draft_.method(future, method, {value});
    const NodeId call = draft_.node(NodeKind::expression, no_word, {set});
    const NodeId then = draft_.node(NodeKind::block, no_word, {call});
    const NodeId guard = draft_.node(NodeKind::if_stmt, no_word, {test, then});
    const NodeId body = draft_.node(NodeKind::block, no_word, {guard});
    return draft_.node(NodeKind::function_def, name, {parameters, body});
  }

  /// trace0 = tracing("p3")
  void factories() {
    for (std::uint32_t at = 0; at < draft_.factories; ++at) {
      const NodeId factory = draft_.tracing(draft_.point());
      factories_[at] = draft_.node(NodeKind::assign, draft_.numbered(NamePool::factory, at), {factory});
    }
  }

  void imports() {
    if (draft_.own_futures > 0) draft_.import(Import::future);
    import_line(word::datetime, {{Import::timedelta, word::timedelta}});
    import_line(word::tornado, {{Import::gen, word::gen},
                                {Import::locks, word::locks},
                                {Import::queues, word::queues},
                                {Import::stack_context, word::stack_context}});
    import_line(word::tornado_concurrent, {{Import::future, word::Future}});
    import_line(word::tornado_ioloop, {{Import::io_loop, word::IOLoop}});
    import_line(
        word::windtunnel,
        {{Import::log, word::log}, {Import::external, word::external}, {Import::tracing, word::tracing}});
  }

  struct ImportedName {
    Import what;
    Word name;
  };

  /// `from module import ...` with the needed names, if any.
  void import_line(Word module, std::initializer_list<ImportedName> names) {
    NodeId line = 0;
    for (const ImportedName& imported : names) {
      if (!draft_.imported(imported.what)) continue;
      if (line == 0) line = draft_.node(NodeKind::import_from, module);
      draft_.tree().append(line, draft_.node(NodeKind::imported_name, imported.name));
    }
    if (line != 0) item(line);
  }

  Draft& draft_;
  NodeId boom_ = 0;
  NodeId bang_ = 0;
  NodeId settle_ = 0;
  NodeId fail_ = 0;
  NodeId crash_ = 0;
  std::array<NodeId, Draft::factory_limit> factories_{};
  NodeId tail_ = 0;
};

}  // namespace

void lay_out_module(Draft& draft, std::span<const NodeId> definitions, NodeId module_block) {
  ModuleLayout(draft).lay_out(definitions, module_block);
}

}  // namespace windtunnel::generator
