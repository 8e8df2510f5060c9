// What tests of the real loop need: a loop that keeps what it logs, and cannot hang.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

#include "runtime/posix/descriptor.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {

/// A real loop, what was said on it and what it logged. run() fails the test if nobody stops the loop within
/// ten seconds.
class RealLoop {
 public:
  RealLoop() {
    loop.set_log_handler({[this](ErrorKind, const std::exception_ptr& error) {
                            logged.push_back(LoopFixture::message_of(error));
                          },
                          [this](const std::exception_ptr& error) {
                            logged.push_back("unretrieved " + LoopFixture::message_of(error));
                          }});
  }

  void run() {
    const Timeout limit = loop.call_later(Duration(10), [this] {
      ADD_FAILURE() << "nobody stopped the loop";
      loop.stop();
    });
    loop.start();
    loop.remove_timeout(limit);
  }

  void say(const std::string& word) { said.push_back(word); }

  History said;
  History logged;
  EpollLoop loop;
};

/// Two connected descriptors that do not block.
struct Pair {
  Pair() {
    int fds[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds) != 0) ADD_FAILURE();
    near = Descriptor(fds[0]);
    far = Descriptor(fds[1]);
  }
  /// Makes `near` ready for READ, and for no more once it was read.
  void send() const { EXPECT_EQ(::send(far.get(), "x", 1, MSG_NOSIGNAL), 1); }
  void receive() const {
    char byte = 0;
    EXPECT_EQ(::recv(near.get(), &byte, 1, 0), 1);
  }

  Descriptor near;
  Descriptor far;
};

}  // namespace tornado
