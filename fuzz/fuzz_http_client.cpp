// fuzz_http_client: the bytes are what a server sends to the HTTP client, and how the network splits it.
#include "fuzz/raw_peer_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static fuzz::RawPeerTarget target(windtunnel::subjects::fetch_from_raw_peer);
  target.run({data, size});
  return 0;
}
