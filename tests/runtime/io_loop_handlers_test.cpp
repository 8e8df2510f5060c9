// Handlers of descriptors: laws L10, L14 and L24, on a device that is ready when it is told to be.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <set>
#include <system_error>

#include "tests/runtime/hand_device.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

TEST(Handlers, RunForWhatTheyWaitFor) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int fd, IOEvents events) {
        world.say(std::to_string(fd) + " " + std::to_string(events));
        world.device.not_ready(5);
      },
      IOLoop::READ);
  world.device.ready(5, IOLoop::READ | IOLoop::WRITE);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("5 1"));
  world.loop.update_handler(5, IOLoop::WRITE);
  world.device.ready(5, IOLoop::READ | IOLoop::WRITE);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("5 1", "5 2"));
}

TEST(Handlers, OneADescriptor) {
  HandlerWorld world;
  world.loop.add_handler(5, world.once("first"), IOLoop::READ);
  EXPECT_THROW(world.loop.add_handler(5, world.once("second"), IOLoop::READ), std::logic_error);
  EXPECT_THROW(world.loop.update_handler(6, IOLoop::READ), std::logic_error);
  EXPECT_THROW(world.loop.add_handler(-1, world.once("none"), IOLoop::READ), std::logic_error);
  world.loop.remove_handler(6);
}

TEST(Law, L2_WhatAHandlerQueuesRunsInTheNextIteration) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int, IOEvents) {
        world.device.not_ready(5);
        world.loop.add_callback([&] { world.say_when("callback"); });
        world.say_when("handler");
      },
      IOLoop::READ);
  world.device.ready(5, IOLoop::READ);
  world.loop.start();
  // The I/O phase of iteration 1 counts as the second already.
  EXPECT_THAT(world.said, ElementsAre("handler@2", "callback@2"));
}

TEST(Law, L10_AnExceptionInAHandlerIsLoggedAndTheOthersRun) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int, IOEvents) {
        world.device.not_ready(5);
        throw Boom("in a handler");
      },
      IOLoop::READ);
  world.loop.add_handler(6, world.once("other"), IOLoop::READ);
  world.device.ready(5, IOLoop::READ);
  world.device.ready(6, IOLoop::READ);
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre("callback in a handler"));
  EXPECT_EQ(world.said.size(), 1U);
}

TEST(Law, L10_ABrokenPipeIsNobodysFault) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int, IOEvents) {
        world.device.not_ready(5);
        throw std::system_error(std::make_error_code(std::errc::broken_pipe));
      },
      IOLoop::READ);
  world.device.ready(5, IOLoop::READ);
  world.loop.start();
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(Law, L14_StopInAHandlerLetsTheOthersAndOneMoreIterationRun) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int, IOEvents) {
        world.device.not_ready(5);
        world.loop.stop();
        world.loop.add_callback([&] { world.say("callback"); });
        world.loop.add_timeout(Duration(0), [&] { world.say("timer"); });
      },
      IOLoop::READ);
  world.loop.add_handler(
      6,
      [&](int, IOEvents) {
        world.device.not_ready(6);
        world.say("other handler");
      },
      IOLoop::READ);
  world.device.ready(5, IOLoop::READ);
  world.device.ready(6, IOLoop::READ);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("other handler", "callback", "timer"));
}

TEST(Law, L24_TheOrderOfReadyHandlersIsAChoice) {
  std::set<History> orders;
  for (std::uint32_t first = 0; first < 3; ++first) {
    for (std::uint32_t second = 0; second < 2; ++second) {
      HandlerWorld world;
      world.choices.answers = {first, second};
      for (int fd : {5, 6, 7}) {
        world.loop.add_handler(fd, world.once(std::to_string(fd)), IOLoop::READ);
        world.device.ready(fd, IOLoop::READ);
      }
      world.loop.start();
      orders.insert(world.said);
      ASSERT_EQ(world.choices.asked.size(), 2U);
      EXPECT_EQ(world.choices.asked[0].kind, ChoiceKind::callback);
      EXPECT_EQ(world.choices.asked[0].options, 3U);
    }
  }
  EXPECT_EQ(orders.size(), 6U);
  EXPECT_EQ(orders.count({"5@2", "6@2", "7@2"}), 1U) << "longest ready first unless chosen otherwise";
}

TEST(Law, L24_ARemovedHandlersEventIsDropped) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int, IOEvents) {
        world.device.not_ready(5);
        world.device.not_ready(6);
        world.loop.remove_handler(6);
        // Another takes the descriptor: what was meant for the first is not for it.
        world.loop.add_handler(6, world.once("new"), IOLoop::READ);
      },
      IOLoop::READ);
  world.loop.add_handler(6, world.once("old"), IOLoop::READ);
  world.device.ready(5, IOLoop::READ);
  world.device.ready(6, IOLoop::READ);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre());
}

TEST(Law, L24_ErrorsAreAlwaysWaitedFor) {
  HandlerWorld world;
  world.loop.add_handler(
      5,
      [&](int, IOEvents events) {
        world.say(std::to_string(events));
        world.device.not_ready(5);
      },
      0);
  world.device.ready(5, IOLoop::READ | IOLoop::ERROR);
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("4"));
}

TEST(Handlers, GoWithTheLoop) {
  auto alive = std::make_shared<int>(1);
  {
    HandlerWorld world;
    world.loop.add_handler(5, [alive](int, IOEvents) {}, IOLoop::READ);
    EXPECT_EQ(alive.use_count(), 2);
    world.loop.close();
    EXPECT_EQ(alive.use_count(), 1);
    world.loop.add_handler(6, [alive](int, IOEvents) {}, IOLoop::READ);
    EXPECT_EQ(alive.use_count(), 1) << "a closed loop takes none";
  }
}

}  // namespace
}  // namespace tornado
