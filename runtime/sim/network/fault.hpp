// The faults of the simulated network, by name. Each is a choice. A fault occurs only if it is enabled; 0
// everywhere is the perfect network.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace tornado {

/// One kind of fault.
enum class Fault : std::uint8_t {
  refused,          ///< a connect is refused although somebody listens
  hang,             ///< a connect is not answered until it times out
  latency,          ///< data takes longer to arrive
  short_write,      ///< a send takes less than there is room for
  short_read,       ///< a receive gives less than there is
  split,            ///< data sent at once arrives in parts, down to one byte
  coalesce,         ///< data waits and arrives together with what is sent next
  would_block,      ///< a send takes nothing, for a while, although there is room
  interrupted,      ///< a call does nothing and must be repeated
  half_close,       ///< the receiver sees an end that the sender, which goes on, did not send
  reset,            ///< the connection is reset
  silence,          ///< nothing sent arrives any more
  partition,        ///< the two hosts cannot reach each other for a while
  cut,              ///< the two hosts can never reach each other again
  slow_resolution,  ///< looking up a name takes longer
  no_resolution,    ///< looking up a name finds nothing
  count_
};

inline constexpr std::size_t fault_count = static_cast<std::size_t>(Fault::count_);

/// The fault's name in reports.
constexpr std::string_view name_of(Fault fault) {
  constexpr std::string_view names[fault_count] = {
      "refused",   "hang",        "latency",         "short-write",  "short-read", "split",
      "coalesce",  "would-block", "interrupted",     "half-close",   "reset",      "silence",
      "partition", "cut",         "slow-resolution", "no-resolution"};
  return names[static_cast<std::size_t>(fault)];
}

/// A set of faults.
class Faults {
 public:
  constexpr Faults() noexcept = default;
  constexpr Faults(std::initializer_list<Fault> members) noexcept {
    for (Fault member : members) bits_ |= bit(member);
  }
  static constexpr Faults all() noexcept {
    Faults faults;
    faults.bits_ = (std::uint32_t{1} << fault_count) - 1;
    return faults;
  }

  constexpr bool has(Fault fault) const noexcept { return (bits_ & bit(fault)) != 0; }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr Faults operator&(Faults other) const noexcept { return of(bits_ & other.bits_); }
  constexpr Faults operator|(Faults other) const noexcept { return of(bits_ | other.bits_); }
  constexpr Faults without(Faults other) const noexcept { return of(bits_ & ~other.bits_); }
  bool operator==(const Faults&) const noexcept = default;

 private:
  static constexpr std::uint32_t bit(Fault fault) {
    return std::uint32_t{1} << static_cast<std::uint32_t>(fault);
  }
  static constexpr Faults of(std::uint32_t bits) noexcept {
    Faults faults;
    faults.bits_ = bits;
    return faults;
  }

  std::uint32_t bits_ = 0;
};

/// The faults that slow a connection down or split its data: every byte still arrives.
inline constexpr Faults harmless_faults = {Fault::latency,     Fault::short_write,    Fault::short_read,
                                           Fault::split,       Fault::coalesce,       Fault::would_block,
                                           Fault::interrupted, Fault::slow_resolution};

}  // namespace tornado
