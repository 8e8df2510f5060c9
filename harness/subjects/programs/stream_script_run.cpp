#include "harness/subjects/programs/stream_script_run.hpp"

#include <exception>
#include <fmt/format.h>
#include <optional>

#include "harness/core/quiet_source.hpp"
#include "harness/subjects/programs/script_in_world.hpp"
#include "runtime/net/tcp_server.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::StreamPtr;

constexpr std::size_t most_stream_lines = 10'000;
constexpr std::uint16_t stream_port = 80;

class StreamScriptRun final : public VenueProgram {
 public:
  StreamScriptRun(Venue& venue, const StreamScript& script, double step, ScriptLines& lines)
      : venue_(venue), script_(script), step_length_(step * venue.second()), lines_(lines) {
    if (script.buffer != 0) options_.max_buffer_size = script.buffer;
    if (script.chunk != 0) options_.read_chunk_size = script.chunk;
    if (script.write_buffer != 0) options_.max_write_buffer_size = script.write_buffer;
    options_.loop = &venue.loop();
    tornado::Network& server = venue.host("server");
    client_ = &venue.host("client");
    if (!script.deaf) {
      server_.emplace([this](StreamPtr stream, const tornado::Address&) { accept(std::move(stream)); },
                      server, options_);
      server_->listen(stream_port);
    }
    const auto resolving = client_->resolve("server", stream_port, tornado::AddressFamily::unspecified);
    venue.loop().add_future(resolving, [this](const Future<std::vector<tornado::Address>>& resolved) {
      address_ = resolved.result().front();
      next_step();
    });
  }

  bool over() const override { return over_; }

 private:
  struct End {
    StreamPtr stream;
    std::size_t written = 0;
  };

  End& end(char name) { return name == 'a' ? a_ : b_; }

  void say(char name, const std::string& words) {
    if (lines_.size() < most_stream_lines) lines_.push_back(fmt::format("{} {} {}", name, step_, words));
  }
  auto teller(char name, std::string label) {
    return
        [this, name, label = std::move(label)](const std::string& words) { say(name, label + " " + words); };
  }

  void accept(StreamPtr stream) {
    if (b_.stream != nullptr) return stream->close();
    b_.stream = std::move(stream);
    say('b', "accepted");
  }

  // One after another, and then the end: both tell their state, a closes, b closes.
  void next_step() {
    const std::size_t count = script_.steps.size();
    if (step_ == count + 3) {
      if (server_) server_->stop();
      over_ = true;
      venue_.script_over();
      return;
    }
    venue_.loop().call_later(step_length_, [this] { next_step(); });
    const std::size_t now = step_++;
    if (now < count) {
      for (std::size_t at = 0; at < script_.steps[now].size(); ++at) begin(script_.steps[now][at], at);
      return;
    }
    StreamCall last;
    last.verb = now == count ? StreamVerb::state : StreamVerb::close;
    for (const char name : {'a', 'b'}) {
      last.end = name;
      if (now == count || (name == 'a') == (now == count + 1)) begin(last, 0);
    }
  }

  void begin(const StreamCall& call, std::size_t place) {
    const auto tell = teller(call.end, fmt::format("{}.{}", step_, place));
    const StreamPtr stream = end(call.end).stream;
    if (call.verb == StreamVerb::connect ? stream != nullptr : stream == nullptr)
      return tell(stream == nullptr ? "absent" : "there already");
    try {
      perform(call, tell);
    } catch (const std::exception&) {
      tell("throws " + name_of(std::current_exception()));
    }
  }

  template <class Tell>
  void perform(const StreamCall& call, const Tell& tell) {
    End& own = end(call.end);
    switch (call.verb) {
      case StreamVerb::connect:
        own.stream = tornado::IOStream::make(client_->open(tornado::family_of(address_.ip)), options_);
        if (call.by_callback) return own.stream->connect(address_, [tell] { tell("calls"); });
        return tell_outcome(own.stream->connect(address_), tell);
      case StreamVerb::write: {
        std::string text = text_at(own.written, call.size);
        own.written += call.size;
        if (call.by_callback) return own.stream->write(std::move(text), [tell] { tell("calls"); });
        return tell_outcome(own.stream->write(std::move(text)), tell);
      }
      case StreamVerb::close:
        return own.stream->close();
      case StreamVerb::half_close:
        if (!own.stream->closed()) own.stream->socket().shut_down_write();
        return;
      case StreamVerb::watch_close:
        return own.stream->set_close_callback([&own, tell] { tell("closed" + error_of(*own.stream)); });
      case StreamVerb::ignore_close:
        return own.stream->clear_close_callback();
      case StreamVerb::state:
        return tell(state_of(*own.stream));
      default:
        return call.by_callback ? read_by_callback(*own.stream, call, tell) : read(*own.stream, call, tell);
    }
  }

  template <class Tell>
  void read(tornado::IOStream& stream, const StreamCall& call, const Tell& tell) {
    const Future<std::string> reading = begin_read(stream, call, tell);
    if (!call.limited) return tell_outcome(reading, tell);
    tell_outcome(
        tornado::with_timeout(step_length_ / 2, reading, tornado::quiet<tornado::StreamClosedError>()), tell);
  }

  template <class Tell>
  static Future<std::string> begin_read(tornado::IOStream& stream, const StreamCall& call, const Tell& tell) {
    const auto chunk = [tell](const std::string& part) { tell("chunk " + bytes_in_words(part)); };
    switch (call.verb) {
      case StreamVerb::read_bytes:
        return stream.read_bytes(call.size);
      case StreamVerb::read_partial:
        return stream.read_bytes(call.size, true);
      case StreamVerb::read_until:
        return stream.read_until(unescaped(call.pattern), call.most);
      case StreamVerb::read_regex:
        return stream.read_until_regex(call.pattern, call.most);
      case StreamVerb::read_all:
        return stream.read_until_close();
      case StreamVerb::stream_bytes:
        return stream.stream_bytes(call.size, chunk);
      default:
        return stream.stream_until_close(chunk);
    }
  }

  template <class Tell>
  static void read_by_callback(tornado::IOStream& stream, const StreamCall& call, const Tell& tell) {
    const auto chunk = [tell](const std::string& part) { tell("chunk " + bytes_in_words(part)); };
    const auto take = [tell](const std::string& data) { tell("calls " + bytes_in_words(data)); };
    switch (call.verb) {
      case StreamVerb::read_bytes:
        return stream.read_bytes(call.size, take);
      case StreamVerb::read_partial:
        return stream.read_bytes(call.size, take, true);
      case StreamVerb::read_until:
        return stream.read_until(unescaped(call.pattern), take, call.most);
      case StreamVerb::read_regex:
        return stream.read_until_regex(call.pattern, take, call.most);
      case StreamVerb::read_all:
        return stream.read_until_close(take);
      case StreamVerb::stream_bytes:
        return stream.stream_bytes(call.size, take, chunk);
      default:
        return stream.stream_until_close(take, chunk);
    }
  }

  template <class T, class Tell>
  void tell_outcome(const Future<T>& future, const Tell& tell) {
    venue_.loop().add_future(future, [tell](const Future<T>& done) {
      if (const std::exception_ptr error = done.exception()) return tell("fails " + name_of(error));
      if constexpr (std::is_same_v<T, std::string>) {
        tell("gives " + bytes_in_words(done.result()));
      } else {
        tell("gives");
      }
    });
  }

  static std::string error_of(const tornado::IOStream& stream) {
    return stream.error() ? " " + name_of(stream.error()) : "";
  }

  static std::string state_of(const tornado::IOStream& stream) {
    return fmt::format("is {}{}{}{}, has {}", stream.closed() ? "closed" : "open", error_of(stream),
                       stream.reading() ? ", reads" : "", stream.writing() ? ", writes" : "",
                       stream.read_buffer_size());
  }

  Venue& venue_;
  const StreamScript script_;
  const Duration step_length_;
  ScriptLines& lines_;
  tornado::StreamOptions options_;
  tornado::Network* client_ = nullptr;
  tornado::Address address_;
  std::optional<tornado::TCPServer> server_;
  End a_;
  End b_;
  std::size_t step_ = 0;
  bool over_ = false;
};

}  // namespace

std::unique_ptr<VenueProgram> begin_stream_script(Venue& venue, const StreamScript& script, double step,
                                                  ScriptLines& lines) {
  return std::make_unique<StreamScriptRun>(venue, script, step, lines);
}

ScriptLines run_stream_script(const StreamScript& script, tornado::ChoiceSource& choices,
                              const tornado::LinkSettings& link) {
  return run_in_world(
      [&](Venue& venue, ScriptLines& lines) {
        return begin_stream_script(venue, script, script_step, lines);
      },
      choices, link);
}

ScriptLines run_stream_script(const StreamScript& script) {
  core::QuietSource quiet;
  return run_stream_script(script, quiet, tornado::LinkSettings());
}

ScriptLines by_end(const ScriptLines& lines) {
  ScriptLines sorted;
  for (const bool of_client : {true, false}) {
    for (const std::string& line : lines)
      if (line.starts_with("a ") == of_client) sorted.push_back(line);
  }
  return sorted;
}

}  // namespace windtunnel::subjects
