// Sockets of the simulated network, by their own calls: what a non-blocking TCP socket does.
#include "runtime/sim/network/sim_network.hpp"

#include <gtest/gtest.h>

#include "tests/runtime/sim/network/sockets.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

TEST(SimNetwork, CarriesBytesBothWays) {
  NetWorld world;
  Sockets sockets(world);
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  EXPECT_EQ(sockets.client->send("ping").bytes, 4U);
  EXPECT_EQ(sockets.server->available(), 4U);
  EXPECT_EQ(Sockets::receive(*sockets.server, 3), "pin");
  EXPECT_EQ(Sockets::receive(*sockets.server), "g");
  EXPECT_EQ(sockets.server->send("pong").bytes, 4U);
  EXPECT_EQ(Sockets::receive(*sockets.client), "pong");
  EXPECT_EQ(sockets.server->peer_address(), sockets.client->local_address());
  EXPECT_EQ(to_string(sockets.client->peer_address()), "10.0.0.2:80");
  EXPECT_TRUE(world.choices.asked.empty()) << "the perfect network asks nothing";
}

TEST(SimNetwork, RefusesWhereNobodyListens) {
  NetWorld world;
  const auto client = world.client.open(AddressFamily::ipv4);
  EXPECT_EQ(client->connect({world.server.ips().front(), 81}), std::errc::operation_in_progress);
  world.run();
  EXPECT_EQ(client->take_error(), std::errc::connection_refused);
  EXPECT_EQ(world.client.open(AddressFamily::ipv4)->connect({"192.168.9.9", 80}),
            std::errc::host_unreachable);
  EXPECT_EQ(world.client.open(AddressFamily::ipv6)->connect({"fd00::9", 80}), std::errc::network_unreachable);
}

TEST(SimNetwork, TakesAsMuchAsItsBuffersHold) {
  NetWorld world(LinkSettings{.send_buffer = 3, .receive_buffer = 4});
  Sockets sockets(world);
  EXPECT_EQ(sockets.client->send("0123456789").bytes, 3U) << "what is handed over at once";
  EXPECT_EQ(sockets.client->send("3456789").bytes, 3U) << "of which one fills the receiver's buffer";
  EXPECT_EQ(sockets.client->send("6789").bytes, 1U);
  EXPECT_TRUE(sockets.client->send("789").would_block());
  EXPECT_EQ(sockets.server->available(), 4U);
  EXPECT_EQ(Sockets::receive(*sockets.server), "0123");
  EXPECT_EQ(sockets.client->send("789").bytes, 3U) << "what was on its way has arrived";
  EXPECT_EQ(Sockets::receive(*sockets.server), "4567");
  EXPECT_EQ(Sockets::receive(*sockets.server), "89");
}

TEST(SimNetwork, AnEndComesAfterAllData) {
  NetWorld world;
  Sockets sockets(world);
  sockets.client->send("last words");
  sockets.client->close();
  EXPECT_EQ(Sockets::receive(*sockets.server), "last words");
  EXPECT_EQ(Sockets::receive(*sockets.server), "end");
  EXPECT_EQ(Sockets::receive(*sockets.server), "end") << "and stays";
}

TEST(SimNetwork, HalfAConnectionCanBeClosed) {
  NetWorld world;
  Sockets sockets(world);
  sockets.client->send("question");
  sockets.client->shut_down_write();
  EXPECT_EQ(sockets.client->send("more").error, std::errc::broken_pipe);
  EXPECT_EQ(Sockets::receive(*sockets.server), "question");
  EXPECT_EQ(Sockets::receive(*sockets.server), "end");
  sockets.server->send("answer");
  EXPECT_EQ(Sockets::receive(*sockets.client), "answer");
}

TEST(SimNetwork, AShutdownGivesUpAConnectThatIsUnderWay) {
  NetWorld world(LinkSettings{.latency = Duration(1)});
  const auto listener = world.server.listen({"", 80});
  const auto client = world.client.open(AddressFamily::ipv4);
  EXPECT_EQ(client->connect({world.server.ips().front(), 80}), std::errc::operation_in_progress);
  client->shut_down_write();
  EXPECT_EQ(client->take_error(), std::errc::connection_reset);
  EXPECT_EQ(client->send("x").error, std::errc::broken_pipe);
}

TEST(SimNetwork, APeerThatHasClosedGivesNoRoomUntilDataComesToIt) {
  NetWorld world(LinkSettings{.latency = Duration(1), .send_buffer = 3});
  Sockets sockets(world);
  EXPECT_EQ(sockets.client->send("012").bytes, 3U);
  sockets.server->close();
  EXPECT_TRUE(sockets.client->send("345").would_block()) << "what is on its way takes the room";
  world.run();
  EXPECT_EQ(sockets.client->send("345").error, std::errc::broken_pipe) << "it was answered with a reset";
}

TEST(SimNetwork, SendingToAClosedSocketResets) {
  NetWorld world;
  Sockets sockets(world);
  sockets.server->close();
  EXPECT_EQ(sockets.client->send("into the void").bytes, 13U) << "nobody knows yet";
  EXPECT_EQ(sockets.client->send("again").error, std::errc::broken_pipe) << "it had ended already";
  EXPECT_EQ(Sockets::receive(*sockets.client), "end");
}

TEST(SimNetwork, ClosingWithUnreadDataResets) {
  NetWorld world;
  Sockets sockets(world);
  sockets.server->send("sent before");
  sockets.client->send("unread");
  sockets.server->close();
  EXPECT_EQ(Sockets::receive(*sockets.client), "sent before") << "what has arrived is received";
  EXPECT_EQ(Sockets::receive(*sockets.client), "Connection reset by peer");
  EXPECT_EQ(Sockets::receive(*sockets.client), "end");
  EXPECT_EQ(sockets.client->send("x").error, std::errc::broken_pipe);
}

TEST(SimNetwork, LatencyDelaysEverythingInOrder) {
  NetWorld world(LinkSettings{.latency = Duration(0.25)});
  Sockets sockets(world);
  EXPECT_EQ(seconds_of(world.loop.time()), 0.5);
  sockets.client->send("a");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  world.run();
  EXPECT_EQ(seconds_of(world.loop.time()), 0.75);
  EXPECT_EQ(Sockets::receive(*sockets.server), "a");
}

TEST(SimNetwork, AFullBacklogKeepsOthersWaiting) {
  NetWorld world;
  auto listener = world.server.listen({"", 80}, 1);
  const Address address{world.server.ips().front(), 80};
  const auto first = world.client.open(AddressFamily::ipv4);
  const auto second = world.client.open(AddressFamily::ipv4);
  first->connect(address);
  second->connect(address);
  EXPECT_EQ(first->send("x").bytes, 1U);
  EXPECT_TRUE(second->send("x").would_block());
  const auto accepted = listener->accept();
  EXPECT_NE(accepted.socket, nullptr);
  world.run();
  EXPECT_EQ(second->send("x").bytes, 1U);
  EXPECT_EQ(seconds_of(world.loop.time()), 1) << "it is asked again after a second";
  const auto third = world.client.open(AddressFamily::ipv4);
  third->connect(address);
  world.run();
  EXPECT_EQ(third->take_error(), std::errc::timed_out);
}

TEST(SimNetwork, APortIsTakenOnce) {
  NetWorld world;
  auto first = world.server.listen({"", 80});
  EXPECT_THROW(static_cast<void>(world.server.listen({"", 80})), std::system_error);
  EXPECT_THROW(static_cast<void>(world.server.listen({"10.9.9.9", 81})), std::system_error);
  auto other_host = world.client.listen({"", 80});
  first->close();
  auto again = world.server.listen({"", 80});
  EXPECT_NE(world.server.listen({"", 0})->address().port, 0);
}

TEST(SimNetwork, DescriptorsAreReusedLowestFirst) {
  NetWorld world;
  auto first = world.client.open(AddressFamily::ipv4);
  auto second = world.client.open(AddressFamily::ipv4);
  auto third = world.client.open(AddressFamily::ipv4);
  const int lowest = first->fd();
  EXPECT_EQ(second->fd(), lowest + 1);
  second->close();
  first->close();
  EXPECT_EQ(first->fd(), -1);
  EXPECT_EQ(world.client.open(AddressFamily::ipv4)->fd(), lowest);
  EXPECT_EQ(world.network.open_sockets(), 1U);
}

TEST(SimNetwork, APartitionHoldsEverythingUpUntilItHeals) {
  NetWorld world;
  Sockets sockets(world);
  world.network.partition(world.client, world.server, Duration(3));
  sockets.client->send("late");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  world.run();
  EXPECT_EQ(seconds_of(world.loop.time()), 3);
  EXPECT_EQ(Sockets::receive(*sockets.server), "late");
}

TEST(SimNetwork, AScriptIsAnEventOfTheWorld) {
  NetWorld world;
  Sockets sockets(world);
  world.network.after(Duration(2), [&] { world.network.partition(world.client, world.server); });
  world.network.after(Duration(5), [&] { world.network.heal(world.client, world.server); });
  world.loop.call_later(Duration(1), [&] { sockets.client->send("early"); });
  world.loop.call_later(Duration(3), [&] { sockets.client->send("lost"); });
  world.run();
  EXPECT_EQ(Sockets::receive(*sockets.server), "early");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block") << "the connection is lost";
}

TEST(SimNetwork, SocketsMayOutliveIt) {
  LoopFixture world;
  auto network = std::make_unique<SimNetwork>(world.loop);
  SimHost& host = network->add_host("host");
  auto listener = host.listen({"", 80});
  auto client = host.open(AddressFamily::ipv4);
  client->connect({"127.0.0.1", 80});
  auto server = listener->accept().socket;
  client->send("x");
  network.reset();
  EXPECT_EQ(client->fd(), -1);
  EXPECT_EQ(client->send("x").error, std::errc::bad_file_descriptor);
  char byte = 0;
  EXPECT_EQ(server->receive(&byte, 1).error, std::errc::bad_file_descriptor);
  world.loop.start();
}

TEST(SimNetwork, HostsAreNamedOnce) {
  NetWorld world;
  EXPECT_THROW(world.network.add_host("client"), std::invalid_argument);
  EXPECT_THROW(world.network.add_host("10.0.0.9"), std::invalid_argument);
  EXPECT_THROW(world.network.add_host("third", {"10.0.0.1"}), std::invalid_argument);
  EXPECT_THROW(world.network.add_host("third", {"nowhere"}), std::invalid_argument);
  EXPECT_THROW(SimNetwork(world.loop), std::logic_error);
}

TEST(SimNetwork, NamesAreResolved) {
  NetWorld world;
  world.network.add_host("both", {"fd00::1", "10.1.1.1"});
  const auto all = world.client.resolve("both", 80);
  EXPECT_THAT(all.result(), ElementsAre(Address{"fd00::1", 80}, Address{"10.1.1.1", 80}));
  EXPECT_THAT(world.client.resolve("both", 80, AddressFamily::ipv4).result(),
              ElementsAre(Address{"10.1.1.1", 80}));
  EXPECT_THAT(world.client.resolve("10.7.7.7", 1).result(), ElementsAre(Address{"10.7.7.7", 1}));
  EXPECT_EQ(NetWorld::outcome(world.client.resolve("nobody", 80)), "! no address for 'nobody'");
}

}  // namespace
}  // namespace tornado
