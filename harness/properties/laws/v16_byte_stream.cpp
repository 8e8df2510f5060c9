// V16, byte streams: a stream gives its user what the user at the other end wrote, in order and once (laws
// I3, I9, I11). A clean end comes after all data that was sent. The close callback does run, and runs after
// all data callbacks (law I5). Nobody waits for data that is there, or for ever on a connection that has
// ended (law I4).
#include <algorithm>
#include <fmt/format.h>
#include <string>

#include "harness/properties/laws/all_laws.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel::properties {
namespace {

using tornado::Event;
using tornado::EventKind;
using tornado::Fault;
using tornado::SocketEnd;
using tornado::StreamCallback;
using tornado::StreamRead;

class ByteStream final : public Law {
 public:
  ByteStream()
      : Law({.name = "V16",
             .title = "what a stream gives was written at the other end, in order, once, before it closes",
             .needs = {core::Guarantee::sockets},
             .models = core::every_model,
             .watches = {EventKind::socket_connected, EventKind::socket_sent, EventKind::socket_received,
                         EventKind::socket_ended, EventKind::network_fault, EventKind::stream_opened,
                         EventKind::stream_written, EventKind::stream_reads, EventKind::stream_read,
                         EventKind::stream_callback_queued, EventKind::stream_callback_begin,
                         EventKind::stream_close_callback, EventKind::stream_closed, EventKind::idle,
                         EventKind::clock},
             .laws = {"I3", "I4", "I5", "I9", "I11"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::idle:
        return at_rest();
      case EventKind::clock:
        return event.detail == static_cast<std::uint8_t>(tornado::ClockMove::spent) || ends_are_told();
      case EventKind::network_fault:
        return struck(event);
      default:
        return event.id == 0 || of_network(event);
    }
  }

 private:
  bool of_network(const Event& event) {
    switch (event.kind) {
      case EventKind::socket_connected:
        sockets_[event.id].peer = event.other;
        sockets_[event.other].peer = event.id;
        return true;
      case EventKind::socket_sent:
        sockets_[event.id].sent += event.other;
        return true;
      case EventKind::socket_received:
        return received(sockets_[event.id], event);
      case EventKind::socket_ended:
        sockets_[event.id].ended = true;
        sockets_[event.id].reset |= event.detail == static_cast<std::uint8_t>(SocketEnd::reset);
        return true;
      case EventKind::stream_opened:
        streams_[event.id].socket = event.other;
        sockets_[event.other].stream = event.id;
        return true;
      case EventKind::stream_written:
        return written(streams_[event.id], event);
      case EventKind::stream_read:
        return read(streams_[event.id], event);
      default:
        return of_stream(streams_[event.id], event);
    }
  }

  struct Socket {
    std::uint32_t peer = 0;
    std::uint32_t stream = 0;
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    bool ended = false;  // it was told that no more data comes
    bool reset = false;
    bool cut_short = false;  // a fault told its peer so before it was true
  };

  struct Stream {
    std::uint32_t socket = 0;
    std::string written;
    std::uint64_t written_bytes = 0;
    std::uint64_t read_bytes = 0;
    std::uint32_t pending_callbacks = 0;
    std::uint32_t future = 0;  // of the outstanding read, or 0
    bool reading = false;
    bool in_chunks = false;
    bool has_close_callback = false;
    bool closed = false;
  };

  void reset() override {
    sockets_.clear();
    streams_.clear();
    loses_ = false;
  }

  bool received(Socket& socket, const Event& event) {
    const Socket& peer = std::as_const(sockets_)[socket.peer];
    socket.received += event.other;
    if (socket.peer == 0) return true;
    if (!judge(socket.received <= peer.sent))
      return violation(fmt::format("socket {} has received {} bytes, but its peer sent {}", event.id,
                                   socket.received, peer.sent));
    const bool clean_end = event.other == 0 && !socket.reset && !peer.cut_short;
    return !clean_end || socket.received == peer.sent ||
           violation(fmt::format("socket {} is at the end after {} bytes, but its peer sent {}", event.id,
                                 socket.received, peer.sent));
  }

  bool struck(const Event& event) {
    const auto fault = static_cast<Fault>(event.detail);
    if (fault == Fault::half_close) sockets_[event.id].cut_short = true;
    constexpr tornado::Faults losing = {Fault::half_close, Fault::reset, Fault::silence, Fault::cut};
    loses_ = loses_ || losing.has(fault);
    return true;
  }

  bool written(Stream& stream, const Event& event) {
    stream.written_bytes += event.other;
    if (const auto bytes = run().bytes_of(event)) stream.written += *bytes;
    return true;
  }

  bool read(Stream& stream, const Event& event) {
    const bool whole = event.detail == static_cast<std::uint8_t>(StreamRead::whole);
    if (whole) stream.reading = false;
    if (!judge(!whole || !stream.in_chunks || event.other == 0))
      return violation(
          fmt::format("stream {} gives {} bytes as the result of a read in chunks", event.id, event.other));
    const std::uint64_t from = stream.read_bytes;
    stream.read_bytes += event.other;
    const std::uint32_t other_stream = peer_of(stream);
    if (other_stream == 0 || event.other == 0) return true;
    const Stream& peer = std::as_const(streams_)[other_stream];
    if (!judge(stream.read_bytes <= peer.written_bytes))
      return violation(fmt::format("stream {} has given {} bytes, but stream {} was given {} to write",
                                   event.id, stream.read_bytes, other_stream, peer.written_bytes));
    const auto bytes = run().bytes_of(event);
    if (!bytes || stream.read_bytes > peer.written.size()) return true;
    if (peer.written.compare(from, event.other, *bytes) == 0) return true;
    return violation(fmt::format("stream {} gives other bytes than stream {} was given to write, at {}",
                                 event.id, other_stream, from));
  }

  bool of_stream(Stream& stream, const Event& event) {
    switch (event.kind) {
      case EventKind::stream_reads:
        // After the end, a read that cannot be satisfied does not start: it raises.
        stream.reading = !stream.closed;
        stream.future = stream.closed ? 0 : event.other;
        stream.in_chunks = event.detail == static_cast<std::uint8_t>(StreamRead::chunk);
        return true;
      case EventKind::stream_callback_queued:
        if (event.detail != static_cast<std::uint8_t>(StreamCallback::close)) {
          ++stream.pending_callbacks;
          return true;
        }
        ++stream.pending_callbacks;
        return judge(stream.pending_callbacks == 1) ||
               violation(
                   fmt::format("stream {} queues its close callback before {} of its callbacks have run",
                               event.id, stream.pending_callbacks - 1));
      case EventKind::stream_callback_begin:
        if (stream.pending_callbacks > 0) --stream.pending_callbacks;
        return true;
      case EventKind::stream_close_callback:
        stream.has_close_callback = event.detail != 0;
        return true;
      default:  // stream_closed
        stream.closed = true;
        return true;
    }
  }

  // A stream that waits for data learns of the end before any time passes.
  bool ends_are_told() {
    for (std::uint32_t number = 1; number < streams_.size(); ++number) {
      const Stream& stream = std::as_const(streams_)[number];
      if (stream.socket == 0 || stream.closed || !stream.reading) continue;
      if (!judge(!std::as_const(sockets_)[stream.socket].ended))
        return violation(fmt::format("stream {} waits for data, but its socket {} has learnt that none comes",
                                     number, stream.socket));
    }
    return true;
  }

  // Nothing is in transit any more: what still waits would wait for ever.
  bool at_rest() {
    if (!ends_are_told()) return false;
    for (std::uint32_t number = 1; number < streams_.size(); ++number) {
      const Stream& stream = std::as_const(streams_)[number];
      if (stream.socket == 0) continue;
      if (!judge(!stream.closed || !stream.has_close_callback))
        return violation(fmt::format("stream {} is closed, and its close callback was never run", number));
      if (!judge(!stream.closed || !pending(stream)))
        return violation(fmt::format("stream {} is closed, and future {}, for its data, is not set", number,
                                     stream.future));
      if (stream.closed || !stream.reading) continue;
      const Socket& socket = std::as_const(sockets_)[stream.socket];
      const Socket& peer = std::as_const(sockets_)[socket.peer];
      if (socket.peer != 0 && !loses_ && !judge(socket.received == peer.sent))
        return violation(
            fmt::format("stream {} waits for data, but {} bytes that were sent to it are not received",
                        number, peer.sent - socket.received));
    }
    return true;
  }

  bool pending(const Stream& stream) const {
    return stream.reading && stream.future != 0 && !run().futures[stream.future].set;
  }

  std::uint32_t peer_of(const Stream& stream) const {
    const std::uint32_t peer = sockets_[stream.socket].peer;
    return peer != 0 ? sockets_[peer].stream : 0;
  }

  Numbered<Socket> sockets_;
  Numbered<Stream> streams_;
  bool loses_ = false;  // a fault has lost data
};

}  // namespace

std::unique_ptr<Law> make_byte_stream() {
  return std::make_unique<ByteStream>();
}

}  // namespace windtunnel::properties
