// The group gen, without its legacy part.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"
#include "harness/subjects/interpreter/render.hpp"
#include "runtime/gen/multi.hpp"
#include "runtime/gen/with_timeout.hpp"

namespace windtunnel {

namespace {

Value sleep(Stage& stage, const Arguments& arguments) {
  Value duration;
  if (!bind(stage, "sleep", arguments, {word::duration}, 1, &duration)) return Value();
  auto seconds = to_seconds(stage, duration);
  if (!seconds) return Value();
  return future_value(stage, tornado::sleep<Value>(tornado::Duration(*seconds)));
}

Value with_timeout(Stage& stage, const Arguments& arguments) {
  Value values[4];
  if (!bind(stage, "with_timeout", arguments,
            {word::timeout, word::future, word::io_loop, word::quiet_exceptions}, 2, values)) {
    return Value();
  }
  const Value& timeout = values[0];
  if (contains_yield_point(values[1])) {
    return stage.raise(word::AttributeError, "'MultiYieldPoint' object has no attribute 'add_done_callback'");
  }
  tornado::Future<Value> awaited = convert_yielded(values[1]);
  auto quiet = quiet_exceptions(stage, values[3]);
  if (timeout.tag() == Tag::timedelta) {
    tornado::Duration delay(static_cast<double>(timeout.as_integer()) / 1e6);
    return future_value(stage, tornado::with_timeout(delay, awaited, std::move(quiet)));
  }
  auto seconds = to_seconds(stage, timeout);
  if (!seconds) return Value();
  return future_value(stage, tornado::with_timeout(tornado::at_seconds(*seconds), awaited, std::move(quiet)));
}

Value multi(Stage& stage, const Arguments& arguments) {
  Value values[2];
  if (!bind(stage, "multi", arguments, {word::children, word::quiet_exceptions}, 1, values)) return Value();
  if (values[0].as<ListObject>() == nullptr && values[0].as<DictObject>() == nullptr) {
    return stage.raise(word::TypeError,
                       "'" + std::string(type_name(stage, values[0])) + "' object is not iterable");
  }
  auto quiet = quiet_exceptions(stage, values[1]);
  if (contains_yield_point(values[0])) {
    return stage.heap().make<YieldPointObject>(word::MultiYieldPoint,
                                               multi_point(stage, values[0], std::move(quiet)));
  }
  return future_value(stage, multi_values(stage.heap(), values[0], std::move(quiet)));
}

Value maybe_future(Stage& stage, const Arguments& arguments) {
  Value x;
  if (!bind(stage, "maybe_future", arguments, {word::x}, 1, &x)) return Value();
  if (x.as<FutureObject>() != nullptr) return x;
  return future_value(stage, tornado::done_future(std::move(x)));
}

Value wait_iterator(Stage& stage, const Arguments& arguments) {
  if (!arguments.positional.empty() && !arguments.named.empty()) {
    return stage.raise(word::ValueError, "You must provide args or kwargs, not both");
  }
  std::vector<std::pair<Value, tornado::Future<Value>>> futures;
  auto add = [&](Value key, const Value& value) {
    const auto* object = value.as<FutureObject>();
    if (object != nullptr) {
      futures.emplace_back(std::move(key), object->future);
      return true;
    }
    bool hashable = value.as<ListObject>() == nullptr && value.as<DictObject>() == nullptr;
    stage.raise(hashable ? word::AttributeError : word::TypeError, "WaitIterator takes Futures");
    return false;
  };
  for (const Value& value : arguments.positional) {
    if (!add(Value::integer(static_cast<std::int64_t>(futures.size())), value)) return Value();
  }
  for (const NamedArgument& argument : arguments.named) {
    if (!add(Value::word(argument.name), argument.value)) return Value();
  }
  return stage.heap().make<WaitIteratorObject>(WaitIteratorObject::Iterator(futures));
}

std::optional<Value> call_gen_unguarded(Stage& stage, Word function, const Arguments& arguments) {
  switch (function) {
    case word::sleep:
      return sleep(stage, arguments);
    case word::with_timeout:
      return with_timeout(stage, arguments);
    case word::multi:
      return multi(stage, arguments);
    case word::maybe_future:
      return maybe_future(stage, arguments);
    case word::WaitIterator:
      return wait_iterator(stage, arguments);
    default:
      return call_legacy(stage, function, arguments);
  }
}

}  // namespace

std::optional<Value> call_gen(Stage& stage, Word function, const Arguments& arguments) {
  return raising(stage, [&] { return call_gen_unguarded(stage, function, arguments); });
}

tornado::QuietExceptions quiet_exceptions(Stage& stage, const Value& type) {
  if (!type) return {};
  return tornado::QuietExceptions([&stage, type](const std::exception_ptr& error) {
    Value exception = stage.from_native(error);
    const auto* object = exception.as<ExceptionObject>();
    if (type.is_native(word::Future) || type.is_native(word::IOLoop) || type.is_native(word::WaitIterator) ||
        type.is_native(word::timedelta)) {
      return false;
    }
    if (!is_exception_class(type)) {
      stage.raise(word::TypeError, "isinstance() arg 2 must be a type, a tuple of types, or a union");
      stage.throw_raised();
    }
    return object != nullptr && is_subclass(object->type, type);
  });
}

namespace {

[[noreturn]] void throw_assertion_error() {
  Stage& stage = Stage::current();
  stage.raise(word::AssertionError, "");
  stage.throw_raised();
}

}  // namespace

tornado::Future<Value> multi_values(Heap& heap, const Value& children, tornado::QuietExceptions quiet) {
  std::vector<tornado::Future<Value>> futures;
  const auto* dict = children.as<DictObject>();
  Stage::current().spend_bytes(dict != nullptr ? sizeof(*dict->items.data()) * dict->items.size()
                                               : sizeof(Value) * children.as<ListObject>()->items.size());
  bool all_futures = true;
  auto add = [&](const Value& child) {
    if (contains_yield_point(child)) {
      multi_point(Stage::current(), child, {});
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
    multi_point(Stage::current(), value, {});
    throw_assertion_error();
  }
  if (value.as<ListObject>() != nullptr || value.as<DictObject>() != nullptr) {
    return multi_values(value.object()->heap(), value, {});
  }
  std::string message = "yielded unknown object ";
  render_repr(Stage::current(), value, message);
  Stage::current().spend_bytes(message.size());
  throw tornado::BadYieldError(message);
}

bool is_wait_iterator_method(Word name) {
  return name == word::done || name == word::next;
}

Value call_wait_iterator_method(Stage& stage, WaitIteratorObject& object, Word name,
                                const Arguments& arguments) {
  if (!bind(stage, "next", arguments, {}, 0, nullptr)) return Value();
  Value keep(&object);
  if (name == word::done) return Value::boolean(object.iterator.done());
  return raising(stage, [&] { return future_value(stage, object.iterator.next()); });
}

Value wait_iterator_attribute(Stage& stage, const WaitIteratorObject& object, Word name) {
  if (name == word::current_index) {
    const auto& index = object.iterator.current_index();
    return index ? *index : Value::none();
  }
  if (name == word::current_future) {
    const auto& future = object.iterator.current_future();
    return future ? future_value(stage, *future) : Value::none();
  }
  return Value();
}

}  // namespace windtunnel
