#include "tests/threeways/kernel_venue.hpp"

#include <utility>

#include "harness/subjects/kernel/on_host.hpp"
#include "runtime/log.hpp"

namespace windtunnel {

using tornado::Address;
using tornado::AddressFamily;
using tornado::EventKind;
using tornado::Future;

namespace {

// Longer than all that a program, or a network, does by itself: a SimLoop goes on until nothing is left.
constexpr tornado::Duration long_time{1'000'000};

}  // namespace

// What a program does as a host, it does on that host of the kernel.
class KernelVenue::Host final : public tornado::Network {
 public:
  Host(World& world, tornado::EpollLoop& loop, std::string name, tornado::PosixNetwork::Lookup lookup)
      : world_(world), name_(std::move(name)), network_(loop, lookup) {
    world.host(name_);
  }

  std::unique_ptr<tornado::Socket> open(AddressFamily family) override {
    const OnHost here(world_, name_);
    return network_.open(family);
  }
  std::unique_ptr<tornado::Listener> listen(const Address& address, std::size_t backlog) override {
    const OnHost here(world_, name_);
    return network_.listen(address, backlog);
  }
  Future<std::vector<Address>> resolve(const std::string& name, std::uint16_t port,
                                       AddressFamily family) override {
    const OnHost here(world_, name_);
    return network_.resolve(name, port, family);
  }

 private:
  World& world_;
  const std::string name_;
  tornado::PosixNetwork network_;
};

KernelVenue::KernelVenue(World& world, const tornado::LinkSettings& link, Lookup lookup)
    : world_(world),
      network_(world.network(link)),
      lookup_(lookup),
      loop_(tornado::EpollLoop::Clock::steady, tornado::IOLoop::MakeCurrent::no) {
  loop_.set_observer(&events_);
  loop_.set_log_handler(
      {[this](tornado::ErrorKind, const std::exception_ptr& error) {
         world_.log("error " + tornado::describe(error));
       },
       [this](const std::exception_ptr& error) { world_.log("unretrieved " + tornado::describe(error)); }});
}

KernelVenue::~KernelVenue() {
  loop_.close();
}

tornado::Network& KernelVenue::host(const std::string& name) {
  std::unique_ptr<Host>& host = hosts_[name];
  if (host == nullptr) host = std::make_unique<Host>(world_, loop_, name, lookup_);
  return *host;
}

Future<void> KernelVenue::spawn(std::string_view /*name*/, std::function<Future<void>()> task) {
  return task();
}

std::uint32_t KernelVenue::iterations() const {
  for (; events_seen_ < events_.size(); ++events_seen_) {
    if (events_.begin()[events_seen_].kind == EventKind::poll) ++polls_;
  }
  return polls_;
}

void KernelVenue::run(const Begin& begin) {
  tornado::IOLoop* const before = tornado::IOLoop::current_or_null();
  loop_.make_current();
  {
    const std::unique_ptr<subjects::VenueProgram> program = begin(*this);
    loop_.call_later(long_time, [this] { loop_.stop(); });
    loop_.start();
    program->judge();
    loop_.close();  // what is left may refer to the program
  }
  before != nullptr ? before->make_current() : tornado::IOLoop::clear_current();
}

WorldProgram on_kernel(KernelVenue::Begin begin, const tornado::LinkSettings& link, bool allows_escaped,
                       KernelVenue::Lookup lookup) {
  return [begin = std::move(begin), link, allows_escaped, lookup](World& world) {
    if (allows_escaped) world.allow_escaped();
    KernelVenue venue(world, link, lookup);
    venue.run(begin);
  };
}

}  // namespace windtunnel
