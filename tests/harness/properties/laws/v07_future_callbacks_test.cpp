#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

std::string v7(const Events& events) {
  return verdict("V7", events);
}

TEST(V7FutureCallbacks, AllRunInsideTheSet) {
  const Events added =
      Events().future_callback_added(1, 1).future_callback_added(1, 2).future_set(1).future_callback_begin(1,
                                                                                                           1);
  EXPECT_EQ(
      v7(Events(added).future_callback_end(1).future_callback_begin(1, 2).future_callback_end(1).poll()), "");
  EXPECT_EQ(v7(Events(added)
                   .future_set(2)
                   .future_callback_end(1)
                   .future_callback_begin(1, 2)
                   .future_callback_end(1)
                   .idle()),
            "");
  EXPECT_EQ(v7(Events(added).future_callback_end(1).poll()),
            "5: callback 2 of future 1 did not run, though the future was set at step 2");
  EXPECT_NE(v7(Events(added).future_callback_end(1).callback_begin(1)), "");
  EXPECT_EQ(v7(Events().future_callback_added(1, 1).poll().idle()), "") << "never set";
}

TEST(V7FutureCallbacks, NeverTwiceNeverEarlyNeverUnknown) {
  EXPECT_EQ(v7(Events()
                   .future_callback_added(1, 1)
                   .future_set(1)
                   .future_callback_begin(1, 1)
                   .future_callback_end(1)
                   .future_callback_begin(1, 1)),
            "4: callback 1 of future 1 began a second time");
  EXPECT_EQ(v7(Events().future_callback_added(1, 1).future_callback_begin(1, 1)),
            "1: callback 1 of future 1 began before the future was set");
  EXPECT_EQ(v7(Events().future_set(1).future_callback_begin(1, 1)),
            "1: callback 1 of future 1 began, but was never added to it");
  EXPECT_NE(v7(Events().future_callback_added(2, 1).future_set(1).future_callback_begin(1, 1)), "");
}

TEST(V7FutureCallbacks, AtOnceIfSetAlready) {
  const Events added = Events().future_set(1).future_callback_added(1, 1);
  EXPECT_EQ(v7(Events(added).future_callback_begin(1, 1).future_callback_end(1).poll()), "");
  EXPECT_EQ(v7(Events(added).poll()),
            "2: callback 1 was added to future 1, which is set, but did not run at once");
  EXPECT_NE(v7(Events(added).future_set(2)), "");
}

TEST(V7FutureCallbacks, AddedInsideRunsNested) {
  const Events inside = Events()
                            .future_callback_added(1, 1)
                            .future_callback_added(1, 2)
                            .future_set(1)
                            .future_callback_begin(1, 1)
                            .future_callback_added(1, 3);
  EXPECT_EQ(v7(Events(inside)
                   .future_callback_begin(1, 3)
                   .future_callback_end(1)
                   .future_callback_end(1)
                   .future_callback_begin(1, 2)
                   .future_callback_end(1)
                   .poll()),
            "");
  EXPECT_NE(v7(Events(inside).future_callback_end(1)), "") << "bug X24";
  EXPECT_NE(v7(Events(inside).future_callback_begin(1, 2)), "");
}

TEST(V7FutureCallbacks, AResultForAYieldPointThatItsTaskHasLeftIsKnown) {
  EXPECT_EQ(known_by("V7", Events().task_begin(1, 1).yield_point_stale(1)),
            "1: R14: a result came for a YieldPoint that task 1 does not wait for any more");
}

}  // namespace
}  // namespace windtunnel::properties
