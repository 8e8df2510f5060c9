#include "runtime/gen/wait_iterator.hpp"

#include "tests/runtime/world.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

Future<void> iterates(World& world, WaitIterator<int> iterator) {
  while (!iterator.done()) {
    Future<int> next = iterator.next();
    std::string word;
    try {
      int value = co_yield next;
      word = std::to_string(value);
    } catch (const Boom& error) {
      word = error.what();
    }
    world.say(std::to_string(*iterator.current_index()) + ":" + word);
  }
  world.say(iterator.current_index() ? "kept" : "cleared");
}

TEST(Law, G31_results_come_in_the_order_of_completion) {
  World world;
  std::vector<Future<int>> futures(3);
  auto task = iterates(world, WaitIterator<int>(futures));
  world.loop.add_callback([&] { futures[2].set_result(30); });
  world.loop.add_callback([&] { world.loop.add_callback([&] { futures[0].set_exception(Boom("ten")); }); });
  world.loop.call_later(Duration(1), [&] { futures[1].set_result(20); });
  world.loop.start();
  EXPECT_TRUE(task.done());
  EXPECT_THAT(world.said, ElementsAre("2:30", "0:ten", "1:20", "cleared"));
}

TEST(Law, G31_futures_that_are_done_queue_in_the_order_of_the_arguments) {
  World world;
  auto task = iterates(world, WaitIterator<int>(std::vector{done_future(1), done_future(2)}));
  EXPECT_TRUE(task.done());
  EXPECT_THAT(world.said, ElementsAre("0:1", "1:2", "cleared"));
}

TEST(Law, G31_the_current_ones_are_set_when_a_result_is_delivered) {
  World world;
  std::vector<Future<int>> futures(2);
  WaitIterator<int> iterator(futures);
  EXPECT_FALSE(iterator.current_index());
  Future<int> next = iterator.next();
  futures[1].set_result(1);
  EXPECT_TRUE(next.done());
  EXPECT_EQ(iterator.current_index(), 1U);
  EXPECT_EQ(iterator.current_future(), futures[1]);
  EXPECT_FALSE(iterator.done());
}

TEST(Law, G31_keys_name_the_futures) {
  World world;
  WaitIterator<int, std::string> iterator({{"a", Future<int>()}, {"b", done_future(1)}});
  EXPECT_EQ(iterator.next().result(), 1);
  EXPECT_EQ(iterator.current_index(), "b");
}

TEST(Law, G31_next_past_the_end_never_resolves) {
  World world;
  WaitIterator<int> iterator(std::vector{done_future(1)});
  EXPECT_EQ(iterator.next().result(), 1);
  EXPECT_TRUE(iterator.done());
  Future<int> past = iterator.next();
  world.loop.start();
  EXPECT_FALSE(past.done());
}

TEST(Law, G31_the_same_future_twice_is_an_error) {
  World world;
  Future<int> twice = done_future(1);
  WaitIterator<int> iterator(std::vector{twice, twice});
  EXPECT_EQ(iterator.next().result(), 1);
  EXPECT_EQ(iterator.current_index(), 1U);
  EXPECT_THROW(static_cast<void>(iterator.next()), DuplicateFutureError);
}

}  // namespace
}  // namespace tornado
