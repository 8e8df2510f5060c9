// The group windtunnel: log, external, tracing.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/render.hpp"

namespace windtunnel::subjects {

namespace {

Value log(Interpreter& interpreter, const Arguments& arguments) {
  if (!arguments.named.empty())
    return interpreter.raise(word::TypeError, "log() got an unexpected keyword argument");
  std::string& line = interpreter.begin_line();
  line += " log";
  for (const Value& value : arguments.positional) {
    line += ' ';
    render(interpreter, value, line);
  }
  interpreter.end_line();
  return Value::none();
}

Value external(Interpreter& interpreter, const Arguments& arguments) {
  if (arguments.positional.empty() || !arguments.named.empty()) {
    return interpreter.raise(word::TypeError, "external() takes a function and its positional arguments");
  }
  BoundCall event(interpreter, arguments.positional.front(), arguments.positional.subspan(1), {});
  interpreter.loop().external([event = std::move(event)]() mutable { static_cast<void>(event()); });
  return Value::none();
}

}  // namespace

std::optional<Value> call_windtunnel(Interpreter& interpreter, Word function, const Arguments& arguments) {
  switch (function) {
    case word::log:
      return log(interpreter, arguments);
    case word::external:
      return external(interpreter, arguments);
    case word::tracing: {
      Value name;
      if (!bind(interpreter, "tracing", arguments, {word::name}, 1, &name)) return Value();
      return interpreter.heap().make<TracingFactoryObject>(std::move(name));
    }
    default:
      return std::nullopt;
  }
}

}  // namespace windtunnel::subjects
