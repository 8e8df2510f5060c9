// SimNetwork: a network that exists only in a simulation. It has hosts with names and addresses, links
// between them, TCP connections over the links, and every fault that a network can have, each as a choice
// (fault.hpp). Unless faults are enabled, it asks nothing and everything arrives at once.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/sim/network/agenda.hpp"
#include "runtime/sim/network/descriptors.hpp"
#include "runtime/sim/network/fault.hpp"
#include "runtime/sim/network/link.hpp"
#include "runtime/sim/network/sim_host.hpp"
#include "runtime/sim/sim_device.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace tornado {

/// The network of one loop. Sockets may outlive it; they are then closed.
class SimNetwork final : public SimDevice {
 public:
  /// `defaults` are the settings of links that have no others. Throws std::logic_error if the loop has a
  /// network already.
  explicit SimNetwork(SimLoop& loop, const LinkSettings& defaults = {});
  SimNetwork(const SimNetwork&) = delete;
  SimNetwork& operator=(const SimNetwork&) = delete;
  ~SimNetwork() override;

  /// Adds a host; without addresses it gets one, 10.0.0.N. The first host becomes the thread's current
  /// network. Throws std::invalid_argument if the name or an address is taken or invalid.
  SimHost& add_host(const std::string& name, std::vector<std::string> ips = {});

  const std::vector<std::unique_ptr<SimHost>>& hosts() const { return hosts_; }

  /// The link between two hosts, or from a host to itself; change its settings here.
  Link& link(const SimHost& one, const SimHost& other);

  /// Separates the two hosts, for `length` or until heal(). Data sent meanwhile arrives afterwards.
  void partition(const SimHost& one, const SimHost& other, std::optional<Duration> length = std::nullopt);
  void heal(const SimHost& one, const SimHost& other);
  /// Ends every separation, those that faults have made too.
  void heal_all();

  /// Schedules an event of a script: runs `fn()` after `delay`. It is not a callback of the loop.
  template <class Function>
  void after(Duration delay, Function fn) {
    agenda_.add(now() + delay, std::move(fn));
  }

  /// The number of faults that have struck.
  std::uint64_t faults_struck() const {
    return std::accumulate(struck_.begin(), struck_.end(), std::uint64_t{0});
  }
  /// How often that one has struck.
  std::uint32_t struck(Fault fault) const { return struck_[static_cast<std::size_t>(fault)]; }
  /// The faults that may occur in this run.
  Faults enabled_faults() const { return enabled_; }

  /// The number of open sockets and listeners.
  std::size_t open_sockets() const { return descriptors_.open_count(); }

  // The loop's SimDevice.
  void watch(int fd, IOEvents interest) override { descriptors_.watch(fd, interest); }
  void advance(Time now) override { agenda_.run_due(now); }
  Time next() const override { return agenda_.next(); }
  bool stirs() const override { return descriptors_.any_ready(); }
  void collect(std::vector<ReadyDescriptor>& ready) override;
  void detach() noexcept override;

  // For the other parts of the network.
  Time now() const { return loop_ != nullptr ? loop_->time() : at_seconds(0); }
  SimLoop* loop() const { return loop_; }
  Descriptors& descriptors() { return descriptors_; }
  Agenda& agenda() { return agenda_; }
  const LinkSettings& defaults() const { return defaults_; }
  std::uint32_t choose(ChoiceKind kind, std::uint32_t options, std::string_view site);
  /// Reports that these faults may occur in this run, each once.
  void enable(Faults faults);
  /// Reports that the fault hit the socket with that number (0: all sockets); for a fault that splits data,
  /// after `bytes` bytes.
  void strike(Fault fault, std::uint32_t socket = 0, std::uint32_t bytes = 0);
  void note(EventKind kind, std::uint32_t id, std::uint32_t other = 0, std::uint8_t detail = 0);
  std::uint32_t number_socket();
  /// The handler of the socket with that number works for that task.
  void set_socket_task(std::uint32_t socket, std::uint32_t task);
  /// The tasks of the sockets that had a connection, by their numbers, if the run is to be shown.
  const std::map<std::uint32_t, std::uint32_t>& socket_tasks() const { return socket_tasks_; }
  /// The step that runs uses the network: it does not commute with others that do.
  void touch();
  /// A task for the steps of an endpoint's handler, named for people: "client>server", say.
  std::uint32_t add_task(std::string_view name, std::uint32_t parent);
  /// The host with that address, as seen from `from`; null if there is none.
  SimHost* host_at(std::string_view ip, SimHost& from);
  /// The host with that name, in capitals or not; null if there is none.
  SimHost* host_named(std::string_view name);

 private:
  SimLoop* loop_;  // null once it is closed
  LinkSettings defaults_;
  Faults enabled_;
  std::array<std::uint32_t, fault_count> struck_{};
  const std::uint32_t object_;  // what steps that use it touch
  mutable Descriptors descriptors_;
  Agenda agenda_;
  std::map<std::uint32_t, std::uint32_t> socket_tasks_;
  std::vector<std::unique_ptr<SimHost>> hosts_;
  std::map<std::pair<std::size_t, std::size_t>, std::unique_ptr<Link>> links_;  // by the hosts' indices
};

}  // namespace tornado
