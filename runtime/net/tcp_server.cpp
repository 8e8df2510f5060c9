#include "runtime/net/tcp_server.hpp"

namespace tornado {

std::uint16_t TCPServer::listen(std::uint16_t port, const std::string& ip, std::size_t backlog) {
  auto accepting = std::make_shared<Accepting>();
  accepting->listener = network_.listen({ip, port}, backlog);
  accepting->options = options_;
  accepting->handler = handler_;
  const int fd = accepting->listener->fd();
  listeners_[fd] = accepting;
  options_.loop->add_handler(fd, [accepting](int, IOEvents) { accept_all(*accepting); }, IOLoop::READ);
  return accepting->listener->address().port;
}

void TCPServer::stop() {
  for (const auto& [fd, accepting] : std::exchange(listeners_, {})) {
    options_.loop->remove_handler(fd);
    accepting->listener->close();
  }
}

void TCPServer::accept_all(Accepting& accepting) {
  // More may come while these are handled; let other work run in between.
  for (std::size_t count = 0; count < default_backlog; ++count) {
    Accepted accepted = accepting.listener->accept();
    if (accepted.error == std::errc::connection_aborted || accepted.error == std::errc::interrupted) continue;
    if (accepted.error == std::errc::operation_would_block ||
        accepted.error == std::errc::bad_file_descriptor)
      return;
    if (accepted.socket == nullptr) throw std::system_error(std::make_error_code(accepted.error), "accept");
    const Address peer = accepted.socket->peer_address();
    std::exception_ptr error;
    try {
      (*accepting.handler)(IOStream::make(std::move(accepted.socket), accepting.options), peer);
    } catch (const BaseException&) {
      throw;
    } catch (...) {
      error = std::current_exception();
    }
    if (error) accepting.options.loop->log(ErrorKind::callback, error);
  }
}

}  // namespace tornado
