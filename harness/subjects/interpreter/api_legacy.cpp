// The legacy part of the group gen: Task, Callback, Wait, WaitAll, and lists with them.
#include <algorithm>
#include <any>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/render.hpp"
#include "runtime/legacy/multi_yield_point.hpp"

namespace windtunnel::subjects {

namespace {

// Names a key so that equal keys have equal names; throws TypeError for keys that cannot be hashed.
tornado::Key key_of(const Value& value) {
  Interpreter& interpreter = Interpreter::current();
  std::string shown;
  render_repr(interpreter, value, shown);
  interpreter.spend_bytes(shown.size());
  if (value.is_number() || value.tag() == Tag::timedelta) {
    std::string identity = value.tag() == Tag::timedelta ? "t" : "n";
    render_real(value.tag() == Tag::timedelta ? static_cast<double>(value.as_integer()) : value.as_real(),
                identity);
    return {std::move(identity), std::move(shown)};
  }
  if (value.as<ListObject>() != nullptr || value.as<DictObject>() != nullptr) {
    interpreter.raise(word::TypeError,
                      "unhashable type: '" + std::string(type_name(interpreter, value)) + "'");
    interpreter.throw_raised();
  }
  const bool by_text = value.tag() == Tag::word || value.as<StringObject>() != nullptr;
  const void* address = value.object();
  if (const auto* future = value.as<FutureObject>()) address = future->future.cell().get();
  // The address identifies an object; nothing else depends on it.
  std::string identity =
      by_text || address == nullptr ? shown : "o" + std::to_string(reinterpret_cast<std::uintptr_t>(address));
  return {std::move(identity), std::move(shown)};
}

// The result for the key that the scenario calls `value`.
Value take(tornado::PendingCallbacks& callbacks, const tornado::Key& key, const Value& value) {
  try {
    return std::any_cast<Value>(callbacks.take(key));
  } catch (const tornado::MissingResultError&) {
    Interpreter& interpreter = Interpreter::current();
    interpreter.raise(make_exception(interpreter.heap(), Value::native(word::KeyError), {value}));
    interpreter.throw_raised();
  }
}

class CallbackPoint final : public tornado::YieldPointOf<Value> {
 public:
  explicit CallbackPoint(Value key) : value_(std::move(key)) {}

  void start(tornado::LegacyRunner& runner) override {
    key_ = key_of(value_);
    callbacks_ = tornado::Ref<tornado::PendingCallbacks>(&runner.callbacks());
    callbacks_->add(*key_);
  }
  bool is_ready() override { return true; }
  Value get_result() override {
    return Interpreter::current().heap().make<ResultCallbackObject>(callbacks_->runner(), *key_);
  }

 private:
  Value value_;
  std::optional<tornado::Key> key_;
  tornado::Ref<tornado::PendingCallbacks> callbacks_;
};

class WaitPoint final : public tornado::YieldPointOf<Value> {
 public:
  explicit WaitPoint(Value key) : value_(std::move(key)) {}

  void start(tornado::LegacyRunner& runner) override {
    callbacks_ = tornado::Ref<tornado::PendingCallbacks>(&runner.callbacks());
  }
  bool is_ready() override { return callbacks_->is_ready(key()); }
  Value get_result() override { return take(*callbacks_, key(), value_); }

 private:
  const tornado::Key& key() {
    if (!key_) key_ = key_of(value_);
    return *key_;
  }

  Value value_;
  std::optional<tornado::Key> key_;
  tornado::Ref<tornado::PendingCallbacks> callbacks_;
};

class WaitAllPoint final : public tornado::YieldPointOf<Value> {
 public:
  explicit WaitAllPoint(Value keys) : keys_(std::move(keys)) {}

  void start(tornado::LegacyRunner& runner) override {
    callbacks_ = tornado::Ref<tornado::PendingCallbacks>(&runner.callbacks());
  }

  // Stops at the first key that has no result yet, as the original does.
  bool is_ready() override {
    for (const Value& key : keys()) {
      if (!callbacks_->is_ready(key_of(key))) return false;
    }
    return true;
  }

  Value get_result() override {
    std::vector<Value> results;
    for (const Value& value : keys()) {
      results.push_back(take(*callbacks_, key_of(value), value));
    }
    return make_list(Interpreter::current().heap(), std::move(results));
  }

 private:
  std::vector<Value> keys() const {
    Interpreter& interpreter = Interpreter::current();
    if (const auto* list = keys_.as<ListObject>()) return list->items;
    std::vector<Value> keys;
    if (const auto* dict = keys_.as<DictObject>()) {
      for (const auto& item : dict->items) keys.push_back(Value::word(item.first));
    } else if (keys_.tag() == Tag::word || keys_.as<StringObject>() != nullptr) {
      for (const char character : interpreter.text_of(keys_))
        keys.push_back(interpreter.heap().make<StringObject>(std::string(1, character)));
    } else {
      interpreter.raise(word::TypeError,
                        "'" + std::string(type_name(interpreter, keys_)) + "' object is not iterable");
      interpreter.throw_raised();
    }
    return keys;
  }

  Value keys_;
  tornado::Ref<tornado::PendingCallbacks> callbacks_;
};

template <class Point>
Value make_point(Interpreter& interpreter, Word type, std::string_view name, Word parameter,
                 const Arguments& arguments) {
  Value argument;
  if (!bind(interpreter, name, arguments, {parameter}, 1, &argument)) return Value();
  return interpreter.heap().make<YieldPointObject>(type, std::make_shared<Point>(std::move(argument)));
}

Value task(Interpreter& interpreter, const Arguments& arguments) {
  std::vector<NamedArgument> named(arguments.named.begin(), arguments.named.end());
  std::span<const Value> positional = arguments.positional;
  Value function;
  if (!positional.empty()) {
    function = positional.front();
    positional = positional.subspan(1);
  }
  for (auto at = named.begin(); at != named.end(); ++at) {
    if (at->name != word::func) continue;
    if (function) return interpreter.raise(word::TypeError, "Task() got multiple values for argument 'func'");
    function = std::move(at->value);
    named.erase(at);
    break;
  }
  if (!function)
    return interpreter.raise(word::TypeError, "Task() missing 1 required positional argument: 'func'");
  const bool has_callback = std::any_of(named.begin(), named.end(),
                                        [](const auto& argument) { return argument.name == word::callback; });
  tornado::Future<Value> future;
  const tornado::ExceptionStackContext context([future](const std::exception_ptr& error) {
    if (future.done()) return false;
    future.set_exception(error);
    return true;
  });
  tornado::run_with_stack_context(context, [&] {
    if (has_callback) {
      interpreter.raise(word::TypeError, "the function got multiple values for keyword argument 'callback'");
      interpreter.throw_raised();
    }
    named.insert(named.begin(), {word::callback, interpreter.heap().make<TaskCallbackObject>(future)});
    if (!interpreter.call(function, {positional, named})) interpreter.throw_raised();
  });
  return future_value(interpreter, future);
}

bool is_yield_point(const Value& value) {
  return value.as<YieldPointObject>() != nullptr;
}

// A child of a list with YieldPoints, as a YieldPoint.
std::shared_ptr<tornado::YieldPointOf<Value>> child_point(Interpreter& interpreter, const Value& child) {
  if (const auto* point = child.as<YieldPointObject>()) return point->point;
  if (contains_yield_point(child)) return multi_point(interpreter, child, {});
  return tornado::gen::yield_future(convert_yielded(child)).point();
}

}  // namespace

std::optional<Value> call_legacy(Interpreter& interpreter, Word function, const Arguments& arguments) {
  switch (function) {
    case word::Task:
      return task(interpreter, arguments);
    case word::Callback:
      return make_point<CallbackPoint>(interpreter, function, "Callback", word::key, arguments);
    case word::Wait:
      return make_point<WaitPoint>(interpreter, function, "Wait", word::key, arguments);
    case word::WaitAll:
      return make_point<WaitAllPoint>(interpreter, function, "WaitAll", word::keys, arguments);
    default:
      return std::nullopt;
  }
}

Value adapted_arguments(Interpreter& interpreter, const Arguments& arguments) {
  if (arguments.named.empty() && arguments.positional.size() <= 1)
    return arguments.positional.empty() ? Value::none() : arguments.positional.front();
  DictObject::Items named;
  for (const NamedArgument& argument : arguments.named) named.emplace_back(argument.name, argument.value);
  Value list = make_list(interpreter.heap(), {arguments.positional.begin(), arguments.positional.end()});
  Value dict = list ? make_dict(interpreter.heap(), std::move(named)) : Value();
  if (!dict) return Value();
  return interpreter.heap().make<ArgumentsObject>(std::move(list), std::move(dict));
}

Value call_result_callback(Interpreter& interpreter, const ResultCallbackObject& callback,
                           const Arguments& arguments) {
  const Value keep(const_cast<ResultCallbackObject*>(&callback));
  tornado::CapturedContexts contexts = callback.contexts;
  try {
    contexts.call([&] {
      Value result = adapted_arguments(interpreter, arguments);
      if (!result) interpreter.throw_raised();
      if (callback.runner.get() != nullptr)
        callback.runner->set_result(callback.key, std::any(std::move(result)));
    });
  } catch (const tornado::BaseException&) {
    throw;
  } catch (...) {
    return interpreter.raise_cpp(std::current_exception());
  }
  return Value::none();
}

Value call_task_callback(Interpreter& interpreter, const TaskCallbackObject& callback,
                         const Arguments& arguments) {
  const tornado::Future<Value> future = callback.future;
  Value result = adapted_arguments(interpreter, arguments);
  if (!result) return Value();
  if (!future.done()) future.set_result(std::move(result));
  return Value::none();
}

bool contains_yield_point(const Value& children) {
  if (const auto* list = children.as<ListObject>())
    return std::any_of(list->items.begin(), list->items.end(), is_yield_point);
  if (const auto* dict = children.as<DictObject>())
    return std::any_of(dict->items.begin(), dict->items.end(),
                       [](const auto& item) { return is_yield_point(item.second); });
  return false;
}

std::shared_ptr<tornado::YieldPointOf<Value>> multi_point(Interpreter& interpreter, const Value& children,
                                                          tornado::QuietExceptions quiet) {
  std::vector<std::shared_ptr<tornado::YieldPointOf<Value>>> points;
  if (const auto* dict = children.as<DictObject>()) {
    for (const auto& item : dict->items) points.push_back(child_point(interpreter, item.second));
  } else {
    for (const Value& child : children.as<ListObject>()->items)
      points.push_back(child_point(interpreter, child));
  }
  interpreter.spend_bytes(points.size() * sizeof(Value));
  auto collect = [children](std::vector<Value> results) {
    Heap& heap = Interpreter::current().heap();
    for (Value& result : results) result = result_value(result);
    const auto* dict = children.as<DictObject>();
    if (dict == nullptr) return make_list(heap, std::move(results));
    DictObject::Items items;
    for (std::size_t at = 0; at < results.size(); ++at)
      items.emplace_back(dict->items[at].first, std::move(results[at]));
    return make_dict(heap, std::move(items));
  };
  return tornado::gen::multi_yield_point(
             tornado::gen::YieldPointGroup<Value>(std::move(points), std::move(quiet)), std::move(collect))
      .point();
}

}  // namespace windtunnel::subjects
