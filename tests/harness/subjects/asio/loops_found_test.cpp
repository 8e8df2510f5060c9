// Public bug reports of libuv and libevent as programs, on the simulated kernel; docs/found.md tells of each.
#include <gtest/gtest.h>
#include <windtunnel/testing.hpp>

#if __has_include(<event2/event.h>)
#include <event2/event.h>
#include <unistd.h>
#endif
#if __has_include(<uv.h>)
#include <uv.h>
#endif

namespace windtunnel {

namespace {

[[maybe_unused]] Held search(const char* name, void (*program)(World&)) {
  return search_for_violation(name, program,
                              {.schedules = 500, .findings = testing::TempDir() + "windtunnel_found"});
}

#if __has_include(<uv.h>)

// --- libuv/libuv#4245: a timer of 0 ms that starts itself again is all that the loop runs.

struct Restarted {
  World* world;
  int in_a_row = 0;
};

void restart(uv_timer_t* timer) {
  auto& state = *static_cast<Restarted*>(timer->data);
  state.world->check(++state.in_a_row < 100, "the loop looks at other handles between two runs of a timer");
  if (state.in_a_row < 100) uv_timer_start(timer, restart, 0, 0);
}

void timer_of_nothing(World& world) {
  uv_loop_t loop;
  uv_loop_init(&loop);
  Restarted state{&world};
  uv_timer_t again;
  uv_timer_t end;
  uv_prepare_t between;
  uv_timer_init(&loop, &again);
  uv_timer_init(&loop, &end);
  uv_prepare_init(&loop, &between);
  again.data = between.data = end.data = &state;
  uv_prepare_start(&between, [](uv_prepare_t* each) { static_cast<Restarted*>(each->data)->in_a_row = 0; });
  uv_timer_start(&again, restart, 0, 0);
  uv_timer_start(&end, [](uv_timer_t* timer) { uv_stop(timer->loop); }, 1, 0);
  uv_run(&loop, UV_RUN_DEFAULT);
  const auto close = [](uv_handle_t* handle, void*) {
    if (uv_is_closing(handle) == 0) uv_close(handle, nullptr);
  };
  uv_walk(&loop, close, nullptr);
  uv_run(&loop, UV_RUN_DEFAULT);
  uv_loop_close(&loop);
}

// What libuv has once in a process is made before any run.
const bool warm = [] {
  uv_loop_t loop;
  uv_loop_init(&loop);
  uv_loop_close(&loop);
  return true;
}();

TEST(FoundInLibuv, ATimerOfNothingStarvesTheLoop) {
  EXPECT_TRUE(warm);
  const Held held = search("timer_of_nothing", timer_of_nothing);
  EXPECT_EQ(held.holds, UV_VERSION_HEX >= 0x013000) << held.words;
}

#endif
#if __has_include(<event2/event.h>)

// --- libevent/libevent#1530: an event that is ready as its time is up is told only that its time is up.

struct Reader {
  World* world;
  bool told_to_read = false;
  bool called = false;
};

void read_or_time_out(evutil_socket_t socket, short what, void* data) {
  auto& reader = *static_cast<Reader*>(data);
  char byte = 0;
  const bool is_there = ::read(socket, &byte, 1) == 1;
  reader.called = true;
  reader.world->check((what & EV_READ) != 0 || !is_there, "what can be read is told");
}

void write_byte(evutil_socket_t /*none*/, short /*what*/, void* data) {
  const char byte = '!';
  static_cast<void>(::write(*static_cast<evutil_socket_t*>(data), &byte, 1));
}

void ready_and_late(World& world) {
  event_base* const base = event_base_new();
  evutil_socket_t pair[2];
  evutil_socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  evutil_make_socket_nonblocking(pair[0]);
  Reader reader{&world};
  event* const read = event_new(base, pair[0], EV_READ, read_or_time_out, &reader);
  event* const write = evtimer_new(base, write_byte, &pair[1]);
  const timeval ten{0, 10'000};
  const timeval nearly_ten{0, 9'500};
  event_add(read, &ten);
  event_add(write, &nearly_ten);
  event_base_dispatch(base);
  world.check(reader.called, "the event comes");
  event_free(read);
  event_free(write);
  event_base_free(base);
  evutil_closesocket(pair[0]);
  evutil_closesocket(pair[1]);
}

TEST(FoundInLibevent, AnEventThatIsReadyAndLateIsOnlyLate) {
  const Held held = search("ready_and_late", ready_and_late);
  EXPECT_EQ(held.holds, event_get_version_number() >= 0x02020000) << held.words;
}

#endif

}  // namespace

}  // namespace windtunnel
