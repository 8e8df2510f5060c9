// Two connections to a server: queries on one, "cancel what runs" on the other. The cancel that is meant for
// the first query arrives when the second one runs.
#include <optional>
#include <string>
#include <utility>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;
using tornado::StreamPtr;

// The server: one query at a time.
struct Database {
  std::optional<Future<void>> running;  // done: the query that runs was cancelled
};

Future<std::string> run_query(World* world, Database* database) {
  const tornado::Duration duration = 5ms * (1 + world->choose(4, "duration"));
  const Future<void> cancelled;
  database->running = cancelled;
  std::string outcome = "cancelled";
  try {
    const Future<void> running = tornado::with_timeout(duration, cancelled);
    co_yield running;
  } catch (const tornado::TimeoutError&) {
    outcome = "done";
  }
  database->running.reset();
  co_return outcome;
}

Future<void> serve_queries(World* world, Database* database, StreamPtr stream) {
  try {
    for (;;) {
      const Future<std::string> reading = stream->read_until("\n");
      const std::string query = co_yield reading;
      const Future<std::string> running = run_query(world, database);
      const std::string outcome = co_yield running;
      const Future<void> writing = stream->write(outcome + " " + query);
      co_yield writing;
    }
  } catch (const tornado::StreamClosedError&) {
    // The client is gone.
  }
}

Future<void> serve_cancel(Database* database, StreamPtr stream) {
  const Future<std::string> reading = stream->read_until("\n");
  co_yield reading;
  if (database->running && !database->running->done()) database->running->set_result();
  stream->close();
}

struct Client {
  tornado::TCPClient tcp;
  bool careful;
};

// Asks for what runs to be cancelled; done when the server has closed the connection.
Future<void> cancel(Client* client) {
  const Future<StreamPtr> connecting = client->tcp.connect("server", 2);
  const StreamPtr stream = co_yield connecting;
  const Future<void> writing = stream->write("cancel\n");
  co_yield writing;
  const Future<std::string> closing = stream->read_until_close();
  co_yield closing;
}

Future<void> work(World& world, Client* client) {
  const Future<StreamPtr> connecting = client->tcp.connect("server", 1);
  const StreamPtr stream = co_yield connecting;
  const Future<void> asking = stream->write("query 1\n");
  co_yield asking;
  const Future<std::string> first = stream->read_until("\n");
  co_yield world.sleep(10ms);
  std::optional<Future<void>> cancelling;
  if (!first.done()) cancelling = cancel(client);
  co_yield first;
  if (client->careful && cancelling) co_yield *cancelling;
  const Future<void> asking_again = stream->write("query 2\n");
  co_yield asking_again;
  const Future<std::string> second = stream->read_until("\n");
  const std::string answer = co_yield second;
  world.check(answer == "done query 2\n", "the cancel of query 1 has hit query 2");
  stream->close();
}

Future<void> late_cancel(World& world, bool careful) {
  tornado::LinkSettings settings;
  settings.latency = 2ms;
  world.network(settings);
  Database database;
  World* in = &world;
  Database* served = &database;
  tornado::TCPServer queries(
      [in, served](StreamPtr stream, const tornado::Address&) {
        return serve_queries(in, served, std::move(stream));
      },
      world.host("server"));
  tornado::TCPServer cancels(
      [served](StreamPtr stream, const tornado::Address&) { return serve_cancel(served, std::move(stream)); },
      world.host("server"));
  queries.listen(1);
  cancels.listen(2);
  Client client{tornado::TCPClient(world.host("client")), careful};
  world.spawn("client", work, &client);
  co_yield world.join();
}

const RegisteredSubject late_cancel_subjects[] = {
    {"late_cancel", "a request to cancel a query arrives when the next one runs",
     [](World& world) { return late_cancel(world, false); }},
    {"late_cancel_fixed", "late_cancel, with no new query before the server has answered the cancel",
     [](World& world) { return late_cancel(world, true); }},
};

}  // namespace
}  // namespace windtunnel::subjects
