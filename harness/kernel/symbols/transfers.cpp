#include "harness/kernel/symbols/transfers.hpp"

#include <algorithm>
#include <array>
#include <csignal>

namespace windtunnel::kernel {

namespace {

// The buffers without their first bytes.
class Remainder {
 public:
  Remainder(std::span<const iovec> parts, std::size_t skip) {
    for (const iovec& part : parts) {
      if (count_ == parts_.size()) break;
      const std::size_t gone = std::min(skip, part.iov_len);
      skip -= gone;
      if (gone < part.iov_len)
        parts_[count_++] = {static_cast<char*>(part.iov_base) + gone, part.iov_len - gone};
    }
  }
  std::span<const iovec> parts() const { return {parts_.data(), count_}; }

 private:
  std::array<iovec, 16> parts_;
  std::size_t count_ = 0;
};

bool may_wait(const File& file, int flags) {
  return !file.non_blocking && (flags & MSG_DONTWAIT) == 0;
}

// A write to a connection that is over is a signal, which by default ends the process.
void raise_broken_pipe(Kernel& kernel, std::string_view call, const File& file) {
  struct sigaction action{};
  sigaction(SIGPIPE, nullptr, &action);
  if (action.sa_handler == SIG_IGN) return;
  if (action.sa_handler != SIG_DFL) {
    std::raise(SIGPIPE);
    return;
  }
  kernel.abandon("no-crash", std::string(call) + " on " + file.words() +
                                 " is an error after the end of the connection, and the signal SIGPIPE ends "
                                 "the process: ignore the signal, or pass MSG_NOSIGNAL.");
}

}  // namespace

Result read_from(std::string_view call, File& file, std::span<const iovec> to) {
  if (file.kind() == FileKind::socket) {
    Received received;
    return receive_from(call, static_cast<SocketFile&>(file), to, 0, received);
  }
  const Result result = file.read(to);
  if (result != -EAGAIN || file.non_blocking) return result;
  return wait_for(*Kernel::here(), call, file, POLLIN, {}, [&] { return file.read(to); });
}

Result write_to(std::string_view call, File& file, std::span<const iovec> from) {
  if (file.kind() == FileKind::socket) return send_to(call, static_cast<SocketFile&>(file), from, 0, {});
  Kernel& kernel = *Kernel::here();
  const std::size_t size = size_of(from);
  std::size_t sent = 0;
  const auto attempt = [&] { return file.write(sent == 0 ? from : Remainder(from, sent).parts()); };
  for (;;) {
    Result result = attempt();
    if (result == -EAGAIN && !file.non_blocking) result = wait_for(kernel, call, file, POLLOUT, {}, attempt);
    if (result == -EPIPE) raise_broken_pipe(kernel, call, file);
    if (result < 0) return sent > 0 ? static_cast<Result>(sent) : result;
    sent += static_cast<std::size_t>(result);
    if (sent == size || file.non_blocking || result == 0) return static_cast<Result>(sent);
  }
}

Result receive_from(std::string_view call, SocketFile& socket, std::span<const iovec> to, int flags,
                    Received& received) {
  Kernel& kernel = *Kernel::here();
  const bool all = (flags & MSG_WAITALL) != 0 && (flags & MSG_PEEK) == 0 && socket.type() == SOCK_STREAM;
  const std::size_t size = size_of(to);
  std::size_t got = 0;
  const auto attempt = [&] {
    return socket.receive(got == 0 ? to : Remainder(to, got).parts(), flags, received);
  };
  for (;;) {
    Result result = attempt();
    if (result == -EAGAIN && may_wait(socket, flags)) {
      result = wait_for(kernel, call, socket, POLLIN, socket.options.receive_timeout, attempt);
    }
    if (result < 0) return got > 0 ? static_cast<Result>(got) : result;
    got += static_cast<std::size_t>(result);
    if (!all || got == size || result == 0 || !may_wait(socket, flags)) return static_cast<Result>(got);
  }
}

Result send_to(std::string_view call, SocketFile& socket, std::span<const iovec> from, int flags,
               AddressArgument to) {
  Kernel& kernel = *Kernel::here();
  const std::size_t size = size_of(from);
  std::size_t sent = 0;
  const auto attempt = [&] {
    return socket.send(sent == 0 ? from : Remainder(from, sent).parts(), flags, to);
  };
  for (;;) {
    Result result = attempt();
    if (result == -EAGAIN && may_wait(socket, flags)) {
      result = wait_for(kernel, call, socket, POLLOUT, socket.options.send_timeout, attempt);
    }
    if (result == -EPIPE && (flags & MSG_NOSIGNAL) == 0 && socket.type() == SOCK_STREAM)
      raise_broken_pipe(kernel, call, socket);
    if (result < 0) return sent > 0 ? static_cast<Result>(sent) : result;
    sent += static_cast<std::size_t>(result);
    const bool stream = socket.type() == SOCK_STREAM;
    if (sent >= size || !stream || !may_wait(socket, flags)) return static_cast<Result>(sent);
  }
}

}  // namespace windtunnel::kernel
