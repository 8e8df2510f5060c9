// fuzz_http_server: the bytes are what a browser sends to the HTTP server, whose handler does what the
// requests say, and how the network splits it.
#include "fuzz/raw_peer_target.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static fuzz::RawPeerTarget target(windtunnel::subjects::serve_raw_peer);
  target.run({data, size});
  return 0;
}
