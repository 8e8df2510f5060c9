#include "tests/harness/kernel/conformance/program.hpp"

#include <fmt/format.h>

namespace windtunnel::conformance {

namespace {

// SplitMix64.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint32_t below(std::uint32_t end) {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    return static_cast<std::uint32_t>((mixed ^ (mixed >> 31U)) % end);
  }

 private:
  std::uint64_t state_;
};

// How often each operation occurs.
constexpr std::uint8_t weights[] = {
    6,  // open
    1,  // open_refused
    1,  // connect_again
    6,  // accept
    8,  // send
    2,  // send_to
    8,  // receive
    2,  // peek
    1,  // receive_none
    1,  // receive_oob
    2,  // read
    2,  // write
    1,  // write_parts
    1,  // read_parts
    5,  // shut_down
    4,  // close
    2,  // reset
    3,  // error
    1,  // options
    2,  // poll
    2,  // select
    2,  // available
    2,  // names
    1,  // duplicate
    1,  // listen
    1,  // bind
    1,  // shut_down_listener
};
static_assert(std::size(weights) == static_cast<std::size_t>(Operation::count_));

Operation draw(Numbers& numbers) {
  std::uint32_t sum = 0;
  for (const std::uint8_t weight : weights) sum += weight;
  std::uint32_t left = numbers.below(sum);
  std::size_t at = 0;
  while (left >= weights[at]) left -= weights[at++];
  return static_cast<Operation>(at);
}

}  // namespace

std::string_view name_of(Kind kind) {
  constexpr std::string_view names[] = {"tcp4",        "tcp6",        "local stream",  "local packets",
                                        "stream pair", "packet pair", "datagram pair", "local datagrams",
                                        "udp4",        "udp6",        "pipe"};
  static_assert(std::size(names) == static_cast<std::size_t>(Kind::count_));
  return names[static_cast<std::size_t>(kind)];
}

std::string_view name_of(Operation operation) {
  constexpr std::string_view names[] = {"open",        "open refused", "connect again",
                                        "accept",      "send",         "send to",
                                        "receive",     "peek",         "receive none",
                                        "receive oob", "read",         "write",
                                        "write parts", "read parts",   "shut down",
                                        "close",       "reset",        "error",
                                        "options",     "poll",         "select",
                                        "available",   "names",        "duplicate",
                                        "listen",      "bind",         "shut down listener"};
  static_assert(std::size(names) == static_cast<std::size_t>(Operation::count_));
  return names[static_cast<std::size_t>(operation)];
}

std::string words(const Call& call) {
  return fmt::format("{} socket {} size {} way {}", name_of(call.operation), call.socket, call.size,
                     call.way);
}

Program make_program(std::uint64_t seed, std::size_t length, bool edge_triggered) {
  Numbers numbers(seed * 0x10001U + (edge_triggered ? 1U : 0U));
  Program program{Kind::tcp4, edge_triggered, {}};
  // Half of all programs are TCP's.
  if (numbers.below(2) == 0) {
    program.kind = numbers.below(4) == 0 ? Kind::tcp6 : Kind::tcp4;
  } else {
    program.kind = static_cast<Kind>(numbers.below(static_cast<std::uint32_t>(Kind::count_)));
  }
  for (std::size_t at = 0; at < length; ++at) {
    Call call{};
    call.operation = draw(numbers);
    call.socket = static_cast<std::uint8_t>(numbers.below(5));
    call.size = static_cast<std::uint8_t>(1 + numbers.below(6));
    call.way = static_cast<std::uint8_t>(numbers.below(8));
    program.calls.push_back(call);
  }
  return program;
}

}  // namespace windtunnel::conformance
