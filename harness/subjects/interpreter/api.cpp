#include "harness/subjects/interpreter/api.hpp"

#include <cmath>

#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/render.hpp"
#include "runtime/memory_pool.hpp"

namespace windtunnel::subjects {

namespace {

bool is_in_gen(Word name) {
  switch (name) {
    case word::coroutine:
    case word::Return:
    case word::sleep:
    case word::with_timeout:
    case word::multi:
    case word::maybe_future:
    case word::WaitIterator:
    case word::TimeoutError:
    case word::BadYieldError:
    case word::engine:
    case word::Task:
    case word::Callback:
    case word::Wait:
    case word::WaitAll:
    case word::LeakedCallbackError:
    case word::UnknownKeyError:
    case word::KeyReuseError:
    case word::ReturnValueIgnoredError:
      return true;
    default:
      return false;
  }
}

bool is_in_stack_context(Word name) {
  switch (name) {
    case word::StackContext:
    case word::ExceptionStackContext:
    case word::NullContext:
    case word::wrap:
    case word::StackContextInconsistentError:
      return true;
    default:
      return false;
  }
}

}  // namespace

Value builtin_attribute(Interpreter& interpreter, Word owner, Word name) {
  if (owner == word::gen) {
    if (name == word::moment) return interpreter.moment();
    if (is_in_gen(name)) return Value::native(name);
  }
  if (owner == word::stack_context && is_in_stack_context(name)) return Value::native(name);
  if (owner == word::locks && is_in_locks(name)) return Value::native(name);
  if (owner == word::queues && is_in_queues(name)) return Value::native(name);
  if (owner == word::IOLoop && name == word::current) return Value::native(word::current);
  return Value();
}

Value call_builtin(Interpreter& interpreter, Word function, const Arguments& arguments) {
  if (auto result = call_gen(interpreter, function, arguments)) return *std::move(result);
  if (auto result = call_stack_context(interpreter, function, arguments)) return *std::move(result);
  if (auto result = call_windtunnel(interpreter, function, arguments)) return *std::move(result);
  if (auto result = call_locks(interpreter, function, arguments)) return *std::move(result);
  if (auto result = call_queues(interpreter, function, arguments)) return *std::move(result);
  switch (function) {
    case word::Future:
      if (!bind(interpreter, "Future", arguments, {}, 0, nullptr)) return Value();
      return future_value(interpreter, tornado::Future<Value>());
    case word::current:
      if (!bind(interpreter, "current", arguments, {}, 0, nullptr)) return Value();
      return Value::native(word::loop_instance);
    case word::timedelta:
      return call_timedelta(interpreter, arguments);
    default:
      return interpreter.raise(word::TypeError,
                               "'" + std::string(interpreter.text(function)) + "' object is not callable");
  }
}

Value call_exception_class(Interpreter& interpreter, const Value& type, const Arguments& arguments) {
  std::vector<Value> values(arguments.positional.begin(), arguments.positional.end());
  if (type.is_builtin(word::Return)) {
    Value value;
    if (!bind(interpreter, "Return", arguments, {word::value}, 0, &value)) return Value();
    values.assign(1, value ? value : Value::none());
  } else if (!arguments.named.empty()) {
    return interpreter.raise(word::TypeError,
                             std::string(class_name(interpreter, type)) + "() takes no keyword arguments");
  }
  return make_exception(interpreter.heap(), type, std::move(values));
}

Value call_timedelta(Interpreter& interpreter, const Arguments& arguments) {
  constexpr double most_microseconds = 86'399'999'999'999'999.0 * 1000;
  if (arguments.none()) return Value::timedelta(0);
  Value seconds;
  if (!bind(interpreter, "timedelta", arguments, {word::seconds}, 1, &seconds)) return Value();
  if (!arguments.positional.empty() || !seconds.is_number()) {
    return interpreter.raise(word::TypeError, "timedelta takes seconds=number");
  }
  if (seconds.is_integral()) {
    std::int64_t microseconds = 0;
    if (!__builtin_mul_overflow(seconds.as_integer(), 1'000'000, &microseconds))
      return Value::timedelta(microseconds);
  } else {
    // Half to even, as Python rounds.
    double microseconds = std::nearbyint(seconds.as_real() * 1e6);
    if (std::isnan(microseconds))
      return interpreter.raise(word::ValueError, "cannot convert float NaN to integer");
    if (std::fabs(microseconds) < std::min(most_microseconds, 9e18)) {
      return Value::timedelta(static_cast<std::int64_t>(microseconds));
    }
  }
  return interpreter.raise(word::OverflowError, "timedelta out of range");
}

bool bind(Interpreter& interpreter, std::string_view function, const Arguments& arguments,
          std::initializer_list<Word> names, std::size_t required, Value* out) {
  bool fits = arguments.positional.size() <= names.size();
  std::size_t bound = 0;
  for (std::size_t at = 0; fits && at < arguments.positional.size(); ++at, ++bound)
    out[at] = arguments.positional[at];
  for (const NamedArgument& argument : arguments.named) {
    std::size_t at = 0;
    for (Word name : names) {
      if (name == argument.name) break;
      ++at;
    }
    if (at >= names.size() || out[at]) {
      fits = false;
      break;
    }
    out[at] = argument.value;
  }
  for (std::size_t at = 0; fits && at < required; ++at) fits = static_cast<bool>(out[at]);
  if (!fits) interpreter.raise(word::TypeError, std::string(function) + "() got wrong arguments");
  return fits;
}

Value to_exception(Interpreter& interpreter, Value value) {
  if (value.as<ExceptionObject>() != nullptr) return value;
  if (is_exception_class(value)) return call_exception_class(interpreter, value, Arguments{});
  return make_exception(interpreter, word::TypeError, "exceptions must derive from BaseException");
}

std::optional<double> to_seconds(Interpreter& interpreter, const Value& value) {
  if (value.is_number()) return value.as_real();
  std::string shown;
  render_repr(interpreter, value, shown);
  interpreter.spend_bytes(shown.size());
  interpreter.raise(word::TypeError, "Unsupported deadline " + shown);
  return std::nullopt;
}

BoundCall::BoundCall(Interpreter& interpreter, Value function, std::span<const Value> positional,
                     std::span<const NamedArgument> named)
    : record_(tornado::pool_new<Record>(Record{interpreter,
                                               std::move(function),
                                               {positional.begin(), positional.end()},
                                               {named.begin(), named.end()}})) {}

void BoundCall::RecordDeleter::operator()(Record* record) const noexcept {
  tornado::pool_delete(record);
}

std::optional<Value> BoundCall::operator()() {
  Value result = record_->interpreter.call(record_->function, {record_->positional, record_->named});
  if (!result) record_->interpreter.throw_raised();
  if (result.is_none()) return std::nullopt;
  return result;
}

std::optional<Value> BoundCall::operator()(const tornado::Future<Value>& future) {
  record_->positional.insert(record_->positional.begin(), future_value(record_->interpreter, future));
  return (*this)();
}

Value future_value(Interpreter& interpreter, tornado::Future<Value> future) {
  return interpreter.heap().make<FutureObject>(std::move(future));
}

Value result_value(const Value& result) {
  return result ? result : Value::none();
}

}  // namespace windtunnel::subjects
