// What Tornado's own tests of streams need, so that they can be written here as they are there: stop() and
// wait(), and a pair of connected streams. Each test runs on the simulated network and on loopback.
#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "runtime/posix/posix_network.hpp"
#include "tests/runtime/net/world.hpp"

namespace tornado {

enum class NetworkKind : std::uint8_t { simulated, real };

inline void PrintTo(NetworkKind kind, std::ostream* out) {
  *out << (kind == NetworkKind::real ? "Real" : "Simulated");
}

/// A loop and a network of that kind.
class TornadoStreams : public ::testing::TestWithParam<NetworkKind> {
 protected:
  TornadoStreams() {
    if (GetParam() == NetworkKind::real) {
      real_loop_.emplace(EpollLoop::Clock::steady, IOLoop::MakeCurrent::no);
      real_network_.emplace(*real_loop_);
      loop_ = &*real_loop_;
      network_ = &*real_network_;
      ip_ = "127.0.0.1";
    } else {
      simulation_.emplace();
      loop_ = &simulation_->loop;
      network_ = &simulation_->server;
      ip_ = simulation_->server.ips().front();
    }
    loop_->make_current();
    loop_->set_log_handler({[this](ErrorKind, const std::exception_ptr& error) {
                              logged_.push_back(LoopFixture::message_of(error));
                            },
                            [this](const std::exception_ptr& error) {
                              logged_.push_back("unretrieved " + LoopFixture::message_of(error));
                            }});
  }
  ~TornadoStreams() override {
    if (real_loop_) real_loop_->close();
  }

  IOLoop& loop() { return *loop_; }
  Network& network() { return *network_; }
  /// The address of the network.
  const std::string& ip() const { return ip_; }

  /// Ends wait(), which returns the value.
  void stop(std::string value = {}) {
    value_ = std::move(value);
    if (loop_->running()) loop_->stop();
  }
  /// A callback that does so.
  auto stopper() {
    return [this](std::string value) { stop(std::move(value)); };
  }
  /// Runs the loop until stop(); fails the test after five seconds.
  std::string wait() {
    const Timeout limit = loop_->call_later(Duration(5), [this] { stop("nobody stopped the loop"); });
    while (!value_) loop_->start();
    loop_->remove_timeout(limit);
    EXPECT_NE(*value_, "nobody stopped the loop");
    return *std::exchange(value_, std::nullopt);
  }
  /// Runs the loop for so long.
  void pause(Duration length) {
    loop_->call_later(length, [this] { stop(); });
    wait();
  }

  /// Two connected streams, `server` and `client` of Tornado's tests.
  std::pair<StreamPtr, StreamPtr> pair(StreamOptions options = {}) {
    const auto listener = network_->listen({ip_, 0}, 8);
    const StreamPtr client = IOStream::make(network_->open(AddressFamily::ipv4), options);
    client->connect(listener->address(), [this] { stop(); });
    wait();
    return {IOStream::make(listener->accept().socket, options), client};
  }

  History logged_;

 private:
  std::optional<NetWorld> simulation_;
  std::optional<EpollLoop> real_loop_;
  std::optional<PosixNetwork> real_network_;
  IOLoop* loop_ = nullptr;
  Network* network_ = nullptr;
  std::string ip_;
  std::optional<std::string> value_;
};

}  // namespace tornado
