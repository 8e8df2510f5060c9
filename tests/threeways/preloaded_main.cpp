// Draws scripts of streams or of HTTP, or runs them, from a file with blank lines between them, on the loop
// and the network that ship, and prints their lines: `harness/oracle/python streams FILE` and `http-programs
// FILE` do so on the real Tornado. Under the simulated kernel as a preloaded library, both ask the same
// questions, and so must print the same.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include "harness/core/seeded_source.hpp"
#include "harness/subjects/programs/http_script_run.hpp"
#include "harness/subjects/programs/script_in_world.hpp"
#include "harness/subjects/programs/script_kind.hpp"
#include "harness/subjects/programs/stream_script_run.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/posix_network.hpp"
#include "tests/programs/real/real_hosts.hpp"

namespace windtunnel {
namespace {

class ShippedVenue final : public subjects::Venue {
 public:
  tornado::IOLoop& loop() override { return loop_; }
  tornado::Network& host(const std::string& name) override { return hosts_.named(name); }
  std::uint32_t choose(std::uint32_t, std::string_view) override { return 0; }
  void log(std::string_view) override {}
  void check(bool, std::string_view) override {}
  tornado::Future<void> spawn(std::string_view, std::function<tornado::Future<void>()> task) override {
    return task();
  }
  std::uint32_t iterations() const override { return 0; }
  bool keeps_iterations() const override { return true; }
  bool takes_time() const override { return false; }
  bool ends_when_idle() const override { return false; }
  bool undisturbed() const override { return false; }
  void script_over() override { loop_.stop(); }

  void run(const subjects::BeginScript& begin) {
    loop_.set_log_handler({});
    subjects::ScriptLines lines;
    {
      const auto program = begin(*this, lines);
      loop_.start();
      loop_.close();
    }
    for (const std::string& line : lines) std::puts(line.c_str());
    std::puts("");
  }

 private:
  tornado::EpollLoop loop_{tornado::EpollLoop::Clock::wall, tornado::IOLoop::MakeCurrent::yes};
  tornado::PosixNetwork network_{loop_, tornado::PosixNetwork::Lookup::blocking};
  RealHosts hosts_{network_};
};

}  // namespace
}  // namespace windtunnel

namespace {

using windtunnel::subjects::ScriptKind;

windtunnel::subjects::BeginScript begin_of(const ScriptKind& kind, const std::string& text) {
  namespace subjects = windtunnel::subjects;
  constexpr double step = subjects::script_step;
  if (&kind == &subjects::http_scripts) {
    return
        [script = subjects::parse_http_script(text)](subjects::Venue& venue, subjects::ScriptLines& lines) {
          return begin_http_script(venue, script, step, lines);
        };
  }
  return
      [script = subjects::parse_stream_script(text)](subjects::Venue& venue, subjects::ScriptLines& lines) {
        return begin_stream_script(venue, script, step, lines);
      };
}

// On the simulated kernel, where both sides must read the same from the clock, whatever they did before.
void wait_for_round_time() {
  constexpr std::int64_t round = 100'000;  // seconds, more than a script lasts
  if (std::getenv("WINDTUNNEL_SEED") == nullptr) return;
  const timespec until{(std::time(nullptr) / round + 1) * round, 0};
  clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, nullptr);
}

int run_file(const ScriptKind& kind, const char* name) {
  std::ifstream file(name);
  std::string script;
  const auto run = [&] {
    if (!script.empty()) {
      if (&kind == &windtunnel::subjects::http_scripts) wait_for_round_time();
      windtunnel::ShippedVenue().run(begin_of(kind, script));
    }
    script.clear();
  };
  for (std::string line; std::getline(file, line);)
    line.empty() ? run() : static_cast<void>(script += line + "\n");
  run();
  return 0;
}

int draw(const ScriptKind& kind, std::uint64_t seed, std::uint64_t first, std::uint64_t count) {
  constexpr std::uint32_t steps = 12;
  for (std::uint64_t number = first; number < first + count; ++number) {
    windtunnel::core::SeededSource choices(windtunnel::core::derive(seed, number));
    std::puts(kind.draw(choices, steps).c_str());
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const auto number = [&](int at) { return std::strtoull(words[at], nullptr, 10); };
  const ScriptKind* const kind = count > 1 ? windtunnel::subjects::script_kind_named(words[1]) : nullptr;
  if (kind != nullptr && count == 6 && std::string(words[2]) == "--draw")
    return draw(*kind, number(3), number(4), number(5));
  if (kind != nullptr && count == 3) return run_file(*kind, words[2]);
  std::fputs("usage: threeways_preloaded streams|http FILE | --draw SEED FIRST COUNT\n", stderr);
  return 2;
}
