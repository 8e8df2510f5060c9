// A value in words, for the message of a check that failed. Everything that can be streamed has words, and so
// have containers and optionals of such values. An address is not shown: it differs from run to run.
#pragma once

#include <concepts>
#include <iterator>
#include <limits>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace windtunnel {

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) { out << value; };

/// `"text"`, on one line: a byte that is not printable is written as `\x0a`.
inline std::string text_in_words(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string words = "\"";
  for (const char each : text) {
    const auto byte = static_cast<unsigned char>(each);
    if (byte >= ' ' && byte != 0x7f) {
      words += each;
    } else {
      words.append("\\x").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
    }
  }
  return words + "\"";
}

/// `3`, `true`, `"text"`, `[1, 2]`, `nothing`; what `value.words()` returns, if there is that; for a type
/// that cannot be streamed, its size: `(8 bytes)`.
template <class T>
std::string value_in_words(const T& value) {
  constexpr std::size_t most_elements = 20;
  if constexpr (std::same_as<T, bool>) {
    return value ? "true" : "false";
  } else if constexpr (requires {
                         { value.words() } -> std::convertible_to<std::string>;
                       }) {
    return value.words();
  } else if constexpr (requires { value.valueless_by_exception(), value.index(); }) {
    return std::visit([](const auto& held) { return value_in_words(held); }, value);
  } else if constexpr (std::convertible_to<const T&, std::string_view>) {
    return text_in_words(value);
  } else if constexpr (std::is_enum_v<T> && !Streamable<T>) {
    return std::to_string(static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::same_as<T, signed char> || std::same_as<T, unsigned char>) {
    return std::to_string(value);
  } else if constexpr (std::is_pointer_v<T> || requires { value.get(), value == nullptr; }) {
    return value == nullptr ? "null" : "a pointer";
  } else if constexpr (requires { value.count(), T::period::num; }) {
    return value_in_words(static_cast<double>(value.count()) * T::period::num / T::period::den) + " s";
  } else if constexpr (requires { value.time_since_epoch(); }) {
    return value_in_words(value.time_since_epoch());
  } else if constexpr (Streamable<T>) {
    std::ostringstream out;
    if constexpr (std::is_floating_point_v<T>) out.precision(std::numeric_limits<T>::max_digits10 - 2);
    out << value;
    return std::move(out).str();
  } else if constexpr (requires { value.has_value(), *value; }) {
    return value.has_value() ? value_in_words(*value) : "nothing";
  } else if constexpr (requires { value.first, value.second; }) {
    return value_in_words(value.first) + ": " + value_in_words(value.second);
  } else if constexpr (requires { std::begin(value) != std::end(value), *std::begin(value); }) {
    std::string words = "[";
    std::size_t count = 0;
    for (const auto& element : value) {
      if (count != 0) words += ", ";
      if (++count > most_elements) return words + "...]";
      words += value_in_words(element);
    }
    return words + "]";
  } else if constexpr (requires { std::tuple_size<T>::value; }) {
    std::string words;
    const auto add = [&words](const auto& part) {
      words.append(words.empty() ? "(" : ", ").append(value_in_words(part));
    };
    std::apply([&add](const auto&... parts) { (add(parts), ...); }, value);
    return words.empty() ? "()" : words + ")";
  } else {
    return "(" + std::to_string(sizeof(T)) + " bytes)";
  }
}

}  // namespace windtunnel
