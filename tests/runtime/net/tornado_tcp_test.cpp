// Tornado's own tests of TCPClient and TCPServer (tcpclient_test.py and tcpserver_test.py of 4.5.3). Not
// here: a source address and port, which connect() does not take. The Connector's attempts are made and
// settled by hand.
#include <map>

#include "runtime/net/connector.hpp"
#include "runtime/net/tcp_client.hpp"
#include "runtime/net/tcp_server.hpp"
#include "tests/runtime/net/tornado_streams.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// ---- ConnectorTest: a and b are of one family, c and d of the other

class HandConnector : public NetWorld {
 public:
  explicit HandConnector(const std::vector<std::string>& ips) {
    std::vector<Address> addresses;
    for (const std::string& ip : ips) addresses.push_back({ip, 80});
    future = std::make_shared<Connector>(loop, addresses, [this](const Address& address) {
               return attempts[address.ip];
             })->start();
  }

  History pending() const {
    History ips;
    for (const auto& [ip, attempt] : attempts) ips.push_back(ip);
    return ips;
  }
  void settle(const std::string& ip, bool succeeds) {
    const Future<StreamPtr> attempt = attempts.at(ip);
    attempts.erase(ip);
    if (!succeeds) return attempt.set_exception(boom(ip));
    streams_by_ip[ip] = IOStream::make(client.open(AddressFamily::ipv4));
    attempt.set_result(streams_by_ip[ip]);
  }
  /// Lets the other family's head start pass.
  void time_out() {
    loop.call_later(Connector::head_start, [this] { loop.stop(); });
    loop.start();
  }
  bool won(const std::string& ip) { return future.done() && future.result() == streams_by_ip.at(ip); }

  std::map<std::string, Future<StreamPtr>> attempts;
  std::map<std::string, StreamPtr> streams_by_ip;
  Future<StreamPtr> future;
};

const std::string a = "10.0.0.1";
const std::string b = "10.0.0.2";
const std::string c = "fd00::1";
const std::string d = "fd00::2";
const std::vector<std::string> two_families{a, b, c, d};

// test_immediate_success, test_mixed
TEST(TornadoConnector, TakesTheFirstSuccess) {
  HandConnector race(two_families);
  EXPECT_THAT(race.pending(), ElementsAre(a));
  race.settle(a, true);
  EXPECT_TRUE(race.won(a));
}

// test_immediate_failure
TEST(TornadoConnector, FailsWithItsOnlyAddress) {
  HandConnector race({a});
  EXPECT_THAT(race.pending(), ElementsAre(a));
  race.settle(a, false);
  EXPECT_THROW(race.future.result(), Boom);
}

// test_one_family_second_try, ..._failure and ..._timeout
TEST(TornadoConnector, TriesTheSecondAddressOfAFamilyAfterTheFirst) {
  for (const bool succeeds : {true, false}) {
    for (const bool timeout : {false, true}) {
      HandConnector race({a, b});
      EXPECT_THAT(race.pending(), ElementsAre(a));
      if (timeout) race.time_out();
      EXPECT_THAT(race.pending(), ElementsAre(a));
      race.settle(a, false);
      EXPECT_THAT(race.pending(), ElementsAre(b));
      race.settle(b, succeeds);
      if (succeeds) {
        EXPECT_TRUE(race.won(b));
      } else {
        EXPECT_THROW(race.future.result(), Boom);
      }
    }
  }
}

// test_two_families_immediate_failure
TEST(TornadoConnector, TriesTheOtherFamilyAtOnceAfterAFailure) {
  HandConnector race(two_families);
  race.settle(a, false);
  EXPECT_THAT(race.pending(), ElementsAre(b, c));
  race.settle(b, false);
  race.settle(c, true);
  EXPECT_TRUE(race.won(c));
}

// test_two_families_timeout
TEST(TornadoConnector, TriesTheOtherFamilyAfterItsHeadStart) {
  HandConnector race(two_families);
  race.time_out();
  EXPECT_THAT(race.pending(), ElementsAre(a, c));
  race.settle(c, true);
  EXPECT_TRUE(race.won(c));
  race.settle(a, false);
  EXPECT_THAT(race.pending(), IsEmpty());
}

// test_success_after_timeout
TEST(TornadoConnector, ClosesAConnectionThatComesTooLate) {
  HandConnector race(two_families);
  race.time_out();
  race.settle(a, true);
  EXPECT_TRUE(race.won(a));
  race.settle(c, true);
  EXPECT_TRUE(race.streams_by_ip.at(c)->closed());
  EXPECT_FALSE(race.streams_by_ip.at(a)->closed());
}

// test_all_fail
TEST(TornadoConnector, FailsWhenAllHaveFailed) {
  HandConnector race(two_families);
  race.time_out();
  race.settle(c, false);
  EXPECT_THAT(race.pending(), ElementsAre(a, d));
  race.settle(d, false);
  EXPECT_THAT(race.pending(), ElementsAre(a));
  race.settle(a, false);
  EXPECT_THAT(race.pending(), ElementsAre(b));
  EXPECT_FALSE(race.future.done());
  race.settle(b, false);
  EXPECT_THROW(race.future.result(), Boom);
}

// ---- TCPClientTest

using TornadoTCP = TornadoStreams;

INSTANTIATE_TEST_SUITE_P(Tcp, TornadoTCP, ::testing::Values(NetworkKind::simulated, NetworkKind::real),
                         ::testing::PrintToStringParamName());

Future<std::string> say_hello(Network* network, std::string host, std::uint16_t port, AddressFamily family) {
  const TCPClient client(*network);
  const Future<StreamPtr> connecting = client.connect(host, port, family);
  const StreamPtr stream = co_yield connecting;
  const Future<void> writing = stream->write("hello");
  co_yield writing;
  const Future<std::string> reading = stream->read_bytes(5);
  co_return co_yield reading;
}

Future<void> echo_five(StreamPtr stream, const Address&) {
  const Future<std::string> reading = stream->read_bytes(5);
  const std::string said = co_yield reading;
  const Future<void> writing = stream->write(said);
  co_yield writing;
}

// test_connect_ipv4_ipv4, ..._ipv4_dual, ..._unspec_ipv4, ..._unspec_dual
TEST_P(TornadoTCP, ClientsConnectByAddressAndByName) {
  TCPServer server(echo_five, network());
  const std::uint16_t port = server.listen(0);
  const std::string name = GetParam() == NetworkKind::real ? "localhost" : "server";
  for (const AddressFamily family : {AddressFamily::ipv4, AddressFamily::unspecified}) {
    for (const std::string& host : {ip(), name}) {
      const auto greet = [&] { return say_hello(&network(), host, port, family); };
      EXPECT_EQ(loop().run_sync(greet), "hello") << host;
    }
  }
}

// test_refused_ipv4
TEST_P(TornadoTCP, ClientsSayThatTheyWereRefused) {
  const std::uint16_t port = network().listen({ip(), 0}, 1)->address().port;
  const auto greet = [&] { return say_hello(&network(), ip(), port, AddressFamily::ipv4); };
  EXPECT_THROW(loop().run_sync(greet), StreamClosedError);
}

// test_handle_stream_coroutine_logging
TEST_P(TornadoTCP, ServersLogWhatTheirCoroutinesThrow) {
  const auto fails = [](StreamPtr stream, const Address&) -> Future<void> {
    co_yield moment;
    stream->close();
    throw Boom("in a handler");
  };
  TCPServer server(fails, network());
  const std::uint16_t port = server.listen(0, ip());
  const auto greet = [&] { return say_hello(&network(), ip(), port, AddressFamily::ipv4); };
  EXPECT_THROW(loop().run_sync(greet), StreamClosedError);
  EXPECT_THAT(logged_, ElementsAre("in a handler"));
}

// test_handle_stream_native_coroutine
TEST_P(TornadoTCP, ServersSendWhatWasWrittenBeforeAClose) {
  const auto answers = [](const StreamPtr& stream, const Address&) {
    static_cast<void>(stream->write("data"));
    stream->close();
  };
  TCPServer server(answers, network());
  const StreamPtr stream = IOStream::make(network().open(AddressFamily::ipv4));
  stream->connect({ip(), server.listen(0, ip())}, [this] { stop(); });
  wait();
  EXPECT_EQ(loop().run_sync([&] { return stream->read_until_close(); }), "data");
}

// test_stop_twice
TEST_P(TornadoTCP, ServersStopTwice) {
  TCPServer server(echo_five, network());
  server.listen(0, ip());
  server.stop();
  server.stop();
}

}  // namespace
}  // namespace tornado
