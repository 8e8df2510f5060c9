// The group windtunnel: log, external, tracing.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/render.hpp"

namespace windtunnel {

namespace {

Value log(World& world, const Arguments& arguments) {
  if (!arguments.named.empty())
    return world.raise(word::TypeError, "log() got an unexpected keyword argument");
  std::string& line = world.begin_line();
  line += " log";
  for (const Value& value : arguments.positional) {
    line += ' ';
    render(world, value, line);
  }
  world.end_line();
  return Value::none();
}

Value external(World& world, const Arguments& arguments) {
  if (arguments.positional.empty() || !arguments.named.empty()) {
    return world.raise(word::TypeError, "external() takes a function and its positional arguments");
  }
  BoundCall event(world, arguments.positional.front(), arguments.positional.subspan(1), {});
  world.loop().external([event = std::move(event)]() mutable { static_cast<void>(event()); });
  return Value::none();
}

}  // namespace

std::optional<Value> call_windtunnel(World& world, Word function, const Arguments& arguments) {
  switch (function) {
    case word::log:
      return log(world, arguments);
    case word::external:
      return external(world, arguments);
    case word::tracing: {
      Value name;
      if (!bind(world, "tracing", arguments, {word::name}, 1, &name)) return Value();
      return world.heap().make<TracingFactoryObject>(std::move(name));
    }
    default:
      return std::nullopt;
  }
}

}  // namespace windtunnel
