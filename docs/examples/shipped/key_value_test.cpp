// The store that ships, in a world: on a network that delays and cuts whatever it carries, every client reads
// what it wrote last.
#include <gtest/gtest.h>
#include <string>
#include <tornado/tornado.hpp>
#include <windtunnel/testing.hpp>

#include "key_value_store.hpp"

using namespace windtunnel;
using tornado::Future;

namespace {

Future<void> use_store(World& world, std::string key) {
  KeyValueClient client(world.host("client"));
  const auto connecting = client.connect("server", 7000);
  co_yield connecting;
  for (int round = 0; round < 2; ++round) {
    const std::string value = std::to_string(world.choose(100));
    const auto putting = client.ask("put " + key + " " + value);
    const std::string put = co_yield putting;
    world.check(put == "ok", "the store takes a value");
    const auto getting = client.ask("get " + key);
    const std::string got = co_yield getting;
    world.check_equal(got, "value " + value, "a client reads what it wrote");
  }
}

Future<void> two_clients(World& world) {
  tornado::LinkSettings settings;
  settings.faults = tornado::harmless_faults;
  world.network(settings);
  KeyValueStore store(world.host("server"));
  store.listen(7000);
  world.spawn("alice", use_store, std::string("a"));
  world.spawn("bob", use_store, std::string("b"));
  co_yield world.join();
}

}  // namespace

TEST(KeyValueStore, GivesEachClientWhatItWrote) {
  EXPECT_HOLDS(two_clients);
}
