// HttpScript: what HTTP clients fetch from a server, step by step. A step begins long after the one before,
// when all of its timeouts are over, unless that one says `soon`. The real Tornado runs the same text
// (harness/oracle/python/http_programs.py), with the same handlers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::subjects {

/// What a call does. `fetch` and `close` are a client's; `stop` and `shut` are the server's: it accepts no
/// more, it closes all connections; `soon` lets the next step begin after that many milliseconds.
enum class HttpVerb : std::uint8_t { fetch, close, stop, shut, soon };

/// One word that makes something unusual: `callback`, `body=17`.
struct HttpWord {
  std::string name;
  std::string value{};  ///< empty: the word has none

  bool operator==(const HttpWord&) const = default;
};
using HttpWords = std::vector<HttpWord>;

/// The value of the first word with that name; none if there is no such word.
std::optional<std::string> word(const HttpWords& words, std::string_view name);
/// As a number.
std::optional<std::size_t> number_word(const HttpWords& words, std::string_view name);
inline bool has_word(const HttpWords& words, std::string_view name) {
  return word(words, name).has_value();
}

/// One call.
struct HttpCall {
  HttpVerb verb = HttpVerb::fetch;
  char client = 'a';
  std::string method = "GET";
  std::string target = "/sleep/0";  ///< a path, or a host and a path
  HttpWords options{};
  std::size_t wait = 0;  ///< of `soon`, in milliseconds

  bool operator==(const HttpCall&) const = default;
};

/// A script.
struct HttpScript {
  static constexpr std::size_t most_steps = 50;
  static constexpr std::size_t most_calls = 10;  ///< of a step
  static constexpr std::size_t most_number = 1'000'000;

  HttpWords settings;  ///< of the clients and the server, such as `a.max_clients=1`, `s.compress`
  std::vector<std::vector<HttpCall>> steps;

  bool operator==(const HttpScript&) const = default;
};

/// The host and the path of a fetch; without a host it is "server".
struct HttpTarget {
  std::string host;
  std::string path;
};
HttpTarget target_of(const HttpCall& call);

/// The script's text: a line `with ...` for the settings, then one line a step, its calls separated by " | ".
std::string to_text(const HttpScript& script);

/// Throws std::invalid_argument, with the line and what is allowed, for what is no script.
HttpScript parse_http_script(std::string_view text);

}  // namespace windtunnel::subjects
