#include "harness/subjects/interpreter/objects.hpp"

#include "harness/subjects/interpreter/object_classes.hpp"

namespace windtunnel::subjects {

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

// Objects can refer to each other in chains of any length: destroying them recursively would overflow the
// stack.
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
    // Emptying one object may destroy others, including the next one: each step holds a reference to the
    // next.
    Value at = head_ != nullptr ? Value(head_) : Value();
    while (at) {
      Object& object = *at.object();
      if (traits_of(object.kind()).refers_to_futures == futures)
        with_class(object, [](auto& known) { known.empty(); });
      Value next = object.next_ != nullptr ? Value(object.next_) : Value();
      at = std::move(next);
    }
  }
}

}  // namespace windtunnel::subjects
