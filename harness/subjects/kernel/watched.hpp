// Watched: a variable that several tasks of a plain program share. Each read and write is an access of the
// step that runs, and is told, with its value, where a run is shown. It is no scheduling point: what a
// handler does, it does in one step.
#pragma once

#include <source_location>
#include <string_view>
#include <utility>

#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// A shared T. It belongs to one run, and must not outlive it.
template <class T>
class Watched {
 public:
  /// The name is for people.
  Watched(World& world, std::string_view name, T value = T())
      : world_(world), object_(world.add_object(name)), value_(std::move(value)) {}
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;

  const T& get(std::source_location site = std::source_location::current()) const {
    tell(tornado::Touch::read, "reads", site);
    return value_;
  }
  void set(T value, std::source_location site = std::source_location::current()) {
    value_ = std::move(value);
    tell(tornado::Touch::write, "writes", site);
  }
  /// The value, for checks and properties: no access.
  const T& peek() const { return value_; }

  // As of a T; the place in the code is not known then.
  operator const T&() const { return get({}); }  // NOLINT: as a T is
  Watched& operator=(T value) {
    set(std::move(value), {});
    return *this;
  }
  Watched& operator+=(const T& more) { return *this = value_read() + more; }
  Watched& operator-=(const T& less) { return *this = value_read() - less; }

 private:
  T value_read() const { return get({}); }
  void tell(tornado::Touch touch, std::string_view verb, std::source_location site) const {
    world_.steps().touch(object_, touch);
    world_.tell_step(verb, object_, site);
    world_.tell_value(value_);
  }

  World& world_;
  std::uint32_t object_;
  T value_;
};

}  // namespace windtunnel
