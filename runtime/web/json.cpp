#include "runtime/web/json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace tornado::web {

namespace {

using Json = nlohmann::ordered_json;

void write_text(const std::string& text, std::string& to) {
  std::string quoted = Json(text).dump(-1, ' ', true);
  for (std::size_t at = quoted.find("\\u007f"); at != std::string::npos; at = quoted.find("\\u007f", at + 1))
    quoted.replace(at, 6, "\x7f");
  to += quoted;
}

void write_number(double number, std::string& to) {
  if (std::isfinite(number)) {
    to += Json(number).dump();
  } else {
    to += std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
  }
}

// Recursive: a value that is too deep for this could not be made or destroyed either.
void write(const Json& value, std::string& to) {
  const char* separator = "";
  if (value.is_object()) {
    to += '{';
    for (const auto& [name, member] : value.items()) {
      to += std::exchange(separator, ", ");
      write_text(name, to);
      to += ": ";
      write(member, to);
    }
    to += '}';
  } else if (value.is_array()) {
    to += '[';
    for (const Json& item : value) {
      to += std::exchange(separator, ", ");
      write(item, to);
    }
    to += ']';
  } else if (value.is_string()) {
    write_text(value.get_ref<const std::string&>(), to);
  } else if (value.is_number_float()) {
    write_number(value.get<double>(), to);
  } else {
    to += value.dump();
  }
}

}  // namespace

std::string to_json_text(const nlohmann::ordered_json& value) {
  std::string text;
  write(value, text);
  for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at + 2))
    text.replace(at, 2, "<\\/");
  return text;
}

}  // namespace tornado::web
