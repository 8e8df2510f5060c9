// The group IOLoop: the methods of the current loop.
#include <algorithm>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel::subjects {

bool is_loop_method(Word name) {
  switch (name) {
    case word::add_callback:
    case word::spawn_callback:
    case word::add_future:
    case word::call_later:
    case word::call_at:
    case word::add_timeout:
    case word::remove_timeout:
    case word::time:
      return true;
    default:
      return false;
  }
}

namespace {

// Takes the leading parameters from the arguments; the rest is for the callback.
class Leading {
 public:
  Leading(Interpreter& interpreter, const Arguments& arguments)
      : interpreter_(interpreter), rest_(arguments.positional) {
    named_.assign(arguments.named.begin(), arguments.named.end());
  }

  // The next parameter; unset after raising TypeError.
  Value take(Word name) {
    auto at = std::find_if(named_.begin(), named_.end(),
                           [name](const auto& argument) { return argument.name == name; });
    if (!rest_.empty()) {
      if (at != named_.end()) return wrong("several values for", name);
      Value value = rest_.front();
      rest_ = rest_.subspan(1);
      return value;
    }
    if (at != named_.end()) {
      Value value = std::move(at->value);
      named_.erase(at);
      return value;
    }
    return wrong("missing", name);
  }

  // A callback with the remaining arguments; nothing after raising TypeError.
  std::optional<BoundCall> take_callback() {
    Value function = take(word::callback);
    if (!function) return std::nullopt;
    if (function.is_none()) {
      interpreter_.raise(word::TypeError, "the first argument must be callable");
      return std::nullopt;
    }
    return BoundCall(interpreter_, std::move(function), rest_, named_);
  }

 private:
  Value wrong(std::string_view what, Word name) {
    return interpreter_.raise(word::TypeError,
                              std::string(what) + " argument '" + std::string(interpreter_.text(name)) + "'");
  }

  Interpreter& interpreter_;
  std::span<const Value> rest_;
  std::vector<NamedArgument> named_;
};

Value add_future(Interpreter& interpreter, const Arguments& arguments) {
  Value values[2];
  if (!bind(interpreter, "add_future", arguments, {word::future, word::callback}, 2, values)) return Value();
  const auto* object = values[0].as<FutureObject>();
  if (object == nullptr) return interpreter.raise(word::AssertionError, "");
  as_loop_callback(BoundCall(interpreter, values[1], {}, {}), [&](auto callback) {
    interpreter.loop().add_future(object->future, std::move(callback));
  });
  return Value::none();
}

Value add_timer(Interpreter& interpreter, Word method, const Arguments& arguments) {
  Leading leading(interpreter, arguments);
  Value when = leading.take(method == word::call_later ? word::delay : word::deadline);
  if (!when) return Value();
  tornado::Time deadline;
  if (method == word::add_timeout && when.tag() == Tag::timedelta) {
    deadline = interpreter.loop().time() + tornado::Duration(static_cast<double>(when.as_integer()) / 1e6);
  } else {
    auto seconds = to_seconds(interpreter, when);
    if (!seconds) return Value();
    deadline = method == word::call_later ? interpreter.loop().time() + tornado::Duration(*seconds)
                                          : tornado::at_seconds(*seconds);
  }
  auto callback = leading.take_callback();
  if (!callback) return Value();
  return as_loop_callback(*std::move(callback), [&](auto call) {
    return interpreter.heap().make<TimeoutObject>(interpreter.loop().call_at(deadline, std::move(call)));
  });
}

Value remove_timeout(Interpreter& interpreter, const Arguments& arguments) {
  Value handle;
  if (!bind(interpreter, "remove_timeout", arguments, {word::timeout}, 1, &handle)) return Value();
  const auto* timeout = handle.as<TimeoutObject>();
  if (timeout == nullptr) {
    return interpreter.raise(word::AttributeError, "'" + std::string(type_name(interpreter, handle)) +
                                                       "' object has no attribute 'callback'");
  }
  interpreter.loop().remove_timeout(timeout->timeout);
  return Value::none();
}

}  // namespace

Value call_loop_method(Interpreter& interpreter, Word name, const Arguments& arguments) {
  switch (name) {
    case word::add_callback: {
      auto callback = Leading(interpreter, arguments).take_callback();
      if (!callback) return Value();
      as_loop_callback(*std::move(callback),
                       [&](auto call) { interpreter.loop().add_callback(std::move(call)); });
      return Value::none();
    }
    case word::spawn_callback: {
      auto callback = Leading(interpreter, arguments).take_callback();
      if (!callback) return Value();
      interpreter.loop().spawn_callback(*std::move(callback));
      return Value::none();
    }
    case word::add_future:
      return add_future(interpreter, arguments);
    case word::remove_timeout:
      return remove_timeout(interpreter, arguments);
    case word::time:
      if (!bind(interpreter, "time", arguments, {}, 0, nullptr)) return Value();
      return Value::real(tornado::seconds_of(interpreter.loop().time()));
    default:
      return add_timer(interpreter, name, arguments);
  }
}

}  // namespace windtunnel::subjects
