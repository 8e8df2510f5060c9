#include "runtime/http/http_server.hpp"

#include "tests/runtime/http/browser.hpp"

namespace tornado::http {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A server that responds to each request with its method, URI and body.
class EchoWorld : public BrowserWorld {
 public:
  explicit EchoWorld(const ServerOptions& options = {})
      : server([](const std::shared_ptr<HTTPServerRequest>& request) { echo(*request); }, options,
               server_host) {
    server.listen(80);
  }

  static void echo(HTTPServerRequest& request) {
    const std::string body = request.method + " " + request.uri + " " + request.body;
    const HTTPHeaders headers{{"Content-Length", std::to_string(body.size())}};
    static_cast<void>(request.connection->write_headers(ResponseStartLine{"", 200, "OK"}, headers, body));
    request.connection->finish();
  }

  HTTPServer server;
};

std::string echoed(const std::string& text) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

constexpr const char* get = "GET /a HTTP/1.1\r\n\r\n";

TEST(HTTPServer, AnswersAndKeepsTheConnection) {
  EchoWorld world;
  EXPECT_EQ(world.send(get), echoed("GET /a ") + "[open]");
  EXPECT_EQ(world.send(std::string(get) + get), echoed("GET /a ") + echoed("GET /a ") + "[open]");
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(HTTPServer, ClosesWhenItIsAskedToOrTheVersionIsOld) {
  EchoWorld world;
  EXPECT_EQ(world.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), echoed("GET / ") + "[closed]");
  EXPECT_EQ(world.send("GET / HTTP/1.0\r\n\r\n"), echoed("GET / ") + "[closed]");
  EXPECT_EQ(world.send("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: Keep-Alive\r\n\r\nGET / [open]");
}

TEST(HTTPServer, ClosesAfterEachExchangeIfItIsTold) {
  EchoWorld world({.no_keep_alive = true});
  EXPECT_EQ(world.send(get), echoed("GET /a ") + "[closed]");
}

TEST(HTTPServer, ReadsBodies) {
  EchoWorld world;
  EXPECT_EQ(world.send("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"), echoed("POST / abc") + "[open]");
  EXPECT_EQ(
      world.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"),
      echoed("POST / abcd") + "[open]");
  EXPECT_EQ(world.send("POST / HTTP/1.1\r\n\r\n"), echoed("POST / ") + "[open]");
  EXPECT_EQ(world.send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"),
            "HTTP/1.1 100 (Continue)\r\n\r\n" + echoed("POST / abc") + "[open]");
}

struct Case {
  const char* name;
  std::string bytes;
  const char* log;
};

// Measured with Tornado 4.5.3, except where the table says otherwise: it closes the connection without a
// response.
TEST(Malformed, ARequestIsLoggedAndItsConnectionClosed) {
  const std::string post = "POST / HTTP/1.1\r\n";
  const Case cases[] = {
      {"chunk of no size", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
       "the size of a chunk"},
      {"chunk too long", post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcXX0\r\n\r\n",
       "longer than its size"},
      {"body too large", post + "Content-Length: 300\r\n\r\nabc", "Content-Length too long"},
      {"chunk too large", post + "Transfer-Encoding: chunked\r\n\r\nff\r\nabc", "too large"},
      {"two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", "how long the body is"},
      {"length and chunks", post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
       "how long the body is"},
      // The original reads an empty body.
      {"negative length", post + "Content-Length: -3\r\n\r\nabc", "how long the body is"},
      {"no request line", "GET /\r\n\r\n", "Malformed HTTP request line"},
      {"another version", "GET / HTTP/2.0\r\n\r\n", "Malformed HTTP request line"},
      {"no header", "GET / HTTP/1.1\r\nnocolon\r\n\r\n", "Malformed HTTP headers"},
      {"folded first", "GET / HTTP/1.1\r\n nocolon\r\n\r\n", "Malformed HTTP headers"},
  };
  for (const Case& odd : cases) {
    SCOPED_TRACE(odd.name);
    EchoWorld world({.max_header_size = 2000, .max_body_size = 100});
    EXPECT_EQ(world.send(odd.bytes), "[closed]");
    EXPECT_THAT(world.logged, ElementsAre(HasSubstr(odd.log)));
    EXPECT_EQ(world.server.connections(), 0U);
  }
}

TEST(Malformed, AHeadWithoutEndClosesTheConnectionSilently) {
  EchoWorld world({.max_header_size = 2000});
  EXPECT_EQ(world.send("GET / HTTP/1.1\r\nA: " + std::string(3000, 'x')), "[closed]");
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(HTTPServer, ARequestThatEndsEarlyIsNone) {
  EchoWorld world;
  EXPECT_EQ(world.send("GET / HTTP/1.1\r\nHo", Ending::close), "");
  EXPECT_EQ(world.send("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", Ending::close), "");
  EXPECT_EQ(world.server.connections(), 0U);
  EXPECT_THAT(world.logged, IsEmpty());
}

TEST(HTTPServer, AConnectionOnWhichNothingComesIsClosed) {
  EchoWorld world({.idle_connection_timeout = 10s});
  EXPECT_EQ(world.send("GET / HTTP/1.1\r\nHo"), "[open]");
  world.loop.start();
  EXPECT_EQ(world.server.connections(), 0U);
  EXPECT_GE(world.loop.time(), at_seconds(10));
}

TEST(HTTPServer, ABodyThatTakesTooLongClosesTheConnection) {
  EchoWorld world({.body_timeout = 5s});
  EXPECT_EQ(world.send("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab"), "[open]");
  world.loop.start();
  EXPECT_EQ(world.server.connections(), 0U);
}

TEST(HTTPServer, WhatItsFunctionThrowsIsLoggedAndClosesTheConnection) {
  BrowserWorld world;
  HTTPServer server([](const std::shared_ptr<HTTPServerRequest>&) { throw Boom("served"); }, {},
                    world.server_host);
  server.listen(80);
  EXPECT_EQ(world.send(get), "[closed]");
  EXPECT_THAT(world.logged, ElementsAre("connection served"));
}

TEST(HTTPServer, AnAnswerThatIsNotAsLongAsItsHeadSaysIsRefused) {
  BrowserWorld world;
  HTTPServer server(
      [&](const std::shared_ptr<HTTPServerRequest>& request) {
        HTTP1Connection& connection = *request->connection;
        static_cast<void>(
            connection.write_headers(ResponseStartLine{"", 200, "OK"}, {{"Content-Length", "5"}}, "abc"));
        if (request->path == "/long") {
          EXPECT_THROW(static_cast<void>(connection.write("def")), HTTPOutputError);
        } else {
          EXPECT_THROW(connection.finish(), HTTPOutputError);
        }
      },
      {}, world.server_host);
  server.listen(80);
  EXPECT_EQ(world.send("GET /long HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc[closed]");
  EXPECT_EQ(world.send("GET /short HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc[closed]");
}

TEST(HTTPServer, AnAnswerWithoutALengthGoesInChunks) {
  BrowserWorld world;
  HTTPServer server(
      [](const std::shared_ptr<HTTPServerRequest>& request) {
        HTTP1Connection& connection = *request->connection;
        static_cast<void>(connection.write_headers(ResponseStartLine{"", 200, "OK"}, {}, "abc"));
        static_cast<void>(connection.write("defghijklmnop"));
        connection.finish();
      },
      {}, world.server_host);
  server.listen(80);
  EXPECT_EQ(world.send("GET / HTTP/1.1\r\n\r\n"),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
            "chunked\r\n\r\n3\r\nabc\r\nd\r\ndefghijklmnop\r\n0\r\n\r\n[open]");
  EXPECT_EQ(world.send("GET / HTTP/1.0\r\n\r\n"), "HTTP/1.1 200 OK\r\n\r\nabcdefghijklmnop[closed]");
}

TEST(HTTPServer, AnAnswerBeforeTheWholeQuestionClosesTheConnection) {
  // With a delegate of its own, because a function gets only complete requests.
  class Early final : public MessageDelegate {
   public:
    explicit Early(std::shared_ptr<HTTP1Connection> connection) : connection_(std::move(connection)) {}
    std::optional<Future<void>> headers_received(const StartLine&, const HTTPHeaders&) override {
      static_cast<void>(
          connection_->write_headers(ResponseStartLine{"", 413, "Too much"}, {{"Content-Length", "0"}}));
      connection_->finish();
      return std::nullopt;
    }
    std::optional<Future<void>> data_received(std::string) override {
      ADD_FAILURE() << "it is not interested";
      return std::nullopt;
    }
    void finish() override { FAIL() << "it is not interested"; }
    void on_connection_close() override {}

   private:
    std::shared_ptr<HTTP1Connection> connection_;
  };
  class EarlyServer final : public ServerConnectionDelegate {
   public:
    std::shared_ptr<MessageDelegate> start_request(std::shared_ptr<HTTP1Connection> connection) override {
      return std::make_shared<Early>(std::move(connection));
    }
    void on_close(ServerConnection&) override {}
  };
  BrowserWorld world;
  const auto delegate = std::make_shared<EarlyServer>();
  TCPServer server(
      [&](StreamPtr stream, const Address&) {
        std::make_shared<ServerConnection>(std::move(stream), ConnectionOptions{}, RequestContext{"browser"})
            ->start_serving(delegate);
      },
      world.server_host);
  server.listen(80);
  EXPECT_EQ(world.send("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"),
            "HTTP/1.1 413 Too much\r\nContent-Length: 0\r\n\r\n[closed]");
}

TEST(HTTPServer, ClosesAllItsConnections) {
  EchoWorld world;
  EXPECT_EQ(world.send(get), echoed("GET /a ") + "[open]");
  EXPECT_EQ(world.send(get), echoed("GET /a ") + "[open]");
  EXPECT_EQ(world.server.connections(), 2U);
  const Future<void> closed = world.server.close_all_connections();
  world.run_for(1s);
  EXPECT_TRUE(closed.done());
  EXPECT_EQ(world.server.connections(), 0U);
}

}  // namespace
}  // namespace tornado::http
