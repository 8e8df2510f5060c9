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

// Takes the leading parameters from the arguments; what is left is for the callback.
class Leading {
 public:
  Leading(World& world, const Arguments& arguments) : world_(world), rest_(arguments.positional) {
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

  // A callback with what is left as its arguments; nothing after raising TypeError.
  std::optional<BoundCall> take_callback() {
    Value function = take(word::callback);
    if (!function) return std::nullopt;
    if (function.is_none()) {
      world_.raise(word::TypeError, "the first argument must be callable");
      return std::nullopt;
    }
    return BoundCall(world_, std::move(function), rest_, named_);
  }

 private:
  Value wrong(std::string_view what, Word name) {
    return world_.raise(word::TypeError,
                        std::string(what) + " argument '" + std::string(world_.text(name)) + "'");
  }

  World& world_;
  std::span<const Value> rest_;
  std::vector<NamedArgument> named_;
};

Value add_future(World& world, const Arguments& arguments) {
  Value values[2];
  if (!bind(world, "add_future", arguments, {word::future, word::callback}, 2, values)) return Value();
  const auto* object = values[0].as<FutureObject>();
  if (object == nullptr) return world.raise(word::AssertionError, "");
  as_loop_callback(BoundCall(world, values[1], {}, {}),
                   [&](auto callback) { world.loop().add_future(object->future, std::move(callback)); });
  return Value::none();
}

Value add_timer(World& world, Word method, const Arguments& arguments) {
  Leading leading(world, arguments);
  Value when = leading.take(method == word::call_later ? word::delay : word::deadline);
  if (!when) return Value();
  tornado::Time deadline;
  if (method == word::add_timeout && when.tag() == Tag::timedelta) {
    deadline = world.loop().time() + tornado::Duration(static_cast<double>(when.as_integer()) / 1e6);
  } else {
    auto seconds = to_seconds(world, when);
    if (!seconds) return Value();
    deadline = method == word::call_later ? world.loop().time() + tornado::Duration(*seconds)
                                          : tornado::at_seconds(*seconds);
  }
  auto callback = leading.take_callback();
  if (!callback) return Value();
  return as_loop_callback(*std::move(callback), [&](auto call) {
    return world.heap().make<TimeoutObject>(world.loop().call_at(deadline, std::move(call)));
  });
}

Value remove_timeout(World& world, const Arguments& arguments) {
  Value handle;
  if (!bind(world, "remove_timeout", arguments, {word::timeout}, 1, &handle)) return Value();
  const auto* timeout = handle.as<TimeoutObject>();
  if (timeout == nullptr) {
    return world.raise(word::AttributeError,
                       "'" + std::string(type_name(world, handle)) + "' object has no attribute 'callback'");
  }
  world.loop().remove_timeout(timeout->timeout);
  return Value::none();
}

}  // namespace

Value call_loop_method(World& world, Word name, const Arguments& arguments) {
  switch (name) {
    case word::add_callback: {
      auto callback = Leading(world, arguments).take_callback();
      if (!callback) return Value();
      as_loop_callback(*std::move(callback), [&](auto call) { world.loop().add_callback(std::move(call)); });
      return Value::none();
    }
    case word::spawn_callback: {
      auto callback = Leading(world, arguments).take_callback();
      if (!callback) return Value();
      world.loop().spawn_callback(*std::move(callback));
      return Value::none();
    }
    case word::add_future:
      return add_future(world, arguments);
    case word::remove_timeout:
      return remove_timeout(world, arguments);
    case word::time:
      if (!bind(world, "time", arguments, {}, 0, nullptr)) return Value();
      return Value::real(tornado::seconds_of(world.loop().time()));
    default:
      return add_timer(world, name, arguments);
  }
}

}  // namespace windtunnel
