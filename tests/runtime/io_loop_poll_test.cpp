// What poll() is asked for, seen by a loop of the test's own.
#include <deque>
#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

class PollLoop final : public IOLoop {
 public:
  ~PollLoop() override { close(); }
  Time time() const override { return now; }

  Time now{};
  std::vector<double> asked;
  std::size_t polls = 1;  // how many there are before start() returns

 protected:
  bool poll(Duration timeout) override {
    asked.push_back(timeout.count());
    return asked.size() < polls;
  }
};

TEST(Law, L8_WithCallbacksQueuedPollDoesNotWait) {
  PollLoop loop;
  loop.call_at(at_seconds(5), [] {});
  loop.add_callback([&] { loop.add_callback([] {}); });
  loop.start();
  EXPECT_THAT(loop.asked, ElementsAre(0));
}

TEST(Law, L8_PollWaitsForTheFirstTimer) {
  PollLoop loop;
  loop.call_at(at_seconds(7), [] {});
  loop.call_at(at_seconds(5), [] {});
  loop.start();
  EXPECT_THAT(loop.asked, ElementsAre(5));
}

TEST(Law, L8_PollNeverWaitsLessThanNothingNorMoreThanAnHour) {
  PollLoop loop;
  loop.polls = 3;
  loop.start();
  EXPECT_THAT(loop.asked, ElementsAre(3600, 3600, 3600));
  loop.call_at(at_seconds(1e6), [] {});
  loop.start();
  EXPECT_EQ(loop.asked.back(), 3600);
  loop.add_callback([&] { loop.call_at(at_seconds(-3), [] {}); });
  loop.start();
  EXPECT_EQ(loop.asked.back(), 0);
}

TEST(Law, L7_ACancelledTimerAtTheTopStillBoundsTheWaitOnce) {
  PollLoop loop;
  loop.polls = 2;
  Timeout first = loop.call_at(at_seconds(1), [] {});
  loop.call_at(at_seconds(9), [] {});
  loop.add_callback([&] { loop.remove_timeout(first); });
  loop.start();
  EXPECT_THAT(loop.asked, ElementsAre(1, 9));
}

TEST(Law, L7_CancelledTimersArePurgedWhenMoreThan512AndMoreThanHalf) {
  Observer observer;
  PollLoop loop;
  loop.set_observer(&observer);
  loop.call_at(at_seconds(1), [] {});
  std::vector<Timeout> timers;
  for (int at = 0; at < 600; ++at) timers.push_back(loop.call_at(at_seconds(10 + at), [] {}));
  auto in_heap = [&] {
    loop.start();
    auto last_poll =
        std::find_if(std::make_reverse_iterator(observer.end()), std::make_reverse_iterator(observer.begin()),
                     [](const Event& event) { return event.kind == EventKind::poll; });
    return std::pair(last_poll->id, last_poll->other);
  };
  for (int at = 0; at < 512; ++at) loop.remove_timeout(timers[static_cast<std::size_t>(at)]);
  EXPECT_EQ(in_heap(), std::pair(601U, 512U));
  loop.remove_timeout(timers[512]);
  EXPECT_EQ(in_heap(), std::pair(88U, 0U));
}

TEST(Law, L10_WhatIsNotCaughtGoesToHandleCallbackException) {
  class OwnHandler final : public IOLoop {
   public:
    ~OwnHandler() override { close(); }
    Time time() const override { return Time(); }
    void handle_callback_exception(const std::exception_ptr& error) override {
      handled.push_back(LoopFixture::message_of(error));
    }
    History handled;

   protected:
    bool poll(Duration) override { return false; }
  } loop;
  loop.add_callback([] { throw Boom("mine"); });
  loop.start();
  EXPECT_THAT(loop.handled, ElementsAre("mine"));
}

}  // namespace
}  // namespace tornado
