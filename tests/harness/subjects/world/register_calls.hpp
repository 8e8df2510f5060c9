// A register with keys, and calls of it, for tests of histories.
#pragma once

#include <optional>
#include <string>

#include "harness/subjects/world/linearizable.hpp"

namespace windtunnel {

// put(a, 1) gives 1; get(a) gives the value.
struct Access {
  std::string key;
  std::optional<int> put;

  std::string words() const {
    return put ? "put(" + key + ", " + std::to_string(*put) + ")" : "get(" + key + ")";
  }
};

struct Register {
  int value = 0;
  int apply(const Access& access) { return value = access.put.value_or(value); }
  bool operator==(const Register&) const = default;
};

using Accesses = History<Access, int>;

inline Access put(int value) {
  return {"a", value};
}
inline const Access get{"a", std::nullopt};

}  // namespace windtunnel
