// The group gen, without its legacy part.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"
#include "harness/subjects/interpreter/render.hpp"
#include "runtime/gen/multi.hpp"
#include "runtime/gen/with_timeout.hpp"

namespace windtunnel::subjects {

namespace {

Value sleep(Interpreter& interpreter, const Arguments& arguments) {
  Value duration;
  if (!bind(interpreter, "sleep", arguments, {word::duration}, 1, &duration)) return Value();
  auto seconds = to_seconds(interpreter, duration);
  if (!seconds) return Value();
  return future_value(interpreter, tornado::sleep<Value>(tornado::Duration(*seconds)));
}

Value with_timeout(Interpreter& interpreter, const Arguments& arguments) {
  Value values[4];
  if (!bind(interpreter, "with_timeout", arguments,
            {word::timeout, word::future, word::io_loop, word::quiet_exceptions}, 2, values)) {
    return Value();
  }
  const Value& timeout = values[0];
  if (contains_yield_point(values[1])) {
    return interpreter.raise(word::AttributeError,
                             "'MultiYieldPoint' object has no attribute 'add_done_callback'");
  }
  tornado::Future<Value> awaited = convert_yielded(values[1]);
  auto quiet = quiet_exceptions(interpreter, values[3]);
  if (timeout.tag() == Tag::timedelta) {
    tornado::Duration delay(static_cast<double>(timeout.as_integer()) / 1e6);
    return future_value(interpreter, tornado::with_timeout(delay, awaited, std::move(quiet)));
  }
  auto seconds = to_seconds(interpreter, timeout);
  if (!seconds) return Value();
  return future_value(interpreter,
                      tornado::with_timeout(tornado::at_seconds(*seconds), awaited, std::move(quiet)));
}

Value multi(Interpreter& interpreter, const Arguments& arguments) {
  Value values[2];
  if (!bind(interpreter, "multi", arguments, {word::children, word::quiet_exceptions}, 1, values))
    return Value();
  if (values[0].as<ListObject>() == nullptr && values[0].as<DictObject>() == nullptr) {
    return interpreter.raise(
        word::TypeError, "'" + std::string(type_name(interpreter, values[0])) + "' object is not iterable");
  }
  auto quiet = quiet_exceptions(interpreter, values[1]);
  if (contains_yield_point(values[0])) {
    return interpreter.heap().make<YieldPointObject>(word::MultiYieldPoint,
                                                     multi_point(interpreter, values[0], std::move(quiet)));
  }
  return future_value(interpreter, multi_values(interpreter.heap(), values[0], std::move(quiet)));
}

Value maybe_future(Interpreter& interpreter, const Arguments& arguments) {
  Value x;
  if (!bind(interpreter, "maybe_future", arguments, {word::x}, 1, &x)) return Value();
  if (x.as<FutureObject>() != nullptr) return x;
  return future_value(interpreter, tornado::done_future(std::move(x)));
}

Value wait_iterator(Interpreter& interpreter, const Arguments& arguments) {
  if (!arguments.positional.empty() && !arguments.named.empty()) {
    return interpreter.raise(word::ValueError, "You must provide args or kwargs, not both");
  }
  std::vector<std::pair<Value, tornado::Future<Value>>> futures;
  auto add = [&](Value key, const Value& value) {
    const auto* object = value.as<FutureObject>();
    if (object != nullptr) {
      futures.emplace_back(std::move(key), object->future);
      return true;
    }
    bool hashable = value.as<ListObject>() == nullptr && value.as<DictObject>() == nullptr;
    interpreter.raise(hashable ? word::AttributeError : word::TypeError, "WaitIterator takes Futures");
    return false;
  };
  for (const Value& value : arguments.positional) {
    if (!add(Value::integer(static_cast<std::int64_t>(futures.size())), value)) return Value();
  }
  for (const NamedArgument& argument : arguments.named) {
    if (!add(Value::word(argument.name), argument.value)) return Value();
  }
  return interpreter.heap().make<WaitIteratorObject>(WaitIteratorObject::Iterator(futures));
}

std::optional<Value> call_gen_unguarded(Interpreter& interpreter, Word function, const Arguments& arguments) {
  switch (function) {
    case word::sleep:
      return sleep(interpreter, arguments);
    case word::with_timeout:
      return with_timeout(interpreter, arguments);
    case word::multi:
      return multi(interpreter, arguments);
    case word::maybe_future:
      return maybe_future(interpreter, arguments);
    case word::WaitIterator:
      return wait_iterator(interpreter, arguments);
    default:
      return call_legacy(interpreter, function, arguments);
  }
}

}  // namespace

std::optional<Value> call_gen(Interpreter& interpreter, Word function, const Arguments& arguments) {
  return raising(interpreter, [&] { return call_gen_unguarded(interpreter, function, arguments); });
}

tornado::QuietExceptions quiet_exceptions(Interpreter& interpreter, const Value& type) {
  if (!type) return {};
  return tornado::QuietExceptions([&interpreter, type](const std::exception_ptr& error) {
    Value exception = interpreter.from_cpp(error);
    const auto* object = exception.as<ExceptionObject>();
    if (type.is_builtin(word::Future) || type.is_builtin(word::IOLoop) ||
        type.is_builtin(word::WaitIterator) || type.is_builtin(word::timedelta)) {
      return false;
    }
    if (!is_exception_class(type)) {
      interpreter.raise(word::TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
      interpreter.throw_raised();
    }
    return object != nullptr && is_subclass(object->type, type);
  });
}

namespace {

[[noreturn]] void throw_assertion_error() {
  Interpreter& interpreter = Interpreter::current();
  interpreter.raise(word::AssertionError, "");
  interpreter.throw_raised();
}

}  // namespace

tornado::Future<Value> multi_values(Heap& heap, const Value& children, tornado::QuietExceptions quiet) {
  std::vector<tornado::Future<Value>> futures;
  const auto* dict = children.as<DictObject>();
  Interpreter::current().spend_bytes(dict != nullptr
                                         ? sizeof(*dict->items.data()) * dict->items.size()
                                         : sizeof(Value) * children.as<ListObject>()->items.size());
  bool all_futures = true;
  auto add = [&](const Value& child) {
    if (contains_yield_point(child)) {
      multi_point(Interpreter::current(), child, {});
      all_futures = false;
    } else {
      futures.push_back(convert_yielded(child));
    }
  };
  if (dict != nullptr) {
    for (const auto& item : dict->items) add(item.second);
  } else {
    for (const Value& child : children.as<ListObject>()->items) add(child);
  }
  if (!all_futures) throw_assertion_error();
  tornado::Future<Value> result;
  std::vector<tornado::Ref<tornado::FutureCell>> cells;
  cells.reserve(futures.size());
  for (const auto& future : futures) cells.emplace_back(future.cell().get());
  auto succeed = [&heap, result, children, futures = std::move(futures)] {
    if (const auto* keys = children.as<DictObject>()) {
      DictObject::Items items;
      for (std::size_t at = 0; at < futures.size(); ++at) {
        items.emplace_back(keys->items[at].first, result_value(futures[at].result()));
      }
      result.set_result(make_dict(heap, std::move(items)));
    } else {
      std::vector<Value> items;
      for (const auto& future : futures) items.push_back(result_value(future.result()));
      result.set_result(make_list(heap, std::move(items)));
    }
  };
  tornado::gather(std::move(cells), tornado::Ref<tornado::FutureCell>(result.cell().get()), std::move(quiet),
                  std::move(succeed));
  return result;
}

tornado::Future<Value> convert_yielded(const Value& value) {
  if (value.is_none()) return tornado::moment_future<Value>();
  if (const auto* object = value.as<FutureObject>()) return object->future;
  if (contains_yield_point(value)) {
    multi_point(Interpreter::current(), value, {});
    throw_assertion_error();
  }
  if (value.as<ListObject>() != nullptr || value.as<DictObject>() != nullptr) {
    return multi_values(value.object()->heap(), value, {});
  }
  std::string message = "yielded unknown object ";
  render_repr(Interpreter::current(), value, message);
  Interpreter::current().spend_bytes(message.size());
  throw tornado::BadYieldError(message);
}

bool is_wait_iterator_method(Word name) {
  return name == word::done || name == word::next;
}

Value call_wait_iterator_method(Interpreter& interpreter, WaitIteratorObject& object, Word name,
                                const Arguments& arguments) {
  if (!bind(interpreter, "next", arguments, {}, 0, nullptr)) return Value();
  Value keep(&object);
  if (name == word::done) return Value::boolean(object.iterator.done());
  return raising(interpreter, [&] { return future_value(interpreter, object.iterator.next()); });
}

Value wait_iterator_attribute(Interpreter& interpreter, const WaitIteratorObject& object, Word name) {
  if (name == word::current_index) {
    const auto& index = object.iterator.current_index();
    return index ? *index : Value::none();
  }
  if (name == word::current_future) {
    const auto& future = object.iterator.current_future();
    return future ? future_value(interpreter, *future) : Value::none();
  }
  return Value();
}

}  // namespace windtunnel::subjects
