// HTTPHeaders: the headers of one message, as a mapping whose keys are written Like-This and may have several
// values.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tornado::http {

/// A name and a value, both text as it is on the wire.
using HeaderField = std::pair<std::string, std::string>;

/// Headers in the order in which their names first came; values of one name stay together, in their order.
class HTTPHeaders {
 public:
  HTTPHeaders() = default;
  HTTPHeaders(std::initializer_list<HeaderField> fields);

  /// Adds a value; earlier ones of that name stay.
  void add(std::string_view name, std::string value);

  /// Makes `value` the only one of that name.
  void set(std::string_view name, std::string value);

  /// Removes all values of that name; returns whether there were any.
  bool erase(std::string_view name);

  /// All values of that name, joined by commas; nothing if there is none.
  std::optional<std::string> get(std::string_view name) const;

  /// The same, with something in place of nothing.
  std::string get(std::string_view name, std::string_view otherwise) const;

  /// All values of that name, each for itself.
  std::vector<std::string> get_list(std::string_view name) const;

  /// Whether all values of that name, joined by commas, are this one word, whatever its case.
  bool says(std::string_view name, std::string_view word) const;

  bool has(std::string_view name) const { return find(name) != nullptr; }
  bool empty() const { return entries_.empty(); }

  /// Every name with every value, in order.
  std::vector<HeaderField> get_all() const;

  /// Calls `visit(name, value)` for each of those.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : entries_) {
      for (const std::string& value : entry.values) visit(entry.name, value);
    }
  }

  /// How a name is written: each word between hyphens with a capital first and the rest small.
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

/// Whether both are the same but for the case of ASCII letters.
bool same_word(std::string_view left, std::string_view right);

}  // namespace tornado::http
