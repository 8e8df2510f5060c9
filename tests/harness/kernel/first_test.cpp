#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

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

TEST(Kernel, ARunThatWaitsForNothingIsADeadlock) {
  const std::string objection = quietly([] {
    const int counter = eventfd(0, 0);
    std::uint64_t value = 0;
    (void)!read(counter, &value, sizeof value);
  });
  EXPECT_EQ(objection, "deadlock: nothing is left to happen, but these have not ended: main waits in read on an eventfd");
}

}  // namespace
}  // namespace windtunnel::kernel
