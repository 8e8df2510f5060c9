// The group IOLoop: the methods of the current loop.
#include <algorithm>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/operators.hpp"

namespace windtunnel {

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
  Leading(Stage& stage, const Arguments& arguments) : stage_(stage), rest_(arguments.positional) {
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
      stage_.raise(word::TypeError, "the first argument must be callable");
      return std::nullopt;
    }
    return BoundCall(stage_, std::move(function), rest_, named_);
  }

 private:
  Value wrong(std::string_view what, Word name) {
    return stage_.raise(word::TypeError,
                        std::string(what) + " argument '" + std::string(stage_.text(name)) + "'");
  }

  Stage& stage_;
  std::span<const Value> rest_;
  std::vector<NamedArgument> named_;
};

Value add_future(Stage& stage, const Arguments& arguments) {
  Value values[2];
  if (!bind(stage, "add_future", arguments, {word::future, word::callback}, 2, values)) return Value();
  const auto* object = values[0].as<FutureObject>();
  if (object == nullptr) return stage.raise(word::AssertionError, "");
  as_loop_callback(BoundCall(stage, values[1], {}, {}),
                   [&](auto callback) { stage.loop().add_future(object->future, std::move(callback)); });
  return Value::none();
}

Value add_timer(Stage& stage, Word method, const Arguments& arguments) {
  Leading leading(stage, arguments);
  Value when = leading.take(method == word::call_later ? word::delay : word::deadline);
  if (!when) return Value();
  tornado::Time deadline;
  if (method == word::add_timeout && when.tag() == Tag::timedelta) {
    deadline = stage.loop().time() + tornado::Duration(static_cast<double>(when.as_integer()) / 1e6);
  } else {
    auto seconds = to_seconds(stage, when);
    if (!seconds) return Value();
    deadline = method == word::call_later ? stage.loop().time() + tornado::Duration(*seconds)
                                          : tornado::at_seconds(*seconds);
  }
  auto callback = leading.take_callback();
  if (!callback) return Value();
  return as_loop_callback(*std::move(callback), [&](auto call) {
    return stage.heap().make<TimeoutObject>(stage.loop().call_at(deadline, std::move(call)));
  });
}

Value remove_timeout(Stage& stage, const Arguments& arguments) {
  Value handle;
  if (!bind(stage, "remove_timeout", arguments, {word::timeout}, 1, &handle)) return Value();
  const auto* timeout = handle.as<TimeoutObject>();
  if (timeout == nullptr) {
    return stage.raise(word::AttributeError,
                       "'" + std::string(type_name(stage, handle)) + "' object has no attribute 'callback'");
  }
  stage.loop().remove_timeout(timeout->timeout);
  return Value::none();
}

}  // namespace

Value call_loop_method(Stage& stage, Word name, const Arguments& arguments) {
  switch (name) {
    case word::add_callback: {
      auto callback = Leading(stage, arguments).take_callback();
      if (!callback) return Value();
      as_loop_callback(*std::move(callback), [&](auto call) { stage.loop().add_callback(std::move(call)); });
      return Value::none();
    }
    case word::spawn_callback: {
      auto callback = Leading(stage, arguments).take_callback();
      if (!callback) return Value();
      stage.loop().spawn_callback(*std::move(callback));
      return Value::none();
    }
    case word::add_future:
      return add_future(stage, arguments);
    case word::remove_timeout:
      return remove_timeout(stage, arguments);
    case word::time:
      if (!bind(stage, "time", arguments, {}, 0, nullptr)) return Value();
      return Value::real(tornado::seconds_of(stage.loop().time()));
    default:
      return add_timer(stage, name, arguments);
  }
}

}  // namespace windtunnel
