// The heap objects of a scenario's run, and the Heap, which owns what is left of them at the end.
#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "harness/scenario/code.hpp"
#include "harness/subjects/interpreter/value.hpp"
#include "runtime/memory_pool.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

/// All objects of one run. They are reference-counted; `clear` frees what a cycle keeps alive. An object that
/// is held from outside, for example by an observer with its exceptions, lives on, empty and alone.
class Heap {
 public:
  Heap() = default;
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;
  ~Heap();

  template <class Class, class... Args>
  Value make(Args&&... args) {
    return Value(tornado::pool_new<Class>(*this, std::forward<Args>(args)...));
  }

  /// Empties all objects: first the Futures, whose reports on destruction still show values, then everything
  /// else.
  void clear() noexcept;

 private:
  friend class Object;

  void bury(Object& object) noexcept;

  Object* head_ = nullptr;
  Object* buried_ = nullptr;  // dead, and waiting to be destroyed
  bool burying_ = false;
};

/// A string made in the run; strings of the source text are words.
class StringObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::string;
  StringObject(Heap& heap, std::string text_in) : Object(heap, object_kind), text(std::move(text_in)) {}
  void empty() {}
  std::string text;
};

/// A list; nothing in the language modifies one.
class ListObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::list;
  ListObject(Heap& heap, std::vector<Value> items_in)
      : Object(heap, object_kind), items(std::move(items_in)) {}
  void empty() { std::exchange(items, {}).clear(); }
  std::vector<Value> items;
  std::uint32_t depth = 1;  ///< of nesting
};

/// A dict with string keys, in insertion order.
class DictObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::dict;
  using Items = std::vector<std::pair<Word, Value>>;
  DictObject(Heap& heap, Items items_in) : Object(heap, object_kind), items(std::move(items_in)) {}
  void empty() { std::exchange(items, {}).clear(); }
  Items items;
  std::uint32_t depth = 1;
};

/// An exception class of the scenario.
class ExceptionClassObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::exception_class;
  ExceptionClassObject(Heap& heap, Word name_in, Value base_in)
      : Object(heap, object_kind), name(name_in), base(std::move(base_in)) {}
  void empty() { Value gone = std::move(base); }
  Word name;
  Value base;
};

/// An exception.
class ExceptionObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::exception;
  ExceptionObject(Heap& heap, Value type_in, std::vector<Value> arguments_in)
      : Object(heap, object_kind), type(std::move(type_in)), arguments(std::move(arguments_in)) {}
  void empty() {
    std::exchange(arguments, {}).clear();
    std::exception_ptr gone = std::exchange(native, nullptr);
  }
  Value type;  ///< an exception_class object or a C++ name
  std::vector<Value> arguments;
  std::exception_ptr native;  ///< the C++ exception that represents it, once there is one: always the same
};

/// A variable that lambdas share with the enclosing function.
class CellObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::cell;
  explicit CellObject(Heap& heap) : Object(heap, object_kind) {}
  void empty() { Value gone = std::move(value); }
  Value value;
};

/// A lambda with the cells that it captured.
class LambdaObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::lambda;
  LambdaObject(Heap& heap, std::uint32_t function_in, std::vector<Value> captures_in)
      : Object(heap, object_kind), function(function_in), captures(std::move(captures_in)) {}
  void empty() { std::exchange(captures, {}).clear(); }
  std::uint32_t function;
  std::vector<Value> captures;
};

/// A method taken from its object without calling it.
class BoundMethodObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::bound_method;
  BoundMethodObject(Heap& heap, Value self_in, Word method_in)
      : Object(heap, object_kind), self(std::move(self_in)), method(method_in) {}
  void empty() { Value gone = std::move(self); }
  Value self;
  Word method;
};

/// A Future. Several objects may stand for one Future; `is` compares the Futures.
class FutureObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::future;
  FutureObject(Heap& heap, tornado::Future<Value> future_in)
      : Object(heap, object_kind), future(std::move(future_in)) {}
  void empty() { tornado::Future<Value> gone = std::move(future); }
  tornado::Future<Value> future;
};

/// The result of call_later and similar functions.
class TimeoutObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::timeout;
  TimeoutObject(Heap& heap, tornado::Timeout timeout_in)
      : Object(heap, object_kind), timeout(std::move(timeout_in)) {}
  void empty() { tornado::Timeout gone = std::exchange(timeout, {}); }
  tornado::Timeout timeout;
};

/// gen.WaitIterator; its keys are positions or strings.
class WaitIteratorObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::wait_iterator;
  using Iterator = tornado::WaitIterator<Value, Value>;
  WaitIteratorObject(Heap& heap, Iterator iterator_in)
      : Object(heap, object_kind), iterator(std::move(iterator_in)) {}
  void empty() { Iterator gone = std::move(iterator); }
  Iterator iterator;
};

/// The result of tracing(name): calling it gives a context that logs its entry and exit.
class TracingFactoryObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::tracing_factory;
  TracingFactoryObject(Heap& heap, Value name_in) : Object(heap, object_kind), name(std::move(name_in)) {}
  void empty() { Value gone = std::move(name); }
  Value name;
};

/// Such a context.
class TracingContextObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::tracing_context;
  TracingContextObject(Heap& heap, Value name_in) : Object(heap, object_kind), name(std::move(name_in)) {}
  void empty() { Value gone = std::move(name); }
  Value name;
};

}  // namespace windtunnel::subjects
