// Schedules a second of programs on the simulated kernel: libuv, and threads that take turns: kernel_bench
// [RUNS].
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <uv.h>
#include <windtunnel/world.hpp>

#include "tests/harness/subjects/asio/bench/measure.hpp"

namespace {

using namespace windtunnel;
using core::SchedulingModel;

uv_stream_t* stream_of(uv_tcp_t& socket) {
  return reinterpret_cast<uv_stream_t*>(&socket);
}

void close_handle(uv_stream_t* stream) {
  uv_close(reinterpret_cast<uv_handle_t*>(stream), nullptr);
}

void give_memory(uv_handle_t*, std::size_t, uv_buf_t* buffer) {
  static char memory[64];
  *buffer = uv_buf_init(memory, sizeof memory);
}

sockaddr_in address_of_server() {
  sockaddr_in address;
  uv_ip4_addr("127.0.0.1", 7, &address);
  return address;
}

// A server with one connection, which sends back what comes.
struct EchoServer {
  explicit EchoServer(uv_loop_t& loop) {
    for (uv_tcp_t* socket : {&listener, &connection}) {
      uv_tcp_init(&loop, socket);
      socket->data = this;
    }
    const sockaddr_in address = address_of_server();
    uv_tcp_bind(&listener, reinterpret_cast<const sockaddr*>(&address), 0);
    uv_listen(stream_of(listener), 5, [](uv_stream_t* stream, int) {
      auto& self = *static_cast<EchoServer*>(stream->data);
      uv_accept(stream, stream_of(self.connection));
      close_handle(stream);
      uv_read_start(stream_of(self.connection), give_memory, send_back);
    });
  }
  static void send_back(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
    if (size < 0) return close_handle(stream);
    const uv_buf_t bytes = uv_buf_init(buffer->base, static_cast<unsigned>(size));
    uv_try_write(stream, &bytes, 1);
  }

  uv_tcp_t listener;
  uv_tcp_t connection;
};

struct EchoClient {
  explicit EchoClient(uv_loop_t& loop) {
    uv_tcp_init(&loop, &socket);
    socket.data = connect.data = this;
    const sockaddr_in address = address_of_server();
    uv_tcp_connect(&connect, &socket, reinterpret_cast<const sockaddr*>(&address),
                   [](uv_connect_t* request, int) {
                     auto& self = *static_cast<EchoClient*>(request->data);
                     uv_read_start(stream_of(self.socket), give_memory, count);
                     char word[] = "hello";
                     const uv_buf_t bytes = uv_buf_init(word, 5);
                     uv_try_write(stream_of(self.socket), &bytes, 1);
                   });
  }
  static void count(uv_stream_t* stream, ssize_t size, const uv_buf_t*) {
    auto& self = *static_cast<EchoClient*>(stream->data);
    if (size > 0) self.received += size;
    if (size < 0 || self.received == 5) close_handle(stream);
  }

  uv_tcp_t socket;
  uv_connect_t connect;
  ssize_t received = 0;
};

void libuv_echo(World& world) {
  uv_loop_t loop;
  uv_loop_init(&loop);
  EchoServer server(loop);
  EchoClient client(loop);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  world.check_equal(client.received, 5, "the word comes back");
}

constexpr int turns = 500;  // of each thread

// Each waits for its turn and gives it to the other, so each turn is a switch.
void take_turns(World& world) {
  std::mutex mutex;
  std::condition_variable turned;
  int turn = 0;
  const auto work = [&](int parity) {
    for (int count = 0; count < turns; ++count) {
      std::unique_lock lock(mutex);
      turned.wait(lock, [&] { return turn % 2 == parity; });
      ++turn;
      turned.notify_one();
    }
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  world.check_equal(turn, 2 * turns, "both take all of their turns");
}

}  // namespace

int main(int count, char** arguments) {
  const std::uint64_t runs = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 20'000;
  measure_schedules("libuv echo, adversarial", libuv_echo, SchedulingModel::adversarial, runs);
  measure_schedules("libuv echo, realistic", libuv_echo, SchedulingModel::realistic, runs);
  measure_schedules("1,000 switches of two threads", take_turns, SchedulingModel::realistic, runs / 100 + 10);
}
