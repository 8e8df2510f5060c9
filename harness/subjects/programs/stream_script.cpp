#include "harness/subjects/programs/stream_script.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace windtunnel::subjects {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(StreamVerb::count_)> verbs = {
    "connect",      "write",      "read_bytes", "read_partial", "read_until",  "read_regex",   "read_all",
    "stream_bytes", "stream_all", "close",      "half_close",   "watch_close", "ignore_close", "state"};

// Takes what comes before the separator, or all.
std::string_view take(std::string_view& text, std::string_view separator) {
  const std::size_t end = text.find(separator);
  const std::string_view first = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return first;
}

class ScriptReader {
 public:
  explicit ScriptReader(std::string_view text) : text_(text) {}

  StreamScript read() {
    StreamScript script;
    while (!text_.empty()) {
      ++line_;
      std::string_view line = take(text_, "\n");
      if (script.steps.empty() && (line == "deaf" || line.starts_with("limits"))) {
        read_settings(line, script);
        continue;
      }
      if (script.steps.size() == StreamScript::most_steps)
        refuse("more steps than", StreamScript::most_steps);
      std::vector<StreamCall>& step = script.steps.emplace_back();
      while (!line.empty()) {
        if (step.size() == StreamScript::most_calls) refuse("more calls than", StreamScript::most_calls);
        step.push_back(read_call(take(line, " | ")));
      }
    }
    return script;
  }

 private:
  void read_settings(std::string_view line, StreamScript& script) {
    if (take(line, " ") == "deaf") {
      script.deaf = true;
      return;
    }
    while (!line.empty()) {
      std::string_view value = take(line, " ");
      const std::string_view name = take(value, "=");
      if (name == "buffer") {
        script.buffer = number(value);
      } else if (name == "chunk") {
        script.chunk = number(value);
      } else if (name == "write") {
        script.write_buffer = number(value);
      } else {
        refuse(name, "buffer=N, chunk=N, write=N");
      }
    }
  }

  StreamCall read_call(std::string_view words) {
    StreamCall call;
    const std::string_view end = take(words, " ");
    if (end != "a" && end != "b") refuse(end, "a, b");
    call.end = end.front();
    call.verb = verb(take(words, " "));
    if (call.verb == StreamVerb::connect && call.end == 'b') refuse("b connect", "a connect");
    if (has_size(call.verb)) call.size = number(take(words, " "));
    if (has_pattern(call.verb)) call.pattern = take(words, " ");
    if (has_pattern(call.verb) && call.pattern.empty()) refuse("", "something to look for");
    while (!words.empty()) read_option(take(words, " "), call);
    return call;
  }

  void read_option(std::string_view word, StreamCall& call) {
    const bool is_search = has_pattern(call.verb);
    if (word == "callback" && (is_read(call.verb) || call.verb <= StreamVerb::write)) {
      call.by_callback = true;
    } else if (word == "limited" && is_read(call.verb)) {
      call.limited = true;
    } else if (is_search && word.starts_with("most=")) {
      call.most = number(word.substr(5));
    } else {
      refuse(word, is_search ? "callback, limited, most=N" : "callback; limited of a read");
    }
  }

  StreamVerb verb(std::string_view word) const {
    for (std::size_t at = 0; at < verbs.size(); ++at)
      if (verbs[at] == word) return static_cast<StreamVerb>(at);
    refuse(word, fmt::format("{}", fmt::join(verbs, ", ")));
  }

  std::size_t number(std::string_view word) const {
    std::size_t found = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), found);
    if (error != std::errc() || end != word.data() + word.size() || found > StreamScript::most_bytes)
      refuse(word, fmt::format("0 to {}", StreamScript::most_bytes));
    return found;
  }

  [[noreturn]] void refuse(std::string_view found, std::string_view allowed) const {
    throw std::invalid_argument(
        fmt::format("line {} of the script: found '{}'; allowed: {}", line_, found.substr(0, 80), allowed));
  }
  [[noreturn]] void refuse(std::string_view what, std::size_t most) const {
    throw std::invalid_argument(fmt::format("line {} of the script: {} {}", line_, what, most));
  }

  std::string_view text_;
  std::size_t line_ = 0;
};

std::string to_text(const StreamCall& call) {
  std::string text = fmt::format("{} {}", call.end, name_of(call.verb));
  if (has_size(call.verb)) text += fmt::format(" {}", call.size);
  if (has_pattern(call.verb)) text += " " + call.pattern;
  if (call.most) text += fmt::format(" most={}", *call.most);
  if (call.by_callback) text += " callback";
  if (call.limited) text += " limited";
  return text;
}

}  // namespace

std::string_view name_of(StreamVerb verb) {
  return verbs.at(static_cast<std::size_t>(verb));
}

std::string to_text(const StreamScript& script) {
  std::string text = script.deaf ? "deaf\n" : "";
  if (script.buffer + script.chunk + script.write_buffer != 0) {
    text += "limits";
    if (script.buffer != 0) text += fmt::format(" buffer={}", script.buffer);
    if (script.chunk != 0) text += fmt::format(" chunk={}", script.chunk);
    if (script.write_buffer != 0) text += fmt::format(" write={}", script.write_buffer);
    text += "\n";
  }
  for (const std::vector<StreamCall>& step : script.steps) {
    std::string line;
    for (const StreamCall& call : step) line.append(line.empty() ? "" : " | ").append(to_text(call));
    text += line + "\n";
  }
  return text;
}

StreamScript parse_stream_script(std::string_view text) {
  return ScriptReader(text).read();
}

}  // namespace windtunnel::subjects
