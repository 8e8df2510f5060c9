#include "harness/kernel/kernel.hpp"

#include "harness/kernel/descriptor_table.hpp"
#include "harness/kernel/local_socket.hpp"
#include "harness/kernel/threads.hpp"
#include "runtime/current_task.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::kernel {

namespace {

// libgcc's unwinder (12.2) calls pthread_once for each exception, and does something at the first one of a
// process. That happens here, before any run, so that runs do not differ by it.
void prepare_unwinder() {
  static const bool prepared = [] {
    try {
      throw 0;
    } catch (int) {
      return true;
    }
  }();
  static_cast<void>(prepared);
}

}  // namespace

Kernel::Kernel(tornado::SimLoop& loop, Client& client, const Settings& settings)
    : loop_(loop),
      client_(client),
      settings_(settings),
      local_paths_(std::make_unique<LocalPaths>()),
      descriptors_(std::make_unique<DescriptorTable>()),
      threads_(std::make_unique<Threads>(*this, client)) {
  prepare_unwinder();
}

Kernel::~Kernel() {
  descriptors_->close_all();
}

bool Kernel::run(const std::function<void()>& body) {
  return threads_->run(body);
}

void Kernel::abandon(std::string_view rule, std::string words) {
  threads_->abandon(rule, std::move(words));
}

tornado::Time Kernel::read_clock() {
  return threads_->read_clock();
}

bool Kernel::block_until(const WaitReason& reason, Condition ready, tornado::Time deadline) {
  return threads_->block(reason, ready, deadline);
}

void Kernel::yield(std::string_view site, std::uint32_t object) {
  threads_->yield(site, object);
}

std::uint32_t Kernel::choose(tornado::ChoiceKind kind, std::string_view site, std::size_t options) {
  if (options < 2 || client_.over()) return 0;
  return loop_.scheduler().choose(kind, site, options);
}

tornado::SimNetwork& Kernel::network() {
  if (network_ == nullptr) network_ = &client_.network();
  return *network_;
}

// SplitMix64.
std::uint64_t Kernel::next_random() noexcept {
  std::uint64_t mixed = random_ += 0x9e3779b97f4a7c15U;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
  return mixed ^ (mixed >> 31U);
}

tornado::SimHost& Kernel::host() {
  const tornado::StepLog& log = loop_.scheduler().log();
  for (std::uint32_t task = tornado::CurrentTask::get(); !hosts_.empty(); task = log.parent(task)) {
    if (task < hosts_.size() && hosts_[task] != nullptr) return *hosts_[task];
    if (task == 0) break;
  }
  tornado::SimNetwork& net = network();
  return net.hosts().empty() ? net.add_host("host") : *net.hosts().front();
}

void Kernel::set_host(std::uint32_t task, tornado::SimHost& host) {
  if (task >= hosts_.size()) hosts_.resize(task + 1);
  hosts_[task] = &host;
}

}  // namespace windtunnel::kernel
