#include "tests/programs/real/real_hosts.hpp"

#include "runtime/net/errors.hpp"

namespace windtunnel {

namespace {

using tornado::Address;
using tornado::AddressFamily;
using tornado::Future;

constexpr const char* loopback = "127.0.0.1";
constexpr std::uint16_t nobodys_port = 1;

}  // namespace

class RealHosts::Host final : public tornado::Network {
 public:
  Host(RealHosts& hosts, std::string name) : hosts_(hosts), name_(std::move(name)) {}

  std::unique_ptr<tornado::Socket> open(AddressFamily family) override {
    return hosts_.network_.open(family);
  }
  std::unique_ptr<tornado::Listener> listen(const Address& address, std::size_t backlog) override {
    auto listener = hosts_.network_.listen({loopback, 0}, backlog);
    hosts_.ports_[{name_, address.port}] = listener->address().port;
    return listener;
  }
  Future<std::vector<Address>> resolve(const std::string& name, std::uint16_t port,
                                       AddressFamily /*family*/) override {
    if (!hosts_.hosts_.contains(name)) {
      return tornado::failed_future<std::vector<Address>>(
          std::make_exception_ptr(tornado::ResolveError("no address for '" + name + "'")));
    }
    return tornado::done_future(std::vector<Address>{{loopback, hosts_.port_of(name, port)}});
  }

 private:
  RealHosts& hosts_;
  const std::string name_;
};

RealHosts::RealHosts(tornado::Network& network) : network_(network) {}

RealHosts::~RealHosts() = default;

tornado::Network& RealHosts::named(const std::string& name) {
  std::unique_ptr<Host>& host = hosts_[name];
  if (host == nullptr) host = std::make_unique<Host>(*this, name);
  return *host;
}

std::uint16_t RealHosts::port_of(const std::string& name, std::uint16_t port) const {
  const auto at = ports_.find({name, port});
  return at == ports_.end() ? nobodys_port : at->second;
}

}  // namespace windtunnel
