#include "runtime/coroutine.hpp"

#include <memory>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

struct SaysGoodbye {
  SaysGoodbye(LoopFixture& world_in, std::string word_in) : world(world_in), word(std::move(word_in)) {}
  SaysGoodbye(const SaysGoodbye&) = delete;
  SaysGoodbye& operator=(const SaysGoodbye&) = delete;
  ~SaysGoodbye() { world.say(word + " gone"); }
  LoopFixture& world;
  std::string word;
};

Future<void> waits(LoopFixture& world, Future<void> future) {
  world.say("before");
  co_yield future;
  world.say("after");
}

Future<int> gives(int value) {
  if (value < 0) co_yield moment;
  co_return value;
}

TEST(Law, G1_TheBodyRunsInTheCallerUpToTheFirstYieldThatIsNotReady) {
  LoopFixture world;
  Future<void> future;
  auto task = waits(world, future);
  world.say("called");
  future.set_result();
  EXPECT_FALSE(task.done());
  world.loop.start();
  EXPECT_TRUE(task.done());
  EXPECT_THAT(world.said, ElementsAre("before", "called", "after"));
}

TEST(Law, G1_AReadyYieldIsNoEndOfTheFirstRun) {
  LoopFixture world;
  auto done = done_future(1);
  Future<void> ready;
  ready.set_result();
  auto task = waits(world, ready);
  EXPECT_TRUE(task.done());
  EXPECT_THAT(world.said, ElementsAre("before", "after"));
}

TEST(Law, G2_ACoroutineThatEndsWithoutWaitingGivesADoneFutureAndNeedsNoLoop) {
  auto task = gives(5);
  EXPECT_TRUE(task.done());
  EXPECT_EQ(task.result(), 5);
}

TEST(Law, G3_CoReturnGivesTheResult) {
  LoopFixture world;
  auto task = gives(-5);
  EXPECT_FALSE(task.done());
  world.loop.start();
  EXPECT_EQ(task.result(), -5);
}

enum class Where { before, at, after };

template <class Error>
Future<void> throws(Where where, Future<void> future) {
  if (where == Where::before) throw Error();
  co_yield future;
  throw Error();
}

struct PlainError : std::exception {};

TEST(Law, G4_AnExceptionIsStoredInTheFutureBeforeAtAndAfterAYield) {
  LoopFixture world;
  Future<void> pending;
  auto before = throws<PlainError>(Where::before, pending);
  EXPECT_TRUE(before.done());
  EXPECT_THROW(before.result(), PlainError);

  auto at_ready = throws<PlainError>(Where::at, failed());
  EXPECT_THROW(at_ready.result(), Boom);

  auto after = throws<PlainError>(Where::after, pending);
  pending.set_result();
  world.loop.start();
  EXPECT_THROW(after.result(), PlainError);
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(Law, G4_ABaseExceptionBeforeTheFirstSuspensionLeavesTheCall) {
  LoopFixture world;
  Future<void> ready;
  ready.set_result();
  EXPECT_THROW(static_cast<void>(throws<Interrupt>(Where::before, ready)), Interrupt);
  EXPECT_THROW(static_cast<void>(throws<Interrupt>(Where::after, ready)), Interrupt);
}

TEST(Law, G4_ABaseExceptionAfterASuspensionLeavesStartAndTheFutureStaysPending) {
  LoopFixture world;
  Future<void> pending;
  auto task = throws<Interrupt>(Where::after, pending);
  pending.set_result();
  world.loop.add_callback([&] { world.loop.add_callback([&] { world.say("next start"); }); });
  EXPECT_THROW(world.loop.start(), Interrupt);
  EXPECT_FALSE(task.done());
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("next start"));
  EXPECT_THAT(world.logged, ElementsAre());
}

TEST(Law, G4_ABaseExceptionGoesThroughACoroutineThatWaitsForNothingOfIt) {
  LoopFixture world;
  auto outer = [](LoopFixture& in) -> Future<void> {
    in.say("outer");
    Future<void> ready;
    ready.set_result();
    Future<void> inner = throws<Interrupt>(Where::after, ready);
    co_yield inner;
  };
  EXPECT_THROW(static_cast<void>(outer(world)), Interrupt);
}

Future<void> has_locals(LoopFixture& world, std::shared_ptr<SaysGoodbye> parameter) {
  static_cast<void>(parameter);
  SaysGoodbye local(world, "local");
  co_yield moment;
}

TEST(Coroutine, ItsLocalsAndParametersAreGoneBeforeItsFutureIsDone) {
  LoopFixture world;
  auto task = has_locals(world, std::make_shared<SaysGoodbye>(world, "parameter"));
  task.add_done_callback([&](const Future<void>&) { world.say("done"); });
  world.loop.start();
  EXPECT_THAT(world.said, ElementsAre("local gone", "parameter gone", "done"));
}

Future<std::unique_ptr<int>> passes_on(Future<std::unique_ptr<int>> from) {
  auto value = co_yield from;
  ++*value;
  co_return std::move(value);
}

TEST(Coroutine, MoveOnlyValuesGoInAndOut) {
  LoopFixture world;
  Future<std::unique_ptr<int>> from;
  auto outer = passes_on(passes_on(from));
  from.set_result(std::make_unique<int>(1));
  world.loop.start();
  EXPECT_EQ(*outer.take(), 3);
}

TEST(Coroutine, AMoveOnlyResultIsForOneWaiter) {
  LoopFixture world;
  Future<std::unique_ptr<int>> from;
  auto first = passes_on(from);
  auto second = passes_on(from);
  from.set_result(std::make_unique<int>(1));
  world.loop.start();
  EXPECT_EQ(*first.take(), 2);
  EXPECT_THROW(static_cast<void>(second.result()), ResultTakenError);
}

Future<int> waits_for_shared(Future<int>* shared) {
  int value = co_yield *shared;
  co_return value;
}

TEST(Coroutine, ItWaitsForTheFutureThatWasYieldedWhateverBecomesOfTheVariable) {
  LoopFixture world;
  auto shared = std::make_unique<Future<int>>();
  Future<int> first = *shared;
  auto task = waits_for_shared(shared.get());
  *shared = Future<int>();
  shared.reset();
  world.loop.add_callback([first] { first.set_result(1); });
  first = Future<int>();
  world.loop.start();
  EXPECT_EQ(task.result(), 1);
}

Future<void> counts(LoopFixture& world, int n) {
  if (n == 0) co_return;
  Future<void> inner = counts(world, n - 1);
  co_yield inner;
  world.say(std::to_string(n));
}

TEST(Coroutine, NestedCallsThatAreReadyGoOnInPlace) {
  LoopFixture world;
  auto task = counts(world, 3);
  EXPECT_TRUE(task.done());
  EXPECT_THAT(world.said, ElementsAre("1", "2", "3"));
}

TEST(Coroutine, ThatHasToWaitWithoutALoopFails) {
  auto task = gives(-1);
  try {
    static_cast<void>(task.result());
    FAIL() << "it has nothing to wait on";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("a coroutine waits, but this thread has no current IOLoop"));
  }
}

Future<int> awaits(LoopFixture& world, Future<int> first) {
  const int one = co_await first;
  co_await moment;
  co_await sleep(Duration(1));
  const std::vector<Future<int>> both = {done_future(2), done_future(3)};
  const std::vector<int> more = co_await both;
  world.say("after");
  co_return one + more[0] + more[1];
}

TEST(Coroutine, CoAwaitWaitsAsCoYieldDoes) {
  LoopFixture world;
  Future<int> first;
  const Future<int> task = awaits(world, first);
  EXPECT_THAT(world.said, ElementsAre());
  first.set_result(1);
  world.loop.start();
  EXPECT_EQ(task.result(), 6);
  EXPECT_EQ(world.loop.time(), Time(Duration(1)));
}

TEST(Coroutine, ThatIsSuspendedKnowsWhereItWaitsAndForWhat) {
  LoopFixture world;
  const Future<void> never;
  const int line = __LINE__ + 1;
  const auto waiting = [](Future<void> future) -> Future<void> { co_await future; };
  const Future<void> task = waiting(never);
  const auto* frame = static_cast<const Runner*>(world.loop.suspended_frames().newest());
  ASSERT_NE(frame, nullptr);
  EXPECT_EQ(frame->place().line(), static_cast<unsigned>(line));
  EXPECT_THAT(frame->place().file_name(), testing::EndsWith("coroutine_test.cpp"));
  EXPECT_EQ(frame->awaited(), never.cell().get());
  EXPECT_EQ(&frame->future(), task.cell().get());
  EXPECT_EQ(frame->older(), nullptr);
}

TEST(Coroutine, ExceptionsGoUpThroughTheCoroutinesThatWait) {
  LoopFixture world;
  Future<void> pending;
  auto rethrows = [](Future<void> inner) -> Future<int> {
    bool caught = false;
    try {
      co_yield inner;
    } catch (const Boom&) {
      caught = true;
    }
    co_return caught ? 1 : 0;
  };
  auto passes = [](Future<void> inner) -> Future<void> { co_yield inner; };
  auto task = rethrows(passes(passes(pending)));
  pending.set_exception(Boom("up"));
  world.loop.start();
  EXPECT_EQ(task.result(), 1);
  EXPECT_THAT(world.logged, ElementsAre());
}

}  // namespace
}  // namespace tornado
