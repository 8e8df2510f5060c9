#include "harness/subjects/interpreter/objects.hpp"

#include "harness/subjects/interpreter/context_objects.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"
#include "harness/subjects/interpreter/sync_objects.hpp"

namespace windtunnel {

namespace {

// Calls `visit` with the object as what it is.
template <class Visit>
void with_class(Object& object, Visit visit) {
  switch (object.kind()) {
    case ObjectKind::string:
      return visit(static_cast<StringObject&>(object));
    case ObjectKind::list:
      return visit(static_cast<ListObject&>(object));
    case ObjectKind::dict:
      return visit(static_cast<DictObject&>(object));
    case ObjectKind::exception:
      return visit(static_cast<ExceptionObject&>(object));
    case ObjectKind::exception_class:
      return visit(static_cast<ExceptionClassObject&>(object));
    case ObjectKind::lambda:
      return visit(static_cast<LambdaObject&>(object));
    case ObjectKind::cell:
      return visit(static_cast<CellObject&>(object));
    case ObjectKind::bound_method:
      return visit(static_cast<BoundMethodObject&>(object));
    case ObjectKind::future:
      return visit(static_cast<FutureObject&>(object));
    case ObjectKind::timeout:
      return visit(static_cast<TimeoutObject&>(object));
    case ObjectKind::wait_iterator:
      return visit(static_cast<WaitIteratorObject&>(object));
    case ObjectKind::tracing_factory:
      return visit(static_cast<TracingFactoryObject&>(object));
    case ObjectKind::tracing_context:
      return visit(static_cast<TracingContextObject&>(object));
    case ObjectKind::context:
      return visit(static_cast<ContextObject&>(object));
    case ObjectKind::null_context:
      return visit(static_cast<NullContextObject&>(object));
    case ObjectKind::wrapped:
      return visit(static_cast<WrappedObject&>(object));
    case ObjectKind::yield_point:
      return visit(static_cast<YieldPointObject&>(object));
    case ObjectKind::result_callback:
      return visit(static_cast<ResultCallbackObject&>(object));
    case ObjectKind::task_callback:
      return visit(static_cast<TaskCallbackObject&>(object));
    case ObjectKind::arguments:
      return visit(static_cast<ArgumentsObject&>(object));
    case ObjectKind::condition:
      return visit(static_cast<ConditionObject&>(object));
    case ObjectKind::event:
      return visit(static_cast<EventObject&>(object));
    case ObjectKind::semaphore:
      return visit(static_cast<SemaphoreObject&>(object));
    case ObjectKind::lock:
      return visit(static_cast<LockObject&>(object));
    case ObjectKind::permit:
      return visit(static_cast<PermitObject&>(object));
    case ObjectKind::queue:
      return visit(static_cast<QueueObject&>(object));
  }
}

// Lets go of everything that the object refers to, so that no cycle through it is left.
struct Empty {
  void operator()(StringObject&) const {}
  void operator()(ListObject& list) const { std::exchange(list.items, {}).clear(); }
  void operator()(DictObject& dict) const { std::exchange(dict.items, {}).clear(); }
  void operator()(ExceptionObject& exception) const {
    std::exchange(exception.arguments, {}).clear();
    std::exception_ptr native = std::exchange(exception.native, nullptr);
  }
  void operator()(ExceptionClassObject& type) const { Value base = std::move(type.base); }
  void operator()(LambdaObject& lambda) const { std::exchange(lambda.captures, {}).clear(); }
  void operator()(CellObject& cell) const { Value value = std::move(cell.value); }
  void operator()(BoundMethodObject& method) const { Value self = std::move(method.self); }
  void operator()(FutureObject& object) const { tornado::Future<Value> future = std::move(object.future); }
  void operator()(TimeoutObject& object) const {
    tornado::Timeout timeout = std::exchange(object.timeout, {});
  }
  void operator()(WaitIteratorObject& object) const {
    WaitIteratorObject::Iterator iterator = std::move(object.iterator);
  }
  void operator()(TracingFactoryObject& factory) const { Value name = std::move(factory.name); }
  void operator()(TracingContextObject& context) const { Value name = std::move(context.name); }
  // A context that was entered inside itself is its own outer context.
  void operator()(ContextObject& object) const {
    tornado::Ref<tornado::Context> context = std::move(object.context);
    if (context.get() != nullptr) context->forget();
  }
  void operator()(NullContextObject& object) const { tornado::Contexts outer = std::move(object.outer); }
  void operator()(WrappedObject& wrapped) const {
    Value function = std::move(wrapped.function);
    tornado::CapturedContexts contexts = std::exchange(wrapped.contexts, {});
  }
  void operator()(YieldPointObject& object) const { auto point = std::move(object.point); }
  void operator()(ResultCallbackObject& callback) const {
    tornado::Ref<tornado::LegacyRunner> runner = std::move(callback.runner);
    tornado::CapturedContexts contexts = std::exchange(callback.contexts, {});
  }
  void operator()(TaskCallbackObject& callback) const {
    tornado::Future<Value> future = std::move(callback.future);
  }
  void operator()(ArgumentsObject& arguments) const {
    Value positional = std::move(arguments.positional);
    Value named = std::move(arguments.named);
  }
  void operator()(ConditionObject& object) const { ConditionOfValues moved = std::move(object.condition); }
  void operator()(EventObject& object) const { EventOfValues moved = std::move(object.event); }
  void operator()(SemaphoreObject& object) const { SemaphoreOfValues moved = std::move(object.semaphore); }
  void operator()(LockObject& object) const { LockOfValues moved = std::move(object.lock); }
  void operator()(PermitObject& object) const { SemaphoreOfValues moved = std::move(object.semaphore); }
  void operator()(QueueObject& object) const { QueueObject::Any moved = std::move(object.queue); }
};

bool refers_to_futures(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::future:
    case ObjectKind::wait_iterator:
    case ObjectKind::task_callback:
    case ObjectKind::condition:
    case ObjectKind::event:
    case ObjectKind::semaphore:
    case ObjectKind::lock:
    case ObjectKind::permit:
    case ObjectKind::queue:
      return true;
    default:
      return false;
  }
}

}  // namespace

Object::Object(Heap& heap, ObjectKind kind) : heap_(&heap), next_(heap.head_), kind_(kind) {
  if (next_ != nullptr) next_->previous_ = this;
  heap.head_ = this;
}

void Object::die() noexcept {
  if (heap_ == nullptr) return with_class(*this, [](auto& dead) { tornado::pool_delete(&dead); });
  (previous_ != nullptr ? previous_->next_ : heap_->head_) = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
  heap_->bury(*this);
}

Heap::~Heap() {
  clear();
  while (head_ != nullptr) std::exchange(head_, head_->next_)->heap_ = nullptr;
}

// Objects can refer to each other in chains of any length: ending them one inside the other would overflow
// the stack.
void Heap::bury(Object& object) noexcept {
  object.next_ = std::exchange(buried_, &object);
  if (burying_) return;
  burying_ = true;
  while (buried_ != nullptr) {
    Object& last = *std::exchange(buried_, buried_->next_);
    with_class(last, [](auto& dead) { tornado::pool_delete(&dead); });
  }
  burying_ = false;
}

void Heap::clear() noexcept {
  for (bool futures : {true, false}) {
    // Emptying one object may end others, the next one among them: each step holds on to the one that it goes
    // to.
    Value at = head_ != nullptr ? Value(head_) : Value();
    while (at) {
      Object& object = *at.object();
      if (refers_to_futures(object.kind()) == futures) with_class(object, Empty());
      Value next = object.next_ != nullptr ? Value(object.next_) : Value();
      at = std::move(next);
    }
  }
}

}  // namespace windtunnel
