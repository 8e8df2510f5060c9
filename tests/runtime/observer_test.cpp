// Whole programs as the events that an observer sees of them, as runtime/observer.hpp promises.
#include "runtime/observer.hpp"

#include <sstream>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {

void PrintTo(const Event& event, std::ostream* out) {
  *out << "kind " << static_cast<int>(event.kind) << " detail " << static_cast<int>(event.detail) << " id "
       << event.id << " other " << event.other << " at " << event.seconds;
}

namespace {

using namespace std::chrono_literals;
using enum EventKind;
using ::testing::ElementsAreArray;

constexpr auto ready = static_cast<std::uint8_t>(YieldKind::ready);
constexpr auto waiting = static_cast<std::uint8_t>(YieldKind::waiting);
constexpr auto hop = static_cast<std::uint8_t>(YieldKind::moment);
constexpr auto user = static_cast<std::uint8_t>(Retriever::user);
constexpr auto runtime = static_cast<std::uint8_t>(Retriever::runtime);
constexpr auto escaped = static_cast<std::uint8_t>(ErrorKind::callback);
constexpr auto multiple = static_cast<std::uint8_t>(ErrorKind::multiple);
constexpr auto late = static_cast<std::uint8_t>(ErrorKind::late);
constexpr auto takes = static_cast<std::uint8_t>(Takes::contexts);

Event event(EventKind kind, std::uint32_t id = 0, std::uint32_t other = 0, std::uint8_t detail = 0,
            double seconds = 0) {
  return Event{kind, detail, id, other, seconds};
}

struct Observed : LoopFixture {
  Observed() { loop.set_observer(&observer); }
  ~Observed() { loop.set_observer(nullptr); }
  std::vector<Event> events() const { return {observer.begin(), observer.end()}; }
  /// Those of some kinds.
  std::vector<Event> events(std::initializer_list<EventKind> kinds) const {
    std::vector<Event> chosen;
    for (const Event& each : observer) {
      if (std::find(kinds.begin(), kinds.end(), each.kind) != kinds.end()) chosen.push_back(each);
    }
    return chosen;
  }
  Observer observer;
};

Future<void> one_hop() {
  co_yield moment;
}

TEST(Observer, SeesAHop) {
  Observed world;
  static_cast<void>(one_hop());
  world.loop.start();
  EXPECT_THAT(world.events(), ElementsAreArray({
                                  event(task_begin, 1, 1),
                                  event(task_yield, 1, 0, hop),
                                  event(callback_queued, 1),
                                  event(loop_start),
                                  event(iteration, 1, 0),
                                  event(callback_begin, 1),
                                  event(task_resume, 1, 0),
                                  event(task_end, 1, 0),
                                  event(future_set, 1, 0),
                                  event(callback_end, 1, 0),
                                  event(poll, 0, 0),
                                  event(idle),
                                  event(loop_return),
                              }));
}

Future<void> waits_and_throws(Future<void> future) {
  co_yield future;
  throw Boom("mine");
}

TEST(Observer, SeesTimersWaitsAndFailures) {
  Observed world;
  Future<void> future;
  {
    auto task = waits_and_throws(future);
    world.loop.call_later(2s, [future] { future.set_result(); });
    Timeout removed = world.loop.call_later(1s, [] {});
    world.loop.remove_timeout(removed);
    world.loop.remove_timeout(removed);
  }
  world.loop.start();
  EXPECT_THAT(world.events(), ElementsAreArray({
                                  event(task_begin, 1, 2),
                                  event(task_yield, 1, 1, waiting),
                                  event(future_callback_added, 1, 1),
                                  event(timer_added, 1, 0, takes, 2),
                                  event(timer_added, 2, 0, takes, 1),
                                  event(timer_removed, 2),
                                  event(loop_start),
                                  event(iteration, 0, 0),
                                  event(poll, 1, 0),
                                  event(clock, 0, 0, 0, 2),
                                  event(iteration, 0, 1),
                                  event(timer_begin, 1),
                                  event(future_set, 1, 0),
                                  event(future_callback_begin, 1, 1),
                                  event(callback_queued, 1),
                                  event(future_callback_end, 1, 0),
                                  event(timer_end, 1, 0),
                                  event(poll, 0, 0),
                                  event(iteration, 1, 0),
                                  event(callback_begin, 1),
                                  event(task_resume, 1, 0),
                                  event(task_end, 1, 1),
                                  event(future_set, 2, 1),
                                  event(future_unretrieved, 2, 1),
                                  event(callback_end, 1, 0),
                                  event(poll, 0, 0),
                                  event(idle),
                                  event(loop_return),
                              }));
  EXPECT_EQ(LoopFixture::message_of(world.observer.exception(1)), "mine");
}

Future<void> catches(Future<void> ready_one, Future<void> pending) {
  co_yield ready_one;
  int caught = 0;
  try {
    co_yield pending;
  } catch (const Boom&) {
    ++caught;
  }
  static_cast<void>(caught);
}

TEST(Observer, SeesReadyYieldsAndWhatIsThrownIn) {
  Observed world;
  Future<void> pending;
  Future<void> done;
  done.set_result();
  static_cast<void>(catches(done, pending));
  pending.set_exception(Boom("thrown in"));
  world.loop.start();
  EXPECT_THAT(world.events({task_begin, task_yield, task_resume, task_end, future_retrieved}),
              ElementsAreArray({
                  event(task_begin, 1, 3),
                  event(task_yield, 1, 2, ready),
                  event(task_yield, 1, 1, waiting),
                  event(task_resume, 1, 1),
                  event(future_retrieved, 1, 1, user),
                  event(task_end, 1, 0),
              }));
}

TEST(Observer, SeesWhatEscapesAndWhatIsGiven) {
  Observed world;
  Future<void> given;
  world.loop.add_callback([] { throw Boom("callback's"); });
  world.loop.external([] { throw Boom("event's"); });
  world.loop.add_callback([given] { return given; });
  world.loop.add_callback([given] { given.set_exception(Boom("given")); });
  Future<void> future;
  future.add_done_callback([](const Future<void>&) { throw Boom("future's"); });
  future.set_result();
  world.loop.start();
  EXPECT_THAT(world.events({callback_end, callback_gave, external_added, external_begin, external_end,
                            error_logged, future_callback_end, future_retrieved}),
              ElementsAreArray({
                  event(external_added, 1),
                  event(future_callback_end, 2, 1),
                  event(error_logged, 0, 1, escaped),
                  event(callback_end, 1, 2),
                  event(error_logged, 0, 2, escaped),
                  event(callback_gave, 1),
                  event(callback_end, 2, 0),
                  event(future_callback_end, 1, 0),
                  event(callback_end, 3, 0),
                  event(external_begin, 1),
                  event(external_end, 1, 4),
                  event(error_logged, 0, 4, escaped),
                  event(future_retrieved, 1, 3, runtime),
                  event(callback_end, 4, 3),
                  event(error_logged, 0, 3, escaped),
              }));
}

TEST(Observer, SeesWhatIsBuiltFromFutures) {
  Observed world;
  Future<void> a;
  Future<void> b;
  auto all = tornado::multi(std::vector{a, b});
  auto limited = with_timeout(1s, all, quiet<Boom>());
  a.set_exception(Boom("first"));
  b.set_exception(Boom("second"));
  EXPECT_NE(limited.exception(), nullptr);
  auto slept = tornado::sleep(3s);
  Future<void> slow;
  auto timed_out = with_timeout(2s, slow);
  auto quiet_one = with_timeout(2s, slow, quiet<Boom>());
  world.loop.start();
  slow.set_exception(Boom("late"));
  EXPECT_NE(timed_out.exception(), nullptr);
  EXPECT_NE(quiet_one.exception(), nullptr);
  EXPECT_THAT(world.events({multi_child, EventKind::multi, chained, timeout, EventKind::sleep, timer_added,
                            error_logged, error_quieted}),
              ElementsAreArray({
                  event(EventKind::multi, 3, 2),
                  event(multi_child, 3, 1),
                  event(multi_child, 3, 2),
                  event(chained, 4, 3),
                  event(timer_added, 1, 0, takes, 1),
                  event(timeout, 4, 1),
                  event(error_logged, 0, 2, multiple),
                  event(timer_added, 2, 0, takes, 3),
                  event(EventKind::sleep, 5, 2),
                  event(chained, 7, 6),
                  event(timer_added, 3, 0, takes, 2),
                  event(timeout, 7, 3),
                  event(chained, 8, 6),
                  event(timer_added, 4, 0, takes, 2),
                  event(timeout, 8, 4),
                  event(error_logged, 0, 5, late),
                  event(error_quieted, 0, 5),
              }));
}

TEST(Observer, SeesIterators) {
  Observed world;
  Future<int> a;
  Future<int> b;
  b.set_result(1);
  WaitIterator<int> iterator(std::vector{a, b});
  static_cast<void>(iterator.next());
  EXPECT_THAT(world.events({iterator_child, iterator_next, iterator_deliver, chained}),
              ElementsAreArray({
                  event(iterator_child, 1, 1),
                  event(iterator_child, 1, 2),
                  event(iterator_next, 1, 3),
                  event(iterator_deliver, 1, 2),
                  event(chained, 3, 2),
              }));
}

TEST(Observer, SeesPeriodicCallbacks) {
  Observed world;
  PeriodicCallback* self = nullptr;
  PeriodicCallback periodic([&] { self->stop(); }, 2s);
  self = &periodic;
  periodic.start();
  world.loop.start();
  EXPECT_THAT(world.events({periodic_start, periodic_timer, periodic_run, periodic_stop, timer_added}),
              ElementsAreArray({
                  event(periodic_start, 1, 0, 0, 2),
                  event(timer_added, 1, 0, takes, 2),
                  event(periodic_timer, 1, 1),
                  event(periodic_run, 1),
                  event(periodic_stop, 1),
              }));
}

TEST(Observer, SeesTheLoopStopCloseAndEndAsALivelock) {
  Observed world;
  world.loop.set_phase_limit(1);
  world.loop.add_callback([&] { world.loop.stop(); });
  world.loop.start();
  world.loop.start();
  world.loop.start();
  world.loop.close();
  world.loop.close();
  EXPECT_THAT(world.events({loop_start, loop_stop, loop_return, loop_close, livelock, idle}),
              ElementsAreArray({
                  event(loop_start),
                  event(loop_stop),
                  event(loop_return),
                  event(loop_start),
                  event(idle),
                  event(loop_return),
                  event(loop_start),
                  event(livelock),
                  event(loop_return),
                  event(loop_close),
              }));
}

TEST(Observer, NumbersExceptionsByIdentityAndForgetsOnClear) {
  Observer observer;
  auto one = boom();
  auto two = boom();
  EXPECT_EQ(observer.number_of(nullptr), 0U);
  EXPECT_EQ(observer.number_of(one), 1U);
  EXPECT_EQ(observer.number_of(two), 2U);
  EXPECT_EQ(observer.number_of(one), 1U);
  for (std::uint32_t at = 0; at < 5000; ++at) observer.record(iteration, at);
  EXPECT_EQ(observer.size(), 5000U);
  EXPECT_EQ(observer.begin()[4999], event(iteration, 4999));
  observer.clear();
  EXPECT_EQ(observer.size(), 0U);
  EXPECT_EQ(observer.number_of(two), 1U);
}

}  // namespace
}  // namespace tornado
