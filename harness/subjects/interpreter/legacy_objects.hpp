// The values related to YieldPoints and to functions that take callbacks.
#pragma once

#include "harness/subjects/interpreter/objects.hpp"
#include "runtime/contexts.hpp"
#include "runtime/legacy/legacy_runner.hpp"
#include "runtime/legacy/yield_point.hpp"

namespace windtunnel::subjects {

/// gen.Callback, Wait, WaitAll, or the result of gen.multi for a list that contains one, by its type's name.
class YieldPointObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::yield_point;
  YieldPointObject(Heap& heap, Word type_in, std::shared_ptr<tornado::YieldPointOf<Value>> point_in)
      : Object(heap, object_kind), type(type_in), point(std::move(point_in)) {}
  void empty() { auto gone = std::move(point); }
  Word type;
  std::shared_ptr<tornado::YieldPointOf<Value>> point;
};

/// The result of a yielded gen.Callback.
class ResultCallbackObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::result_callback;
  ResultCallbackObject(Heap& heap, tornado::LegacyRunner* runner_in, tornado::Key key_in)
      : Object(heap, object_kind),
        runner(runner_in),
        key(std::move(key_in)),
        contexts(tornado::CapturedContexts::capture()) {}
  void empty() {
    tornado::Ref<tornado::LegacyRunner> gone = std::move(runner);
    tornado::CapturedContexts left = std::exchange(contexts, {});
  }
  tornado::Ref<tornado::LegacyRunner> runner;  ///< null if the runner is gone
  tornado::Key key;
  tornado::CapturedContexts contexts;
};

/// The callback with which gen.Task calls its function.
class TaskCallbackObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::task_callback;
  TaskCallbackObject(Heap& heap, tornado::Future<Value> future_in)
      : Object(heap, object_kind), future(std::move(future_in)) {}
  void empty() { tornado::Future<Value> gone = std::move(future); }
  tornado::Future<Value> future;
};

/// gen.Arguments: the arguments of such a callback, if there was more than one.
class ArgumentsObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::arguments;
  ArgumentsObject(Heap& heap, Value positional_in, Value named_in)
      : Object(heap, object_kind), positional(std::move(positional_in)), named(std::move(named_in)) {}
  void empty() {
    Value gone = std::move(positional);
    Value names = std::move(named);
  }
  Value positional;  ///< a list
  Value named;       ///< a dict
};

}  // namespace windtunnel::subjects
