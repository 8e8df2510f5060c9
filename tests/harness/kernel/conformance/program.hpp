// A program of calls to the operating system, for comparing the simulated kernel with Linux: which sockets it
// uses, and what it does with them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::conformance {

/// What the program's sockets are.
enum class Kind : std::uint8_t {
  tcp4,
  tcp6,
  local_stream,
  local_packets,
  stream_pair,
  packet_pair,
  datagram_pair,
  local_datagrams,
  udp4,
  udp6,
  pipe,
  count_
};
std::string_view name_of(Kind kind);

/// One kind of call.
enum class Operation : std::uint8_t {
  open,          ///< another socket, connected or bound to the program's address
  open_refused,  ///< another socket, connected to where nobody is
  connect_again,
  accept,
  send,
  send_to,  ///< with an address
  receive,
  peek,
  receive_none,  ///< zero bytes
  receive_oob,   ///< out of band
  read,
  write,
  write_parts,
  read_parts,
  shut_down,
  close,
  reset,  ///< close with SO_LINGER 0
  error,  ///< SO_ERROR
  options,
  poll,
  select,
  available,  ///< FIONREAD
  names,      ///< getsockname, getpeername
  duplicate,
  listen,
  bind,
  shut_down_listener,
  count_
};
std::string_view name_of(Operation operation);

/// One call: which socket, and two small numbers that mean what the operation wants.
struct Call {
  Operation operation;
  std::uint8_t socket;
  std::uint8_t size;
  std::uint8_t way;
};

struct Program {
  Kind kind;
  bool edge_triggered;  ///< an edge-triggered epoll set watches the sockets, too
  std::vector<Call> calls;
};

/// The program of that seed: as many calls as `length`.
Program make_program(std::uint64_t seed, std::size_t length, bool edge_triggered);

/// Runs it on the kernel that answers: one line for each call, with its result, its errno and what epoll says
/// afterwards.
std::vector<std::string> run(const Program& program, void (*settle)());

/// For people.
std::string words(const Call& call);

}  // namespace windtunnel::conformance
