#include "harness/kernel/kernel.hpp"

#include <algorithm>
#include <cassert>
#include <csetjmp>
#include <utility>

#include "harness/kernel/descriptor_table.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::kernel {

namespace {

constinit thread_local Kernel* current = nullptr;
bool is_spoiled = false;
std::jmp_buf way_out;

}  // namespace

Kernel::Kernel(tornado::SimLoop& loop, Client& client, const Settings& settings)
    : loop_(loop), client_(client), settings_(settings), descriptors_(std::make_unique<DescriptorTable>()) {}

Kernel::~Kernel() {
  descriptors_->close_all();
}

Kernel* Kernel::here() noexcept {
  return current;
}

bool Kernel::spoiled() noexcept {
  return is_spoiled;
}

bool Kernel::run(const std::function<void()>& body) {
  assert(current == nullptr);
  if (setjmp(way_out) != 0) {
    current = nullptr;
    return false;
  }
  current = this;
  body();
  current = nullptr;
  return true;
}

void Kernel::abandon(std::string_view rule, std::string words) {
  {
    const Outside outside;
    client_.object(rule, std::move(words));
  }
  is_spoiled = true;
  std::longjmp(way_out, 1);
}

tornado::Time Kernel::now() const {
  return loop_.time();
}

void Kernel::yield(std::string_view) {}

std::uint32_t Kernel::choose(tornado::ChoiceKind kind, std::string_view site, std::size_t options) {
  if (options < 2 || client_.over()) return 0;
  return loop_.scheduler().choose(kind, site, options);
}

tornado::SimNetwork& Kernel::network() {
  if (network_ == nullptr) network_ = &client_.network();
  return *network_;
}

tornado::SimHost& Kernel::host() {
  tornado::SimNetwork& net = network();
  return net.hosts().empty() ? net.add_host("host") : *net.hosts().front();
}

bool Kernel::block_until(const WaitReason& reason, Condition ready, tornado::Time deadline) {
  for (;;) {
    agenda_.run_due(now());
    if (network_ != nullptr) network_->advance(now());
    if (ready.holds(ready.data)) return true;
    if (now() >= deadline) return false;
    const tornado::Time next =
        std::min({deadline, agenda_.next(), network_ != nullptr ? network_->next() : never});
    if (next == never) abandon("deadlock", reason.words());
    loop_.scheduler().advance_to(next);
  }
}

Outside::Outside() noexcept : before_(std::exchange(current, nullptr)) {}
Outside::~Outside() {
  current = before_;
}

}  // namespace windtunnel::kernel
