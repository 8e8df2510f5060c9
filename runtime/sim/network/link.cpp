#include "runtime/sim/network/link.hpp"

#include <algorithm>

#include "runtime/sim/network/sim_network.hpp"

namespace tornado {

namespace {

// The kind of the choices about a fault.
ChoiceKind kind_of(Fault fault) {
  switch (fault) {
    case Fault::latency:
    case Fault::slow_resolution:
      return ChoiceKind::latency;
    case Fault::short_write:
    case Fault::short_read:
    case Fault::split:
    case Fault::coalesce:
      return ChoiceKind::fragment;
    default:
      return ChoiceKind::fault;
  }
}

}  // namespace

const Link::Sites& Link::sites() {
  if (sites_ == nullptr) {
    sites_ = std::make_unique<Sites>();
    const std::string ways[2] = {"net/" + first_ + ">" + second_ + "/",
                                 "net/" + second_ + ">" + first_ + "/"};
    for (unsigned from = 0; from < 2; ++from) {
      for (std::size_t fault = 0; fault < fault_count; ++fault) {
        sites_->faults[from][fault] = ways[from];
        sites_->faults[from][fault] += name_of(static_cast<Fault>(fault));
      }
    }
    sites_->weather = ways[0] + "weather";
    sites_->rate = ways[0] + "rate";
  }
  return *sites_;
}

std::string_view Link::site(Fault fault, unsigned from) {
  return sites().faults[from][static_cast<std::size_t>(fault)];
}
std::string_view Link::weather_site() {
  return sites().weather;
}
std::string_view Link::rate_site() {
  return sites().rate;
}

Weather Weather::draw(SimNetwork& network, Link& link, unsigned side, Faults relevant) {
  const Faults possible = link.settings.faults & relevant;
  Weather weather;
  if (possible.empty()) return weather;
  network.enable(possible);
  std::uint32_t kinds = 0;
  for (std::size_t fault = 0; fault < fault_count; ++fault)
    kinds += possible.has(static_cast<Fault>(fault)) ? 1 : 0;
  // Calm, each fault alone, all faults together.
  std::uint32_t chosen = network.choose(ChoiceKind::fault, kinds + 2, link.weather_site());
  if (chosen == 0) return weather;
  weather.network_ = &network;
  weather.link_ = &link;
  weather.first_side_ = static_cast<std::uint8_t>(side);
  weather.faults_ = possible;
  for (std::size_t at = 0; chosen <= kinds && at < fault_count; ++at) {
    const auto fault = static_cast<Fault>(at);
    if (!possible.has(fault) || --chosen != 0) continue;
    weather.faults_ = Faults{fault};
    break;
  }
  constexpr std::uint8_t rates[] = {4, 2, 12, 40};
  weather.rate_ = rates[network.choose(ChoiceKind::fault, std::size(rates), link.rate_site())];
  return weather;
}

std::uint32_t Weather::choose(Fault fault, unsigned from, std::uint32_t options) {
  return network_->choose(kind_of(fault), options, link_->site(fault, from ^ first_side_));
}

bool Weather::ask(Fault fault, unsigned from, std::uint32_t socket) {
  if (choose(fault, from, rate_) != 1) return false;
  network_->strike(fault, socket);
  return true;
}

Duration Weather::delay(unsigned from) {
  return Duration(latency_lengths[choose(Fault::latency, from, std::size(latency_lengths))]);
}

std::size_t Weather::cut(Fault fault, unsigned from, std::size_t size, std::uint32_t socket) {
  if (size < 2 || !faults_.has(fault) || choose(fault, from, rate_) != 1) return 0;
  const std::size_t after = place(fault, from, size);
  network_->strike(fault, socket, static_cast<std::uint32_t>(after));
  return after;
}

std::size_t Weather::place(Fault fault, unsigned from, std::size_t size) {
  // Any of the first bytes; after them, in steps up to the last byte.
  constexpr std::size_t exact = 48;
  constexpr std::size_t steps = 16;
  if (size - 1 <= exact + steps) {
    return 1 + (size > 2 ? choose(fault, from, static_cast<std::uint32_t>(size - 1)) : 0);
  }
  const std::size_t chosen = choose(fault, from, exact + steps);
  if (chosen < exact) return 1 + chosen;
  return exact + (size - 1 - exact) / steps * (chosen - exact + 1);
}

}  // namespace tornado
