// fuzz_schedule: the first byte selects a litmus scenario or a C++ subject from a fixed set; the other bytes
// are its scheduling model, its schedule and what its network does. The subjects are programs that fetch
// pages and the correct twins of the subjects with which strategies are measured. The run is judged by all
// laws. WINDTUNNEL_SUBJECT names one subject to run alone; it may have a planted bug.
#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "fuzz/judged_run.hpp"
#include "fuzz/litmus_texts.hpp"
#include "harness/core/bytes_source.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::fuzz {

namespace {

// The other subjects have planted bugs, which would be found again and again.
bool is_clean(std::string_view name) {
  static constexpr std::string_view programs[] = {"periodic", "callback_fetch", "gen_async_handler",
                                                  "key_value", "run_sync"};
  return name.ends_with("_fixed") || std::ranges::find(programs, name) != std::end(programs);
}

std::vector<core::Case> fixed_cases() {
  const char* chosen = std::getenv("WINDTUNNEL_SUBJECT");
  const std::string_view only = chosen != nullptr ? chosen : "";
  std::vector<core::Case> all;
  for (const LitmusText& litmus : litmus_texts()) {
    if (!only.empty() && only != litmus.name) continue;
    all.push_back(subjects::case_of(scenario::parse(litmus.text, litmus.name)));
  }
  for (const std::string& name : subjects::cpp_subject_names()) {
    if (only.empty() ? is_clean(name) : name == only)
      all.push_back(core::case_of(*subjects::find_cpp_subject(name)));
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
  static const auto all = fuzz::fixed_cases();
  static fuzz::JudgedRuns runs;
  static fuzz::JudgedRuns network_runs(core::all_guarantees);
  core::BytesSource choices({data, size});
  const auto count = static_cast<std::uint32_t>(all.size());
  const core::Case& chosen =
      all[count > 1 ? choices.choose({tornado::ChoiceKind::value, count, "subject"}) : 0];
  if (chosen.subject.guarantees.has(core::Guarantee::sockets)) {
    network_runs.run(chosen.subject, chosen.program.get(), choices, core::SchedulingModel::exact);
    return 0;
  }
  const bool adversary = choices.choose({tornado::ChoiceKind::value, 2, "freedom"}) == 1;
  runs.run(chosen.subject, chosen.program.get(), choices,
           adversary ? core::SchedulingModel::adversarial : core::SchedulingModel::exact);
  return 0;
}
