// Values of the scenario language: small things in place, everything else a counted object of the run's Heap.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

#include "harness/scenario/words.hpp"

namespace windtunnel::subjects {

using namespace scenario;  // what an interpreter reads

/// What a Value is. `unset` is no value: an unbound variable, or a call that raised.
enum class Tag : std::uint8_t {
  unset,
  none,
  boolean,
  integer,
  real,
  word,       // a string of the source text
  timedelta,  // whole microseconds
  function,   // a function of the scenario, by its index in the Program
  native,     // a function, class or module of the API, by its word
  object,
};

/// The kinds of heap objects.
enum class ObjectKind : std::uint8_t {
#define WINDTUNNEL_OBJECT(kind, Class, type, shown, traits) kind,
#include "harness/subjects/interpreter/objects.def"
#undef WINDTUNNEL_OBJECT
};

class Heap;

/// The base of heap objects: counted, and known to its Heap, which breaks cycles when the run is over.
class Object {
 public:
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  ObjectKind kind() const { return kind_; }
  Heap& heap() const { return *heap_; }
  void add_reference() noexcept { ++references_; }
  void remove_reference() noexcept {
    if (--references_ == 0) die();
  }

 protected:
  Object(Heap& heap, ObjectKind kind);
  ~Object() = default;

 private:
  friend class Heap;
  void die() noexcept;

  Heap* heap_;
  Object* previous_ = nullptr;
  Object* next_ = nullptr;
  std::uint32_t references_ = 0;
  ObjectKind kind_;
};

/// One value. 16 bytes, copied freely.
class Value {
 public:
  Value() noexcept : tag_(Tag::unset), integer_(0) {}
  Value(const Value& other) noexcept : tag_(other.tag_), integer_(other.integer_) {
    if (tag_ == Tag::object) object_->add_reference();
  }
  Value(Value&& other) noexcept : tag_(std::exchange(other.tag_, Tag::unset)), integer_(other.integer_) {}
  Value& operator=(const Value& other) noexcept {
    Value copy(other);
    swap(copy);
    return *this;
  }
  Value& operator=(Value&& other) noexcept {
    Value moved(std::move(other));
    swap(moved);
    return *this;
  }
  ~Value() {
    if (tag_ == Tag::object) object_->remove_reference();
  }

  static Value none() { return Value(Tag::none, 0); }
  static Value boolean(bool value) { return Value(Tag::boolean, value ? 1 : 0); }
  static Value integer(std::int64_t value) { return Value(Tag::integer, value); }
  static Value real(double value) {
    Value made(Tag::real, 0);
    made.real_ = value;
    return made;
  }
  static Value word(Word text) { return Value(Tag::word, text); }
  static Value timedelta(std::int64_t microseconds) { return Value(Tag::timedelta, microseconds); }
  static Value function(std::uint32_t index) { return Value(Tag::function, index); }
  static Value native(Word name) { return Value(Tag::native, name); }
  explicit Value(Object* object) noexcept : tag_(Tag::object), object_(object) { object_->add_reference(); }

  Tag tag() const { return tag_; }
  bool is_unset() const { return tag_ == Tag::unset; }
  explicit operator bool() const { return tag_ != Tag::unset; }
  bool is_none() const { return tag_ == Tag::none; }
  bool is_builtin(Word name) const {
    return tag_ == Tag::native && integer_ == static_cast<std::int64_t>(name);
  }
  /// An integer or a bool, which counts as one.
  bool is_integral() const { return tag_ == Tag::integer || tag_ == Tag::boolean; }
  bool is_number() const { return is_integral() || tag_ == Tag::real; }

  std::int64_t as_integer() const { return integer_; }
  double as_real() const { return tag_ == Tag::real ? real_ : static_cast<double>(integer_); }
  Word as_word() const { return static_cast<Word>(integer_); }
  std::uint32_t as_index() const { return static_cast<std::uint32_t>(integer_); }

  /// The object if it is of that class, else null.
  template <class Class>
  Class* as() const {
    return tag_ == Tag::object && object_->kind() == Class::object_kind ? static_cast<Class*>(object_)
                                                                        : nullptr;
  }
  Object* object() const { return tag_ == Tag::object ? object_ : nullptr; }

  void swap(Value& other) noexcept {
    std::swap(tag_, other.tag_);
    std::swap(integer_, other.integer_);
  }

  /// The very same thing, as `is` sees it.
  bool same(const Value& other) const { return tag_ == other.tag_ && integer_ == other.integer_; }

 private:
  Value(Tag tag, std::int64_t integer) noexcept : tag_(tag), integer_(integer) {}

  Tag tag_;
  union {
    std::int64_t integer_;
    double real_;
    Object* object_;
  };
};

}  // namespace windtunnel::subjects
