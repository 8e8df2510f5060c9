#include "harness/subjects/programs/http_script.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <stdexcept>

namespace windtunnel::subjects {

namespace {

// What comes after the name of a word.
enum class WordValue : std::uint8_t { none, number, text };
struct KnownWord {
  std::string_view name;
  WordValue value;
};

constexpr std::array client_settings = {
    KnownWord{"max_clients", WordValue::number}, KnownWord{"max_buffer", WordValue::number},
    KnownWord{"max_head", WordValue::number}, KnownWord{"max_body", WordValue::number}};
constexpr std::array server_settings = {
    KnownWord{"no_keep_alive", WordValue::none}, KnownWord{"compress", WordValue::none},
    KnownWord{"decompress", WordValue::none},    KnownWord{"max_head", WordValue::number},
    KnownWord{"max_body", WordValue::number},    KnownWord{"max_buffer", WordValue::number},
    KnownWord{"chunk", WordValue::number},       KnownWord{"idle", WordValue::number},
    KnownWord{"body_timeout", WordValue::number}};
constexpr std::array fetch_options = {
    KnownWord{"callback", WordValue::none},    KnownWord{"quiet", WordValue::none},
    KnownWord{"stays", WordValue::none},       KnownWord{"expect", WordValue::none},
    KnownWord{"anything", WordValue::none},    KnownWord{"plain", WordValue::none},
    KnownWord{"chunks", WordValue::none},      KnownWord{"heads", WordValue::none},
    KnownWord{"body", WordValue::number},      KnownWord{"parts", WordValue::number},
    KnownWord{"part", WordValue::number},      KnownWord{"pause", WordValue::number},
    KnownWord{"sized", WordValue::none},       KnownWord{"fails", WordValue::none},
    KnownWord{"redirects", WordValue::number}, KnownWord{"connect", WordValue::number},
    KnownWord{"request", WordValue::number},   KnownWord{"since", WordValue::number},
    KnownWord{"header", WordValue::text},      KnownWord{"auth", WordValue::text},
    KnownWord{"agent", WordValue::text}};

// Takes what comes before the separator, or all.
std::string_view take_until(std::string_view& text, std::string_view separator) {
  const std::size_t end = text.find(separator);
  const std::string_view first = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return first;
}

template <class Known>
std::string names_of(const Known& known) {
  std::string names;
  for (const KnownWord& each : known) {
    if (!names.empty()) names += ", ";
    names += each.name;
    if (each.value != WordValue::none) names += each.value == WordValue::number ? "=N" : "=TEXT";
  }
  return names;
}

class HttpScriptReader {
 public:
  explicit HttpScriptReader(std::string_view text) : text_(text) {}

  HttpScript read() {
    HttpScript script;
    while (!text_.empty()) {
      ++line_;
      std::string_view line = take_until(text_, "\n");
      if (line_ == 1 && line.starts_with("with ")) {
        take_until(line, " ");
        while (!line.empty()) script.settings.push_back(setting(take_until(line, " ")));
        continue;
      }
      if (script.steps.size() == HttpScript::most_steps) refuse_more("steps", HttpScript::most_steps);
      std::vector<HttpCall>& step = script.steps.emplace_back();
      while (!line.empty()) {
        if (step.size() == HttpScript::most_calls) refuse_more("calls", HttpScript::most_calls);
        step.push_back(read_call(take_until(line, " | ")));
      }
    }
    return script;
  }

 private:
  HttpCall read_call(std::string_view words) const {
    HttpCall call;
    const std::string_view first = take_until(words, " ");
    if (first == "stop" || first == "shut") {
      call.verb = first == "stop" ? HttpVerb::stop : HttpVerb::shut;
    } else if (first == "soon") {
      call.verb = HttpVerb::soon;
      call.wait = number(take_until(words, " "));
    } else if (first == "a" || first == "b") {
      call.client = first.front();
      call.method = take_until(words, " ");
      if (call.method == "close") {
        call.verb = HttpVerb::close;
        call.method = HttpCall().method;
      } else {
        read_fetch(words, call);
      }
    } else {
      refuse(first, "a, b, stop, shut, soon");
    }
    if (!words.empty()) refuse(words, "nothing more");
    return call;
  }

  void read_fetch(std::string_view& words, HttpCall& call) const {
    const auto is_upper = [](char each) { return each >= 'A' && each <= 'Z'; };
    if (call.method.empty() || !std::all_of(call.method.begin(), call.method.end(), is_upper))
      refuse(call.method, "close, or a method in capitals");
    call.target = take_until(words, " ");
    if (call.target.find('/') == std::string::npos) refuse(call.target, "a path, or a host and a path");
    while (!words.empty()) call.options.push_back(read_word(take_until(words, " "), fetch_options));
  }

  HttpWord setting(std::string_view text) const {
    std::string_view rest = text;
    const std::string_view owner = take_until(rest, ".");
    HttpWord found;
    if (owner == "a" || owner == "b") {
      found = read_word(rest, client_settings);
    } else if (owner == "s") {
      found = read_word(rest, server_settings);
    } else {
      refuse(text, "a setting of a., b. or s.");
    }
    found.name.insert(0, std::string(owner) + ".");
    return found;
  }

  template <class Known>
  HttpWord read_word(std::string_view text, const Known& known) const {
    std::string_view value = text;
    HttpWord found{std::string(take_until(value, "=")), std::string(value)};
    const auto at = std::find_if(known.begin(), known.end(),
                                 [&](const KnownWord& each) { return each.name == found.name; });
    if (at == known.end() || (at->value == WordValue::none) != (text.find('=') == std::string_view::npos))
      refuse(text, names_of(known));
    if (at->value == WordValue::number) number(value);
    return found;
  }

  std::size_t number(std::string_view text) const {
    std::size_t found = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    if (error != std::errc() || end != text.data() + text.size() || found > HttpScript::most_number)
      refuse(text, fmt::format("0 to {}", HttpScript::most_number));
    return found;
  }

  [[noreturn]] void refuse(std::string_view found, std::string_view allowed) const {
    throw std::invalid_argument(
        fmt::format("line {} of the script: found '{}'; allowed: {}", line_, found.substr(0, 80), allowed));
  }
  [[noreturn]] void refuse_more(std::string_view what, std::size_t most) const {
    throw std::invalid_argument(fmt::format("line {} of the script: more {} than {}", line_, what, most));
  }

  std::string_view text_;
  std::size_t line_ = 0;
};

std::string to_text(const HttpWords& words) {
  std::string text;
  for (const HttpWord& each : words) {
    text += " " + each.name;
    if (!each.value.empty()) text += "=" + each.value;
  }
  return text;
}

std::string to_text(const HttpCall& call) {
  switch (call.verb) {
    case HttpVerb::close:
      return std::string(1, call.client) + " close";
    case HttpVerb::stop:
      return "stop";
    case HttpVerb::shut:
      return "shut";
    case HttpVerb::soon:
      return fmt::format("soon {}", call.wait);
    default:
      return fmt::format("{} {} {}{}", call.client, call.method, call.target, to_text(call.options));
  }
}

}  // namespace

std::optional<std::string> word(const HttpWords& words, std::string_view name) {
  for (const HttpWord& each : words)
    if (each.name == name) return each.value;
  return std::nullopt;
}

std::optional<std::size_t> number_word(const HttpWords& words, std::string_view name) {
  const std::optional<std::string> text = word(words, name);
  if (!text) return std::nullopt;
  return std::stoul(*text);
}

HttpTarget target_of(const HttpCall& call) {
  const std::size_t slash = call.target.find('/');
  const std::string host = call.target.substr(0, slash);
  return {host.empty() ? "server" : host, call.target.substr(slash)};
}

std::string to_text(const HttpScript& script) {
  std::string text;
  if (!script.settings.empty()) text = "with" + to_text(script.settings) + "\n";
  for (const std::vector<HttpCall>& step : script.steps) {
    std::string line;
    for (const HttpCall& call : step) line.append(line.empty() ? "" : " | ").append(to_text(call));
    text += line + "\n";
  }
  return text;
}

HttpScript parse_http_script(std::string_view text) {
  return HttpScriptReader(text).read();
}

}  // namespace windtunnel::subjects
