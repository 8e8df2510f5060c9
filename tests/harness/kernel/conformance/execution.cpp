// Runs programs of calls, on whatever kernel answers.
#include <arpa/inet.h>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/harness/kernel/conformance/observations.hpp"
#include "tests/harness/kernel/conformance/program.hpp"

namespace windtunnel::conformance {

namespace {

constexpr std::size_t most_sockets = 6;
constexpr const char* text = "abcdefghijklmnop";

class Execution {
 public:
  Execution(const Program& program, void (*settle)()) : program_(program), settle_(settle) { begin(); }
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;
  ~Execution() {
    for (const int descriptor : sockets_) close_if_open(descriptor);
    close_if_open(level_);
    close_if_open(edge_);
    settle_();
  }

  std::string step(const Call& call) {
    std::string line = fmt::format("{}: ", words(call));
    const std::string outcome = make(call);
    if (outcome.empty()) return {};
    line += outcome;
    settle_();
    line += " | level" + ready(level_);
    if (program_.edge_triggered) line += " | edge" + ready(edge_);
    return line;
  }

 private:
  static void close_if_open(int descriptor) {
    if (descriptor >= 0) close(descriptor);
  }

  int family() const {
    switch (program_.kind) {
      case Kind::tcp4:
      case Kind::udp4:
        return AF_INET;
      case Kind::tcp6:
      case Kind::udp6:
        return AF_INET6;
      default:
        return AF_UNIX;
    }
  }
  int type() const {
    switch (program_.kind) {
      case Kind::local_packets:
      case Kind::packet_pair:
        return SOCK_SEQPACKET;
      case Kind::datagram_pair:
      case Kind::local_datagrams:
      case Kind::udp4:
      case Kind::udp6:
        return SOCK_DGRAM;
      default:
        return SOCK_STREAM;
    }
  }
  bool is_tcp() const { return program_.kind == Kind::tcp4 || program_.kind == Kind::tcp6; }
  bool is_pair() const {
    return program_.kind == Kind::stream_pair || program_.kind == Kind::packet_pair ||
           program_.kind == Kind::datagram_pair || program_.kind == Kind::pipe;
  }
  bool connects() const { return type() != SOCK_DGRAM; }

  int make_socket() const { return socket(family(), type() | SOCK_NONBLOCK, 0); }

  // The program's address, or another at which nobody is.
  Address address_of(bool nobody) {
    Address address;
    if (family() == AF_UNIX) {
      auto& local = reinterpret_cast<sockaddr_un&>(address.storage);
      local.sun_family = AF_UNIX;
      // An abstract name: it leaves nothing behind.
      const std::string name = fmt::format("windtunnel-{}-{}", getpid(), nobody ? "nobody" : "listener");
      std::memcpy(local.sun_path + 1, name.data(), name.size());
      address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    } else if (nobody) {
      address = own_;
      (family() == AF_INET ? reinterpret_cast<sockaddr_in&>(address.storage).sin_port
                           : reinterpret_cast<sockaddr_in6&>(address.storage).sin6_port) = htons(1);
    } else {
      address = own_;
    }
    return address;
  }

  void begin() {
    level_ = epoll_create1(0);
    edge_ = epoll_create1(0);
    if (is_pair()) {
      int ends[2];
      const int made = program_.kind == Kind::pipe ? pipe2(ends, O_NONBLOCK)
                                                   : socketpair(family(), type() | SOCK_NONBLOCK, 0, ends);
      if (made == 0) {
        add(ends[0]);
        add(ends[1]);
      }
      return;
    }
    const int first = make_socket();
    Address address;
    if (family() == AF_UNIX) {
      address = address_of(false);
    } else if (family() == AF_INET) {
      auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
      v4.sin_family = AF_INET;
      v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      address.size = sizeof v4;
    } else {
      auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
      v6.sin6_family = AF_INET6;
      v6.sin6_addr = in6addr_loopback;
      address.size = sizeof v6;
    }
    bind(first, address.get(), address.size);
    if (connects()) listen(first, 4);
    own_.size = sizeof own_.storage;
    getsockname(first, own_.get(), &own_.size);
    add(first);
  }

  void add(int descriptor) {
    const auto number = static_cast<std::uint32_t>(sockets_.size());
    sockets_.push_back(descriptor);
    if (descriptor < 0) return;
    // Otherwise Linux keeps small pieces back until a timer of its own expires.
    constexpr int on = 1;
    if (is_tcp()) setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP;
    event.data.u32 = number;
    epoll_ctl(level_, EPOLL_CTL_ADD, descriptor, &event);
    event.events = EPOLLIN | EPOLLRDHUP | EPOLLET;
    epoll_ctl(edge_, EPOLL_CTL_ADD, descriptor, &event);
  }

  // Ports and random names differ from run to run.
  std::string told_address(long result, const Address& address) const {
    if (result < 0) return told(result);
    std::string line =
        fmt::format("family {} size {}", address.storage.ss_family, family() == AF_UNIX ? 0 : address.size);
    if (family() == AF_UNIX) {
      line += address.size > offsetof(sockaddr_un, sun_path) ? " named" : " unnamed";
    } else {
      const bool own = std::memcmp(&address.storage, &own_.storage, address.size) == 0;
      line += own ? " own" : " other";
    }
    return line;
  }

  std::string make(const Call& call) {
    errno = 0;
    if (call.operation == Operation::open || call.operation == Operation::open_refused)
      return open(call.operation == Operation::open_refused, call.way);
    if (call.operation == Operation::accept) return accept_one();
    if (call.operation == Operation::shut_down_listener) {
      if (is_pair() || sockets_[0] < 0) return {};
      listens_ = false;
      return told(shutdown(sockets_[0], call.way % 3));
    }
    const std::size_t number = call.socket < sockets_.size() ? call.socket : sockets_.size() - 1;
    if (number >= sockets_.size() || sockets_[number] < 0) return {};
    if (number == 0 && (call.operation == Operation::shut_down || call.operation == Operation::close ||
                        call.operation == Operation::reset))
      listens_ = false;
    return fmt::format("({}) ", number) + use(number, sockets_[number], call);
  }

  std::string open(bool refused, unsigned way) {
    if (is_pair() || sockets_.size() >= most_sockets) return {};
    const int made = make_socket();
    Address address = address_of(refused);
    const bool joins = connects() || way % 3 != 0;
    const std::string outcome = joins ? told(connect(made, address.get(), address.size)) : "not connected";
    add(made);
    return outcome;
  }

  std::string accept_one() {
    if (is_pair() || sockets_.size() >= most_sockets || sockets_[0] < 0) return {};
    Address peer;
    const int made = accept4(sockets_[0], peer.get(), &peer.size, SOCK_NONBLOCK);
    if (made < 0) return told(made);
    add(made);
    return "one " + told_address(0, peer);
  }

  std::string use(std::size_t number, int descriptor, const Call& call) {
    std::array<char, 32> bytes{};
    const std::size_t size = call.size;
    const int flags = MSG_NOSIGNAL | (call.way % 2 == 0 ? MSG_DONTWAIT : 0);
    switch (call.operation) {
      case Operation::connect_again: {
        // A socket that connects to its own address is connected to itself, which is not simulated.
        if (is_pair() || (is_tcp() && bound_to_own_[number] && !(number == 0 && listens_))) return "no";
        Address address = address_of(call.way == 0);
        return told(connect(descriptor, address.get(), address.size));
      }
      case Operation::send:
        return told(send(descriptor, text, size, flags));
      case Operation::send_to: {
        if (is_pair()) return "no";
        Address address = address_of(call.way == 1);
        return told(sendto(descriptor, text, size, flags, address.get(), address.size));
      }
      case Operation::receive: {
        Address from;
        const long result = recvfrom(descriptor, bytes.data(), size, call.way % 2 == 0 ? MSG_DONTWAIT : 0,
                                     from.get(), &from.size);
        std::string line = received(result, bytes.data());
        if (result >= 0 && !connects() && from.size > 0) line += " from " + told_address(0, from);
        return line;
      }
      case Operation::peek:
        return received(recv(descriptor, bytes.data(), size, MSG_PEEK), bytes.data());
      case Operation::receive_none:
        return told(recv(descriptor, bytes.data(), 0, 0));
      case Operation::receive_oob:
        return told(recv(descriptor, bytes.data(), size, MSG_OOB));
      case Operation::read:
        return received(read(descriptor, bytes.data(), size), bytes.data());
      case Operation::write:
        return told(write(descriptor, text, size));
      case Operation::write_parts: {
        const iovec parts[] = {{const_cast<char*>(text), size}, {nullptr, 0}, {const_cast<char*>(text), 2}};
        return told(writev(descriptor, parts, 3));
      }
      case Operation::read_parts: {
        const iovec parts[] = {{bytes.data(), size}, {bytes.data() + size, 2}};
        return received(readv(descriptor, parts, 2), bytes.data());
      }
      case Operation::shut_down:
        return told(shutdown(descriptor, call.way % 4));
      default:
        return use_rarely(number, descriptor, call);
    }
  }

  std::string use_rarely(std::size_t number, int descriptor, const Call& call) {
    switch (call.operation) {
      case Operation::close:
        sockets_[number] = -1;
        return told(close(descriptor));
      case Operation::reset: {
        const linger now{1, 0};
        const std::string outcome = told(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof now));
        sockets_[number] = -1;
        return outcome + " " + told(close(descriptor));
      }
      case Operation::error: {
        int error = 0;
        socklen_t length = sizeof error;
        const int result = getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length);
        return result < 0 ? told(result) : fmt::format("{}", error == 0 ? "none" : strerrorname_np(error));
      }
      case Operation::options:
        return options(descriptor, call.way);
      case Operation::poll: {
        pollfd one{descriptor, POLLIN | POLLOUT | POLLRDHUP | POLLPRI, 0};
        const int result = poll(&one, 1, 0);
        return fmt::format("{} {:x}", told(result), one.revents);
      }
      case Operation::select:
        return select_one(descriptor);
      case Operation::available: {
        int count = -1;
        const int result = ioctl(descriptor, FIONREAD, &count);
        return result < 0 ? told(result) : fmt::format("{}", count);
      }
      case Operation::names: {
        Address own;
        Address peer;
        const int one = getsockname(descriptor, own.get(), &own.size);
        std::string line = told_address(one, own);
        const int other = getpeername(descriptor, peer.get(), &peer.size);
        return line + ", " + told_address(other, peer);
      }
      case Operation::duplicate: {
        if (sockets_.size() >= most_sockets) return "no";
        const int made = dup(descriptor);
        if (made >= 0) add(made);
        return made >= 0 ? "one" : told(made);
      }
      case Operation::listen:
        return program_.kind == Kind::pipe || number != 0 ? "no" : told(listen(descriptor, 4));
      case Operation::bind: {
        // A connection that is over keeps the port of its listener for a while, which is not simulated.
        if (is_pair() || (is_tcp() && !listens_)) return "no";
        Address address = address_of(false);
        return told(bind(descriptor, address.get(), address.size));
      }
      default:
        return "no";
    }
  }

  static std::string select_one(int descriptor) {
    fd_set read;
    fd_set write;
    fd_set except;
    FD_ZERO(&read);
    FD_ZERO(&write);
    FD_ZERO(&except);
    FD_SET(descriptor, &read);
    FD_SET(descriptor, &write);
    FD_SET(descriptor, &except);
    timeval none{};
    const int result = select(descriptor + 1, &read, &write, &except, &none);
    return fmt::format("{} {}{}{}", told(result), FD_ISSET(descriptor, &read) ? "r" : "",
                       FD_ISSET(descriptor, &write) ? "w" : "", FD_ISSET(descriptor, &except) ? "x" : "");
  }

  std::string options(int descriptor, unsigned way) const {
    struct Option {
      int level;
      int name;
    };
    static constexpr Option all[] = {{SOL_SOCKET, SO_TYPE},      {SOL_SOCKET, SO_DOMAIN},
                                     {SOL_SOCKET, SO_PROTOCOL},  {SOL_SOCKET, SO_ACCEPTCONN},
                                     {SOL_SOCKET, SO_REUSEADDR}, {SOL_SOCKET, SO_KEEPALIVE},
                                     {IPPROTO_TCP, TCP_NODELAY}, {SOL_SOCKET, SO_BROADCAST}};
    const Option option = all[way % std::size(all)];
    if (option.level == IPPROTO_TCP && !is_tcp()) return "no";
    int value = 1;
    socklen_t length = sizeof value;
    std::string line;
    if (way >= 4) line = told(setsockopt(descriptor, option.level, option.name, &value, length)) + " ";
    value = -1;
    const int result = getsockopt(descriptor, option.level, option.name, &value, &length);
    return line + (result < 0 ? told(result) : fmt::format("{} {}", value, length));
  }

  const Program& program_;
  void (*settle_)();
  int level_ = -1;
  int edge_ = -1;
  std::vector<int> sockets_;
  bool listens_ = true;
  std::array<bool, most_sockets + 1> bound_to_own_{true};  // the first
  Address own_;
};

}  // namespace

std::vector<std::string> run(const Program& program, void (*settle)()) {
  Execution execution(program, settle);
  std::vector<std::string> lines;
  for (const Call& call : program.calls) {
    std::string line = execution.step(call);
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace windtunnel::conformance
