// Two requests find that their access token has expired. One renews the session's refresh token; the other is
// refused, because it sends the old one, and clears the session.
#include <optional>
#include <string>

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"

namespace windtunnel::subjects {
namespace {

using namespace std::chrono_literals;
using tornado::Future;

/// How the probe waits.
enum class Probe { moment, equal_sleeps, drawn_sleeps, turn };
/// What was done against the error.
enum class Care { none, waits_for_the_refresh, clears_only_its_own };

constexpr int none = 0;

struct Session {
  int token = 1;                           // `none`: logged out
  std::optional<Future<void>> refreshing;  // a refresh is in flight
};

// The server that knows which token is valid; each is valid once.
struct Issuer {
  int valid = 1;
};

Future<int> renew(Issuer* issuer, int token) {
  const int renewed = token == issuer->valid ? ++issuer->valid : none;
  co_yield tornado::moment;
  co_return renewed;
}

// Asks whether the access token is still good, which it is not.
Future<void> ask_whether_expired(World* world, Probe probe) {
  switch (probe) {
    case Probe::moment:
      co_yield tornado::moment;
      break;
    case Probe::equal_sleeps: {
      const Future<void> asking = tornado::sleep(5ms);
      co_yield asking;
      break;
    }
    case Probe::drawn_sleeps: {
      const Future<void> asking = tornado::sleep(1ms * (1 + world->choose(5, "probe")));
      co_yield asking;
      break;
    }
    case Probe::turn:
      co_yield world->turn();
      break;
  }
}

struct App {
  Probe probe;
  Care care;
  Issuer issuer = {};
  Session session = {};
};

Future<void> request(World& world, App* app) {
  Session& session = app->session;
  const int token = session.token;
  const Future<void> asking = ask_whether_expired(&world, app->probe);
  co_yield asking;
  if (app->care == Care::waits_for_the_refresh && session.refreshing) {
    const Future<void> refreshed = *session.refreshing;
    co_yield refreshed;
    co_return;
  }
  const Future<void> refreshed;
  session.refreshing = refreshed;
  const Future<int> renewing = renew(&app->issuer, token);
  const int renewed = co_yield renewing;
  if (renewed != none) {
    session.token = renewed;
  } else if (app->care != Care::clears_only_its_own || session.token == token) {
    session.token = none;
  }
  session.refreshing.reset();
  refreshed.set_result();
}

Future<void> late_refusal(World& world, Probe probe, Care care) {
  App app{probe, care};
  world.spawn("first", request, &app);
  world.spawn("second", request, &app);
  co_yield world.join();
  world.check(app.session.token != none, "the user is logged out");
}

WorldProgram late_refusal_with(Probe probe, Care care) {
  return [probe, care](World& world) { return late_refusal(world, probe, care); };
}

const RegisteredSubject refresh_token_subjects[] = {
    {"late_refusal_moment", "a refused refresh clears a session that was renewed meanwhile",
     late_refusal_with(Probe::moment, Care::none)},
    {"late_refusal_sleeps", "late_refusal_moment, with equal sleeps",
     late_refusal_with(Probe::equal_sleeps, Care::none)},
    {"late_refusal_drawn", "late_refusal_moment, with drawn sleeps",
     late_refusal_with(Probe::drawn_sleeps, Care::none)},
    {"late_refusal_turn", "late_refusal_moment, with turns", late_refusal_with(Probe::turn, Care::none)},
    {"late_refusal_moment_half", "late_refusal_moment, waiting for a refresh that is in flight",
     late_refusal_with(Probe::moment, Care::waits_for_the_refresh)},
    {"late_refusal_sleeps_half", "late_refusal_sleeps, waiting for a refresh that is in flight",
     late_refusal_with(Probe::equal_sleeps, Care::waits_for_the_refresh)},
    {"late_refusal_drawn_half", "late_refusal_drawn, waiting for a refresh that is in flight",
     late_refusal_with(Probe::drawn_sleeps, Care::waits_for_the_refresh)},
    {"late_refusal_turn_half", "late_refusal_turn, waiting for a refresh that is in flight",
     late_refusal_with(Probe::turn, Care::waits_for_the_refresh)},
    {"late_refusal_moment_fixed", "late_refusal_moment, clearing only the token that was refused",
     late_refusal_with(Probe::moment, Care::clears_only_its_own)},
    {"late_refusal_sleeps_fixed", "late_refusal_sleeps, clearing only the token that was refused",
     late_refusal_with(Probe::equal_sleeps, Care::clears_only_its_own)},
    {"late_refusal_drawn_fixed", "late_refusal_drawn, clearing only the token that was refused",
     late_refusal_with(Probe::drawn_sleeps, Care::clears_only_its_own)},
    {"late_refusal_turn_fixed", "late_refusal_turn, clearing only the token that was refused",
     late_refusal_with(Probe::turn, Care::clears_only_its_own)},
};

}  // namespace
}  // namespace windtunnel::subjects
