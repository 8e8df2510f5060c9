// What lies between two hosts: how fast it is, how much it holds, what may go wrong on it, and whether it is
// up. The weather of one connection over it is drawn when the connection is made: calm, one kind of fault, or
// all, and how often. So a quiet run asks one question a connection, and a stormy one is told apart from it
// by a few numbers.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/clock.hpp"
#include "runtime/sim/choice_source.hpp"
#include "runtime/sim/network/fault.hpp"

namespace tornado {

class SimNetwork;

/// How a link is. Two hosts have one; a host has one with itself.
struct LinkSettings {
  Duration latency{0};                 ///< of everything, one way
  std::size_t send_buffer = 65536;     ///< of a socket, in bytes: what may be on its way
  std::size_t receive_buffer = 65536;  ///< what may have arrived and wait to be received
  Faults faults{};                     ///< what may happen
};

/// The link between two hosts, which it names `first` and `second`.
class Link {
 public:
  Link(std::string first, std::string second, const LinkSettings& settings_in)
      : settings(settings_in), first_(std::move(first)), second_(std::move(second)) {}

  LinkSettings settings;

  /// Until then nothing gets through; infinite if it never heals.
  Time down_until = at_seconds(-1);

  /// Where a question about that is asked: stable names, "net/first>second/reset". `from` 0: from the first
  /// host to the second.
  std::string_view site(Fault fault, unsigned from);
  std::string_view weather_site();
  std::string_view rate_site();

 private:
  struct Sites {
    std::array<std::array<std::string, fault_count>, 2> faults;
    std::string weather;
    std::string rate;
  };

  const Sites& sites();

  std::string first_;
  std::string second_;
  std::unique_ptr<Sites> sites_;
};

/// The faults of one connection: which may strike, and how often.
class Weather {
 public:
  /// Calm.
  Weather() noexcept = default;
  /// As it is drawn for a new connection; `side` is the host that connects.
  static Weather draw(SimNetwork& network, Link& link, unsigned side);

  bool calm() const { return faults_.empty(); }

  /// Asks whether the fault strikes what comes from that side of the connection, if it may at all, and counts
  /// it.
  bool strikes(Fault fault, unsigned from, std::uint32_t socket = 0) {
    return faults_.has(fault) && ask(fault, from, socket);
  }

  /// Asks how much later something comes, for latency.
  Duration delay(unsigned from);
  /// Asks whether the fault cuts `size` bytes in two, and where: after at least 1, fewer than all. 0: it does
  /// not.
  std::size_t cut(Fault fault, unsigned from, std::size_t size, std::uint32_t socket = 0);

 private:
  bool ask(Fault fault, unsigned from, std::uint32_t socket);
  std::size_t place(Fault fault, unsigned from, std::size_t size);
  std::uint32_t choose(Fault fault, unsigned from, std::uint32_t options);

  SimNetwork* network_ = nullptr;
  Link* link_ = nullptr;
  Faults faults_;
  std::uint8_t rate_ = 0;        // a fault strikes once in so many times
  std::uint8_t first_side_ = 0;  // the side of the connection that is the link's first host
};

}  // namespace tornado
