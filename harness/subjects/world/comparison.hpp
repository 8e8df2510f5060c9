// Comparisons of a test's values. Integers of any signedness compare by their values, without a warning.
#pragma once

#include <type_traits>
#include <utility>

namespace windtunnel {

/// An integer that std::cmp_equal takes.
template <class T>
concept PlainInteger = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char> &&
                       !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char8_t> &&
                       !std::is_same_v<T, char16_t> && !std::is_same_v<T, char32_t>;

template <class A, class B>
bool is_equal(const A& left, const B& right) {
  if constexpr (PlainInteger<A> && PlainInteger<B>) {
    return std::cmp_equal(left, right);
  } else {
    return static_cast<bool>(left == right);
  }
}

template <class A, class B>
bool is_less(const A& left, const B& right) {
  if constexpr (PlainInteger<A> && PlainInteger<B>) {
    return std::cmp_less(left, right);
  } else {
    return static_cast<bool>(left < right);
  }
}

}  // namespace windtunnel
