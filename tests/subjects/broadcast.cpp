// A message goes to every client of a table, one after another. A client leaves meanwhile.
#include <map>
#include <string>
#include <vector>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;

struct Client {
  int number = 0;
  int received = 0;
};

// Waits until the client's buffer has room.
Future<void> room(World* world) {
  const Future<void> draining = tornado::sleep(1ms * world->choose(3, "room"));
  co_yield draining;
}

template <class Leave>
Future<void> leave_later(World& world, Leave leave) {
  const Future<void> staying = tornado::sleep(1ms * world.choose(6, "leaves after"));
  co_yield staying;
  leave();
}

/// How a broadcast goes through the table.
enum class Walk { live, copied, copied_and_asks };

using Table = std::map<int, Client>;

Future<void> broadcast(World& world, Table* table, Walk walk) {
  if (walk == Walk::live) {
    for (auto at = table->begin(); at != table->end(); ++at) {
      const int number = at->first;
      const Future<void> waiting = room(&world);
      co_yield waiting;
      world.check(table->contains(number), "the client that is written to is still there");
      if (!table->contains(number)) co_return;  // `at` is no iterator any more
      ++at->second.received;
    }
    co_return;
  }
  const Table copy = *table;
  for (const auto& each : copy) {
    const Future<void> waiting = room(&world);
    co_yield waiting;
    if (walk == Walk::copied_and_asks && !table->contains(each.first)) continue;
    ++(*table)[each.first].received;
  }
}

Future<void> broadcast_to_map(World& world, Walk walk) {
  Table table;
  for (const int number : {1, 2, 3}) table[number].number = number;
  const int leaver = 1 + static_cast<int>(world.choose(3, "leaver"));
  const auto leave = [&table, leaver] { table.erase(leaver); };
  world.spawn("broadcast", broadcast, &table, walk);
  world.spawn("leaver", leave_later<decltype(leave)>, leave);
  co_yield world.join();
  world.check(!table.contains(leaver), "the client that left is not in the table");
  for (const auto& [number, client] : table)
    world.check(client.received == 1, "a client that stays gets the message once");
}

Future<void> broadcast_by_index(World& world, std::vector<Client>* table, bool copied) {
  std::vector<int> numbers;
  for (const Client& client : *table) numbers.push_back(client.number);
  for (std::size_t at = 0; at < (copied ? numbers.size() : table->size()); ++at) {
    const Future<void> waiting = room(&world);
    co_yield waiting;
    for (std::size_t place = copied ? 0 : at; place < table->size(); ++place) {
      Client& client = (*table)[place];
      if (copied && client.number != numbers[at]) continue;
      ++client.received;
      break;
    }
  }
}

Future<void> broadcast_to_vector(World& world, bool copied) {
  std::vector<Client> table = {{1}, {2}, {3}};
  const int leaver = 1 + static_cast<int>(world.choose(3, "leaver"));
  const auto leave = [&table, leaver] {
    std::erase_if(table, [leaver](const Client& client) { return client.number == leaver; });
  };
  world.spawn("broadcast", broadcast_by_index, &table, copied);
  world.spawn("leaver", leave_later<decltype(leave)>, leave);
  co_yield world.join();
  for (const Client& client : table)
    world.check(client.received == 1, "a client that stays gets the message once");
}

const RegisteredSubject broadcast_subjects[] = {
    {"broadcast_map", "a client leaves a map that a broadcast goes through",
     [](World& world) { return broadcast_to_map(world, Walk::live); }},
    {"broadcast_half", "broadcast_map, going through a copy",
     [](World& world) { return broadcast_to_map(world, Walk::copied); }},
    {"broadcast_map_fixed", "broadcast_map, going through a copy and asking whether the client is there",
     [](World& world) { return broadcast_to_map(world, Walk::copied_and_asks); }},
    {"broadcast_vector", "a client leaves a vector that a broadcast goes through",
     [](World& world) { return broadcast_to_vector(world, false); }},
    {"broadcast_vector_fixed", "broadcast_vector, looking each client up by its number",
     [](World& world) { return broadcast_to_vector(world, true); }},
};

}  // namespace
}  // namespace windtunnel::subjects
