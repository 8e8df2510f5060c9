// The group windtunnel: log, external, tracing.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/render.hpp"

namespace windtunnel {

namespace {

Value log(Stage& stage, const Arguments& arguments) {
  if (!arguments.named.empty())
    return stage.raise(word::TypeError, "log() got an unexpected keyword argument");
  std::string& line = stage.begin_line();
  line += " log";
  for (const Value& value : arguments.positional) {
    line += ' ';
    render(stage, value, line);
  }
  stage.end_line();
  return Value::none();
}

Value external(Stage& stage, const Arguments& arguments) {
  if (arguments.positional.empty() || !arguments.named.empty()) {
    return stage.raise(word::TypeError, "external() takes a function and its positional arguments");
  }
  BoundCall event(stage, arguments.positional.front(), arguments.positional.subspan(1), {});
  stage.loop().external([event = std::move(event)]() mutable { static_cast<void>(event()); });
  return Value::none();
}

}  // namespace

std::optional<Value> call_windtunnel(Stage& stage, Word function, const Arguments& arguments) {
  switch (function) {
    case word::log:
      return log(stage, arguments);
    case word::external:
      return external(stage, arguments);
    case word::tracing: {
      Value name;
      if (!bind(stage, "tracing", arguments, {word::name}, 1, &name)) return Value();
      return stage.heap().make<TracingFactoryObject>(std::move(name));
    }
    default:
      return std::nullopt;
  }
}

}  // namespace windtunnel
