// The programs. This file is over 400 lines because each fault comes with all of its program.
#include "tests/harness/subjects/asio/planted_bugs.hpp"

#include <asio.hpp>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <windtunnel/asio.hpp>

#include "runtime/sim/network/sim_network.hpp"

namespace windtunnel::planted {

namespace {

using asio::awaitable;
using asio::redirect_error;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;
using Error = asio::error_code;

tcp::endpoint bank() {
  return {asio::ip::make_address("127.0.0.1"), 7777};
}

awaitable<void> pause(std::chrono::nanoseconds length) {
  asio::steady_timer timer(co_await asio::this_coro::executor, length);
  co_await timer.async_wait(use_awaitable);
}

awaitable<void> answer_after(tcp::acceptor& acceptor, std::chrono::nanoseconds length) {
  tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
  co_await pause(length);
  Error gone;
  co_await asio::async_write(socket, asio::buffer("!", 1), redirect_error(use_awaitable, gone));
}

// --- The handlers of a request and of its timeout are both queued: each believes that it is the only one.

class Request {
 public:
  Request(asio::io_context& io, bool planted) : socket_(io), timeout_(io), planted_(planted) {
    socket_.async_connect(bank(), [this](Error error) { read(error); });
    timeout_.expires_after(10ms);
    timeout_.async_wait([this](Error error) {
      if (!error) end();
    });
  }
  int ends() const { return ends_; }

 private:
  void read(Error error) {
    if (error) return;
    asio::async_read(socket_, asio::buffer(&answer_, 1), [this](Error failed, std::size_t) {
      if (!failed) end();
    });
  }
  void end() {
    if (!planted_ && ends_ > 0) return;
    ++ends_;
    timeout_.cancel();
    Error ignored;
    socket_.close(ignored);
  }

  tcp::socket socket_;
  asio::steady_timer timeout_;
  char answer_ = 0;
  int ends_ = 0;
  const bool planted_;
};

void timeout_against_completion(World& world, bool planted) {
  asio::io_context io;
  tcp::acceptor acceptor(io, bank());
  world.spawn_daemon("server", io, answer_after(acceptor, 9500us));
  const Request request(io, planted);
  io.run();
  world.check_equal(request.ends(), 1, "a request ends once");
}

// --- A timer is cancelled while nobody waits for it: the loop never learns of it.

struct Heart {
  Heart(asio::io_context& io, bool planted_in) : timer(io), planted(planted_in) {}
  asio::steady_timer timer;
  const bool planted;
  bool stopped = false;
  int beats = 0;

  void stop() {
    stopped = true;
    timer.cancel();
  }
};

awaitable<void> beat(Heart& heart) {
  while (heart.beats < 20) {
    heart.timer.expires_after(10ms);
    Error cancelled;
    co_await heart.timer.async_wait(redirect_error(use_awaitable, cancelled));
    if (heart.planted ? cancelled == asio::error::operation_aborted : heart.stopped) co_return;
    ++heart.beats;
    co_await asio::post(use_awaitable);  // it is sent
  }
}

awaitable<void> stop_after(Heart& heart, std::chrono::nanoseconds length) {
  co_await pause(length);
  heart.stop();
}

void cancelled_before_the_wait(World& world, bool planted) {
  asio::io_context io;
  Heart heart(io, planted);
  world.spawn("heart", io, beat(heart));
  world.spawn("doctor", io, stop_after(heart, 29500us));
  io.run();
  world.check_less(heart.beats, 10, "the heart stops when it is told to");
}

// --- A connection is closed as idle between the look whether it is open and its use.

struct IdleConnection {
  IdleConnection(asio::io_context& io, bool planted_in) : socket(io), idle(io), planted(planted_in) {}
  tcp::socket socket;
  asio::steady_timer idle;
  const bool planted;
  bool in_use = false;

  void close_when_idle() {
    idle.expires_after(10ms);
    idle.async_wait([this](Error error) {
      if (!error && (planted || !in_use)) socket.close();
    });
  }
};

awaitable<void> connect(IdleConnection& connection) {
  co_await connection.socket.async_connect(bank(), use_awaitable);
  connection.close_when_idle();
}

awaitable<void> use(IdleConnection& connection) {
  co_await connect(connection);
  co_await pause(9500us);
  connection.in_use = true;
  if (!connection.socket.is_open()) co_await connect(connection);
  co_await asio::post(use_awaitable);  // the request is logged
  co_await asio::async_write(connection.socket, asio::buffer("?", 1), use_awaitable);
}

awaitable<void> accept_all(tcp::acceptor& acceptor, std::deque<tcp::socket>& accepted) {
  for (;;) accepted.push_back(co_await acceptor.async_accept(use_awaitable));
}

void use_after_close(World& world, bool planted) {
  asio::io_context io;
  tcp::acceptor acceptor(io, bank());
  std::deque<tcp::socket> accepted;
  IdleConnection connection(io, planted);
  world.spawn_daemon("server", io, accept_all(acceptor, accepted));
  world.spawn("client", io, use(connection));
  io.run();
}

// --- Two handlers of a strand are taken for one: what is not on the strand comes between them.

void strand_misuse(World& world, bool planted) {
  asio::io_context io;
  auto strand = asio::make_strand(io);
  Watched<int> alice(world, "alice's account", 50);
  Watched<int> bob(world, "bob's account", 50);
  int total = 0;
  asio::post(strand, [] {});  // the strand is busy: what comes now is one batch
  asio::post(strand, [&] { alice -= 10; });
  asio::post(strand, [&] { bob += 10; });
  const auto audit = [&] { total = alice + bob; };
  if (planted) {
    asio::post(io, audit);
  } else {
    asio::post(strand, audit);
  }
  io.run();
  world.check_equal(total, 100, "the audit sees all the money");
}

// --- Two coroutines read from one socket: their messages mix.

awaitable<void> send_all(tcp::acceptor& acceptor, std::string bytes) {
  tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
  co_await asio::async_write(socket, asio::buffer(bytes), use_awaitable);
}

awaitable<void> read_message(tcp::socket& socket, std::string& message) {
  message.resize(4);
  co_await asio::async_read(socket, asio::buffer(message), use_awaitable);
}

awaitable<void> read_two(World& world, asio::io_context& io, tcp::socket& socket, std::string (&messages)[2],
                         bool planted) {
  co_await socket.async_connect(bank(), use_awaitable);
  if (planted) {
    world.spawn("first reader", io, read_message(socket, messages[0]));
    world.spawn("second reader", io, read_message(socket, messages[1]));
  } else {
    co_await read_message(socket, messages[0]);
    co_await read_message(socket, messages[1]);
  }
}

void two_reads_at_once(World& world, bool planted) {
  world.network({.faults = tornado::harmless_faults});
  asio::io_context io;
  tcp::acceptor acceptor(io, bank());
  tcp::socket socket(io);
  std::string messages[2];
  world.spawn("server", io, send_all(acceptor, "aaaabbbb"));
  world.spawn("client", io, read_two(world, io, socket, messages, planted));
  io.run();
  const bool whole = messages[0] + messages[1] == "aaaabbbb" || messages[0] + messages[1] == "bbbbaaaa";
  world.check(whole, "each message is read whole");
}

// --- A pool hands a connection to a waiter whose time is up: nobody has it.

struct Pool {
  struct Waiter {
    Waiter(const asio::any_io_executor& executor, std::chrono::nanoseconds patience)
        : timer(executor, patience) {}
    asio::steady_timer timer;
    bool served = false;
  };
  int free = 1;
  bool planted;
  std::deque<Waiter*> waiters;

  void release() {
    if (waiters.empty()) {
      ++free;
      return;
    }
    waiters.front()->served = true;
    waiters.front()->timer.cancel();
    waiters.pop_front();
  }
};

// Whether it got one in time.
awaitable<bool> acquire(Pool& pool) {
  if (pool.free > 0) {
    --pool.free;
    co_return true;
  }
  const auto executor = co_await asio::this_coro::executor;
  Pool::Waiter waiter(executor, 10ms);
  pool.waiters.push_back(&waiter);
  Error woken;
  co_await waiter.timer.async_wait(redirect_error(use_awaitable, woken));
  const bool served = pool.planted ? woken == asio::error::operation_aborted : waiter.served;
  if (!served) std::erase(pool.waiters, &waiter);
  co_return served;
}

awaitable<void> hold(Pool& pool, std::chrono::nanoseconds length) {
  const bool has_it = co_await acquire(pool);
  if (!has_it) co_return;
  co_await pause(length);
  pool.release();
}

void pool_hand_over(World& world, bool planted) {
  asio::io_context io;
  Pool pool;
  pool.planted = planted;
  world.spawn("alice", io, hold(pool, 9500us));
  world.spawn("bob", io, hold(pool, 9500us));
  io.run();
  world.check_equal(pool.free, 1, "the connection is back in its pool");
}

// --- The balance is looked at, and used after a wait.

awaitable<void> withdraw(Watched<int>& balance, int amount, bool planted) {
  co_await pause(5ms);
  if (balance.get() < amount) co_return;
  if (!planted) {
    balance.set(balance.get() - amount);
    co_return;
  }
  co_await asio::post(use_awaitable);  // it is logged
  balance.set(balance.get() - amount);
}

awaitable<void> withdraw_later(Watched<int>& balance, int amount, bool planted) {
  co_await pause(500us);
  co_await withdraw(balance, amount, planted);
}

void check_then_act(World& world, bool planted) {
  asio::io_context io;
  Watched<int> balance(world, "balance", 100);
  world.spawn("alice", io, withdraw(balance, 70, planted));
  world.spawn("bob", io, withdraw_later(balance, 70, planted));
  io.run();
  world.check_at_most(0, balance.peek(), "the balance is not negative");
}

// --- A timer that is cancelled as a condition variable is notified: the wait begins after the notification.

struct Mailbox {
  explicit Mailbox(asio::io_context& io) : arrived(io) {}
  asio::steady_timer arrived;
  std::deque<int> letters;
};

awaitable<void> receive(Mailbox& box, bool planted) {
  while (box.letters.empty()) {
    if (planted) co_await pause(1ms);  // nothing yet: that is logged
    box.arrived.expires_at(asio::steady_timer::time_point::max());
    Error woken;
    co_await box.arrived.async_wait(redirect_error(use_awaitable, woken));
  }
}

awaitable<void> send(Mailbox& box) {
  co_await pause(1ms);
  box.letters.push_back(1);
  box.arrived.cancel();
}

void lost_notification(World& world, bool planted) {
  asio::io_context io;
  Mailbox box(io);
  world.spawn("receiver", io, receive(box, planted));
  world.spawn("sender", io, send(box));
  io.run();
}

// --- A connection is closed while its last write is queued.

class Sender {
 public:
  Sender(tcp::socket socket, bool planted) : socket_(std::move(socket)), planted_(planted) {}

  void send(std::string message) {
    queue_.push_back(std::move(message));
    if (queue_.size() == 1) write();
  }
  void finish() {
    finished_ = true;
    if (planted_ || queue_.empty()) socket_.close();
  }

 private:
  void write() {
    asio::async_write(socket_, asio::buffer(queue_.front()), [this](Error error, std::size_t) {
      if (error) return;
      queue_.pop_front();
      if (!queue_.empty()) return write();
      if (finished_) socket_.close();
    });
  }

  tcp::socket socket_;
  std::deque<std::string> queue_;
  bool finished_ = false;
  const bool planted_;
};

awaitable<void> send_and_finish(tcp::acceptor& acceptor, std::unique_ptr<Sender>& sender, bool planted) {
  sender = std::make_unique<Sender>(co_await acceptor.async_accept(use_awaitable), planted);
  sender->send("hello");
  sender->finish();
}

awaitable<void> receive_all(tcp::socket& socket, std::string& received) {
  co_await socket.async_connect(bank(), use_awaitable);
  Error end;
  co_await asio::async_read(socket, asio::dynamic_buffer(received), redirect_error(use_awaitable, end));
}

void closed_while_writing(World& world, bool planted) {
  world.network({.faults = tornado::harmless_faults});
  asio::io_context io;
  tcp::acceptor acceptor(io, bank());
  tcp::socket socket(io);
  std::unique_ptr<Sender> sender;
  std::string received;
  world.spawn("server", io, send_and_finish(acceptor, sender, planted));
  world.spawn("client", io, receive_all(socket, received));
  io.run();
  world.check_equal(received, std::string("hello"), "all that was sent arrives");
}

// --- An error of one session ends the server.

awaitable<void> greet(tcp::socket& socket) {
  char hello = 0;
  co_await asio::async_read(socket, asio::buffer(&hello, 1), use_awaitable);
  co_await asio::async_write(socket, asio::buffer(&hello, 1), use_awaitable);
}

awaitable<void> serve(tcp::acceptor& acceptor, bool planted) {
  for (;;) {
    tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
    if (planted) {
      co_await greet(socket);
      continue;
    }
    try {
      co_await greet(socket);
    } catch (const asio::system_error&) {
    }
  }
}

awaitable<void> say_hello(tcp::socket& socket, std::chrono::nanoseconds thinks) {
  co_await socket.async_connect(bank(), use_awaitable);
  co_await pause(thinks);
  if (!socket.is_open()) co_return;  // too late
  char hello = '?';
  co_await asio::async_write(socket, asio::buffer(&hello, 1), use_awaitable);
  Error closed;
  co_await asio::async_read(socket, asio::buffer(&hello, 1), redirect_error(use_awaitable, closed));
}

awaitable<void> close_after(tcp::socket& socket, std::chrono::nanoseconds length) {
  co_await pause(length);
  Error ignored;
  socket.close(ignored);
}

void error_ends_server(World& world, bool planted) {
  world.allow_uncaught();  // what is judged is whether bob is served
  asio::io_context io;
  tcp::acceptor acceptor(io, bank());
  tcp::socket alice(io);
  tcp::socket bob(io);
  world.spawn_daemon("server", io, serve(acceptor, planted));
  world.spawn("alice", io, say_hello(alice, 10ms));
  world.spawn_daemon("alice's patience", io, close_after(alice, 10ms));
  world.spawn("bob", io, say_hello(bob, 20ms));
  io.run();
}

// --- A buffer is used again while it is being sent.

class Reporter {
 public:
  Reporter(tcp::socket& socket, bool planted) : socket_(socket), planted_(planted) {}

  void report(const std::string& line) {
    if (planted_ || lines_.empty()) {
      lines_.push_back(line);
      write();
    } else {
      lines_.push_back(line);
    }
  }

 private:
  void write() {
    if (planted_) {
      buffer_ = lines_.back();
    } else {
      buffer_ = lines_.front();
    }
    asio::async_write(socket_, asio::buffer(buffer_), [this](Error error, std::size_t) {
      if (error || planted_) return;
      lines_.pop_front();
      if (!lines_.empty()) write();
    });
  }

  tcp::socket& socket_;
  std::deque<std::string> lines_;
  std::string buffer_;
  const bool planted_;
};

awaitable<void> report_twice(tcp::socket& socket, Reporter& reporter) {
  co_await socket.async_connect(bank(), use_awaitable);
  reporter.report("one.");
  co_await asio::post(use_awaitable);
  reporter.report("two.");
}

awaitable<void> read_report(tcp::acceptor& acceptor, std::string& report) {
  tcp::socket socket = co_await acceptor.async_accept(use_awaitable);
  report.resize(8);
  co_await asio::async_read(socket, asio::buffer(report), use_awaitable);
}

void buffer_reused(World& world, bool planted) {
  world.network({.faults = tornado::harmless_faults});
  asio::io_context io;
  tcp::acceptor acceptor(io, bank());
  tcp::socket socket(io);
  Reporter reporter(socket, planted);
  std::string report;
  world.spawn("server", io, read_report(acceptor, report));
  world.spawn("client", io, report_twice(socket, reporter));
  io.run();
  world.check_equal(report, std::string("one.two."), "the report is what was reported");
}

// --- A session is destroyed while the handler of its timer, which has expired, is queued.

struct Session : std::enable_shared_from_this<Session> {
  explicit Session(asio::io_context& io) : timer(io) {}
  asio::steady_timer timer;

  void start(World& world, bool planted) {
    timer.expires_after(10ms);
    timer.async_wait(
        [&world, weak = weak_from_this(), kept = planted ? nullptr : shared_from_this()](Error error) {
          if (!error) world.check(!weak.expired(), "the session exists while its handlers run");
        });
  }
};

awaitable<void> drop_after(std::shared_ptr<Session> session, std::chrono::nanoseconds length) {
  co_await pause(length);
  session->timer.cancel();
  session.reset();
}

void handler_outlives_session(World& world, bool planted) {
  asio::io_context io;
  auto session = std::make_shared<Session>(io);
  session->start(world, planted);
  world.spawn("client", io, drop_after(std::move(session), 9500us));
  io.run();
}

}  // namespace

const PlantedBug bugs[] = {
    {"timeout_against_completion", timeout_against_completion},
    {"cancelled_before_the_wait", cancelled_before_the_wait},
    {"use_after_close", use_after_close},
    {"strand_misuse", strand_misuse, core::SchedulingModel::adversarial},
    {"two_reads_at_once", two_reads_at_once},
    {"pool_hand_over", pool_hand_over},
    {"check_then_act", check_then_act},
    {"lost_notification", lost_notification},
    {"closed_while_writing", closed_while_writing},
    {"error_ends_server", error_ends_server},
    {"buffer_reused", buffer_reused},
    {"handler_outlives_session", handler_outlives_session},
};
const std::size_t bug_count = std::size(bugs);

}  // namespace windtunnel::planted
