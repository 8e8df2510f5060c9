#include "harness/oracle/free_words.hpp"

#include <algorithm>

namespace windtunnel::oracle {

namespace {

constexpr std::string_view wordless[] = {"TypeError(", "AttributeError(", "NameError(", "UnboundLocalError(",
                                         "OverflowError("};

bool is_name_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '_' || static_cast<unsigned char>(byte) >= 0x80;
}

// The name of such an exception with its bracket, if the line goes on with one at that place; else empty.
std::string_view exception_at(std::string_view line, std::size_t at) {
  if (at > 0 && is_name_byte(line[at - 1])) return {};
  const std::string_view rest = line.substr(at);
  const auto* const found = std::find_if(std::begin(wordless), std::end(wordless),
                                         [&](std::string_view name) { return rest.starts_with(name); });
  return found == std::end(wordless) ? std::string_view() : *found;
}

// The place of the bracket that closes what is open, or the line's end: a message may hold any bracket.
std::size_t closing(std::string_view line, std::size_t at) {
  for (unsigned depth = 1; at < line.size(); ++at) {
    if (line[at] == '(') ++depth;
    if (line[at] == ')' && --depth == 0) return at;
  }
  return at;
}

void append_line(std::string& out, std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const std::string_view name = exception_at(line, at);
    if (name.empty()) {
      out += line[at++];
      continue;
    }
    out.append(name).append(")");
    at = std::min(closing(line, at + name.size()) + 1, line.size());
  }
}

}  // namespace

std::string without_free_words(std::string_view trace) {
  std::string out;
  out.reserve(trace.size());
  while (!trace.empty()) {
    const std::size_t end = std::min(trace.find('\n'), trace.size() - 1);
    const bool ends = trace[end] == '\n';
    append_line(out, trace.substr(0, ends ? end : end + 1));
    if (ends) out += '\n';
    trace.remove_prefix(end + 1);
  }
  return out;
}

}  // namespace windtunnel::oracle
