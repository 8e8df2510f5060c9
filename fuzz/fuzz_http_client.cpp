// fuzz_http_client: the bytes are what a server sends to the HTTP client, and how the network splits it.
#include "fuzz/raw_peer_run.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static fuzz::RawPeerRuns runs;
  runs.run({data, size}, wire_to_client);
  return 0;
}
