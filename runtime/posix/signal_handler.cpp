#include "runtime/posix/signal_handler.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "runtime/posix/system_errors.hpp"
#include "runtime/posix/waker.hpp"

namespace tornado {

namespace {

// What the process keeps for a signal. A waker is made once and never closed: a handler on another thread may
// be about to use its descriptor.
struct Slot {
  std::unique_ptr<Waker> waker;
  std::atomic<int> fd = -1;
  bool taken = false;
  struct sigaction before{};
};

std::mutex slots_mutex;
std::array<Slot, NSIG> slots;

void on_signal(int signal) {
  Waker::wake(slots[static_cast<std::size_t>(signal)].fd.load(std::memory_order_relaxed));
}

Slot& take_slot(int signal) {
  if (signal <= 0 || signal >= NSIG) {
    errno = EINVAL;
    throw_system_error("a handler of signal " + std::to_string(signal));
  }
  const std::lock_guard lock(slots_mutex);
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  if (slot.taken) throw std::logic_error("signal " + std::to_string(signal) + " has a SignalHandler already");
  if (slot.waker == nullptr) slot.waker = std::make_unique<Waker>();
  slot.fd = slot.waker->fd();
  struct sigaction action{};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  if (::sigaction(signal, &action, &slot.before) != 0) {
    throw_system_error("a handler of signal " + std::to_string(signal));
  }
  slot.taken = true;
  return slot;
}

void free_slot(int signal) {
  const std::lock_guard lock(slots_mutex);
  Slot& slot = slots[static_cast<std::size_t>(signal)];
  ::sigaction(signal, &slot.before, nullptr);
  slot.waker->consume();
  slot.taken = false;
}

}  // namespace

SignalHandler::SignalHandler(IOLoop& loop, int signal, Callback fn) : loop_(loop), signal_(signal) {
  const Waker& waker = *take_slot(signal).waker;
  try {
    loop.add_handler(
        waker.fd(),
        [&waker, run = std::move(fn)](int, IOEvents) mutable {
          waker.consume();
          run();
        },
        IOLoop::READ);
  } catch (...) {
    free_slot(signal);
    throw;
  }
}

SignalHandler::~SignalHandler() {
  loop_.remove_handler(slots[static_cast<std::size_t>(signal_)].waker->fd());
  free_slot(signal_);
}

}  // namespace tornado
