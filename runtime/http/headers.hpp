// HTTPHeaders: the headers of one message, a mapping. Keys are written Like-This and may have several values.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tornado::http {

/// A name and a value, as they are sent.
using HeaderField = std::pair<std::string, std::string>;

/// Headers in the order in which their names first occurred; the values of one name stay together, in their
/// order.
class HTTPHeaders {
 public:
  HTTPHeaders() = default;
  HTTPHeaders(std::initializer_list<HeaderField> fields);

  /// Adds a value; earlier values of the name stay.
  void add(std::string_view name, std::string value);

  /// Makes `value` the only value of the name.
  void set(std::string_view name, std::string value);

  /// Removes all values of the name; returns whether there were any.
  bool erase(std::string_view name);

  /// All values of the name, joined by commas; empty if there is none.
  std::optional<std::string> get(std::string_view name) const;

  /// All values of the name, joined by commas; `otherwise` if there is none.
  std::string get(std::string_view name, std::string_view otherwise) const;

  /// All values of the name, one by one.
  std::vector<std::string> get_list(std::string_view name) const;

  /// Whether the values of the name, joined by commas, equal `word`, ignoring case.
  bool says(std::string_view name, std::string_view word) const;

  bool has(std::string_view name) const { return find(name) != nullptr; }
  bool empty() const { return entries_.empty(); }

  /// Every name with every value, in order.
  std::vector<HeaderField> get_all() const;

  /// Calls `visit(name, value)` for every name with every value, in order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : entries_) {
      for (const std::string& value : entry.values) visit(entry.name, value);
    }
  }

  /// The usual form of a name: each word between hyphens starts with a capital, the rest is lower case.
  static std::string normalized(std::string_view name);

  bool operator==(const HTTPHeaders&) const = default;

 private:
  struct Entry {
    std::string name;
    std::vector<std::string> values;
    bool operator==(const Entry&) const = default;
  };

  const Entry* find(std::string_view name) const;
  Entry& entry(std::string_view name);

  std::vector<Entry> entries_;
};

/// Whether two words are equal, ignoring the case of ASCII letters.
bool same_word(std::string_view left, std::string_view right);

}  // namespace tornado::http
