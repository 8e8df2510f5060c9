// Descriptors and sockets of the simulated kernel, by the C library's functions.
#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/core/seeded_source.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/engine/memory_file.hpp"
#include "tests/harness/kernel/one_run.hpp"

namespace windtunnel::kernel {
namespace {

sockaddr_in local(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

struct Connected {
  int client;
  int server;
};

// Two ends of a connection, on blocking sockets.
Connected connected() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = local(80);
  bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  listen(listener, 5);
  const int client = socket(AF_INET, SOCK_STREAM, 0);
  EXPECT_EQ(connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return {client, accept(listener, nullptr, nullptr)};
}

TEST(Kernel, AServerAndAClientExchangeBytes) {
  const std::string objection = quietly([] {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = local(80);
    ASSERT_EQ(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(listen(listener, 5), 0);
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    ASSERT_EQ(connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const int server = accept(listener, nullptr, nullptr);
    ASSERT_GE(server, 512);
    ASSERT_EQ(send(client, "hello", 5, 0), 5);
    char text[8];
    ASSERT_EQ(recv(server, text, sizeof text, 0), 5);
    EXPECT_EQ(std::string(text, 5), "hello");
    close(client);
    ASSERT_EQ(recv(server, text, sizeof text, 0), 0);
    close(server);
    close(listener);
  });
  EXPECT_EQ(objection, "");
}

TEST(Kernel, AShortWriteByAFaultIsFollowedByAnEdge) {
  bool was_short = false;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    core::SeededSource source(seed);
    tornado::LinkSettings link;
    link.faults = {tornado::Fault::short_write};
    OneRun run(source, link);
    run.run([&] {
      const Connected both = connected();
      const int set = epoll_create1(0);
      epoll_event event{EPOLLOUT | EPOLLET, {.fd = both.client}};
      epoll_ctl(set, EPOLL_CTL_ADD, both.client, &event);
      ASSERT_EQ(epoll_wait(set, &event, 1, 0), 1);
      for (int at = 0; at < 20; ++at) {
        if (send(both.client, "hello", 5, MSG_DONTWAIT) == 5) continue;
        was_short = true;
        EXPECT_EQ(epoll_wait(set, &event, 1, 0), 1) << "an edge-triggered program would wait for ever";
      }
    });
    EXPECT_EQ(run.objection, "");
  }
  EXPECT_TRUE(was_short);
}

TEST(Kernel, ABlockingCallWaitsForTheOtherEnd) {
  core::QuietSource quiet;
  OneRun run(quiet, {.latency = tornado::Duration(1)});
  run.run([] {
    const Connected both = connected();
    EXPECT_EQ(Kernel::here()->now(), tornado::at_seconds(2));
    send(both.client, "x", 1, 0);
    char byte = 0;
    EXPECT_EQ(recv(both.server, &byte, 1, 0), 1);
    EXPECT_EQ(Kernel::here()->now(), tornado::at_seconds(3));
    const timeval second{1, 0};
    setsockopt(both.server, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
    EXPECT_EQ(recv(both.server, &byte, 1, 0), -1);
    EXPECT_EQ(errno, EAGAIN);
    EXPECT_EQ(Kernel::here()->now(), tornado::at_seconds(4));
  });
  EXPECT_EQ(run.objection, "");
}

// Sends a question, and waits a second for it to come, as often as it is told. Returns whether it came.
bool asks(int times) {
  const int server = socket(AF_INET, SOCK_DGRAM, 0);
  const sockaddr_in address = local(53);
  bind(server, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const int client = socket(AF_INET, SOCK_DGRAM, 0);
  const timeval second{1, 0};
  setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
  for (; times > 0; --times) {
    sendto(client, "?", 1, 0, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    char byte = 0;
    if (recv(server, &byte, 1, 0) == 1) return true;
  }
  return false;
}

int how_often_it_fails(int times) {
  int failures = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    core::SeededSource source(seed);
    tornado::LinkSettings link;
    link.faults = {tornado::Fault::loss};
    OneRun run(source, link);
    run.run([&] { failures += asks(times) ? 0 : 1; });
  }
  return failures;
}

TEST(Kernel, ADatagramThatIsLostShowsWhoDoesNotAskAgain) {
  EXPECT_GT(how_often_it_fails(1), 10);
  EXPECT_EQ(how_often_it_fails(30), 0);
}

TEST(Kernel, NamesAreThoseOfTheSimulatedHosts) {
  const std::string objection = quietly([] {
    Kernel::here()->network().add_host("Server", {"10.1.2.3", "fd00:0:0::1"});
    addrinfo* found = nullptr;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    ASSERT_EQ(getaddrinfo("sERVER", "http", &hints, &found), 0);
    char text[INET6_ADDRSTRLEN];
    getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    EXPECT_STREQ(text, "10.1.2.3");
    getnameinfo(found->ai_next->ai_addr, found->ai_next->ai_addrlen, text, sizeof text, nullptr, 0,
                NI_NUMERICHOST);
    EXPECT_STREQ(text, "fd00::1");
    EXPECT_EQ(found->ai_next->ai_next, nullptr);
    freeaddrinfo(found);
    EXPECT_EQ(getaddrinfo("nobody", "80", &hints, &found), EAI_NONAME);
    EXPECT_EQ(getaddrinfo("server", "no-such-service", &hints, &found), EAI_SERVICE);
  });
  EXPECT_EQ(objection, "");
}

TEST(Kernel, RandomNumbersAreTheSameInEachRun) {
  unsigned numbers[2] = {};
  for (unsigned& number : numbers) quietly([&] { (void)!getrandom(&number, sizeof number, 0); });
  EXPECT_EQ(numbers[0], numbers[1]);
}

TEST(Kernel, ALocalSocketIsKnownByItsPath) {
  const std::string objection = quietly([] {
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, "/tmp/no-such-folder/socket");
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    ASSERT_EQ(bind(listener, where, sizeof address), 0);
    listen(listener, 1);
    const int client = socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(connect(client, where, sizeof address), 0);
    EXPECT_EQ(write(client, "x", 1), 1);
    char byte = 0;
    EXPECT_EQ(read(accept(listener, nullptr, nullptr), &byte, 1), 1);
    EXPECT_EQ(unlink(address.sun_path), 0);
    EXPECT_EQ(connect(socket(AF_UNIX, SOCK_STREAM, 0), where, sizeof address), -1);
    EXPECT_EQ(errno, ENOENT);
  });
  EXPECT_EQ(objection, "");
}

sockaddr_un abstract(const char* name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path + 1, name);
  return address;
}

TEST(Kernel, TheClosedPeerOfALocalDatagramSocketIsNotReplacedByTheNextOwnerOfItsPath) {
  quietly([] {
    const sockaddr_un address = abstract("peer");
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    const int first = socket(AF_UNIX, SOCK_DGRAM, 0);
    ASSERT_EQ(bind(first, where, sizeof address), 0);
    const int client = socket(AF_UNIX, SOCK_DGRAM, 0);
    ASSERT_EQ(connect(client, where, sizeof address), 0);
    close(first);
    const int second = socket(AF_UNIX, SOCK_DGRAM, 0);
    ASSERT_EQ(bind(second, where, sizeof address), 0);
    EXPECT_EQ(send(client, "x", 1, 0), -1);
    EXPECT_EQ(errno, ECONNREFUSED);
    EXPECT_EQ(send(client, "x", 1, 0), -1) << "it has no peer now";
    EXPECT_EQ(errno, ENOTCONN);
    ASSERT_EQ(connect(client, where, sizeof address), 0);
    EXPECT_EQ(send(client, "x", 1, 0), 1);
    close(client);
    close(second);
  });
}

TEST(Kernel, AShutdownBeforeConnectIsRemembered) {
  quietly([] {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = local(80);
    bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    listen(listener, 5);
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    EXPECT_EQ(shutdown(client, SHUT_RDWR), -1);
    EXPECT_EQ(errno, ENOTCONN);
    ASSERT_EQ(connect(client, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const int server = accept(listener, nullptr, nullptr);
    char byte = 0;
    EXPECT_EQ(recv(client, &byte, 1, 0), 0);
    EXPECT_EQ(send(client, "x", 1, MSG_NOSIGNAL), -1);
    EXPECT_EQ(errno, EPIPE);
    EXPECT_EQ(recv(server, &byte, 1, MSG_DONTWAIT), -1) << "the peer was told of no end";
    EXPECT_EQ(errno, EAGAIN);
    for (const int descriptor : {server, client, listener}) close(descriptor);
  });
}

TEST(Kernel, RunsLeaveNothingBehind) {
  const auto runs = [](int count) {
    for (int at = 0; at < count; ++at) {
      quietly([] {
        const Connected both = connected();
        send(both.client, "hello", 5, 0);  // and nobody closes anything
        int ends[2];
        (void)!pipe2(ends, 0);
        epoll_event event{EPOLLIN, {.fd = both.server}};
        epoll_ctl(epoll_create1(0), EPOLL_CTL_ADD, both.server, &event);
      });
    }
    return mallinfo2().uordblks;
  };
  runs(200);
  const std::size_t before = runs(200);
  EXPECT_LE(runs(1000), before + 4096);
}

TEST(Kernel, ATimerfdExpiresInVirtualTime) {
  const std::string objection = quietly([] {
    const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
    const itimerspec in_an_hour{{}, {3600, 0}};
    ASSERT_EQ(timerfd_settime(timer, 0, &in_an_hour, nullptr), 0);
    const int set = epoll_create1(0);
    epoll_event event{EPOLLIN, {.fd = timer}};
    ASSERT_EQ(epoll_ctl(set, EPOLL_CTL_ADD, timer, &event), 0);
    epoll_event got{};
    ASSERT_EQ(epoll_wait(set, &got, 1, 1000), 0);
    ASSERT_EQ(epoll_wait(set, &got, 1, -1), 1);
    EXPECT_EQ(got.data.fd, timer);
    EXPECT_EQ(Kernel::here()->now(), tornado::at_seconds(3600));
  });
  EXPECT_EQ(objection, "");
}

// A run that is abandoned spoils its process, so it has one of its own.
std::string abandoned(void (*body)()) {
  engine::MemoryFile note;
  engine::work_isolated([&] { note.write(quietly(body)); }, {});
  return note.read();
}

TEST(Kernel, ARunThatWaitsForNothingIsADeadlock) {
  const std::string objection = abandoned([] {
    std::uint64_t value = 0;
    (void)!read(eventfd(0, 0), &value, sizeof value);
  });
  EXPECT_THAT(objection, ::testing::HasSubstr("main waits in read on an eventfd"));
}

TEST(Kernel, AWriteAfterTheEndNamesTheSignal) {
  const std::string objection = abandoned([] {
    std::signal(SIGPIPE, SIG_DFL);
    const Connected both = connected();
    close(both.server);
    send(both.client, "x", 1, MSG_NOSIGNAL);
    send(both.client, "x", 1, 0);
  });
  EXPECT_THAT(objection,
              ::testing::HasSubstr("the signal SIGPIPE ends the process: ignore the signal, or pass "
                                   "MSG_NOSIGNAL"));
}

TEST(Kernel, ACallThatIsNotSimulatedIsRefusedByItsName) {
  EXPECT_THAT(abandoned([] { fork(); }), ::testing::HasSubstr("fork() is not simulated"));
  EXPECT_THAT(abandoned([] { alarm(1); }), ::testing::HasSubstr("alarm() is not simulated"));
  EXPECT_THAT(abandoned([] { pause(); }), ::testing::HasSubstr("A run has no signals"));
}

TEST(Kernel, ARealDescriptorIsRefusedWhereASocketIsMeant) {
  EXPECT_THAT(abandoned([] { (void)!recv(0, nullptr, 0, 0); }),
              ::testing::HasSubstr("recv() on the descriptor 0, which was not opened in this run"));
  EXPECT_THAT(abandoned([] {
                epoll_event event{};
                epoll_ctl(epoll_create1(0), EPOLL_CTL_ADD, 1, &event);
              }),
              ::testing::HasSubstr("epoll_ctl() on the descriptor 1"));
}

TEST(Kernel, ACallByNumberIsAnsweredLikeOneByName) {
  const std::string objection = quietly([] {
    const int counter = eventfd(0, EFD_NONBLOCK);
    EXPECT_EQ(syscall(SYS_close, counter), 0);
    EXPECT_EQ(syscall(SYS_close, counter), -1);
    EXPECT_EQ(syscall(SYS_io_uring_setup, 1, nullptr), -1);
    EXPECT_EQ(errno, ENOSYS);
  });
  EXPECT_EQ(objection, "");
}

}  // namespace
}  // namespace windtunnel::kernel
