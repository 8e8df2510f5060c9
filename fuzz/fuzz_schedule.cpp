// fuzz_schedule: the first byte selects a litmus scenario or a C++ subject from a fixed set; the other bytes
// are its scheduling model, its schedule and what its network does. The subjects are programs that fetch
// pages and the correct twins of the subjects with which strategies are measured. The run is judged by all
// laws. WINDTUNNEL_SUBJECT names one subject to run alone; it may have a planted bug.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "fuzz/flight.hpp"
#include "fuzz/litmus_texts.hpp"
#include "harness/choices/bytes_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel::fuzz {

namespace {

struct Fixed {
  std::string_view name;
  Scenario scenario;  // empty for a C++ subject
  std::unique_ptr<ScenarioSubject> compiled;
  Subject subject;
};

// The other subjects have planted bugs, which would be found again and again.
bool is_clean(std::string_view name) {
  static constexpr std::string_view programs[] = {"periodic", "callback_fetch", "gen_async_handler",
                                                  "key_value", "run_sync"};
  return name.ends_with("_fixed") || std::ranges::find(programs, name) != std::end(programs);
}

std::vector<std::unique_ptr<Fixed>> fixed_subjects() {
  const char* chosen = std::getenv("WINDTUNNEL_SUBJECT");
  const std::string_view only = chosen != nullptr ? chosen : "";
  std::vector<std::unique_ptr<Fixed>> all;
  for (const LitmusText& litmus : litmus_texts()) {
    if (!only.empty() && only != litmus.name) continue;
    auto fixed =
        std::make_unique<Fixed>(Fixed{scenario_subject_name, parse(litmus.text, litmus.name), nullptr, {}});
    fixed->compiled = std::make_unique<ScenarioSubject>(fixed->scenario);
    fixed->subject = fixed->compiled->subject();
    all.push_back(std::move(fixed));
  }
  for (const std::string& name : native_subject_names()) {
    if (only.empty() ? !is_clean(name) : name != only) continue;
    const NativeSubject native = *native_subject_named(name);
    all.push_back(std::make_unique<Fixed>(Fixed{native.name, {}, nullptr, native.subject}));
  }
  if (all.empty()) {
    fmt::print(stderr, "fuzz_schedule: WINDTUNNEL_SUBJECT: there is no subject '{}'\n", only);
    std::exit(2);
  }
  return all;
}

}  // namespace

}  // namespace windtunnel::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  static const auto all = fuzz::fixed_subjects();
  static fuzz::Flight flight;
  static fuzz::Flight network_flight(network_claims);
  BytesSource choices({data, size});
  const auto count = static_cast<std::uint32_t>(all.size());
  const fuzz::Fixed& chosen =
      *all[count > 1 ? choices.choose({tornado::ChoiceKind::value, count, "subject"}) : 0];
  if (chosen.subject.claims.has(Claim::sockets)) {
    network_flight.fly(chosen.subject, chosen.name, chosen.scenario, choices, Freedom::contract);
    return 0;
  }
  const bool adversary = choices.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
  flight.fly(chosen.subject, chosen.name, chosen.scenario, choices,
             adversary ? Freedom::adversary : Freedom::contract);
  return 0;
}
