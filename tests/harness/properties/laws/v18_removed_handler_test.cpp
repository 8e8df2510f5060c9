#include <gtest/gtest.h>

#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

constexpr std::uint8_t read = 1;
constexpr std::uint8_t write = 2;

std::string v18(const Events& events, core::SchedulingModel model = core::SchedulingModel::exact) {
  return verdict("V18", events, model);
}

Events ready() {
  return Events().handler_added(1, read).poll().handler_ready(1, read);
}

TEST(V18RemovedHandler, OnceAPhaseForWhatIsReadyIsSilent) {
  const Events good =
      Events(ready()).handler_begin(1, read).handler_end(1).poll().handler_ready(1, read).handler_begin(1,
                                                                                                        read);
  EXPECT_EQ(v18(good), "");
  EXPECT_EQ(v18(good, core::SchedulingModel::adversarial), "");
  EXPECT_EQ(v18(Events(ready()).handler_removed(1).poll()), "");
}

TEST(V18RemovedHandler, ARemovedOneRunsIsAViolation) {
  EXPECT_EQ(v18(Events(ready()).handler_removed(1).handler_begin(1, read)),
            "4: handler 1 is run, but was removed or never added");
  EXPECT_NE(v18(Events().poll().handler_begin(2, read)), "");
}

TEST(V18RemovedHandler, AnotherOnesEventIsAViolation) {
  // The second handler has the first one's descriptor, and gets an event that was meant for the first.
  EXPECT_EQ(v18(Events(ready()).handler_removed(1).handler_added(2, read).handler_begin(2, read)),
            "5: handler 2 is run, but is not to be run in this I/O phase");
}

TEST(V18RemovedHandler, TwiceOrLaterIsAViolation) {
  EXPECT_NE(v18(Events(ready()).handler_begin(1, read).handler_begin(1, read)), "");
  EXPECT_NE(v18(Events(ready()).poll().handler_begin(1, read)), "");
}

TEST(V18RemovedHandler, SomethingElseIsAViolation) {
  EXPECT_EQ(v18(Events(ready()).handler_begin(1, write)),
            "3: handler 1 is told something else than its descriptor is ready for");
  EXPECT_EQ(v18(Events().handler_added(1, read).poll().handler_ready(1, write)),
            "2: handler 1 is to be told what it does not wait for");
  EXPECT_EQ(v18(Events().handler_added(1, read).handler_updated(1, write).poll().handler_ready(1, write)),
            "");
}

}  // namespace
}  // namespace windtunnel::properties
