#include "bank.hpp"

#include <gtest/gtest.h>
#include <tornado/tornado.hpp>
#include <windtunnel/asio.hpp>
#include <windtunnel/testing.hpp>

using windtunnel::World;

namespace {

asio::awaitable<void> pay(asio::ip::tcp::endpoint bank) {
  co_await move_money(bank, "1 alice bob 10");
}

// The network is slow today: data takes 0.2 s, and sometimes longer.
void alice_pays_bob(World& world, Repeated repeated) {
  world.network({.latency = tornado::Duration(0.2), .faults = {tornado::Fault::latency}});
  asio::io_context io;
  Bank bank(repeated);
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 7777});
  world.spawn_daemon("bank", io, bank.serve(acceptor));
  world.spawn("alice", io, pay(acceptor.local_endpoint()));
  io.run();
  world.check_equal(bank.balance("alice"), 90, "alice pays once");
  world.check_equal(bank.balance("alice") + bank.balance("bob"), 200, "no money is made or lost");
}

void pays_a_forgetful_bank(World& world) {
  alice_pays_bob(world, Repeated::done_again);
}
void pays_a_bank_that_remembers(World& world) {
  alice_pays_bob(world, Repeated::remembered);
}

// The bug: an answer that comes too late looks like no answer, and the money moves twice.
TEST(Bank, MovesMoneyOnce) {
  EXPECT_HOLDS(pays_a_forgetful_bank);
}

TEST(Bank, RemembersRequestsAndMovesMoneyOnce) {
  EXPECT_HOLDS(pays_a_bank_that_remembers, {.schedules = 2000});
}

}  // namespace
