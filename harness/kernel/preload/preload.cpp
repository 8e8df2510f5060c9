// The shared library for LD_PRELOAD: an unmodified program, such as a Python script on asyncio, runs in a
// simulated kernel from main() to its end. The environment says how: WINDTUNNEL_SEED=N decides everything
// that could go either way (absent: the quiet run), WINDTUNNEL_MODEL names the scheduling model,
// WINDTUNNEL_FAULTS the faults of the network, separated by commas, or "all".
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "harness/core/quiet_source.hpp"
#include "harness/core/scheduling_model.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/kernel/kernel.hpp"
#include "harness/kernel/symbols/real_calls.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace windtunnel::kernel {

namespace {

// The exit status of a run that breaks a rule, and of a setting that is not valid.
constexpr int status_of_objection = 70;
constexpr int status_of_usage = 64;

[[noreturn]] void die(std::string_view setting, std::string_view value, std::string_view allowed) {
  std::fprintf(stderr, "windtunnel: %.*s is '%.*s'; allowed is %.*s\n", static_cast<int>(setting.size()),
               setting.data(), static_cast<int>(value.size()), value.data(), static_cast<int>(allowed.size()),
               allowed.data());
  std::exit(status_of_usage);
}

tornado::Faults faults_named(std::string_view names) {
  if (names == "all") return tornado::Faults::all();
  tornado::Faults faults;
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(','));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    bool known = false;
    for (std::size_t at = 0; at < tornado::fault_count; ++at) {
      const auto fault = static_cast<tornado::Fault>(at);
      if (tornado::name_of(fault) != name) continue;
      faults = faults | tornado::Faults{fault};
      known = true;
    }
    if (!known) die("WINDTUNNEL_FAULTS", name, "'all', or names of faults such as 'reset,latency'");
  }
  return faults;
}

std::string_view setting(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

// The run of the whole program.
class PreloadedRun final : public Client {
 public:
  PreloadedRun(tornado::ChoiceSource& choices, tornado::SchedulingModel model, tornado::Faults faults)
      : loop_(choices, model, tornado::IOLoop::MakeCurrent::no), network_(loop_, link_with(faults)) {
    settings_.model = model;
  }

  tornado::SimNetwork& network() override { return network_; }
  void after_step() override {}
  bool wake_somebody() override { return false; }
  void object(std::string_view rule, std::string words) override {
    std::fprintf(stderr, "windtunnel: %.*s: %s\n", static_cast<int>(rule.size()), rule.data(), words.c_str());
    over_ = true;
  }
  bool over() const override { return over_; }

  template <class Main>
  int run(Main program) {
    int status = status_of_objection;
    Kernel kernel(loop_, *this, settings_);
    const bool ended = kernel.run([&] { status = program(); });
    if (!ended || over_) std::_Exit(status_of_objection);
    return status;
  }

 private:
  static tornado::LinkSettings link_with(tornado::Faults faults) {
    tornado::LinkSettings link;
    link.faults = faults;
    return link;
  }

  tornado::SimLoop loop_;
  tornado::SimNetwork network_;
  Settings settings_;
  bool over_ = false;
};

using Main = int(int, char**, char**);

Main* real_main = nullptr;

int run_main(int count, char** arguments, char** environment) {
  const std::string_view seed = setting("WINDTUNNEL_SEED");
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(seed.data(), seed.data() + seed.size(), number);
  if (!seed.empty() && (error != std::errc() || end != seed.data() + seed.size()))
    die("WINDTUNNEL_SEED", seed, "a whole number from 0 to 18446744073709551615");
  const std::string_view named = setting("WINDTUNNEL_MODEL");
  const auto model = core::model_named(named.empty() ? "exact" : named);
  if (!model) die("WINDTUNNEL_MODEL", named, core::model_names);
  core::QuietSource quiet;
  core::SeededSource seeded(number);
  tornado::ChoiceSource& choices = seed.empty() ? static_cast<tornado::ChoiceSource&>(quiet) : seeded;
  PreloadedRun run(choices, *model, faults_named(setting("WINDTUNNEL_FAULTS")));
  return run.run([&] { return real_main(count, arguments, environment); });
}

}  // namespace

}  // namespace windtunnel::kernel

// What the program's entry calls with its main().
// NOLINTBEGIN: the C library's name
WINDTUNNEL_SYMBOL int __libc_start_main(windtunnel::kernel::Main* main, int count, char** arguments,
                                        void (*initialize)(), void (*finish)(), void (*finish_loader)(),
                                        void* stack) {
  using namespace windtunnel::kernel;
  using Start = int(Main*, int, char**, void (*)(), void (*)(), void (*)(), void*);
  auto* const next = reinterpret_cast<Start*>(dlsym(RTLD_NEXT, "__libc_start_main"));
  real_main = main;
  return next(&run_main, count, arguments, initialize, finish, finish_loader, stack);
}
// NOLINTEND
