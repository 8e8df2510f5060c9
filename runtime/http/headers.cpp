#include "runtime/http/headers.hpp"

#include <algorithm>

namespace tornado::http {

namespace {

// std::tolower and toupper depend on the locale.
char small_letter(char byte) {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}
char capital_letter(char byte) {
  return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
}

}  // namespace

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char one, char other) { return small_letter(one) == small_letter(other); });
}

HTTPHeaders::HTTPHeaders(std::initializer_list<HeaderField> fields) {
  for (const auto& [name, value] : fields) add(name, value);
}

std::string HTTPHeaders::normalized(std::string_view name) {
  std::string text(name);
  bool first = true;
  for (char& byte : text) {
    byte = first ? capital_letter(byte) : small_letter(byte);
    first = byte == '-';
  }
  return text;
}

const HTTPHeaders::Entry* HTTPHeaders::find(std::string_view name) const {
  const auto at = std::find_if(entries_.begin(), entries_.end(),
                               [&](const Entry& entry) { return same_word(entry.name, name); });
  return at == entries_.end() ? nullptr : &*at;
}

HTTPHeaders::Entry& HTTPHeaders::entry(std::string_view name) {
  for (Entry& entry : entries_) {
    if (same_word(entry.name, name)) return entry;
  }
  if (entries_.empty()) entries_.reserve(8);
  return entries_.emplace_back(Entry{normalized(name), {}});
}

void HTTPHeaders::add(std::string_view name, std::string value) {
  entry(name).values.push_back(std::move(value));
}

void HTTPHeaders::set(std::string_view name, std::string value) {
  std::vector<std::string>& values = entry(name).values;
  values.clear();
  values.push_back(std::move(value));
}

bool HTTPHeaders::erase(std::string_view name) {
  return std::erase_if(entries_, [&](const Entry& entry) { return same_word(entry.name, name); }) > 0;
}

std::optional<std::string> HTTPHeaders::get(std::string_view name) const {
  const Entry* found = find(name);
  if (found == nullptr) return std::nullopt;
  std::string joined = found->values.front();
  for (std::size_t at = 1; at < found->values.size(); ++at) joined.append(",").append(found->values[at]);
  return joined;
}

std::string HTTPHeaders::get(std::string_view name, std::string_view otherwise) const {
  std::optional<std::string> value = get(name);
  return value ? std::move(*value) : std::string(otherwise);
}

std::vector<std::string> HTTPHeaders::get_list(std::string_view name) const {
  const Entry* found = find(name);
  return found == nullptr ? std::vector<std::string>() : found->values;
}

bool HTTPHeaders::says(std::string_view name, std::string_view word) const {
  const Entry* found = find(name);
  if (found == nullptr) return false;
  if (found->values.size() == 1) return same_word(found->values.front(), word);
  return same_word(*get(name), word);
}

std::vector<HeaderField> HTTPHeaders::get_all() const {
  std::vector<HeaderField> fields;
  for_each([&](const std::string& name, const std::string& value) { fields.emplace_back(name, value); });
  return fields;
}

}  // namespace tornado::http
