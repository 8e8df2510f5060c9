// The group Future.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel::subjects {

bool is_future_method(Word name) {
  switch (name) {
    case word::done:
    case word::running:
    case word::cancel:
    case word::cancelled:
    case word::result:
    case word::exception:
    case word::set_result:
    case word::set_exception:
    case word::add_done_callback:
      return true;
    default:
      return false;
  }
}

namespace {

Value result_of(Interpreter& interpreter, const tornado::Future<Value>& future) {
  std::exception_ptr error = future.exception();
  if (!error) return result_value(future.result());
  return interpreter.raise_cpp(error);
}

Value call_method(Interpreter& interpreter, const tornado::Future<Value>& future, Word name,
                  const Arguments& arguments) {
  Value argument;
  switch (name) {
    case word::set_result:
      if (!bind(interpreter, "set_result", arguments, {word::result}, 1, &argument)) return Value();
      future.set_result(std::move(argument));
      return Value::none();
    case word::set_exception:
      if (!bind(interpreter, "set_exception", arguments, {word::exception}, 1, &argument)) return Value();
      future.set_exception(interpreter.to_cpp(argument));
      return Value::none();
    case word::add_done_callback: {
      if (!bind(interpreter, "add_done_callback", arguments, {word::fn}, 1, &argument)) return Value();
      future.add_done_callback([call = BoundCall(interpreter, std::move(argument), {}, {})](
                                   const auto& done) mutable { static_cast<void>(call(done)); });
      return Value::none();
    }
    default:
      break;
  }
  bool takes_timeout = name == word::result || name == word::exception;
  if (!(takes_timeout ? bind(interpreter, "result", arguments, {word::timeout}, 0, &argument)
                      : bind(interpreter, "done", arguments, {}, 0, nullptr))) {
    return Value();
  }
  switch (name) {
    case word::done:
      return Value::boolean(future.done());
    case word::running:
      return Value::boolean(future.running());
    case word::cancel:
      return Value::boolean(future.cancel());
    case word::cancelled:
      return Value::boolean(future.cancelled());
    case word::result:
      return result_of(interpreter, future);
    default: {
      std::exception_ptr error = future.exception();
      return error ? interpreter.from_cpp(error) : Value::none();
    }
  }
}

}  // namespace

Value call_future_method(Interpreter& interpreter, const tornado::Future<Value>& future, Word name,
                         const Arguments& arguments) {
  try {
    return call_method(interpreter, future, name, arguments);
  } catch (const tornado::BaseException&) {
    throw;
  } catch (...) {
    return interpreter.raise_cpp(std::current_exception());
  }
}

}  // namespace windtunnel::subjects
