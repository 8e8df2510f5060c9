// Draws stream scripts, or runs them, from a file with blank lines between them, on the loop and the network
// that ship, and prints their lines: `harness/oracle/python streams FILE` does so on the real Tornado. Under
// the simulated kernel as a preloaded library, both ask the same questions, and so must print the same.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "harness/core/seeded_source.hpp"
#include "harness/subjects/programs/draw_stream_script.hpp"
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

  void run(const std::string& script, double step) {
    loop_.set_log_handler({});
    subjects::StreamLines lines;
    {
      const auto program = begin_stream_script(*this, subjects::parse_stream_script(script), step, lines);
      stop_when_over(*program, tornado::Duration(step));
      loop_.start();
      loop_.close();
    }
    for (const std::string& line : lines) std::puts(line.c_str());
    std::puts("");
  }

 private:
  void stop_when_over(const subjects::VenueProgram& program, tornado::Duration step) {
    if (program.over()) return loop_.stop();
    loop_.call_later(step, [this, &program, step] { stop_when_over(program, step); });
  }

  tornado::EpollLoop loop_{tornado::EpollLoop::Clock::wall, tornado::IOLoop::MakeCurrent::yes};
  tornado::PosixNetwork network_{loop_, tornado::PosixNetwork::Lookup::blocking};
  RealHosts hosts_{network_};
};

}  // namespace
}  // namespace windtunnel

namespace {

int run_file(const char* name) {
  std::ifstream file(name);
  std::string script;
  const auto run = [&] {
    if (!script.empty()) windtunnel::ShippedVenue().run(script, 1000);
    script.clear();
  };
  for (std::string line; std::getline(file, line);)
    line.empty() ? run() : static_cast<void>(script += line + "\n");
  run();
  return 0;
}

int draw(std::uint64_t seed, std::uint64_t first, std::uint64_t count) {
  constexpr std::uint32_t steps = 12;
  for (std::uint64_t number = first; number < first + count; ++number) {
    windtunnel::core::SeededSource choices(windtunnel::core::derive(seed, number));
    std::puts(to_text(windtunnel::subjects::draw_stream_script(choices, steps)).c_str());
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const auto number = [&](int at) { return std::strtoull(words[at], nullptr, 10); };
  if (count == 5 && std::string(words[1]) == "--draw") return draw(number(2), number(3), number(4));
  if (count == 2) return run_file(words[1]);
  std::fputs("usage: threeways_preloaded FILE | --draw SEED FIRST COUNT\n", stderr);
  return 2;
}
