// A client of the store: ./key_value_client PORT 'put a 1' 'get a' prints the answers.
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <tornado/posix.hpp>
#include <vector>

#include "key_value_store.hpp"

namespace {

tornado::Future<void> ask_all(KeyValueClient* client, std::uint16_t port, std::vector<std::string> lines) {
  const auto connecting = client->connect("localhost", port);
  co_yield connecting;
  for (const std::string& line : lines) {
    const auto asking = client->ask(line);
    const std::string answer = co_yield asking;
    std::cout << answer << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: key_value_client PORT LINE...\n";
    return 2;
  }
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
  tornado::EpollLoop loop;
  tornado::PosixNetwork network(loop);
  KeyValueClient client(network);
  try {
    loop.run_sync([&] { return ask_all(&client, port, {argv + 2, argv + argc}); }, tornado::Duration(10));
  } catch (const std::exception& error) {
    std::cerr << "key_value_client: " << error.what() << '\n';
    return 1;
  }
}
