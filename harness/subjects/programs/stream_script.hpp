// StreamScript: what the two ends of a connection call, step by step. Each step begins when the one before
// has had all its effects, so what comes of a script does not depend on timing: it is the same on every loop,
// on every network, and on the real Tornado, which runs the same text (harness/oracle/python/streams.py).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::subjects {

/// What an end calls. `connect` is the client's; `half_close` shuts the socket down for writing; `state`
/// tells whether the stream is open, reads and writes, and how much it has that nobody has read.
enum class StreamVerb : std::uint8_t {
  connect,
  write,
  read_bytes,
  read_partial,
  read_until,
  read_regex,
  read_all,
  stream_bytes,
  stream_all,
  close,
  half_close,
  watch_close,
  ignore_close,
  state,
  count_
};

/// The verb in the text of a script.
std::string_view name_of(StreamVerb verb);

/// Whether the verb is followed by a number of bytes.
constexpr bool has_size(StreamVerb verb) {
  return verb == StreamVerb::write || verb == StreamVerb::read_bytes || verb == StreamVerb::read_partial ||
         verb == StreamVerb::stream_bytes;
}
/// Whether the verb is followed by what to look for.
constexpr bool has_pattern(StreamVerb verb) {
  return verb == StreamVerb::read_until || verb == StreamVerb::read_regex;
}
/// Whether the verb gives bytes later.
constexpr bool is_read(StreamVerb verb) {
  return verb >= StreamVerb::read_bytes && verb <= StreamVerb::stream_all;
}

/// One call of one end.
struct StreamCall {
  char end = 'a';  ///< 'a' is the client, 'b' the server's end of its connection
  StreamVerb verb = StreamVerb::state;
  std::size_t size = 0;
  std::string pattern{};              ///< a delimiter or a regular expression, as written: `\r\n`
  std::optional<std::size_t> most{};  ///< a search gives up after this number of bytes
  bool by_callback = false;           ///< the call takes a callback; else it returns a Future
  bool limited = false;               ///< with_timeout(): gives up after half a step

  bool operator==(const StreamCall&) const = default;
};

/// A script. Limits of 0 are those of the runtime.
struct StreamScript {
  static constexpr std::size_t most_steps = 100;
  static constexpr std::size_t most_calls = 10;         ///< of a step
  static constexpr std::size_t most_bytes = 1'000'000;  ///< of a call

  bool deaf = false;             ///< nobody listens
  std::size_t buffer = 0;        ///< of both streams: max_buffer_size
  std::size_t chunk = 0;         ///< read_chunk_size
  std::size_t write_buffer = 0;  ///< max_write_buffer_size
  std::vector<std::vector<StreamCall>> steps;

  bool operator==(const StreamScript&) const = default;
};

/// The script's text: a line for what is unusual, then one line a step, its calls separated by " | ".
std::string to_text(const StreamScript& script);

/// Throws std::invalid_argument, with the line and what is allowed, for what is no script.
StreamScript parse_stream_script(std::string_view text);

}  // namespace windtunnel::subjects
