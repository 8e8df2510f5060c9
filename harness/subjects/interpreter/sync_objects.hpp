// Locks and queues as heap objects of a scenario: the runtime's own, with a Value for every outcome.
#pragma once

#include <variant>

#include "harness/subjects/interpreter/objects.hpp"
#include "runtime/locks/condition.hpp"
#include "runtime/locks/event.hpp"
#include "runtime/locks/lock.hpp"
#include "runtime/queues/basic_queue.hpp"

namespace windtunnel::subjects {

/// The outcome of Condition.wait.
struct MakeBoolean {
  Value operator()(bool notified) const { return Value::boolean(notified); }
};
using ConditionOfValues = tornado::locks::BasicCondition<Value, MakeBoolean>;

using EventOfValues = tornado::locks::BasicEvent<Value>;

/// The outcome of an acquire: a _ReleasingContextManager.
struct MakePermitObject {
  Value operator()(const tornado::locks::BasicSemaphore<Value, MakePermitObject>& semaphore) const;
};
using SemaphoreOfValues = tornado::locks::BasicSemaphore<Value, MakePermitObject>;
using BoundedSemaphoreOfValues = tornado::locks::BasicBoundedSemaphore<Value, MakePermitObject>;
using LockOfValues = tornado::locks::BasicLock<Value, MakePermitObject>;

/// Python's `<`; throws what it raises.
struct ValueLess {
  bool operator()(const Value& left, const Value& right) const;
};
using QueueOfValues = tornado::queues::BasicQueue<Value, Value, tornado::queues::FirstIn<Value>>;
using PriorityQueueOfValues =
    tornado::queues::BasicQueue<Value, Value, tornado::queues::Lowest<Value, ValueLess>>;
using LifoQueueOfValues = tornado::queues::BasicQueue<Value, Value, tornado::queues::LastIn<Value>>;

class ConditionObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::condition;
  explicit ConditionObject(Heap& heap) : Object(heap, object_kind) {}
  void empty() { ConditionOfValues gone = std::move(condition); }
  ConditionOfValues condition;
};

class EventObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::event;
  explicit EventObject(Heap& heap) : Object(heap, object_kind) {}
  void empty() { EventOfValues gone = std::move(event); }
  EventOfValues event;
};

/// A Semaphore or BoundedSemaphore.
class SemaphoreObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::semaphore;
  SemaphoreObject(Heap& heap, SemaphoreOfValues semaphore_in, Word type_in)
      : Object(heap, object_kind), semaphore(std::move(semaphore_in)), type(type_in) {}
  void empty() { SemaphoreOfValues gone = std::move(semaphore); }
  SemaphoreOfValues semaphore;
  Word type;
};

class LockObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::lock;
  explicit LockObject(Heap& heap) : Object(heap, object_kind) {}
  void empty() { LockOfValues gone = std::move(lock); }
  LockOfValues lock;
};

/// A _ReleasingContextManager.
class PermitObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::permit;
  PermitObject(Heap& heap, SemaphoreOfValues semaphore_in)
      : Object(heap, object_kind), semaphore(std::move(semaphore_in)) {}
  void empty() { SemaphoreOfValues gone = std::move(semaphore); }
  SemaphoreOfValues semaphore;
};

/// A Queue, PriorityQueue or LifoQueue.
class QueueObject final : public Object {
 public:
  static constexpr ObjectKind object_kind = ObjectKind::queue;
  using Any = std::variant<QueueOfValues, PriorityQueueOfValues, LifoQueueOfValues>;
  QueueObject(Heap& heap, Any queue_in, Word type_in, Value maxsize_in)
      : Object(heap, object_kind),
        queue(std::move(queue_in)),
        type(type_in),
        maxsize(std::move(maxsize_in)) {}
  void empty() { Any gone = std::move(queue); }
  Any queue;
  Word type;
  Value maxsize;  ///< as it was given
};

}  // namespace windtunnel::subjects
