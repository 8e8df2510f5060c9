// Every fault of the simulated network, by its choice.
#include <algorithm>
#include <gtest/gtest.h>

#include "tests/runtime/sim/network/sockets.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

// A world in which one fault is enabled and hits the connection; `then` has the answers to the other
// questions.
struct Faulty : NetWorld {
  explicit Faulty(Fault fault, const std::vector<std::uint32_t>& then)
      : NetWorld(LinkSettings{.faults = {fault}}) {
    loop.set_observer(&observer);
    choices.answers = {1, 1};  // the weather: this fault, as often as possible
    choices.answers.insert(choices.answers.end(), then.begin(), then.end());
  }
  ~Faulty() { loop.close(); }

  std::size_t strikes() const {
    return static_cast<std::size_t>(std::count_if(observer.begin(), observer.end(), [](const Event& event) {
      return event.kind == EventKind::network_fault;
    }));
  }

  /// A socket that tries to connect, to the end.
  std::errc error_of_connect() {
    auto listener = server.listen({"", 80});
    const auto socket = client.open(AddressFamily::ipv4);
    socket->connect({server.ips().front(), 80});
    run();
    return socket->take_error();
  }

  Observer observer;
};

TEST(Faults, CalmWeatherAsksOnce) {
  NetWorld world(LinkSettings{.faults = Faults::all()});
  Sockets sockets(world);
  sockets.client->send("ping");
  EXPECT_EQ(Sockets::receive(*sockets.server), "ping");
  ASSERT_EQ(world.choices.asked.size(), 1U);
  EXPECT_EQ(world.choices.asked[0].kind, ChoiceKind::fault);
}

TEST(Faults, Refused) {
  Faulty world(Fault::refused, {1});
  EXPECT_EQ(world.error_of_connect(), std::errc::connection_refused);
  EXPECT_EQ(world.strikes(), 1U);
}

TEST(Faults, Hang) {
  Faulty world(Fault::hang, {1});
  EXPECT_EQ(world.error_of_connect(), std::errc::timed_out);
  EXPECT_EQ(seconds_of(world.loop.time()), 127);
}

TEST(Faults, Latency) {
  Faulty world(Fault::latency, {0, 1, 2});
  Sockets sockets(world);
  sockets.client->send("x");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  world.run();
  EXPECT_EQ(Sockets::receive(*sockets.server), "x");
  EXPECT_EQ(seconds_of(world.loop.time()), 0.1);
}

TEST(Faults, ShortWrite) {
  Faulty world(Fault::short_write, {1, 2});
  Sockets sockets(world);
  EXPECT_EQ(sockets.client->send("abcdef").bytes, 3U);
  EXPECT_EQ(Sockets::receive(*sockets.server), "abc");
}

TEST(Faults, ShortRead) {
  Faulty world(Fault::short_read, {1, 0});
  Sockets sockets(world);
  sockets.client->send("abcdef");
  EXPECT_EQ(Sockets::receive(*sockets.server), "a");
  EXPECT_EQ(Sockets::receive(*sockets.server), "bcdef");
}

TEST(Faults, Split) {
  Faulty world(Fault::split, {1, 1, 1, 0, 0});
  Sockets sockets(world);
  sockets.client->send("abcdef");
  EXPECT_EQ(Sockets::receive(*sockets.server), "ab");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  world.run();
  EXPECT_EQ(Sockets::receive(*sockets.server), "cdef") << "a byte, then the rest, by now";
  EXPECT_EQ(world.strikes(), 2U);
}

TEST(Faults, SplitDownToOneByte) {
  Faulty world(Fault::split, std::vector<std::uint32_t>{1, 0, 1, 0, 1, 1});
  Sockets sockets(world);
  world.choices.answers = {1, 1, 1, 0, 1, 0, 1};
  sockets.client->send("abcd");
  std::string received = Sockets::receive(*sockets.server);
  world.run();
  EXPECT_EQ(received, "a");
}

TEST(Faults, Coalesce) {
  Faulty world(Fault::coalesce, {1, 0});
  Sockets sockets(world);
  sockets.client->send("abc");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  sockets.client->send("def");
  EXPECT_EQ(Sockets::receive(*sockets.server), "abcdef");
  world.run();
}

TEST(Faults, WhatCameWithLaterDataResetsNobodyWhenItsOwnTimeComes) {
  Faulty world(Fault::coalesce, {1, 0});
  Sockets sockets(world);
  sockets.client->send("abc");
  sockets.client->send("def");
  EXPECT_EQ(Sockets::receive(*sockets.server), "abcdef");
  sockets.server->close();
  world.run();  // beyond the time at which "abc" was to arrive by itself
  EXPECT_EQ(Sockets::receive(*sockets.client), "end");
  EXPECT_EQ(sockets.client->send("x").bytes, 1U) << "the other side has closed, and nothing was reset";
}

TEST(Faults, WhatIsHeldBackComesBeforeTheEnd) {
  Faulty world(Fault::coalesce, {1});
  Sockets sockets(world);
  sockets.client->send("abc");
  sockets.client->close();
  EXPECT_EQ(Sockets::receive(*sockets.server), "abc");
  EXPECT_EQ(Sockets::receive(*sockets.server), "end");
}

TEST(Faults, WouldBlock) {
  Faulty world(Fault::would_block, {1});
  Sockets sockets(world);
  EXPECT_TRUE(sockets.client->send("x").would_block());
  EXPECT_TRUE(sockets.client->send("x").would_block());
  world.run();
  EXPECT_EQ(sockets.client->send("x").bytes, 1U);
}

TEST(Faults, InterruptedIsNotForEver) {
  Faulty world(Fault::interrupted, {1, 1, 1, 1, 1, 1});
  Sockets sockets(world);
  int interruptions = 0;
  while (sockets.client->send("x").interrupted()) ASSERT_LT(++interruptions, 10);
  EXPECT_EQ(interruptions, 3);
}

TEST(Faults, HalfClose) {
  Faulty world(Fault::half_close, {1});
  Sockets sockets(world);
  EXPECT_EQ(sockets.client->send("heard").bytes, 5U);
  EXPECT_EQ(Sockets::receive(*sockets.server), "heard");
  EXPECT_EQ(Sockets::receive(*sockets.server), "end");
  EXPECT_EQ(sockets.client->send("not heard").bytes, 9U);
  EXPECT_EQ(Sockets::receive(*sockets.server), "end");
  sockets.server->send("still here");
  EXPECT_EQ(Sockets::receive(*sockets.client), "still here");
}

TEST(Faults, Reset) {
  Faulty world(Fault::reset, {0, 1});
  Sockets sockets(world);
  sockets.client->send("before");
  sockets.client->send("lost");
  world.run();
  EXPECT_EQ(Sockets::receive(*sockets.server), "before");
  EXPECT_EQ(Sockets::receive(*sockets.server), "Connection reset by peer");
  EXPECT_EQ(sockets.client->send("x").error, std::errc::connection_reset);
}

TEST(Faults, Silence) {
  Faulty world(Fault::silence, {1});
  Sockets sockets(world);
  EXPECT_EQ(sockets.client->send("lost").bytes, 4U);
  sockets.client->close();
  world.run();
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
}

TEST(Faults, Partition) {
  Faulty world(Fault::partition, {0, 1, 1});
  Sockets sockets(world);
  sockets.client->send("late");
  EXPECT_EQ(Sockets::receive(*sockets.server), "would block");
  world.run();
  EXPECT_EQ(Sockets::receive(*sockets.server), "late");
  EXPECT_EQ(seconds_of(world.loop.time()), 3);
}

TEST(Faults, CutWhileConnectingTimesOut) {
  Faulty world(Fault::cut, {1});
  EXPECT_EQ(world.error_of_connect(), std::errc::timed_out);
}

TEST(Faults, Resolution) {
  NetWorld world(LinkSettings{.faults = {Fault::slow_resolution, Fault::no_resolution}});
  world.choices.answers = {1, 0, 2, 0, 1};
  const auto slow = world.client.resolve("server", 80);
  EXPECT_FALSE(slow.done());
  world.run();
  EXPECT_EQ(NetWorld::outcome(slow), "done");
  EXPECT_EQ(seconds_of(world.loop.time()), 1);
  EXPECT_EQ(NetWorld::outcome(world.client.resolve("server", 80)), "! no address for 'server'");
}

TEST(Faults, SitesNameTheLinkAndTheDirection) {
  Faulty world(Fault::split, {1, 0});
  Sockets sockets(world);
  sockets.client->send("abc");
  std::vector<std::string> sites;
  for (const ChoicePoint& point : world.choices.asked) sites.emplace_back(point.site);
  EXPECT_THAT(sites,
              ElementsAre("net/client>server/weather", "net/client>server/rate", "net/client>server/split",
                          "net/client>server/split", "net/client>server/split"));
}

TEST(Faults, HaveNames) {
  std::vector<std::string_view> names;
  for (std::size_t at = 0; at < fault_count; ++at) names.push_back(name_of(static_cast<Fault>(at)));
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::unique(names.begin(), names.end()), names.end());
  EXPECT_TRUE(Faults::all().has(Fault::no_resolution));
  EXPECT_FALSE(harmless_faults.has(Fault::reset));
}

}  // namespace
}  // namespace tornado
