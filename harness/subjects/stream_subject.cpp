#include "harness/subjects/stream_subject.hpp"

#include <array>
#include <exception>
#include <fmt/format.h>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/subjects/programs/world_venue.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::StreamPtr;

constexpr std::uint32_t most_acts = 8;  // of one side
constexpr double timeout = 20;          // for one read, after which its side closes; in seconds of the venue
constexpr std::size_t sizes[] = {1, 4, 0, 17, 300, 5000, 150'000};

enum class StreamAct : std::uint32_t {
  write,
  read_bytes,
  read_partial,
  read_line,
  read_word,
  read_in_chunks,
  read_all,
  read_all_in_chunks,
  read_and_close_other,
  pause,
  close,
  misuse,
  half_close,
  count_
};

struct Step {
  StreamAct act;
  std::size_t size;
  bool by_callback;
};

// What the two write: lines of different lengths.
std::string text(std::size_t size) {
  std::string bytes(size, '\n');
  for (std::size_t at = 0; at < size; ++at) {
    if (at % 11 != 9) bytes[at] = static_cast<char>('a' + at % 26);
  }
  return bytes;
}

// One side: its steps, one after the other, each when the one before is over.
class StreamUser {
 public:
  StreamUser(Venue& venue, std::string_view name) : venue_(venue), name_(name) {
    const std::uint32_t count = 1 + venue.choose(most_acts, "stream/acts");
    for (std::uint32_t step = 0; step < count; ++step) {
      Step drawn{};
      drawn.act =
          static_cast<StreamAct>(venue.choose(static_cast<std::uint32_t>(StreamAct::count_), "stream/act"));
      drawn.size = sizes[venue.choose(std::size(sizes), "stream/size")];
      drawn.by_callback = venue.choose(2, "stream/callback") == 1;
      steps_.push_back(drawn);
    }
    listens_ = venue.choose(2, "stream/close_callback") == 1;
    fails_ = venue.choose(4, "stream/failing_callbacks") == 3;
  }

  void meet(StreamUser& other) { other_ = &other; }

  Future<void> work(StreamPtr stream) {
    stream_ = stream;
    if (listens_) stream->set_close_callback([this] { venue_.log(fmt::format("{}: closed", name_)); });
    for (const Step& step : steps_) {
      bool over = false;
      try {
        const Future<std::string> doing = begin(*stream, step);
        const Future<std::string> limited = tornado::with_timeout(timeout * venue_.second(), doing);
        co_yield tornado::settled(limited);
        over = limited.exception() != nullptr;
        venue_.log(fmt::format("{}: {}", name_,
                               over ? "nothing" : fmt::format("{} bytes", limited.result().size())));
      } catch (const std::exception& error) {
        venue_.log(fmt::format("{}: {}", name_, error.what()));
        over = true;
      }
      if (over) break;
    }
    stream->close();
  }

 private:
  // Begins the step; gives what it gives, or nothing when it is over.
  Future<std::string> begin(tornado::IOStream& stream, const Step& step) {
    Future<std::string> done;
    const auto take = [this, done](std::string data) {
      done.set_result(std::move(data));
      fail_or_not();
    };
    const auto chunk = [this](const std::string& data) {
      venue_.log(fmt::format("{}: a chunk of {}", name_, data.size()));
      fail_or_not();
    };
    switch (step.act) {
      case StreamAct::write:
        if (!step.by_callback) return after(stream.write(text(step.size)));
        stream.write(text(step.size), [take] { take(std::string()); });
        return done;
      case StreamAct::read_bytes:
        if (!step.by_callback) return stream.read_bytes(step.size);
        stream.read_bytes(step.size, take);
        return done;
      case StreamAct::read_partial:
        if (!step.by_callback) return stream.read_bytes(step.size, true);
        stream.read_bytes(step.size, take, true);
        return done;
      case StreamAct::read_line:
        if (!step.by_callback) return stream.read_until("\n", limit(step));
        stream.read_until("\n", take, limit(step));
        return done;
      case StreamAct::read_word:
        if (!step.by_callback) return stream.read_until_regex("[x-z]+\n?", limit(step));
        stream.read_until_regex("[x-z]+\n?", take, limit(step));
        return done;
      case StreamAct::read_in_chunks:
        if (!step.by_callback) return stream.stream_bytes(step.size, chunk);
        stream.stream_bytes(step.size, take, chunk);
        return done;
      case StreamAct::read_all:
        if (!step.by_callback) return stream.read_until_close();
        stream.read_until_close(take);
        return done;
      case StreamAct::read_all_in_chunks:
        if (!step.by_callback) return stream.stream_until_close(chunk);
        stream.stream_until_close(take, chunk);
        return done;
      case StreamAct::read_and_close_other: {
        // What is done in here is done in the middle of an I/O phase.
        Future<std::string> reading = stream.read_bytes(step.size);
        reading.add_done_callback([other = other_](const Future<std::string>& read) {
          if (!read.exception() && other->stream_ != nullptr) other->stream_->close();
        });
        return reading;
      }
      case StreamAct::pause:
        return after(tornado::sleep(0.01 * static_cast<double>(step.size % 100) * venue_.second()));
      case StreamAct::half_close:
        stream.socket().shut_down_write();
        done.set_result(std::string());
        return done;
      case StreamAct::misuse:
        return stream.read_until("");
      default:
        stream.close();
        done.set_result(std::string());
        return done;
    }
  }

  void fail_or_not() const {
    if (fails_) throw std::runtime_error("a callback fails");
  }

  static std::optional<std::size_t> limit(const Step& step) {
    return step.size > 1000 ? std::optional(step.size) : std::nullopt;
  }

  static Future<std::string> after(Future<void> done) {
    co_yield done;
    co_return std::string();
  }

  Venue& venue_;
  std::string name_;
  std::vector<Step> steps_;
  bool listens_ = false;
  bool fails_ = false;  // its callbacks do
  StreamPtr stream_;
  StreamUser* other_ = this;
};

tornado::StreamOptions draw_options(Venue& venue) {
  constexpr std::size_t small = 1000;
  tornado::StreamOptions options;
  const std::uint32_t limits = venue.choose(4, "stream/limits");
  if (limits % 2 == 1) options.max_buffer_size = small;
  if (limits / 2 == 1) options.max_write_buffer_size = small;
  return options;
}

// The two may not reach each other for a while.
void draw_partition(World& world) {
  const std::uint32_t kind = world.choose(4, "stream/partition");
  if (kind == 0) return;
  tornado::SimNetwork& network = world.network();
  tornado::SimHost& one = world.host("client");
  tornado::SimHost& other = world.host("server");
  const Duration begin(0.01 * world.choose(8, "stream/partition_begin"));
  network.after(begin, [&, kind] {
    network.partition(one, other, kind == 1 ? std::optional(Duration(1)) : std::nullopt);
  });
  if (kind == 2) network.after(begin + Duration(5), [&] { network.heal(one, other); });
}

Future<void> serve(StreamUser* server, StreamPtr stream) {
  const Future<void> working = server->work(std::move(stream));
  co_yield working;
}

Future<void> connect(Venue* venue, StreamUser* client, tornado::TCPClient tcp,
                     tornado::StreamOptions options) {
  const Future<StreamPtr> connecting =
      tcp.connect("server", 80, tornado::AddressFamily::unspecified, options);
  co_yield tornado::settled(connecting);
  if (connecting.exception()) {
    venue->log("client: not connected");
    co_return;
  }
  const Future<void> working = client->work(connecting.result());
  co_yield working;
}

class StreamProgram final : public VenueProgram {
 public:
  // `disturb` is called before the two meet.
  StreamProgram(Venue& venue, const std::function<void()>& disturb)
      : client_host_(venue.host("client")),
        server_host_(venue.host("server")),
        client_(venue, "client"),
        server_(venue, "server"),
        options_(draw_options(venue)) {
    client_.meet(server_);
    server_.meet(client_);
    disturb();
    const auto accept = [this, &venue](StreamPtr stream, const tornado::Address&) {
      return venue.spawn("server", [this, stream = std::move(stream)]() mutable {
        return serve(&server_, std::move(stream));
      });
    };
    tcp_server_.emplace(accept, server_host_, options_);
    tcp_server_->listen(80);
    static_cast<void>(venue.spawn("client", [this, &venue] {
      return connect(&venue, &client_, tornado::TCPClient(client_host_), options_);
    }));
  }

 private:
  tornado::Network& client_host_;
  tornado::Network& server_host_;
  StreamUser client_;
  StreamUser server_;
  const tornado::StreamOptions options_;
  std::optional<tornado::TCPServer> tcp_server_;
};

}  // namespace

std::unique_ptr<VenueProgram> begin_stream(Venue& venue) {
  return std::make_unique<StreamProgram>(venue, [] {});
}

Future<void> run_stream(World& world) {
  world.allow_escaped();  // some callbacks fail, and some buffers are too small
  tornado::LinkSettings settings;
  settings.faults = tornado::Faults::all();
  WorldVenue venue(world, settings);
  const std::function<void()> disturb = [&world] { draw_partition(world); };
  const StreamProgram program(venue, disturb);
  co_yield world.join();
}

}  // namespace windtunnel::subjects
