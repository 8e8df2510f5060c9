#include "harness/shrink/network_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "harness/subjects/world/answer_words.hpp"

namespace windtunnel::shrink {

namespace {

using tornado::Event;
using tornado::EventKind;
using tornado::Fault;

std::string seconds_in_words(double seconds) {
  return seconds < 1 ? fmt::format("{} ms", seconds * 1000) : fmt::format("{} s", seconds);
}

// What the socket that a fault hit had done by then.
struct SocketStory {
  std::uint32_t number = 0;  // 0: not known
  std::uint32_t sends = 0;
  std::uint32_t bytes = 0;  // of the latest send
  std::uint32_t receives = 0;
  std::uint32_t received = 0;  // bytes of the receive that follows
  std::uint32_t cut = 0;       // after how many bytes the fault cuts
};

SocketStory story_of(const core::AskedQuestion& strike, const core::Trace& trace) {
  SocketStory story;
  const Event* const begin = trace.events.begin();
  const Event* const end = trace.events.end();
  const Event* const asked =
      begin + static_cast<std::ptrdiff_t>(std::min<std::size_t>(strike.events, trace.events.size()));
  const Event* const hit =
      std::find_if(asked, end, [](const Event& event) { return event.kind == EventKind::network_fault; });
  if (hit == end) return story;
  story.number = hit->id;
  story.cut = hit->other;
  for (const Event* at = begin; at != hit; ++at) {
    if (at->id != story.number) continue;
    if (at->kind == EventKind::socket_sent) {
      ++story.sends;
      story.bytes = at->other;
    } else if (at->kind == EventKind::socket_received && at->other != 0) {
      ++story.receives;
    }
  }
  return story;
}

// "the second message (12 bytes) of client to server".
std::string message_of(const NetworkSite& site, const SocketStory& story) {
  if (story.sends == 0) return fmt::format("the connection of {} to {}", site.from, site.to);
  return fmt::format("the {}{} ({} bytes) of {} to {}",
                     story.sends > 1 ? core::ordinal(story.sends) + " " : "",
                     story.receives > 0 ? "answer" : "message", story.bytes, site.from, site.to);
}

std::string longer_in_words(const NetworkSite& site, const SocketStory& story, std::uint32_t length) {
  const double seconds =
      tornado::latency_lengths[std::min<std::size_t>(length, std::size(tornado::latency_lengths) - 1)];
  return fmt::format("{} takes {} longer", message_of(site, story), seconds_in_words(seconds));
}

std::string lookup_in_words(const NetworkSite& site, Fault fault, std::uint32_t length) {
  if (fault == Fault::no_resolution) return fmt::format("{} looks a name up and finds nothing", site.from);
  const double seconds =
      tornado::resolution_lengths[std::min<std::size_t>(length, std::size(tornado::resolution_lengths) - 1)];
  return fmt::format("{} looks a name up, which takes {}", site.from, seconds_in_words(seconds));
}

}  // namespace

std::optional<Fault> NetworkSite::fault() const {
  for (std::size_t at = 0; at < tornado::fault_count; ++at)
    if (name_of(static_cast<Fault>(at)) == what) return static_cast<Fault>(at);
  return std::nullopt;
}

std::optional<NetworkSite> network_site(std::string_view site) {
  constexpr std::string_view first = "net/";
  const std::size_t slash = site.rfind('/');
  if (!site.starts_with(first) || slash < first.size()) return std::nullopt;
  NetworkSite parts;
  const std::string_view way = site.substr(first.size(), slash - first.size());
  const std::size_t arrow = way.find('>');
  parts.from = way.substr(0, arrow);
  if (arrow != std::string_view::npos) parts.to = way.substr(arrow + 1);
  parts.what = site.substr(slash + 1);
  return parts;
}

std::string fault_in_words(const NetworkSite& site, const core::AskedQuestion& strike, std::uint32_t length,
                           const core::Trace& trace) {
  const std::optional<Fault> fault = site.fault();
  const SocketStory story = story_of(strike, trace);
  const std::string connection = fmt::format("the connection {}→{}", site.from, site.to);
  const std::string at_send =
      story.sends > 0 ? fmt::format(" at its {} send", core::ordinal(story.sends)) : "";
  switch (fault.value_or(Fault::count_)) {
    case Fault::refused:
      return fmt::format("{} refuses a connection of {}", site.to, site.from);
    case Fault::hang:
      return fmt::format("{} connects to {} and gets no answer", site.from, site.to);
    case Fault::latency:
      return longer_in_words(site, story, length);
    case Fault::short_write:
      return fmt::format("a send of {} to {} takes {} bytes only", site.from, site.to, story.cut);
    case Fault::short_read:
      return fmt::format("a receive of {} from {} gives {} bytes only, its {} one", site.from, site.to,
                         story.cut, core::ordinal(story.receives + 1));
    case Fault::split:
      return fmt::format("{} arrives as {} and {}", message_of(site, story), story.cut,
                         story.bytes > story.cut ? story.bytes - story.cut : 0);
    case Fault::coalesce:
      return message_of(site, story) + " arrives together with what is sent next";
    case Fault::would_block:
      return fmt::format("a send of {} to {} takes nothing for a while", site.from, site.to);
    case Fault::interrupted:
      return fmt::format("a call of {} on its connection to {} is interrupted", site.from, site.to);
    case Fault::half_close:
      return fmt::format(
          "{} sees an end that {} did not send{}", site.to, site.from,
          story.sends > 0 ? fmt::format(", after its {} send", core::ordinal(story.sends)) : "");
    case Fault::reset:
      return connection + " is reset" + at_send;
    case Fault::silence:
      return fmt::format(
          "nothing that {} sends to {} arrives any more{}", site.from, site.to,
          story.sends > 0 ? fmt::format(", from its {} send on", core::ordinal(story.sends)) : "");
    case Fault::partition:
      return fmt::format("{} and {} are separated for {}", site.from, site.to,
                         seconds_in_words(tornado::partition_lengths[std::min<std::size_t>(
                             length, std::size(tornado::partition_lengths) - 1)]));
    case Fault::cut:
      return fmt::format("{} and {} are separated for ever", site.from, site.to);
    case Fault::loss:
      return fmt::format("a datagram of {} to {} is lost", site.from, site.to);
    case Fault::duplication:
      return fmt::format("a datagram of {} to {} arrives twice", site.from, site.to);
    case Fault::slow_resolution:
    case Fault::no_resolution:
      return lookup_in_words(site, *fault, length);
    case Fault::count_:
      break;
  }
  return windtunnel::in_words(strike.answer);
}

}  // namespace windtunnel::shrink
