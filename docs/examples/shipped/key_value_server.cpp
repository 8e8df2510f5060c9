// The store as a program: ./key_value_server [PORT]. It links tornado::posix and nothing of windtunnel.
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <system_error>
#include <tornado/posix.hpp>

#include "key_value_store.hpp"

int main(int argc, char** argv) {
  const auto port = static_cast<std::uint16_t>(argc > 1 ? std::atoi(argv[1]) : 0);
  tornado::EpollLoop loop;
  tornado::PosixNetwork network(loop);
  KeyValueStore store(network);
  try {
    const std::uint16_t listening = store.listen(port, "127.0.0.1");
    std::cout << "listening at port " << listening << std::endl;
  } catch (const std::system_error& error) {
    std::cerr << "key_value_server: " << error.what() << '\n';
    return 1;
  }
  const tornado::SignalHandler on_terminate(loop, SIGTERM, [&] { loop.stop(); });
  loop.start();
  store.stop();
  std::cout << "stopped" << std::endl;
}
