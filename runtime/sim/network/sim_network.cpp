#include "runtime/sim/network/sim_network.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace tornado {

SimNetwork::SimNetwork(SimLoop& loop, const LinkSettings& defaults)
    : loop_(&loop), defaults_(defaults), object_(loop.scheduler().log().add_object("network")) {
  loop.attach(this);
}

SimNetwork::~SimNetwork() {
  if (SimLoop* loop = std::exchange(loop_, nullptr)) loop->attach(nullptr);
  descriptors_.orphan_all();
  agenda_.clear();
}

void SimNetwork::collect(std::vector<ReadyDescriptor>& ready) {
  const std::size_t before = ready.size();
  descriptors_.collect(ready);
  for (std::size_t at = before; at < ready.size(); ++at) ready[at].object = object_;
}

void SimNetwork::touch() {
  if (loop_ != nullptr) loop_->scheduler().log().touch(object_, Touch::write);
}

std::uint32_t SimNetwork::add_task(std::string_view name, std::uint32_t parent) {
  return loop_ != nullptr ? loop_->scheduler().log().add_task(name, parent) : 0;
}

void SimNetwork::detach() noexcept {
  loop_ = nullptr;
  agenda_.clear();
}

SimHost& SimNetwork::add_host(const std::string& name, std::vector<std::string> ips) {
  if (name.empty() || is_valid_ip(name))
    throw std::invalid_argument("'" + name + "' is not a valid host name");
  if (host_named(name) != nullptr) throw std::invalid_argument("there is a host '" + name + "' already");
  const std::size_t index = hosts_.size();
  if (ips.empty())
    ips.push_back("10.0." + std::to_string(index / 250) + "." + std::to_string(index % 250 + 1));
  for (std::string& ip : ips) {
    ip = plain_ip(ip);
    if (!is_valid_ip(ip)) throw std::invalid_argument("'" + ip + "' is not an IP address");
    const auto has = [&](const auto& host) { return host->has_ip(ip); };
    if (std::any_of(hosts_.begin(), hosts_.end(), has)) {
      throw std::invalid_argument("another host has the address " + ip);
    }
  }
  hosts_.push_back(std::make_unique<SimHost>(*this, index, name, std::move(ips)));
  if (index == 0) hosts_.front()->make_current();
  return *hosts_.back();
}

SimHost* SimNetwork::host_named(std::string_view name) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  const auto at = std::find_if(hosts_.begin(), hosts_.end(), [&](const auto& host) {
    return std::equal(name.begin(), name.end(), host->name().begin(), host->name().end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
  });
  return at == hosts_.end() ? nullptr : at->get();
}

SimHost* SimNetwork::host_at(std::string_view text, SimHost& from) {
  const std::string ip = plain_ip(text);
  if (ip == "::1" || ip.starts_with("127.")) return &from;
  const auto at =
      std::find_if(hosts_.begin(), hosts_.end(), [&](const auto& host) { return host->has_ip(ip); });
  return at == hosts_.end() ? nullptr : at->get();
}

Link& SimNetwork::link(const SimHost& one, const SimHost& other) {
  const std::size_t low = std::min(one.index(), other.index());
  const std::size_t high = std::max(one.index(), other.index());
  std::unique_ptr<Link>& link = links_[{low, high}];
  if (link == nullptr) link = std::make_unique<Link>(hosts_[low]->name(), hosts_[high]->name(), defaults_);
  return *link;
}

void SimNetwork::partition(const SimHost& one, const SimHost& other, std::optional<Duration> length) {
  link(one, other).down_until = length ? now() + *length : at_seconds(INFINITY);
}

void SimNetwork::heal(const SimHost& one, const SimHost& other) {
  link(one, other).down_until = at_seconds(-1);
}

void SimNetwork::heal_all() {
  for (const auto& [hosts, link] : links_) link->down_until = at_seconds(-1);
}

std::uint32_t SimNetwork::choose(ChoiceKind kind, std::uint32_t options, std::string_view site) {
  return loop_ != nullptr ? loop_->scheduler().choose(kind, site, options) : 0;
}

void SimNetwork::enable(Faults faults) {
  const Faults fresh = faults.without(enabled_);
  if (fresh.empty()) return;
  enabled_ = enabled_ | fresh;
  for (std::size_t fault = 0; fault < fault_count; ++fault) {
    if (fresh.has(static_cast<Fault>(fault)))
      note(EventKind::fault_enabled, 0, 0, static_cast<std::uint8_t>(fault));
  }
}

void SimNetwork::strike(Fault fault, std::uint32_t socket, std::uint32_t bytes) {
  ++struck_[static_cast<std::size_t>(fault)];
  note(EventKind::network_fault, socket, bytes, static_cast<std::uint8_t>(fault));
}

void SimNetwork::note(EventKind kind, std::uint32_t id, std::uint32_t other, std::uint8_t detail) {
  touch();
  if (loop_ != nullptr) loop_->note(kind, id, other, detail);
}

void SimNetwork::set_socket_task(std::uint32_t socket, std::uint32_t task) {
  const Observer* observer = loop_ != nullptr ? loop_->observer() : nullptr;
  if (observer != nullptr && observer->keeps_places()) socket_tasks_[socket] = task;
}

std::uint32_t SimNetwork::number_socket() {
  return loop_ != nullptr && loop_->observer() != nullptr ? loop_->numbers().socket++ : 0;
}

}  // namespace tornado
