#include "runtime/sim/network/sim_listener.hpp"

#include <string>
#include <utility>

#include "runtime/sim/network/sim_host.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace tornado {

SimListener::SimListener(SimHost& host, Address address, std::size_t backlog)
    : host_(&host), address_(std::move(address)), backlog_(backlog), number_(host.network().number_socket()) {
  host.network().descriptors().open(*this);
  set_task(host.network().add_task(host.name() + ":" + std::to_string(address_.port), 0));
  host.network().note(EventKind::socket_opened, number_, 0, static_cast<std::uint8_t>(SocketKind::listener));
}

Accepted SimListener::accept() {
  Accepted accepted;
  accepted.socket = accept_socket(accepted.error);
  return accepted;
}

std::unique_ptr<SimSocket> SimListener::accept_socket(std::errc& error) {
  error = std::errc::bad_file_descriptor;
  if (host_ == nullptr) return nullptr;
  host_->network().touch();
  error = std::errc::operation_would_block;
  if (waiting_.empty()) return nullptr;
  try {
    waiting_.front()->open();
  } catch (const std::system_error&) {
    error = std::errc::too_many_files_open;
    return nullptr;
  }
  error = {};
  std::unique_ptr<SimSocket> accepted = std::move(waiting_.front());
  waiting_.pop_front();
  return accepted;
}

void SimListener::push(std::unique_ptr<SimSocket> socket) {
  waiting_.push_back(std::move(socket));
  host_->network().descriptors().refresh(*this);
  tell_watcher(EndpointChange::readable);
}

IOEvents SimListener::readiness() const {
  return waiting_.empty() ? IOEvents{0} : IOLoop::READ;
}

void SimListener::close() noexcept {
  if (host_ == nullptr) return;
  SimHost& host = *std::exchange(host_, nullptr);
  host.forget(*this);
  host.network().descriptors().close(*this);
  host.network().note(EventKind::socket_closed, number_);
  // Nobody will ever accept them: their peers are reset.
  for (const std::unique_ptr<SimSocket>& socket : waiting_) socket->close_by_reset();
  waiting_.clear();
}

void SimListener::orphan() noexcept {
  host_ = nullptr;
  waiting_.clear();
}

}  // namespace tornado
