// libevent as it is, in a simulated world: a server that answers, and a client that waits at most a second
// for it.
#include <cstring>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <string>
#include <windtunnel/testing.hpp>

using namespace windtunnel;

namespace {

sockaddr_in address_of_server() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(7);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void answer(bufferevent* connection, void*) {
  bufferevent_write_buffer(connection, bufferevent_get_input(connection));
}
void ended(bufferevent* connection, short, void*) {
  bufferevent_free(connection);
}

// Answers whatever it is sent, and ends with its first connection.
void accepted(evconnlistener* listener, int socket, sockaddr*, int, void*) {
  bufferevent* connection =
      bufferevent_socket_new(evconnlistener_get_base(listener), socket, BEV_OPT_CLOSE_ON_FREE);
  bufferevent_setcb(connection, &answer, nullptr, &ended, nullptr);
  bufferevent_enable(connection, EV_READ | EV_WRITE);
  evconnlistener_disable(listener);
}

struct Client {
  bufferevent* connection = nullptr;
  std::string answer;
  bool takes_pieces = true;

  void end() {
    if (connection != nullptr) bufferevent_free(connection);
    connection = nullptr;
  }
  static void received(bufferevent* connection, void* data) {
    auto* self = static_cast<Client*>(data);
    char bytes[64];
    const std::size_t size = bufferevent_read(connection, bytes, sizeof bytes);
    self->answer.append(bytes, size);
    // The planted bug takes the first piece for the whole answer.
    if (!self->takes_pieces || self->answer.size() == 5) self->end();
  }
  static void happened(bufferevent*, short what, void* data) {
    if ((what & BEV_EVENT_CONNECTED) == 0) static_cast<Client*>(data)->end();
  }
};

void echo(World& world, bool takes_pieces) {
  tornado::LinkSettings link;
  link.faults = {tornado::Fault::split};
  world.network(link);
  event_base* base = event_base_new();
  const sockaddr_in address = address_of_server();
  const auto* where = reinterpret_cast<const sockaddr*>(&address);
  evconnlistener* listener =
      evconnlistener_new_bind(base, &accepted, nullptr, LEV_OPT_CLOSE_ON_FREE, 5, where, sizeof address);
  Client client;
  client.takes_pieces = takes_pieces;
  client.connection = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
  bufferevent_setcb(client.connection, &Client::received, nullptr, &Client::happened, &client);
  bufferevent_enable(client.connection, EV_READ | EV_WRITE);
  const timeval second{1, 0};
  bufferevent_set_timeouts(client.connection, &second, nullptr);
  bufferevent_socket_connect(client.connection, const_cast<sockaddr*>(where), sizeof address);
  bufferevent_write(client.connection, "hello", 5);
  event_base_dispatch(base);
  client.end();
  evconnlistener_free(listener);
  event_base_free(base);
  world.check(client.answer == "hello", "the answer is what was sent");
}

}  // namespace

TEST(Libevent, TheAnswerIsWhatWasSent) {
  EXPECT_HOLDS([](World& world) { echo(world, true); });
}

// The first piece need not be all: it is found.
TEST(Libevent, AClientThatTakesOnePieceIsFound) {
  const Held held =
      search_for_violation("one piece", WorldProgram([](World& world) { echo(world, false); }), {});
  EXPECT_FALSE(held.holds);
}
