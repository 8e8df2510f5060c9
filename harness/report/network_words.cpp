#include "harness/report/network_words.hpp"

#include <fmt/format.h>
#include <string_view>

#include "runtime/sim/network/fault.hpp"

namespace windtunnel {

namespace {

using tornado::Event;
using tornado::EventKind;

// What a descriptor is ready for.
std::string readiness(std::uint8_t events) {
  constexpr std::string_view names[] = {"reading", "writing", "an error"};
  std::string words;
  for (unsigned bit = 0; bit < 3; ++bit) {
    if ((events >> bit & 1U) == 0) continue;
    if (!words.empty()) words += " and ";
    words += names[bit];
  }
  return words.empty() ? "nothing" : words;
}

std::string error_of(std::uint32_t number, const TraceNames& names) {
  auto at = names.exceptions.find(number);
  return at == names.exceptions.end() ? fmt::format("exception {}", number) : at->second;
}

std::string_view fault_of(const Event& event) {
  return event.detail < tornado::fault_count ? name_of(static_cast<tornado::Fault>(event.detail)) : "?";
}

std::string fault_in_words(const Event& event) {
  if (event.id == 0) return fmt::format("the network has the fault {}", fault_of(event));
  if (event.other == 0)
    return fmt::format("the network has the fault {}, for socket {}", fault_of(event), event.id);
  return fmt::format("the network has the fault {}, for socket {}: it cuts after {} bytes", fault_of(event),
                     event.id, event.other);
}

std::string read_in_words(const Event& event) {
  const bool chunk = event.detail == static_cast<std::uint8_t>(tornado::StreamRead::chunk);
  return fmt::format("stream {} gives {} bytes to its user{}", event.id, event.other,
                     chunk ? ", as a chunk" : "");
}

}  // namespace

std::string network_in_words(const Event& event, const TraceNames& names) {
  constexpr std::string_view sockets[] = {"to connect", "for a connection that came", "to listen"};
  constexpr std::string_view callbacks[] = {"read", "chunk", "write", "connect", "close"};
  switch (event.kind) {
    case EventKind::handler_added:
      return fmt::format("handler {} waits for {}", event.id, readiness(event.detail));
    case EventKind::handler_updated:
      return fmt::format("handler {} waits for {} now", event.id, readiness(event.detail));
    case EventKind::handler_removed:
      return fmt::format("handler {} is removed", event.id);
    case EventKind::handler_ready:
      return fmt::format("handler {} is ready for {}", event.id, readiness(event.detail));
    case EventKind::handler_begin:
      return fmt::format("handler {} runs, for {}", event.id, readiness(event.detail));
    case EventKind::handler_end:
      if (event.other == 0) return fmt::format("handler {} ends", event.id);
      return fmt::format("handler {} ends by raising {}", event.id, error_of(event.other, names));
    case EventKind::socket_opened:
      return fmt::format("socket {} is made, {}", event.id, sockets[event.detail % 3]);
    case EventKind::socket_connected:
      return fmt::format("socket {} is connected to socket {}", event.id, event.other);
    case EventKind::socket_sent:
      return fmt::format("socket {} takes {} bytes to send", event.id, event.other);
    case EventKind::socket_received:
      if (event.other == 0) return fmt::format("socket {} is at the end of what is received", event.id);
      return fmt::format("socket {} gives {} bytes that it received", event.id, event.other);
    case EventKind::socket_ended:
      return event.detail == static_cast<std::uint8_t>(tornado::SocketEnd::reset)
                 ? fmt::format("socket {} is reset", event.id)
                 : fmt::format("socket {} learns that its peer sends no more", event.id);
    case EventKind::socket_shut:
      return fmt::format("socket {} sends no more", event.id);
    case EventKind::socket_closed:
      return fmt::format("socket {} is closed", event.id);
    case EventKind::fault_enabled:
      return fmt::format("the network may have the fault {}", fault_of(event));
    case EventKind::network_fault:
      return fault_in_words(event);
    case EventKind::stream_opened:
      return fmt::format("stream {} is made on socket {}", event.id, event.other);
    case EventKind::stream_written:
      return fmt::format("stream {} is given {} bytes to write", event.id, event.other);
    case EventKind::stream_reads:
      if (event.other == 0) return fmt::format("stream {} is asked for data, for a callback", event.id);
      return fmt::format("stream {} is asked for data, for future {}", event.id, event.other);
    case EventKind::stream_read:
      return read_in_words(event);
    case EventKind::stream_callback_queued:
      return fmt::format("stream {} queues its callback s{}, for {}", event.id, event.other,
                         callbacks[event.detail % 5]);
    case EventKind::stream_callback_begin:
      return fmt::format("stream {} runs its callback s{}", event.id, event.other);
    case EventKind::stream_close_callback:
      return fmt::format("stream {} has {} close callback", event.id, event.detail != 0 ? "a" : "no");
    case EventKind::stream_closed:
      if (event.other == 0) return fmt::format("stream {} is closed", event.id);
      return fmt::format("stream {} is closed by {}", event.id, error_of(event.other, names));
    case EventKind::request_begin:
      return fmt::format("request {} begins; it must end by {}", event.id, event.seconds);
    case EventKind::request_end:
      if (event.other == 0) return fmt::format("request {} ends", event.id);
      return fmt::format("request {} ends with {}", event.id, error_of(event.other, names));
    default:
      return "?";
  }
}

}  // namespace windtunnel
