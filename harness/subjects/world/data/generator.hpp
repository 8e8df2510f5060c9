// Generator<T>: a recipe for test data that World::draw() follows. Generators are values that are put
// together from others; data/generators.hpp has the vocabulary.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "harness/subjects/world/data/source.hpp"

namespace windtunnel::data {

/// Calls `accepts` with one source after another until it returns true: the simplest answers first, in the
/// order of counting, then random ones. Throws std::invalid_argument if it never does; `site` is in the
/// words.
void search_accepted(const std::string& site, const std::function<bool(Source&)>& accepts);

/// Makes values of type T out of answers. Equal answers must give equal values, and answers of 0 the simplest
/// one. Cheap enough to be made anew in each run.
template <class T>
class Generator {
 public:
  using value_type = T;

  explicit Generator(std::function<T(Source&)> make) : make_(std::move(make)) {}

  T operator()(Source& source) const { return make_(source); }

  /// Its values, changed by a function.
  template <class Change>
  auto map(Change change) const {
    using Changed = std::decay_t<std::invoke_result_t<Change&, T>>;
    return Generator<Changed>([make = make_, change = std::move(change)](Source& source) mutable -> Changed {
      return std::invoke(change, make(source));
    });
  }

  /// Those of its values that a condition accepts. If the run's choices give none in a few tries, it is the
  /// simplest that is found by counting, or else one that is found at random. Throws std::invalid_argument
  /// from the draw if none is accepted.
  template <class Accept>
  Generator filter(Accept accept) const {
    return Generator([make = make_, accept = std::move(accept)](Source& source) -> T {
      for (int left = 5; left > 0; --left) {
        T value = make(source);
        if (std::invoke(accept, std::as_const(value))) return value;
      }
      return search(make, accept, source.site());
    });
  }

 private:
  template <class Accept>
  static T search(const std::function<T(Source&)>& make, const Accept& accept, const std::string& site) {
    std::optional<T> found;
    search_accepted(site, [&](Source& source) {
      found.emplace(make(source));
      return static_cast<bool>(std::invoke(accept, std::as_const(*found)));
    });
    return *std::move(found);
  }

  std::function<T(Source&)> make_;
};

/// What World::draw() calls. A generator of another library is drawn by an overload in this namespace.
template <class T>
T draw_value(const Generator<T>& generator, Source& source) {
  return generator(source);
}

}  // namespace windtunnel::data
