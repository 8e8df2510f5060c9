// The scenario language's API, group by group, over the runtime. A group is a file: its functions by their
// words, its methods by object and word.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/subjects/interpreter/stage.hpp"
#include "runtime/gen/quiet_exceptions.hpp"
#include "runtime/yield_point.hpp"

namespace windtunnel {

class ArgumentsObject;
class ContextObject;
class ResultCallbackObject;
class TaskCallbackObject;
class WrappedObject;

/// What a module or class of the API has under that name; unset if it has no such thing.
Value native_attribute(Stage& stage, Word owner, Word name);

/// Calls a function or class of the API.
Value call_native(Stage& stage, Word function, const Arguments& arguments);

// --- one of these a group; each returns unset without raising for words that are not its own

Value call_exception_class(Stage& stage, const Value& type, const Arguments& arguments);
std::optional<Value> call_gen(Stage& stage, Word function, const Arguments& arguments);
std::optional<Value> call_legacy(Stage& stage, Word function, const Arguments& arguments);
std::optional<Value> call_stack_context(Stage& stage, Word function, const Arguments& arguments);
std::optional<Value> call_windtunnel(Stage& stage, Word function, const Arguments& arguments);
Value call_timedelta(Stage& stage, const Arguments& arguments);

bool is_future_method(Word name);
Value call_future_method(Stage& stage, const tornado::Future<Value>& future, Word name,
                         const Arguments& arguments);
bool is_loop_method(Word name);
Value call_loop_method(Stage& stage, Word name, const Arguments& arguments);
bool is_wait_iterator_method(Word name);
Value call_wait_iterator_method(Stage& stage, WaitIteratorObject& object, Word name,
                                const Arguments& arguments);
Value wait_iterator_attribute(Stage& stage, const WaitIteratorObject& object, Word name);
Value call_context_method(Stage& stage, const ContextObject& object, const Arguments& arguments);

Value call_wrapped(Stage& stage, const WrappedObject& wrapped, const Arguments& arguments);
Value call_result_callback(Stage& stage, const ResultCallbackObject& callback, const Arguments& arguments);
Value call_task_callback(Stage& stage, const TaskCallbackObject& callback, const Arguments& arguments);

// --- contexts

/// Whether the value can stand in a `with`.
bool is_context_manager(const Value& value);
/// Enters a context manager; what `as` binds. Raises TypeError for anything else.
Value enter_context(Stage& stage, const Value& manager);
/// Leaves it, with the exception that leaves the block, if any; true if that goes no further.
Value exit_context(Stage& stage, const Value& manager, const Value& exception);

// --- helpers for the groups

/// Binds arguments to parameters by position and name; the first `required` must be there. The others are
/// unset. Raises TypeError and returns false where Python would.
bool bind(Stage& stage, std::string_view function, const Arguments& arguments,
          std::initializer_list<Word> names, std::size_t required, Value* out);

/// The exception that `raise value` raises: itself, one made of a class, or a TypeError.
Value to_exception(Stage& stage, Value value);

/// A number of seconds; raises TypeError and returns nothing for anything else.
std::optional<double> to_seconds(Stage& stage, const Value& value);

/// A function of the scenario with its arguments, as a callback of the runtime.
class BoundCall {
 public:
  BoundCall(Stage& stage, Value function, std::span<const Value> positional,
            std::span<const NamedArgument> named);

  const Value& function() const { return record_->function; }

  /// What it returned, if not None; throws what it raised.
  std::optional<Value> operator()();
  /// The same with one more argument, the first.
  std::optional<Value> operator()(const tornado::Future<Value>& future);

 private:
  struct Record {
    Stage& stage;
    Value function;
    std::vector<Value> positional;
    std::vector<NamedArgument> named;
  };
  struct RecordDeleter {
    void operator()(Record* record) const noexcept;
  };
  std::unique_ptr<Record, RecordDeleter> record_;
};

/// Whether a function has taken its stack contexts along already.
bool carries_contexts(const Value& function);

/// The same for a function that carries its stack contexts, so that it takes along no others.
class CarryingCall : public BoundCall {
 public:
  using carries_contexts = void;
  explicit CarryingCall(BoundCall call) : BoundCall(std::move(call)) {}
};

/// Gives `use` the call as the loop is to have it.
template <class Use>
auto as_loop_callback(BoundCall call, Use use) {
  return carries_contexts(call.function()) ? use(CarryingCall(std::move(call))) : use(std::move(call));
}

/// The exceptions of that class are quiet; an unset class means none.
tornado::QuietExceptions quiet_exceptions(Stage& stage, const Value& type);

/// multi over a list or dict.
tornado::Future<Value> multi_values(Heap& heap, const Value& children, tornado::QuietExceptions quiet);

/// What a coroutine may yield (law G20); found by the runtime. Throws an AssertionError for a list with
/// YieldPoints, which is no Future.
tornado::Future<Value> convert_yielded(const Value& value);

/// Whether the value is a list or dict with a YieldPoint in it.
bool contains_yield_point(const Value& children);

/// Such a list or dict as one YieldPoint (law G24). Throws BadYieldError for a child that is not yieldable.
std::shared_ptr<tornado::YieldPointOf<Value>> multi_point(Stage& stage, const Value& children,
                                                          tornado::QuietExceptions quiet);

/// A Future as a value.
Value future_value(Stage& stage, tornado::Future<Value> future);

/// What a done Future holds, where an empty result is None.
Value result_value(const Value& result);

}  // namespace windtunnel
