// Ref: a counted reference to an object that counts its own references. It is one word and uses no atomics:
// it belongs to one thread.
#pragma once

#include <utility>

namespace tornado {

/// Keeps its object alive with add_reference() and remove_reference(). May be null.
template <class Object>
class Ref {
 public:
  Ref() noexcept = default;
  explicit Ref(Object* object) noexcept : object_(object) {
    if (object_ != nullptr) object_->add_reference();
  }
  Ref(const Ref& other) noexcept : Ref(other.object_) {}
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_ != nullptr) object_->remove_reference();
  }
  Object* get() const noexcept { return object_; }
  Object* operator->() const noexcept { return object_; }
  Object& operator*() const noexcept { return *object_; }
  /// Whether both refer to the same object.
  bool operator==(const Ref& other) const noexcept { return object_ == other.object_; }

 private:
  Object* object_ = nullptr;
};

}  // namespace tornado
