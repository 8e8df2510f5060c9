#include "harness/subjects/programs/calm_race.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

using tornado::AddressFamily;
using tornado::Duration;
using tornado::Future;
using tornado::StreamPtr;

constexpr const char* race_addresses[] = {"10.1.0.1", "fd00::1", "10.1.0.2", "fd00::2"};
constexpr const char* client_addresses[] = {"10.0.0.9", "fd00::9"};
constexpr double head_start = 0.3;  // of the first family of addresses

// A server at one address, and what it has seen.
struct Gate {
  std::string ip;
  bool listens = false;
  double ends = 0;  // when it stops to listen, in seconds; 0: at the end
  std::unique_ptr<tornado::TCPServer> server;
};

struct Race {
  World& world;
  tornado::SimHost& host;
  std::vector<Gate> gates;
  double latency = 0;
  bool is_disturbed = false;
  int accepted = 0;
  int ended = 0;
};

// Greets with its address, and waits for the end.
Future<void> greet(Race* race, std::string ip, StreamPtr stream) {
  ++race->accepted;
  const Future<void> writing = stream->write(ip + "\n");
  co_yield settled(writing);
  const Future<std::string> rest = stream->read_until_close();
  co_yield settled(rest);
  race->world.check(stream->closed(), "the stream of a client that has gone is closed");
  ++race->ended;
}

void open_gate(Race& race, Gate& gate) {
  const auto accept = [race = &race, ip = gate.ip](StreamPtr stream, const tornado::Address& address) {
    const std::string client = client_addresses[tornado::family_of(ip) == AddressFamily::ipv4 ? 0 : 1];
    race->world.check(address.ip == client && address.port != 0, "the address of a client");
    return greet(race, ip, std::move(stream));
  };
  gate.server = std::make_unique<tornado::TCPServer>(accept, race.host);
  const std::uint16_t port = gate.server->listen(80, gate.ip);
  race.world.check_equal(port, 80, "the port at which a server listens");
  if (gate.ends == 0) return;
  // It stops, or is destroyed.
  const bool stops = race.world.choose(2, "race/stops") == 1;
  race.world.loop().call_later(Duration(gate.ends), [&gate, stops] {
    if (stops)
      gate.server->stop();
    else
      gate.server.reset();
  });
}

// What must come of a connect that begins now.
struct Expected {
  std::vector<std::string> winners;  // who may win
  bool certain = true;               // false: a server ends while the race goes on
  double latest = 0;                 // seconds, until it is known
};

Expected expect(const Race& race, AddressFamily family, double now) {
  Expected expected;
  std::size_t tried = 0;
  for (const Gate& gate : race.gates) {
    if (family != AddressFamily::unspecified && tornado::family_of(gate.ip) != family) continue;
    ++tried;
    const double end = gate.ends == 0 ? 1e9 : gate.ends;
    const double over = now + 20 * race.latency + 5;
    if (gate.listens && now < end - 1) expected.winners.push_back(gate.ip);
    const bool may_jump = race.world.model() == core::SchedulingModel::adversarial && gate.ends != 0;
    if (gate.listens && (may_jump || (end > now - 1 && end < over))) expected.certain = false;
  }
  expected.latest = head_start + 2 * race.latency * static_cast<double>(tried) + 1e-6;
  return expected;
}

Future<void> connect_once(World& world, Race& race) {
  const double when = world.choose(4, "race/when") * 2.0;
  if (when > 0) co_yield tornado::sleep(Duration(when));
  constexpr AddressFamily families[] = {AddressFamily::unspecified, AddressFamily::ipv4, AddressFamily::ipv6};
  const AddressFamily family = families[world.choose(3, "race/family")];
  const double begin = seconds_of(world.loop().time());
  const Expected expected = expect(race, family, begin);
  const tornado::TCPClient tcp(world.host("client"));
  const Future<StreamPtr> connecting = tcp.connect("many", 80, family);
  co_yield settled(connecting);
  const double took = seconds_of(world.loop().time()) - begin;
  if (world.model() == core::SchedulingModel::exact && !race.is_disturbed && expected.certain)
    world.check(took <= expected.latest,
                fmt::format("a race is over after {} s, not {}", expected.latest, took));
  if (connecting.exception()) {
    world.check(expected.winners.empty() || !expected.certain, "somebody listens, and a connection comes");
    co_return;
  }
  const StreamPtr& stream = connecting.result();
  if (stream->closed() && !expected.certain) co_return;
  const Future<std::string> reading = stream->read_until("\n");
  co_yield settled(reading);
  if (!reading.exception() && expected.certain) {
    std::string ip = reading.result();
    ip.pop_back();
    const bool known =
        std::find(expected.winners.begin(), expected.winners.end(), ip) != expected.winners.end();
    world.check(known, "a server that listens has greeted: " + ip);
  }
  world.check(!reading.exception() || !expected.certain, "who is connected is greeted");
  stream->close();
}

std::vector<Gate> draw_gates(World& world) {
  std::vector<Gate> gates;
  const std::uint32_t first =
      world.choose(static_cast<std::uint32_t>(std::size(race_addresses)), "race/first");
  const std::uint32_t count = 1 + world.choose(4, "race/addresses");
  gates.reserve(count);
  for (std::uint32_t at = 0; at < count; ++at) {
    Gate gate;
    gate.ip = race_addresses[(first + at) % std::size(race_addresses)];
    gate.listens = world.choose(3, "race/listens") < 2;
    if (world.choose(4, "race/ends") == 3) gate.ends = 3;
    gates.push_back(std::move(gate));
  }
  return gates;
}

}  // namespace

Future<void> run_calm_race(World& world) {
  tornado::LinkSettings settings;
  constexpr double latencies[] = {0, 0.1, 0.2, 1};
  settings.latency = Duration(latencies[world.choose(4, "race/latency")]);
  const bool disturbed = world.choose(2, "race/weather") == 1;
  if (disturbed) settings.faults = tornado::harmless_faults;
  tornado::SimNetwork& network = world.network(settings);
  network.add_host("client", {std::begin(client_addresses), std::end(client_addresses)});
  std::vector<Gate> gates = draw_gates(world);
  std::vector<std::string> ips;
  ips.reserve(gates.size());
  for (const Gate& gate : gates) ips.push_back(gate.ip);
  Race race{world, network.add_host("many", ips), std::move(gates), settings.latency.count(), disturbed, 0,
            0};
  for (Gate& gate : race.gates)
    if (gate.listens) open_gate(race, gate);
  const std::uint32_t clients = 1 + world.choose(3, "race/clients");
  for (std::uint32_t client = 1; client <= clients; ++client)
    world.spawn(fmt::format("client {}", client), connect_once, std::ref(race));
  co_yield world.join();
  for (Gate& gate : race.gates) gate.server.reset();
  world.check_equal(race.ended, race.accepted, "streams of servers that came to their end");
  world.check_equal(network.open_sockets(), std::size_t{0}, "sockets that are open");
}

}  // namespace windtunnel::subjects
