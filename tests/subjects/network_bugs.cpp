// Two bugs that only a bad network shows: an operation that is repeated because its answer was lost, and an
// answer that comes too late and is taken for that of the next question.
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;
using tornado::StreamPtr;

// ---- retry_twice

struct Till {
  int paid = 0;
  bool asks_for_numbers;
  std::set<std::string> seen{};
};

Future<void> take_payments(Till* till, StreamPtr stream) {
  try {
    for (;;) {
      const Future<std::string> reading = stream->read_until("\n");
      const std::string request = co_yield reading;
      const bool is_new = till->seen.insert(request).second;
      if (is_new || !till->asks_for_numbers) ++till->paid;
      const Future<void> writing = stream->write("paid\n");
      co_yield writing;
    }
  } catch (const tornado::StreamClosedError&) {
    // The client is gone.
  }
}

Future<bool> try_to_pay(tornado::TCPClient* tcp) {
  try {
    const Future<StreamPtr> connecting = tcp->connect("server", 80);
    const StreamPtr stream = co_yield connecting;
    const Future<void> writing = stream->write("payment 1\n");
    co_yield writing;
    const Future<std::string> reading = stream->read_until("\n");
    co_yield reading;
    stream->close();
  } catch (const std::exception&) {
    co_return false;
  }
  co_return true;
}

Future<void> pay(World& world) {
  tornado::TCPClient tcp(world.host("client"));
  for (int tries = 0; tries < 3; ++tries) {
    const Future<bool> paying = try_to_pay(&tcp);
    const bool paid = co_yield paying;
    world.log(paid ? "has paid" : "tries again");
    if (paid) co_return;
  }
}

Future<void> retry_twice(World& world, bool asks_for_numbers) {
  tornado::LinkSettings settings;
  settings.faults = {tornado::Fault::reset, tornado::Fault::half_close, tornado::Fault::split,
                     tornado::Fault::latency};
  world.network(settings);
  Till till{0, asks_for_numbers};
  Till* const used = &till;
  tornado::TCPServer server(
      [used](StreamPtr stream, const tornado::Address&) { return take_payments(used, std::move(stream)); },
      world.host("server"));
  server.listen(80);
  world.spawn("client", pay);
  co_yield world.join();
  world.check_at_most(till.paid, 1, "a payment is made once");
}

// ---- stale_answer

Future<void> answer_squares(StreamPtr stream) {
  try {
    for (;;) {
      const Future<std::string> reading = stream->read_until("\n");
      const std::string question = co_yield reading;
      const int number = std::stoi(question);
      const Future<void> writing = stream->write(std::to_string(number * number) + "\n");
      co_yield writing;
    }
  } catch (const tornado::StreamClosedError&) {
    // The client is gone.
  }
}

class Squares {
 public:
  Squares(World& world, bool hangs_up) : tcp_(world.host("client")), hangs_up_(hangs_up) {}

  // The square, or -1 if it does not come in time.
  Future<int> ask(int number) {
    if (stream_ == nullptr || stream_->closed()) {
      const Future<StreamPtr> connecting = tcp_.connect("server", 80);
      stream_ = co_yield connecting;
      reading_.reset();
    }
    const Future<void> writing = stream_->write(std::to_string(number) + "\n");
    co_yield writing;
    // A read that was given up still waits for its line.
    if (reading_ == nullptr) reading_ = std::make_unique<Future<std::string>>(stream_->read_until("\n"));
    bool late = false;
    try {
      const Future<std::string> in_time = tornado::with_timeout(900ms, *reading_);
      const std::string line = co_yield in_time;
      reading_.reset();
      co_return std::stoi(line);
    } catch (const tornado::TimeoutError&) {
      late = true;
    }
    if (late && hangs_up_) stream_->close();
    co_return -1;
  }

  void close() {
    if (stream_ != nullptr) stream_->close();
  }

 private:
  tornado::TCPClient tcp_;
  const bool hangs_up_;
  StreamPtr stream_;
  std::unique_ptr<Future<std::string>> reading_;
};

Future<void> ask_all(World& world, Squares* squares) {
  for (const int number : {3, 4}) {
    const Future<int> asking = squares->ask(number);
    const int square = co_yield asking;
    if (square >= 0) world.check_equal(square, number * number, "the answer is that of the question");
  }
  squares->close();
}

Future<void> stale_answer(World& world, bool hangs_up) {
  tornado::LinkSettings settings;
  settings.faults = {tornado::Fault::latency, tornado::Fault::split, tornado::Fault::short_read};
  world.network(settings);
  world.allow_uncaught();  // a read that was given up ends with its connection
  tornado::TCPServer server(
      [](StreamPtr stream, const tornado::Address&) { return answer_squares(std::move(stream)); },
      world.host("server"));
  server.listen(80);
  Squares squares(world, hangs_up);
  world.spawn("client", ask_all, &squares);
  co_yield world.join();
}

const RegisteredSubject network_subjects[] = {
    {"retry_twice", "a payment is repeated because its answer was lost",
     [](World& world) { return retry_twice(world, false); }},
    {"retry_twice_fixed", "retry_twice, with the server asking for the number of the payment",
     [](World& world) { return retry_twice(world, true); }},
    {"stale_answer", "a late answer is taken for that of the next question",
     [](World& world) { return stale_answer(world, false); }},
    {"stale_answer_fixed", "stale_answer, closing the connection whose answer is late",
     [](World& world) { return stale_answer(world, true); }},
};

}  // namespace
}  // namespace windtunnel::subjects
