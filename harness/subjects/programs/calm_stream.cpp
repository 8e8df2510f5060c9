#include "harness/subjects/programs/calm_stream.hpp"

#include <exception>
#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/exception_cast.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;
using tornado::IOStream;
using tornado::StreamPtr;

constexpr std::uint32_t most_pieces = 6;
constexpr std::size_t sizes[] = {3, 1, 0, 17, 300, 70'000};
constexpr std::string_view line_ends[] = {"\n", "\r\n", "--end--", "aab"};

enum class Way : std::uint32_t { bytes, partial, chunks, line, word, count_ };

// Something that one side writes and the other reads.
struct Piece {
  Way way = Way::bytes;
  std::string bytes;
  std::string_view delimiter;  // of a line
  bool limited = false;        // its reader allows no byte more
  bool by_callback = false;
  bool in_two = false;  // two writes, the second before the first is done
};

// Bytes without the delimiter, but with beginnings of it.
std::string text_without(std::string_view delimiter, std::size_t size) {
  std::string text;
  while (text.size() < size) {
    text += static_cast<char>('c' + text.size() % 20);
    if (delimiter.size() > 1 && text.size() % 3 == 0) text += delimiter.substr(0, delimiter.size() - 1);
  }
  text.resize(size);
  // What is left of a beginning must not become a delimiter with what follows.
  if (!text.empty()) text.back() = 'c';
  return text;
}

Piece draw_piece(World& world) {
  Piece piece;
  piece.way = static_cast<Way>(world.choose(static_cast<std::uint32_t>(Way::count_), "calm/way"));
  // In any order, chunks make no whole.
  if (piece.way == Way::chunks && world.model() == core::SchedulingModel::adversarial) piece.way = Way::bytes;
  const std::size_t size = sizes[world.choose(std::size(sizes), "calm/size")];
  piece.limited = world.choose(2, "calm/limited") == 1;
  piece.by_callback = world.choose(2, "calm/callback") == 1;
  piece.in_two = world.choose(2, "calm/in_two") == 1;
  switch (piece.way) {
    case Way::line:
      piece.delimiter = line_ends[world.choose(std::size(line_ends), "calm/delimiter")];
      piece.bytes = text_without(piece.delimiter, size) + std::string(piece.delimiter);
      break;
    case Way::word:
      piece.bytes = std::string(size, 'w') + "xyz;";
      break;
    default:
      piece.bytes = text_without("", size);
  }
  return piece;
}

std::vector<Piece> draw_pieces(World& world) {
  std::vector<Piece> pieces(1 + world.choose(most_pieces, "calm/pieces"));
  for (Piece& piece : pieces) piece = draw_piece(world);
  return pieces;
}

// Reads the piece, or the next part of it; chunks are appended to `chunks`.
Future<std::string> begin_read(IOStream& stream, const Piece& piece, std::size_t size, std::string& chunks) {
  const std::optional<std::size_t> limit = piece.limited ? std::optional(size) : std::nullopt;
  const auto chunk = [&chunks](const std::string& data) { chunks += data; };
  const Future<std::string> done;
  const auto take = [done](std::string data) { done.set_result(std::move(data)); };
  constexpr const char* word = "[x-z]+;";
  switch (piece.way) {
    case Way::partial:
      if (!piece.by_callback) return stream.read_bytes(size, true);
      stream.read_bytes(size, take, true);
      return done;
    case Way::chunks:
      // A Future would be done before the last chunk comes, which takes a hop.
      stream.stream_bytes(size, take, chunk);
      return done;
    case Way::line:
      if (!piece.by_callback) return stream.read_until(piece.delimiter, limit);
      stream.read_until(piece.delimiter, take, limit);
      return done;
    case Way::word:
      if (!piece.by_callback) return stream.read_until_regex(word, limit);
      stream.read_until_regex(word, take, limit);
      return done;
    default:
      if (!piece.by_callback) return stream.read_bytes(size);
      stream.read_bytes(size, take);
      return done;
  }
}

Future<void> read_pieces(World& world, IOStream& stream, const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    std::string chunks;
    std::string whole;
    do {
      const std::size_t left = piece.bytes.size() - whole.size();
      const Future<std::string> reading = begin_read(stream, piece, left, chunks);
      const std::string part = co_yield reading;
      if (piece.way == Way::partial)
        world.check(part.size() <= left && part.empty() == (left == 0),
                    "a partial read gives some, and not too much");
      whole += part;
      whole += std::exchange(chunks, std::string());
    } while (piece.way == Way::partial && whole.size() < piece.bytes.size());
    world.check(whole == piece.bytes,
                fmt::format("a read gives the {} bytes that were written, not these {}: {}",
                            piece.bytes.size(), whole.size(), whole.substr(0, 60)));
  }
}

// Writes in the way of the piece; done when all of it is sent.
Future<void> begin_write(IOStream& stream, const Piece& piece) {
  std::string rest = piece.bytes;
  if (piece.in_two) {
    const Future<void> first = stream.write(rest.substr(0, rest.size() / 2));
    first.add_done_callback([](const Future<void>& done) { static_cast<void>(done.exception()); });
    rest.erase(0, rest.size() / 2);
  }
  if (!piece.by_callback) return stream.write(std::move(rest));
  const Future<void> done;
  stream.write(std::move(rest), [done] { done.set_result(); });
  return done;
}

Future<void> write_pieces(World& world, IOStream& stream, const std::vector<Piece>& pieces) {
  std::size_t sent = 0;
  for (const Piece& piece : pieces) {
    // The reader of nothing does not wait for it, and may have come to its end.
    if (piece.bytes.empty() && stream.closed()) continue;
    const Future<void> writing = begin_write(stream, piece);
    co_yield writing;
    world.check(stream.write_buffer_size() == 0 && !stream.writing(),
                "a write that is done has left nothing to send");
    sent += piece.bytes.size();
  }
  world.log(fmt::format("{} bytes are sent", sent));
}

// How the connection ends: the server closes after its last bytes, or the client finds a line too long.
enum class Ending : std::uint32_t { read_all, in_chunks, too_long, count_ };

Ending draw_ending(World& world) {
  const auto ending =
      static_cast<Ending>(world.choose(static_cast<std::uint32_t>(Ending::count_), "calm/ending"));
  const bool in_order = world.model() != core::SchedulingModel::adversarial;
  return ending == Ending::in_chunks && !in_order ? Ending::read_all : ending;
}

struct Talk {
  explicit Talk(World& world)
      : to_server(draw_pieces(world)),
        to_client(draw_pieces(world)),
        ending(draw_ending(world)),
        last(text_without("\r\n", sizes[world.choose(4, "calm/last")]) + "\r\n") {}

  const std::vector<Piece> to_server;
  const std::vector<Piece> to_client;
  const Ending ending;
  const std::string last;
  int closed = 0;  // calls of close callbacks
  int ended = 0;   // sides that came to their end
};

Future<void> wait_for_close(IOStream& stream) {
  if (stream.closed()) co_return;
  const Future<std::string> rest = stream.read_until_close();
  co_yield tornado::settled(rest);
}

Future<void> serve(World* world, Talk* talk, StreamPtr stream) {
  stream->set_close_callback([talk] { ++talk->closed; });
  const Future<void> reading = read_pieces(*world, *stream, talk->to_server);
  const Future<void> writing = write_pieces(*world, *stream, talk->to_client);
  co_yield reading;
  co_yield writing;
  const Future<void> last = stream->write(talk->last);
  co_yield tornado::settled(last);
  // A client that refuses the last line may close before it has all of it.
  world->check(talk->ending == Ending::too_long || !last.exception(), "the last bytes are sent");
  // As a careful server does: the client closes first, so that nothing that is still on its way finds nobody.
  if (!stream->closed()) stream->socket().shut_down_write();
  const Future<void> closed = wait_for_close(*stream);
  co_yield closed;
  ++talk->ended;
}

Future<void> read_ending(World& world, const Talk& talk, IOStream& stream) {
  std::string chunks;
  if (talk.ending == Ending::too_long) {
    const bool open = !stream.closed();
    const Future<std::string> line = stream.read_until("\r\n", talk.last.size() - 1);
    co_yield tornado::settled(line);
    world.check(line.exception() != nullptr, "a line of one byte more than the limit is refused");
    world.check(!open || tornado::exception_cast<tornado::UnsatisfiableReadError>(stream.error()) != nullptr,
                "what closed the stream is the line");
    co_return;
  }
  Future<std::string> rest;
  if (talk.ending == Ending::read_all) {
    rest = stream.read_until_close();
  } else {
    const auto take = [rest](std::string data) { rest.set_result(std::move(data)); };
    const auto chunk = [&chunks](const std::string& data) { chunks += data; };
    stream.stream_until_close(take, chunk);
  }
  const std::string whole = co_yield rest;
  world.check(whole + chunks == talk.last, "what is read until the close is all that was left");
}

Future<void> talk_to_server(World& world, Talk& talk, tornado::TCPClient tcp) {
  const Future<StreamPtr> connecting = tcp.connect("server", 80);
  const StreamPtr stream = co_yield connecting;
  stream->set_close_callback([&talk] { ++talk.closed; });
  const Future<void> writing = write_pieces(world, *stream, talk.to_server);
  const Future<void> reading = read_pieces(world, *stream, talk.to_client);
  co_yield writing;
  co_yield reading;
  const Future<void> ending = read_ending(world, talk, *stream);
  co_yield ending;
  world.check(stream->closed(), "the stream is closed");
  world.check(stream->read_buffer_size() == 0 || talk.ending == Ending::too_long, "nothing is left to read");
  ++talk.ended;
}

}  // namespace

Future<void> run_calm_stream(World& world) {
  tornado::LinkSettings settings;
  settings.faults = tornado::harmless_faults;
  tornado::SimNetwork& network = world.network(settings);
  Talk talk(world);
  tornado::TCPServer server(
      [&world, &talk](StreamPtr stream, const tornado::Address&) {
        return serve(&world, &talk, std::move(stream));
      },
      world.host("server"));
  server.listen(80);
  world.spawn("client", talk_to_server, std::ref(talk), tornado::TCPClient(world.host("client")));
  co_yield world.join();
  server.stop();
  world.check(talk.ended == 2, fmt::format("both sides come to their end, not {}", talk.ended));
  world.check(talk.closed == 2,
              fmt::format("each close callback runs once; there were {} calls", talk.closed));
  world.check(network.open_sockets() == 0, fmt::format("no socket is left; {} are", network.open_sockets()));
}

}  // namespace windtunnel::subjects
