// Link: what is between two hosts: its latency, its buffers, its possible faults, and whether it is up.
// Weather: the faults of one connection over a link, drawn when the connection is made: calm, one kind of
// fault, or all, and how often. So a quiet run asks one question for each connection, and a few numbers
// describe a stormy one.
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

/// The settings of a link. Two hosts have one link; a host also has one to itself.
struct LinkSettings {
  Duration latency{0};                 ///< of everything, one way
  std::size_t send_buffer = 65536;     ///< of a socket, in bytes: data in transit
  std::size_t receive_buffer = 65536;  ///< in bytes: data that has arrived and was not received
  Faults faults{};                     ///< the faults that may occur
};

/// The link between two hosts, `first` and `second`.
class Link {
 public:
  Link(std::string first, std::string second, const LinkSettings& settings_in)
      : settings(settings_in), first_(std::move(first)), second_(std::move(second)) {}

  LinkSettings settings;

  /// Nothing gets through until then; infinite if it never heals.
  Time down_until = at_seconds(-1);

  /// The site of the choices about a fault, a stable name: "net/first>second/reset". `from` is 0 for the
  /// direction from the first host to the second.
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

/// The faults of one connection: which may occur, and how often.
class Weather {
 public:
  /// Calm.
  Weather() noexcept = default;
  /// Draws the weather of a new connection, among the faults of the link that are `relevant` to it; `side` is
  /// the host that connects.
  static Weather draw(SimNetwork& network, Link& link, unsigned side, Faults relevant);

  bool calm() const { return faults_.empty(); }

  /// Asks whether the fault hits what comes from that side of the connection, if it is enabled, and counts
  /// it.
  bool strikes(Fault fault, unsigned from, std::uint32_t socket = 0) {
    return faults_.has(fault) && ask(fault, from, socket);
  }

  /// Asks how much longer something takes, for the fault `latency`.
  Duration delay(unsigned from);
  /// Asks whether the fault splits `size` bytes, and where. Returns the size of the first part, from 1 to
  /// `size` - 1, or 0 if it does not split.
  std::size_t cut(Fault fault, unsigned from, std::size_t size, std::uint32_t socket = 0);

 private:
  bool ask(Fault fault, unsigned from, std::uint32_t socket);
  std::size_t place(Fault fault, unsigned from, std::size_t size);
  std::uint32_t choose(Fault fault, unsigned from, std::uint32_t options);

  SimNetwork* network_ = nullptr;
  Link* link_ = nullptr;
  Faults faults_;
  std::uint8_t rate_ = 0;        // a fault occurs once in this many times
  std::uint8_t first_side_ = 0;  // the side of the connection that is the link's first host
};

}  // namespace tornado
