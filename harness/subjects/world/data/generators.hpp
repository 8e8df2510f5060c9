// The vocabulary of test data: generators, to be put together and drawn with World::draw().
//
//   const auto order = data::tuples(data::one_of({"buy", "sell"}), data::integers(1, 100));
//   const auto orders = world.draw(data::vectors(order, 1, 5), "orders");
//
// What cannot be generated, such as a range that is empty, throws std::invalid_argument where the generator
// is made.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/subjects/world/data/generator.hpp"

namespace windtunnel::data {

/// How many elements a vector, a string or a permutation has at most, and how large the sum of weights is.
inline constexpr std::size_t most_elements = 10'000;

/// Always that value.
template <class T>
Generator<T> constant(T value) {
  return Generator<T>([value = std::move(value)](Source&) { return value; });
}

/// The `index`-th of 0, 1, -1, 2, -2 and so on, between `-below` and `above`; once one side has ended, of the
/// other one.
constexpr std::uint64_t closest_to_zero(std::uint64_t index, std::uint64_t below, std::uint64_t above) {
  const std::uint64_t both = std::min(below, above);
  const bool on_both_sides = index <= 2 * both;
  const std::uint64_t distance = on_both_sides ? (index + 1) / 2 : index - both;
  const bool positive = on_both_sides ? index % 2 == 1 : above > below;
  return positive ? distance : 0 - distance;
}

/// A number from `least` to `most`. The simplest is the one that is closest to 0, and of two that are as
/// close the positive one.
template <std::integral T>
Generator<T> integers(T least, T most) {
  if (most < least) {
    throw std::invalid_argument("data::integers: from " + std::to_string(least) + " to " +
                                std::to_string(most) + " there is no number");
  }
  const auto low = static_cast<std::uint64_t>(least);
  const auto high = static_cast<std::uint64_t>(most);
  if constexpr (std::is_signed_v<T>) {
    if (least < 0 && most <= 0)
      return Generator<T>([=](Source& source) { return static_cast<T>(high - source.up_to(high - low)); });
    if (least < 0) {
      return Generator<T>([high, below = 0 - low](Source& source) {
        return static_cast<T>(closest_to_zero(source.up_to(high + below), below, high));
      });
    }
  }
  return Generator<T>([=](Source& source) { return static_cast<T>(low + source.up_to(high - low)); });
}

/// `false`, which is simpler, or `true`.
inline Generator<bool> booleans() {
  return Generator<bool>([](Source& source) { return source.choose(2) == 1; });
}

/// One of these values; the first is the simplest.
template <class T>
Generator<T> one_of(std::vector<T> values) {
  if (values.empty() || values.size() > most_elements) {
    throw std::invalid_argument("data::one_of: one of " + std::to_string(values.size()) +
                                " values; 1 to 10000 are allowed");
  }
  return Generator<T>([values = std::move(values)](Source& source) {
    return T(values[source.choose(static_cast<std::uint32_t>(values.size()), "/which")]);
  });
}

/// The same; texts are strings.
template <class T>
auto one_of(std::initializer_list<T> values) {
  using Value = std::conditional_t<std::is_same_v<T, const char*>, std::string, T>;
  return one_of(std::vector<Value>(values.begin(), values.end()));
}

/// What one of these generators makes; the first is the simplest.
template <class T>
Generator<T> one_of(std::vector<Generator<T>> generators) {
  return Generator<T>([which = one_of<Generator<T>>(std::move(generators))](Source& source) {
    return which(source)(source);
  });
}

/// A generator, and how often it is to be used in comparison to others.
template <class T>
struct Weighted {
  std::uint32_t weight;
  Generator<T> generator;
};

/// What one of these generators makes, in proportion to their weights; the first is the simplest:
/// `weighted<int>({{9, constant(0)}, {1, integers(1, 100)}})`.
template <class T>
Generator<T> weighted(std::vector<Weighted<T>> generators) {
  std::uint64_t sum = 0;
  for (const Weighted<T>& each : generators) sum += each.weight;
  if (sum == 0 || sum > most_elements) {
    throw std::invalid_argument("data::weighted: the weights' sum is " + std::to_string(sum) +
                                "; 1 to 10000 are allowed");
  }
  return Generator<T>([generators = std::move(generators), sum](Source& source) {
    std::uint32_t at = source.choose(static_cast<std::uint32_t>(sum), "/which");
    auto chosen = generators.begin();
    while (at >= chosen->weight) at -= chosen++->weight;
    return chosen->generator(source);
  });
}

/// Throws std::invalid_argument, about the generator of that name, unless both numbers of elements are
/// possible.
inline void require_lengths(std::string_view name, std::size_t least, std::size_t most) {
  if (least <= most && most <= most_elements) return;
  throw std::invalid_argument("data::" + std::string(name) + ": " + std::to_string(least) + " to " +
                              std::to_string(most) +
                              " elements; at most 10000 are allowed, and not less than " + "the least");
}

/// Calls `add()` for each element. Before each that need not be it asks whether there is one more, so that an
/// element can be left out together with its question. Long ones are rare unless most answers say yes.
template <class Add>
void add_elements(Source& source, std::size_t least, std::size_t most, Add add) {
  const auto answers = static_cast<std::uint32_t>(std::min<std::size_t>(2 + (most - least) / 4, 8));
  for (std::size_t count = 0; count < most; ++count) {
    if (count >= least && source.choose(answers, "/more") == 0) return;
    add();
  }
}

/// `least` to `most` elements, at most 10,000; short ones are simpler.
template <class T>
Generator<std::vector<T>> vectors(Generator<T> element, std::size_t least, std::size_t most) {
  require_lengths("vectors", least, most);
  return Generator<std::vector<T>>([element = std::move(element), least, most](Source& source) {
    std::vector<T> made;
    add_elements(source, least, most, [&] { made.push_back(element(source)); });
    return made;
  });
}

/// `least` to `most` characters, at most 10,000, of the alphabet, whose first is the simplest.
inline Generator<std::string> strings(std::string alphabet, std::size_t least, std::size_t most) {
  require_lengths("strings", least, most);
  if (alphabet.empty() || alphabet.size() > most_elements)
    throw std::invalid_argument("data::strings: the alphabet has no characters, or more than 10000");
  return Generator<std::string>([alphabet = std::move(alphabet), least, most](Source& source) {
    std::string made;
    const auto letters = static_cast<std::uint32_t>(alphabet.size());
    add_elements(source, least, most, [&] { made += alphabet[source.choose(letters)]; });
    return made;
  });
}

/// Nothing, which is simpler, or what the generator makes.
template <class T>
Generator<std::optional<T>> optional(Generator<T> generator) {
  return Generator<std::optional<T>>([generator = std::move(generator)](Source& source) {
    std::optional<T> made;
    if (source.choose(2, "/any") == 1) made.emplace(generator(source));
    return made;
  });
}

/// The values in any order; as they are is the simplest.
template <class T>
Generator<std::vector<T>> permutation(std::vector<T> values) {
  require_lengths("permutation", 0, values.size());
  return Generator<std::vector<T>>([values = std::move(values)](Source& source) {
    std::vector<T> made = values;
    for (auto first = made.begin(); first != made.end(); ++first) {
      const auto chosen = first + source.choose(static_cast<std::uint32_t>(made.end() - first), "/next");
      std::rotate(first, chosen, chosen + 1);
    }
    return made;
  });
}

/// What each of the generators makes.
template <class... T>
Generator<std::tuple<T...>> tuples(Generator<T>... generators) {
  return Generator<std::tuple<T...>>([... generators = std::move(generators)](Source& source) {
    return std::tuple<T...>{generators(source)...};  // in this order
  });
}

}  // namespace windtunnel::data
