// Appending to a vector that seldom grows, where it is done very often.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace windtunnel::core {

namespace detail {

template <class Element>
[[gnu::noinline, gnu::cold]] void make_room(std::vector<Element>& elements) {
  constexpr std::size_t least = 16;
  elements.reserve(std::max(least, elements.size() * 2));
}

}  // namespace detail

/// Appends the element. Growing is kept out of line: with it, a function that appends saves all registers
/// each time, which costs more than the rest.
template <class Element>
[[gnu::always_inline]] inline Element& append(std::vector<Element>& elements, const Element& element) {
  if (elements.size() == elements.capacity()) [[unlikely]]
    detail::make_room(elements);
  // So that the compiler leaves growing out of push_back.
  if (elements.size() == elements.capacity()) __builtin_unreachable();
  elements.push_back(element);
  return elements.back();
}

}  // namespace windtunnel::core
