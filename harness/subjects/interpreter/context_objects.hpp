// The values related to stack contexts.
#pragma once

#include "harness/subjects/interpreter/objects.hpp"
#include "runtime/contexts.hpp"
#include "runtime/stack_context/context.hpp"

namespace windtunnel::subjects {

/// stack_context.StackContext or ExceptionStackContext, by its type's name.
class ContextObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::context;
  ContextObject(Heap& heap, Word type_in, tornado::Ref<tornado::Context> context_in)
      : Object(heap, object_kind), type(type_in), context(std::move(context_in)) {}
  void empty() {
    tornado::Ref<tornado::Context> gone = std::move(context);
    if (gone.get() != nullptr) gone->forget();  // one that was entered inside itself is its own outer context
  }
  Word type;
  tornado::Ref<tornado::Context> context;
};

/// stack_context.NullContext, with the contexts that were current before its block.
class NullContextObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::null_context;
  explicit NullContextObject(Heap& heap) : Object(heap, object_kind) {}
  void empty() { tornado::Contexts gone = std::move(outer.contexts); }
  tornado::NullContext::Outer outer;
};

/// The result of stack_context.wrap.
class WrappedObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::wrapped;
  WrappedObject(Heap& heap, Value function_in)
      : Object(heap, object_kind),
        function(std::move(function_in)),
        contexts(tornado::CapturedContexts::capture()) {}
  void empty() {
    Value gone = std::move(function);
    tornado::CapturedContexts left = std::exchange(contexts, {});
  }
  Value function;
  tornado::CapturedContexts contexts;
};

}  // namespace windtunnel::subjects
