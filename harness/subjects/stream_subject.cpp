#include "harness/subjects/stream_subject.hpp"

#include <array>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "harness/subjects/native_run.hpp"

namespace windtunnel {

namespace {

using tornado::Duration;
using tornado::Future;
using tornado::StreamPtr;

constexpr std::uint32_t most_acts = 8;  // of one side
constexpr Duration patience{20};        // for one read, after which its side closes
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
  StreamUser(NativeRun& run, std::string_view name) : run_(run), name_(name) {
    const std::uint32_t count = 1 + run.draw("stream/acts", most_acts);
    for (std::uint32_t step = 0; step < count; ++step) {
      Step drawn{};
      drawn.act =
          static_cast<StreamAct>(run.draw("stream/act", static_cast<std::uint32_t>(StreamAct::count_)));
      drawn.size = sizes[run.draw("stream/size", std::size(sizes))];
      drawn.by_callback = run.draw("stream/callback", 2) == 1;
      steps_.push_back(drawn);
    }
    listens_ = run.draw("stream/close_callback", 2) == 1;
    fails_ = run.draw("stream/failing_callbacks", 4) == 3;
  }

  void meet(StreamUser& other) { other_ = &other; }

  Future<void> work(StreamPtr stream) {
    stream_ = stream;
    if (listens_) stream->set_close_callback([this] { run_.log(fmt::format("{}: closed", name_)); });
    for (const Step& step : steps_) {
      bool over = false;
      try {
        const Future<std::string> doing = begin(*stream, step);
        const Future<std::string> limited = tornado::with_timeout(patience, doing);
        co_yield tornado::settled(limited);
        over = limited.exception() != nullptr;
        run_.log(fmt::format("{}: {}", name_,
                             over ? "nothing" : fmt::format("{} bytes", limited.result().size())));
      } catch (const std::exception& error) {
        run_.log(fmt::format("{}: {}", name_, error.what()));
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
      run_.log(fmt::format("{}: a chunk of {}", name_, data.size()));
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
        return after(tornado::sleep(Duration(0.01 * static_cast<double>(step.size % 100))));
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

  NativeRun& run_;
  std::string name_;
  std::vector<Step> steps_;
  bool listens_ = false;
  bool fails_ = false;  // its callbacks do
  StreamPtr stream_;
  StreamUser* other_ = this;
};

tornado::StreamOptions draw_options(NativeRun& run) {
  constexpr std::size_t small = 1000;
  tornado::StreamOptions options;
  const std::uint32_t limits = run.draw("stream/limits", 4);
  if (limits % 2 == 1) options.max_buffer_size = small;
  if (limits / 2 == 1) options.max_write_buffer_size = small;
  return options;
}

// The two may not reach each other for a while.
void draw_partition(NativeRun& run, tornado::SimNetwork& network, tornado::SimHost& one,
                    tornado::SimHost& other) {
  const std::uint32_t kind = run.draw("stream/partition", 4);
  if (kind == 0) return;
  const Duration begin(0.01 * run.draw("stream/partition_begin", 8));
  network.after(begin, [&, kind] {
    network.partition(one, other, kind == 1 ? std::optional(Duration(1)) : std::nullopt);
  });
  if (kind == 2) network.after(begin + Duration(5), [&] { network.heal(one, other); });
}

}  // namespace

void run_stream(const void*, tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace) {
  NativeRun run(choices, options, trace);
  tornado::LinkSettings settings;
  settings.faults = tornado::Faults::all();
  tornado::SimNetwork network(run.loop(), settings);
  tornado::SimHost& client_host = network.add_host("client");
  tornado::SimHost& server_host = network.add_host("server");
  StreamUser client(run, "client");
  StreamUser server(run, "server");
  client.meet(server);
  server.meet(client);
  const tornado::StreamOptions stream_options = draw_options(run);
  draw_partition(run, network, client_host, server_host);
  tornado::TCPServer tcp_server(
      [&server](StreamPtr stream, const tornado::Address&) { return server.work(std::move(stream)); },
      server_host, stream_options);
  tcp_server.listen(80);
  const tornado::TCPClient tcp_client(client_host);
  run.loop().add_future(tcp_client.connect("server", 80, tornado::AddressFamily::unspecified, stream_options),
                        [&](const Future<StreamPtr>& connecting) {
                          if (connecting.exception()) {
                            run.log("client: not connected");
                            return std::optional<Future<void>>();
                          }
                          return std::optional(client.work(connecting.result()));
                        });
  run.fly();
  run.loop().close();
}

}  // namespace windtunnel
