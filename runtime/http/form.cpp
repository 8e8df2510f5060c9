#include "runtime/http/form.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "runtime/http/errors.hpp"
#include "runtime/http/text.hpp"
#include "runtime/http/utf8.hpp"
#include "runtime/log.hpp"

namespace tornado::http {

namespace {

void log_form(const std::string& words) {
  log_error(ErrorKind::connection, std::make_exception_ptr(HTTPInputError(words)));
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// How many quotes are there that no backslash precedes.
std::size_t quotes_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"' && (at == 0 || text[at - 1] != '\\')) ++count;
  }
  return count;
}

// The text up to the next semicolon that is not quoted.
std::string_view take_part(std::string_view& text) {
  std::size_t end = text.find(';');
  while (end != std::string_view::npos && end > 0 && quotes_in(text.substr(0, end)) % 2 != 0)
    end = text.find(';', end + 1);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return without_blanks(part);
}

// The headers of a part. Empty if a line has no colon or nothing to continue.
std::optional<HTTPHeaders> headers_of_part(std::string_view text) {
  std::vector<HeaderField> fields;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (without_blanks(line.substr(0, 1)).empty()) {
      if (fields.empty()) return std::nullopt;
      const std::string_view rest = without_blanks(line);
      fields.back().second.append(" ").append(
          line.substr(rest.empty() ? line.size() : static_cast<std::size_t>(rest.data() - line.data())));
      continue;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields.emplace_back(line.substr(0, colon), without_blanks(line.substr(colon + 1)));
  }
  HTTPHeaders headers;
  for (HeaderField& field : fields) headers.add(field.first, std::move(field.second));
  return headers;
}

// Returns false if the rest of the body is not looked at.
bool take_form_part(std::string_view part, Form& form) {
  const std::size_t end = part.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    log_form("multipart/form-data missing headers");
    return true;
  }
  const std::optional<HTTPHeaders> headers =
      is_utf8(part.substr(0, end)) ? headers_of_part(part.substr(0, end)) : std::nullopt;
  if (!headers) {
    log_form("Invalid multipart/form-data: a part's headers");
    return false;
  }
  const ValueWithParameters disposition = parse_parameters(headers->get("Content-Disposition", ""));
  if (disposition.value != "form-data" || !part.ends_with("\r\n")) {
    log_form("Invalid multipart/form-data");
    return true;
  }
  const std::size_t begin = end + 4;
  const std::string value(begin + 2 <= part.size() ? part.substr(begin, part.size() - 2 - begin) : "");
  const std::string name(disposition.get("name"));
  const std::string filename(disposition.get("filename"));
  if (name.empty()) {
    log_form("multipart/form-data value missing name");
  } else if (filename.empty()) {
    form.arguments.emplace_back(name, value);
  } else {
    form.files.push_back({name, filename, headers->get("Content-Type", "application/unknown"), value});
  }
  return true;
}

Form parse_multipart(std::string_view boundary, std::string_view body) {
  Form form;
  if (boundary.size() > 1 && boundary.starts_with('"') && boundary.ends_with('"'))
    boundary = boundary.substr(1, boundary.size() - 2);
  const std::string mark = "--" + std::string(boundary);
  const std::size_t end = body.rfind(mark + "--");
  if (end == std::string_view::npos) {
    log_form("Invalid multipart/form-data: no final boundary");
    return form;
  }
  body = body.substr(0, end);
  const std::string separator = mark + "\r\n";
  while (true) {
    const std::size_t at = body.find(separator);
    const std::string_view part = body.substr(0, at);
    if (!part.empty() && !take_form_part(part, form)) return form;
    if (at == std::string_view::npos) return form;
    body.remove_prefix(at + separator.size());
  }
}

// In the original, bytes that are not escaped are read as UTF-8 and kept as Latin-1.
Form parse_encoded(std::string_view body) {
  const std::optional<std::string> bytes = latin1_of_utf8(body);
  if (bytes) return {parse_arguments(*bytes), {}};
  log_form("Invalid x-www-form-urlencoded body");
  return {};
}

}  // namespace

std::string_view ValueWithParameters::get(std::string_view name) const {
  const auto at = std::find_if(parameters.rbegin(), parameters.rend(),
                               [&](const Argument& parameter) { return parameter.first == name; });
  return at == parameters.rend() ? std::string_view() : at->second;
}

ValueWithParameters parse_parameters(std::string_view header) {
  ValueWithParameters parsed;
  parsed.value = take_part(header);
  while (!header.empty()) {
    const std::string_view part = take_part(header);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    std::string value(without_blanks(part.substr(equals + 1)));
    if (value.size() >= 2 && value.starts_with('"') && value.ends_with('"')) {
      value = value.substr(1, value.size() - 2);
      replace_all(value, "\\\\", "\\");
      replace_all(value, "\\\"", "\"");
    }
    parsed.parameters.emplace_back(small_letters(without_blanks(part.substr(0, equals))), std::move(value));
  }
  return parsed;
}

Form parse_form(const HTTPHeaders& headers, std::string_view body) {
  if (headers.has("Content-Encoding")) {
    log_form("Unsupported Content-Encoding: " + headers.get("Content-Encoding", ""));
    return {};
  }
  const std::string type = headers.get("Content-Type", "");
  if (type.starts_with("application/x-www-form-urlencoded")) return parse_encoded(body);
  if (!type.starts_with("multipart/form-data")) return {};
  for (std::string_view fields = type; !fields.empty();) {
    const std::string_view field = fields.substr(0, fields.find(';'));
    fields.remove_prefix(std::min(field.size() + 1, fields.size()));
    const std::string_view plain = without_blanks(field);
    constexpr std::string_view key = "boundary=";
    if (plain.starts_with(key) && plain.size() > key.size())
      return parse_multipart(plain.substr(key.size()), body);
  }
  log_form("Invalid multipart/form-data: multipart boundary not found");
  return {};
}

}  // namespace tornado::http
