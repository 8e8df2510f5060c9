#include "runtime/gen/wait_iterator.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> reported_by_an_iterator_over(bool backwards) {
  LoopFixture world;
  std::vector<Future<void>> futures(4);
  // Wherever memory put them: ascending in one of the two orders, descending in the other.
  std::sort(futures.begin(), futures.end(),
            [](const auto& left, const auto& right) { return left.cell().get() < right.cell().get(); });
  if (backwards) std::reverse(futures.begin(), futures.end());
  for (std::size_t at = 0; at < futures.size(); ++at) futures[at].set_exception(boom(std::to_string(at)));
  std::make_unique<WaitIterator<void>>(std::exchange(futures, {})).reset();
  return world.logged;
}

TEST(WaitIterator, LetsGoOfItsFuturesInTheOrderInWhichItGotThem) {
  for (bool backwards : {false, true}) {
    EXPECT_THAT(reported_by_an_iterator_over(backwards),
                ElementsAre("unretrieved 0", "unretrieved 1", "unretrieved 2", "unretrieved 3"));
  }
}

TEST(Law, G31_AFutureGivenTwiceHasItsLastKey) {
  LoopFixture world;
  Future<int> first;
  Future<int> second;
  WaitIterator<int> iterator({first, second, first});
  Future<int> next = iterator.next();
  second.set_result(2);
  EXPECT_EQ(next.result(), 2);
  EXPECT_EQ(iterator.current_index(), 1U);
  next = iterator.next();
  first.set_result(1);
  EXPECT_EQ(next.result(), 1);
  EXPECT_EQ(iterator.current_index(), 2U);
  EXPECT_TRUE(iterator.current_future() == first);
}

}  // namespace
}  // namespace tornado
