// UniqueFunction: a move-only callable with room for a small target inside and recycled memory for a larger
// one, so that queueing a callback allocates nothing from the heap. std::function copies its target, and its
// room is too small for a callback with its arguments.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include "runtime/memory_pool.hpp"

namespace tornado {

template <class Signature>
class UniqueFunction;

/// Holds one callable of that signature, or none. Calling an empty one is undefined behaviour.
template <class Result, class... Args>
class UniqueFunction<Result(Args...)> {
 public:
  /// Targets up to this size and alignment that move without throwing are stored in place; others are in
  /// memory from the pool.
  static constexpr std::size_t inline_size = 48;
  static constexpr std::size_t inline_alignment = alignof(void*);

  UniqueFunction() noexcept = default;

  template <class Target>
    requires(!std::is_same_v<std::decay_t<Target>, UniqueFunction> &&
             std::is_invocable_r_v<Result, std::decay_t<Target>&, Args...>)
  UniqueFunction(Target&& target) {  // NOLINT: a callable is a UniqueFunction, as with std::function
    using Stored = std::decay_t<Target>;
    if constexpr (fits<Stored>) {
      ::new (static_cast<void*>(storage_)) Stored(std::forward<Target>(target));
      ops_ = &inline_ops<Stored>;
    } else {
      ::new (static_cast<void*>(storage_)) Stored*(pool_new<Stored>(std::forward<Target>(target)));
      ops_ = &pool_ops<Stored>;
    }
  }

  UniqueFunction(UniqueFunction&& other) noexcept { take(other); }
  UniqueFunction& operator=(UniqueFunction&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  ~UniqueFunction() {
    if (ops_ != nullptr && ops_->destroy != nullptr) ops_->destroy(storage_);
  }

  Result operator()(Args... args) { return ops_->invoke(storage_, std::forward<Args>(args)...); }

  explicit operator bool() const noexcept { return ops_ != nullptr; }

  /// Destroys the target, if any.
  void reset() noexcept {
    if (const Ops* ops = std::exchange(ops_, nullptr); ops != nullptr && ops->destroy != nullptr) {
      ops->destroy(storage_);
    }
  }

 private:
  struct Ops {
    Result (*invoke)(void*, Args&&...);
    void (*relocate)(void* from, void* to) noexcept;
    void (*destroy)(void*) noexcept;  // null: nothing to do
  };

  template <class Stored>
  static constexpr bool fits = sizeof(Stored) <= inline_size && alignof(Stored) <= inline_alignment &&
                               std::is_nothrow_move_constructible_v<Stored>;

  template <class Stored>
  static constexpr Ops inline_ops = {
      [](void* at, Args&&... args) -> Result {
        return (*std::launder(static_cast<Stored*>(at)))(std::forward<Args>(args)...);
      },
      [](void* from, void* to) noexcept {
        auto* stored = std::launder(static_cast<Stored*>(from));
        ::new (to) Stored(std::move(*stored));
        stored->~Stored();
      },
      std::is_trivially_destructible_v<Stored>
          ? nullptr
          : +[](void* at) noexcept { std::launder(static_cast<Stored*>(at))->~Stored(); },
  };

  template <class Stored>
  static constexpr Ops pool_ops = {
      [](void* at, Args&&... args) -> Result {
        return (**static_cast<Stored**>(at))(std::forward<Args>(args)...);
      },
      [](void* from, void* to) noexcept { ::new (to) Stored*(*static_cast<Stored**>(from)); },
      [](void* at) noexcept { pool_delete(*static_cast<Stored**>(at)); },
  };

  void take(UniqueFunction& other) noexcept {
    ops_ = std::exchange(other.ops_, nullptr);
    if (ops_ != nullptr) ops_->relocate(other.storage_, storage_);
  }

  const Ops* ops_ = nullptr;
  alignas(inline_alignment) unsigned char storage_[inline_size];
};

/// The callables that a loop queues.
using Callback = UniqueFunction<void()>;

}  // namespace tornado
