// libuv as it is, in a simulated world: a server that answers, and a client that waits at most a second for
// it.
#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <tornado/tornado.hpp>
#include <uv.h>
#include <windtunnel/testing.hpp>

using namespace windtunnel;

namespace {

void give_memory(uv_handle_t*, std::size_t, uv_buf_t* buffer) {
  static thread_local char memory[256];
  *buffer = uv_buf_init(memory, sizeof memory);
}

// Answers whatever it is sent, and ends with its first connection.
struct Server {
  explicit Server(uv_loop_t& loop) {
    uv_tcp_init(&loop, &listener);
    listener.data = connection.data = this;
    uv_tcp_init(&loop, &connection);
    sockaddr_in address;
    uv_ip4_addr("0.0.0.0", 7, &address);
    uv_tcp_bind(&listener, reinterpret_cast<const sockaddr*>(&address), 0);
    uv_listen(reinterpret_cast<uv_stream_t*>(&listener), 5, &Server::accept);
  }

  static void accept(uv_stream_t* listener, int) {
    auto* self = static_cast<Server*>(listener->data);
    auto* stream = reinterpret_cast<uv_stream_t*>(&self->connection);
    uv_accept(listener, stream);
    uv_close(reinterpret_cast<uv_handle_t*>(listener), nullptr);
    uv_read_start(stream, &give_memory, &Server::answer);
  }
  static void answer(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
    if (size < 0) return uv_close(reinterpret_cast<uv_handle_t*>(stream), nullptr);
    uv_buf_t same = uv_buf_init(buffer->base, static_cast<unsigned>(size));
    uv_try_write(stream, &same, 1);
  }

  uv_tcp_t listener;
  uv_tcp_t connection;
};

struct Client {
  explicit Client(uv_loop_t& loop) {
    uv_tcp_init(&loop, &socket);
    uv_timer_init(&loop, &timer);
    socket.data = timer.data = request.data = this;
    sockaddr_in address;
    uv_ip4_addr("127.0.0.1", 7, &address);
    uv_tcp_connect(&request, &socket, reinterpret_cast<const sockaddr*>(&address), &Client::connected);
    uv_timer_start(&timer, [](uv_timer_t* fired) { static_cast<Client*>(fired->data)->end(); }, 1000, 0);
  }

  static void connected(uv_connect_t* request, int status) {
    auto* self = static_cast<Client*>(request->data);
    if (status < 0) return self->end();
    auto* stream = reinterpret_cast<uv_stream_t*>(&self->socket);
    uv_read_start(stream, &give_memory, &Client::received);
    uv_buf_t hello = uv_buf_init(const_cast<char*>("hello"), 5);
    uv_try_write(stream, &hello, 1);
  }
  static void received(uv_stream_t* stream, ssize_t size, const uv_buf_t* buffer) {
    auto* self = static_cast<Client*>(stream->data);
    if (size > 0) self->answer.append(buffer->base, static_cast<std::size_t>(size));
    if (size < 0 || self->is_done()) self->end();
  }
  // The planted bug takes the first piece for the whole answer.
  bool is_done() const { return takes_pieces ? answer.size() == 5 : !answer.empty(); }
  void end() {
    for (uv_handle_t* handle :
         {reinterpret_cast<uv_handle_t*>(&socket), reinterpret_cast<uv_handle_t*>(&timer)}) {
      if (!uv_is_closing(handle)) uv_close(handle, nullptr);
    }
  }

  uv_tcp_t socket;
  uv_timer_t timer;
  uv_connect_t request;
  std::string answer;
  bool takes_pieces = true;
};

void echo(World& world, bool takes_pieces) {
  tornado::LinkSettings link;
  link.faults = {tornado::Fault::split};
  world.network(link);
  uv_loop_t loop;
  uv_loop_init(&loop);
  Server server(loop);
  Client client(loop);
  client.takes_pieces = takes_pieces;
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
  world.check(client.answer == "hello", "the answer is what was sent");
}

}  // namespace

TEST(Libuv, TheAnswerIsWhatWasSent) {
  EXPECT_HOLDS([](World& world) { echo(world, true); });
}

// The first piece need not be all: it is found.
TEST(Libuv, AClientThatTakesOnePieceIsFound) {
  const Held held =
      search_for_violation("one piece", WorldProgram([](World& world) { echo(world, false); }), {});
  EXPECT_FALSE(held.holds);
}
