// The scenario language's API over the runtime, group by group. Each group has a file, with its functions by
// word and its methods by object and word.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "harness/subjects/interpreter/interpreter.hpp"
#include "runtime/gen/quiet_exceptions.hpp"
#include "runtime/legacy/yield_point.hpp"

namespace windtunnel::subjects {

class ArgumentsObject;
class ContextObject;
class ResultCallbackObject;
class TaskCallbackObject;
class WrappedObject;

/// The member of a module or class of the API with that name; unset if there is none.
Value builtin_attribute(Interpreter& interpreter, Word owner, Word name);

/// Calls a function or class of the API.
Value call_builtin(Interpreter& interpreter, Word function, const Arguments& arguments);

// --- one of these for each group; each returns unset, without raising, for words of other groups

Value call_exception_class(Interpreter& interpreter, const Value& type, const Arguments& arguments);
std::optional<Value> call_gen(Interpreter& interpreter, Word function, const Arguments& arguments);
std::optional<Value> call_legacy(Interpreter& interpreter, Word function, const Arguments& arguments);
std::optional<Value> call_stack_context(Interpreter& interpreter, Word function, const Arguments& arguments);
std::optional<Value> call_windtunnel(Interpreter& interpreter, Word function, const Arguments& arguments);
Value call_timedelta(Interpreter& interpreter, const Arguments& arguments);

bool is_future_method(Word name);
Value call_future_method(Interpreter& interpreter, const tornado::Future<Value>& future, Word name,
                         const Arguments& arguments);
bool is_loop_method(Word name);
Value call_loop_method(Interpreter& interpreter, Word name, const Arguments& arguments);
bool is_wait_iterator_method(Word name);
Value call_wait_iterator_method(Interpreter& interpreter, WaitIteratorObject& object, Word name,
                                const Arguments& arguments);
Value wait_iterator_attribute(Interpreter& interpreter, const WaitIteratorObject& object, Word name);
Value call_context_method(Interpreter& interpreter, const ContextObject& object, const Arguments& arguments);

Value call_wrapped(Interpreter& interpreter, const WrappedObject& wrapped, const Arguments& arguments);
Value call_result_callback(Interpreter& interpreter, const ResultCallbackObject& callback,
                           const Arguments& arguments);
Value call_task_callback(Interpreter& interpreter, const TaskCallbackObject& callback,
                         const Arguments& arguments);

// --- contexts

/// Whether the value can be the subject of a `with`.
bool is_context_manager(const Value& value);
/// Enters a context manager; returns the value for `as`. Raises TypeError for other values.
Value enter_context(Interpreter& interpreter, const Value& manager);
/// Leaves a context manager with the exception that leaves the block, if any; returns true if the exception
/// is consumed.
Value exit_context(Interpreter& interpreter, const Value& manager, const Value& exception);

// --- helpers for the groups

/// Binds arguments to parameters by position and name. The first `required` parameters must get one; others
/// that do not are unset. Where Python would, raises TypeError and returns false.
bool bind(Interpreter& interpreter, std::string_view function, const Arguments& arguments,
          std::initializer_list<Word> names, std::size_t required, Value* out);

/// The exception that `raise value` raises: the value itself, an instance of a class, or a TypeError.
Value to_exception(Interpreter& interpreter, Value value);

/// A number of seconds; for other values raises TypeError and returns nothing.
std::optional<double> to_seconds(Interpreter& interpreter, const Value& value);

/// A function of the scenario with its arguments, as a callback of the runtime.
class BoundCall {
 public:
  BoundCall(Interpreter& interpreter, Value function, std::span<const Value> positional,
            std::span<const NamedArgument> named);

  const Value& function() const { return record_->function; }

  /// Returns the function's result, if it is not None; throws the exception that it raised.
  std::optional<Value> operator()();
  /// As above, with one more argument in front.
  std::optional<Value> operator()(const tornado::Future<Value>& future);

 private:
  struct Record {
    Interpreter& interpreter;
    Value function;
    std::vector<Value> positional;
    std::vector<NamedArgument> named;
  };
  struct RecordDeleter {
    void operator()(Record* record) const noexcept;
  };
  std::unique_ptr<Record, RecordDeleter> record_;
};

/// Whether a function has captured its stack contexts already.
bool carries_contexts(const Value& function);

/// A function that carries its stack contexts, so that it captures no others.
class CarryingCall : public BoundCall {
 public:
  using carries_contexts = void;
  explicit CarryingCall(BoundCall call) : BoundCall(std::move(call)) {}
};

/// Passes `use` the call in the form that the loop needs.
template <class Use>
auto as_loop_callback(BoundCall call, Use use) {
  return carries_contexts(call.function()) ? use(CarryingCall(std::move(call))) : use(std::move(call));
}

/// Makes exceptions of that class quiet; unset means no class.
tornado::QuietExceptions quiet_exceptions(Interpreter& interpreter, const Value& type);

/// multi over a list or dict.
tornado::Future<Value> multi_values(Heap& heap, const Value& children, tornado::QuietExceptions quiet);

/// The conversion of what a coroutine may yield (law G20); the runtime finds it. Throws an AssertionError for
/// a list with YieldPoints, which is not a Future.
tornado::Future<Value> convert_yielded(const Value& value);

/// Whether the value is a list or dict that contains a YieldPoint.
bool contains_yield_point(const Value& children);

/// Turns such a list or dict into one YieldPoint (law G24). Throws BadYieldError for a child that is not
/// yieldable.
std::shared_ptr<tornado::YieldPointOf<Value>> multi_point(Interpreter& interpreter, const Value& children,
                                                          tornado::QuietExceptions quiet);

/// A Future as a value.
Value future_value(Interpreter& interpreter, tornado::Future<Value> future);

/// The result of a done Future; an empty result is None.
Value result_value(const Value& result);

}  // namespace windtunnel::subjects
