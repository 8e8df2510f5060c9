// Bundle<T>: the objects that the rules of a stateful test have made so far, for other rules to use.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/subjects/world/data/generator.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// Objects in the order in which they were added, at most 10,000. A member of a model, see Rules.
template <class T>
class Bundle {
 public:
  using value_type = T;

  /// Throws std::length_error if it is full.
  void add(T object) {
    if (objects_.size() == 10'000) throw std::length_error("a Bundle holds at most 10000 objects");
    objects_.push_back(std::move(object));
  }

  /// One of them, which stays; the oldest is the simplest. Throws std::logic_error if there is none.
  T draw(World& world, std::string_view site = "bundle/draw") const {
    require_any(site);
    return world.draw(data::Generator<T>([this](data::Source& source) { return objects_[which(source)]; }),
                      site);
  }
  /// One of them, which is taken out.
  T take(World& world, std::string_view site = "bundle/take") {
    require_any(site);
    return world.draw(data::Generator<T>([this](data::Source& source) {
                        const auto chosen = objects_.begin() + which(source);
                        T object = std::move(*chosen);
                        objects_.erase(chosen);
                        return object;
                      }),
                      site);
  }

  bool empty() const { return objects_.empty(); }
  std::size_t size() const { return objects_.size(); }
  auto begin() const { return objects_.begin(); }
  auto end() const { return objects_.end(); }

 private:
  std::uint32_t which(data::Source& source) const {
    return source.choose(static_cast<std::uint32_t>(objects_.size()));
  }
  void require_any(std::string_view site) const {
    if (objects_.empty()) {
      throw std::logic_error("nothing can be drawn at " + std::string(site) +
                             ": the Bundle is empty; the rule needs a precondition");
    }
  }

  std::vector<T> objects_;
};

}  // namespace windtunnel
