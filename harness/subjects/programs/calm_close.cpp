#include "harness/subjects/programs/calm_close.hpp"

#include <fmt/format.h>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "runtime/exception_cast.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::Future;
using tornado::StreamClosedError;
using tornado::StreamPtr;

constexpr const char* peer_ip = "10.1.0.1";
constexpr std::size_t full_buffer = 1000;  // in bytes, of either kind
constexpr std::size_t small_pipe = 64;

// Two streams that are connected. Streams end when nobody has them any more.
struct Ends {
  StreamPtr here;
  StreamPtr there;
  int closed_here = 0;  // calls of the close callbacks
  int closed_there = 0;
};

template <class Error>
bool failed_with(const std::exception_ptr& error) {
  return error != nullptr && tornado::exception_cast<Error>(error) != nullptr;
}

template <class Error, class Function>
bool throws_error(Function function) {
  try {
    function();
  } catch (const Error&) {
    return true;
  }
  return false;
}

// It failed because the stream was closed, with no other error.
template <class T>
bool ended_by_close(const Future<T>& call) {
  const auto* const closed = tornado::exception_cast<StreamClosedError>(call.exception());
  return closed != nullptr && closed->real_error() == nullptr;
}

tornado::Address peer_address(std::uint16_t port) {
  return {peer_ip, port};
}

Future<void> meet_refusal(World& world, Ends& ends) {
  auto socket = world.host("client").open(tornado::AddressFamily::ipv4);
  const StreamPtr stream = tornado::IOStream::make(std::move(socket));
  ends.here->close();
  ends.there->close();
  int closed = 0;
  int connected = 0;
  stream->set_close_callback([&closed] { ++closed; });
  std::optional<Future<StreamPtr>> connecting;
  if (world.choose(2, "close/callback") == 1)
    stream->connect(peer_address(81), [&connected] { ++connected; });
  else
    connecting = stream->connect(peer_address(81));
  const Future<void> writing = stream->write("too early");
  const bool reads = world.choose(2, "close/reads") == 1;
  std::optional<Future<std::string>> reading;
  try {
    if (reads) reading = stream->read_until("\n");
  } catch (const std::system_error&) {  // NOLINT(bugprone-empty-catch): it meets the refusal itself
  }
  co_yield settled(writing);
  if (connecting) {
    co_yield settled(*connecting);
    world.check(failed_with<StreamClosedError>(connecting->exception()), "a connect that is refused fails");
  }
  if (reading) {
    co_yield settled(*reading);
    world.check(failed_with<StreamClosedError>(reading->exception()), "so does the read that waits for it");
  }
  const auto* const why = tornado::exception_cast<std::system_error>(stream->error());
  world.check(why != nullptr && why->code() == std::errc::connection_refused, "it is told why");
  const auto* const ended = tornado::exception_cast<StreamClosedError>(writing.exception());
  world.check(ended != nullptr && ended->real_error() == stream->error(),
              "a write that waits is told why, too");
  co_yield tornado::sleep(tornado::Duration(1));
  world.check(stream->closed() && closed == 1 && connected == 0,
              "its close callback runs once, no other does");
}

Future<void> meet_failing_callback(World& world, Ends& ends) {
  int reads = 0;
  const auto fail = [&reads](const std::string&) {
    ++reads;
    throw std::out_of_range("a callback fails");
  };
  switch (world.choose(3, "close/callback")) {
    case 0:
      ends.here->read_bytes(3, fail);
      break;
    case 1:
      ends.here->read_until("c", fail);
      break;
    default:
      ends.here->stream_bytes(6, [](const std::string&) {}, fail);
  }
  const Future<void> writing = ends.there->write("abc");
  co_yield settled(writing);
  co_yield tornado::sleep(tornado::Duration(5));
  world.check(reads == 1 && ends.here->closed(), "a callback that fails closes its stream");
  world.check(failed_with<std::out_of_range>(ends.here->error()),
              "what closed the stream is the callback's error");
}

Future<void> meet_second_read(World& world, Ends& ends) {
  const Future<std::string> first = ends.here->read_until("\n");
  world.check(ends.here->reading() && !first.done(), "a read is outstanding");
  world.check(throws_error<std::logic_error>([&] { static_cast<void>(ends.here->read_bytes(1)); }),
              "a second read is refused");
  world.check(throws_error<std::logic_error>([&] { ends.here->read_until_close([](const std::string&) {}); }),
              "a second read with a callback is refused");
  const Future<void> writing = ends.there->write("line\nrest");
  co_yield writing;
  const std::string line = co_yield first;
  world.check_equal(line, "line\n", "what the first read reads");
  world.check(!ends.here->reading(), "no read is outstanding");
  const std::string rest = co_yield ends.here->read_bytes(4);
  world.check_equal(rest, "rest", "what comes after it");
  world.check_equal(ends.here->read_buffer_size(), std::size_t{0}, "bytes that are left");
}

Future<void> meet_close_of_own(World& world, Ends& ends) {
  const Future<void> writing = ends.there->write("abcdef\nghi");
  co_yield writing;
  const std::string one = co_yield ends.here->read_bytes(1);
  world.check_equal(one, "a", "the first byte");
  const bool has_rest = ends.here->read_buffer_size() == 9;
  const bool reads = world.choose(2, "close/reads") == 1;
  std::optional<Future<std::string>> reading;
  if (reads) reading = ends.here->read_until("no such end");
  ends.here->close();
  ends.here->close();
  world.check(ends.here->closed() && ends.here->error() == nullptr, "a close without an error has none");
  if (reading) world.check(reading->done() && ended_by_close(*reading), "a close ends the read at once");
  world.check(throws_error<StreamClosedError>([&] { static_cast<void>(ends.here->write("x")); }),
              "what is closed is not written to");
  if (has_rest && !reads) {
    const std::string line = co_yield ends.here->read_until("\n");
    world.check_equal(line, "bcdef\n", "what the buffer has is read");
    if (world.choose(2, "close/rest") == 1)
      reading = ends.here->read_until_close();
    else
      reading = ends.here->read_bytes(3);
    const std::string rest = co_yield *reading;
    world.check_equal(rest, "ghi", "what was left");
    world.check(throws_error<StreamClosedError>([&] { static_cast<void>(ends.here->read_bytes(1)); }),
                "what the buffer does not have is not read");
  }
}

Future<void> meet_end_of_peer(World& world, Ends& ends) {
  const std::uint32_t way = world.choose(5, "close/way");
  std::optional<Future<std::string>> reading;
  if (way == 1) reading = ends.here->read_until("\n");
  if (way == 2) reading = ends.here->read_until_close();
  if (way == 3) reading = ends.here->read_bytes(10, true);
  if (way == 4) reading = ends.here->read_until_regex("[0-9]+z");
  const Future<void> writing = ends.there->write("left");
  co_yield writing;
  if (world.choose(2, "close/first") == 1) co_yield tornado::sleep(tornado::Duration(1));
  ends.there->close();
  if (reading) co_yield settled(*reading);
  co_yield tornado::sleep(tornado::Duration(5));
  if (way == 1 || way == 4) world.check(ended_by_close(*reading), "a read whose end never comes fails");
  if (way == 2 || way == 3)
    world.check(!reading->exception() && reading->result() == "left", "what came is read");
  if (way != 0 && way != 3) world.check(ends.here->closed(), "the end of the peer is noticed");
  world.check(ends.here->error() == nullptr, "an end is no error");
}

Future<void> meet_full_write_buffer(World& world, Ends& ends) {
  std::vector<int> order;
  std::vector<Future<void>> writes;
  std::size_t all = 0;
  const auto write = [&](std::size_t size) {
    writes.push_back(ends.here->write(std::string(size, 'w')));
    all += size;
    writes.back().add_done_callback(
        [&order, number = static_cast<int>(writes.size())](const Future<void>&) { order.push_back(number); });
  };
  write(4 * small_pipe + std::size_t{100} * world.choose(3, "close/size"));
  const std::size_t waiting = ends.here->write_buffer_size();
  world.check(waiting > 0 && ends.here->writing() && !writes[0].done(), "more than the pipe holds waits");
  world.check(throws_error<tornado::StreamBufferFullError>(
                  [&] { static_cast<void>(ends.here->write(std::string(full_buffer - waiting + 1, 'x'))); }),
              "a byte more than the buffer holds is refused");
  world.check_equal(ends.here->write_buffer_size(), waiting, "what is refused is not kept");
  write(full_buffer - waiting - 5);
  write(5);
  world.check_equal(ends.here->write_buffer_size(), full_buffer, "a buffer that is just full");
  int called = 0;
  const bool calls = world.choose(2, "close/callback") == 1;
  const std::string received = co_yield ends.there->read_bytes(all);
  world.check_equal(received, std::string(all, 'w'), "what was written comes");
  co_yield settled(writes.back());
  world.check_equal(order, std::vector<int>{1, 2, 3}, "writes are done in order");
  world.check(!ends.here->writing() && ends.here->write_buffer_size() == 0, "nothing is left to send");
  if (!calls) co_return;
  ends.here->write("with a callback", [&called] { ++called; });
  const std::string last = co_yield ends.there->read_bytes(15);
  world.check_equal(last, "with a callback", "what was written with a callback");
  co_yield tornado::sleep(tornado::Duration(1));
  world.check_equal(called, 1, "calls of the write's callback");
}

Future<void> meet_full_read_buffer(World& world, Ends& ends) {
  const std::size_t over = world.choose(2, "close/over");
  const Future<std::string> reading = ends.here->read_until("\n");
  const Future<void> writing = ends.there->write(std::string(full_buffer - 1 + over, 'r') + "\n");
  co_yield settled(reading);
  if (over == 0) {
    world.check(!reading.exception() && reading.result().size() == full_buffer,
                "a line that just fits is read");
    co_yield writing;
    co_return;
  }
  world.check(failed_with<StreamClosedError>(reading.exception()),
              "a line that does not fit closes the stream");
  world.check(ends.here->closed(), "a buffer that is too full closes the stream");
  co_yield settled(writing);
}

using Meeting = Future<void> (*)(World& world, Ends& ends);
constexpr Meeting meetings[] = {meet_close_of_own,     meet_end_of_peer,       meet_second_read,
                                meet_failing_callback, meet_full_write_buffer, meet_full_read_buffer,
                                meet_refusal};

Future<void> take_part(World& world, Ends& ends) {
  tornado::StreamOptions options;
  options.max_buffer_size = full_buffer;
  options.max_write_buffer_size = full_buffer;
  const tornado::TCPClient tcp(world.host("client"));
  const StreamPtr stream = co_yield tcp.connect("peer", 80, tornado::AddressFamily::unspecified, options);
  ends.here = stream;
  stream->set_close_callback([&ends] { ++ends.closed_here; });
  while (!ends.there) co_yield tornado::sleep(tornado::Duration(1));
  const Meeting meeting =
      meetings[world.choose(static_cast<std::uint32_t>(std::size(meetings)), "close/meeting")];
  const Future<void> meets = meeting(world, ends);
  co_yield meets;
  ends.here->close();
  ends.there->close();
}

}  // namespace

Future<void> run_calm_close(World& world) {
  world.allow_escaped();  // some callbacks fail
  tornado::LinkSettings settings;
  constexpr double latencies[] = {0, 0.1};
  settings.latency = tornado::Duration(latencies[world.choose(2, "close/latency")]);
  settings.send_buffer = settings.receive_buffer = small_pipe;
  tornado::SimNetwork& network = world.network(settings);
  world.host("client");
  Ends ends;
  tornado::TCPServer server(
      [&ends](StreamPtr stream, const tornado::Address&) {
        stream->set_close_callback([&ends] { ++ends.closed_there; });
        ends.there = std::move(stream);
      },
      network.add_host("peer", {peer_ip}));
  server.listen(80);
  world.spawn("client", take_part, std::ref(ends));
  co_yield world.join();
  server.stop();
  world.check(ends.closed_here == 1 && ends.closed_there == 1,
              fmt::format("each close callback runs once; there were {} and {} calls", ends.closed_here,
                          ends.closed_there));
  world.check_equal(network.open_sockets(), std::size_t{0}, "sockets that are open");
}

}  // namespace windtunnel::subjects
