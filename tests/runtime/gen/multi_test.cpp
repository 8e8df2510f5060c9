#include "runtime/gen/multi.hpp"

#include <memory>
#include <set>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

static_assert(Yieldable<Future<int>> && Yieldable<std::vector<Future<int>>>, "G20");
static_assert(Yieldable<std::map<std::string, Future<int>>> && Yieldable<Moment>, "G20");
static_assert(Yieldable<std::tuple<Future<int>, Future<void>>>, "G20, where this runtime accepts more");
static_assert(!Yieldable<int> && !Yieldable<std::string> && !Yieldable<std::set<int>>, "G20");
static_assert(!Yieldable<std::vector<int>> && !Yieldable<std::map<std::string, int>>, "G20");

Future<std::string> yields_all(LoopFixture& world, std::vector<Future<int>> list,
                               std::map<std::string, Future<int>> map) {
  auto from_list = co_yield list;
  world.say(std::to_string(from_list.at(0)));
  auto from_map = co_yield map;
  co_return std::to_string(from_map.at("k"));
}

TEST(Law, G20_FuturesListsAndMapsCanBeYielded) {
  LoopFixture world;
  auto task = yields_all(world, {done_future(1)}, {{"k", done_future(2)}});
  EXPECT_TRUE(task.done());
  EXPECT_EQ(task.result(), "2");
  EXPECT_THAT(world.said, ElementsAre("1"));
}

TEST(Law, G21_ResultsComeInTheOrderOfTheListWhenTheLastChildIsDone) {
  LoopFixture world;
  std::vector<Future<int>> children(3);
  auto all = multi(children);
  children[2].set_result(3);
  children[0].set_result(1);
  EXPECT_FALSE(all.done());
  children[1].set_result(2);
  EXPECT_THAT(all.result(), ElementsAre(1, 2, 3));
}

TEST(Law, G21_MapsKeepTheirKeys) {
  auto all = multi(std::map<std::string, Future<int>>{{"a", done_future(1)}, {"b", done_future(2)}});
  EXPECT_THAT(all.result(), ElementsAre(std::pair("a", 1), std::pair("b", 2)));
}

TEST(Law, G21_NothingGivesNothingAtOnce) {
  EXPECT_TRUE(multi(std::vector<Future<int>>()).result().empty());
  EXPECT_TRUE((multi(std::map<int, Future<int>>()).result().empty()));
  EXPECT_TRUE(multi(std::tuple<>()).done());
}

TEST(Law, G22_ItWaitsForAllAndFailsWithTheFirstOfTheListLoggingTheOthers) {
  LoopFixture world;
  std::vector<Future<int>> children(4);
  auto all = multi(children);
  children[3].set_exception(Boom("fourth"));
  children[2].set_exception(Boom("third"));
  children[1].set_exception(Boom("second"));
  EXPECT_FALSE(all.done());
  EXPECT_THAT(world.logged, ElementsAre());
  children[0].set_result(1);
  EXPECT_EQ(LoopFixture::message_of(all.exception()), "second");
  EXPECT_THAT(world.logged, ElementsAre("multiple third", "multiple fourth"));
}

TEST(Law, G22_QuietExceptionsAreNotLogged) {
  LoopFixture world;
  struct Loud : std::runtime_error {
    using std::runtime_error::runtime_error;
  };
  std::vector children{failed("first"), failed("quiet"),
                       failed_future<void>(std::make_exception_ptr(Loud("loud")))};
  auto all = multi(children, quiet<Boom>());
  EXPECT_EQ(LoopFixture::message_of(all.exception()), "first");
  EXPECT_THAT(world.logged, ElementsAre("multiple loud"));
}

TEST(Law, G23_AFutureMayAppearSeveralTimes) {
  Future<int> twice;
  auto all = multi(std::vector{twice, done_future(2), twice});
  twice.set_result(1);
  EXPECT_THAT(all.result(), ElementsAre(1, 2, 1));
}

TEST(Multi, TuplesGiveTuplesOfDifferentTypes) {
  auto all = multi(std::tuple(done_future(1), done_future(std::string("two"))));
  EXPECT_EQ(all.result(), std::tuple(1, "two"));
}

TEST(Multi, MoveOnlyResultsAreMoved) {
  auto all = multi(std::vector{done_future(std::make_unique<int>(1))});
  EXPECT_EQ(*all.result().at(0), 1);
}

TEST(Multi, ManyChildrenAreNoProblem) {
  std::vector<Future<int>> children(100'000);
  auto all = multi(children);
  for (auto& child : children) child.set_result(1);
  EXPECT_EQ(all.result().size(), children.size());
}

TEST(Multi, AResultThatWasSetFromOutsideStays) {
  LoopFixture world;
  Future<int> child;
  auto all = multi(std::vector{child});
  all.set_result({7});
  child.set_result(1);
  EXPECT_THAT(all.result(), ElementsAre(7));
  EXPECT_THAT(world.logged, ElementsAre());
}

}  // namespace
}  // namespace tornado
