#include "tests/exam/methods.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <re2/re2.h>
#include <stdexcept>
#include <vector>

namespace windtunnel::exam {
namespace {

namespace fs = std::filesystem;

/// The programs of unit tests and fuzz targets, by the names that CMakeLists.txt gives them.
constexpr std::string_view unit_tests[] = {"exam_core_tests", "exam_runtime_tests"};
constexpr std::string_view fuzz_targets[] = {"fuzz_scenario",    "fuzz_stack_context", "fuzz_schedule",
                                             "fuzz_future",      "fuzz_queues_locks",  "fuzz_stream",
                                             "fuzz_http_client", "fuzz_http_server"};
constexpr std::string_view subjects[] = {
    "texts",       "calm_core", "calm_site",      "calm_close",        "calm_race", "calm_wire", "calm_web",
    "calm_stream", "stream",    "callback_fetch", "gen_async_handler", "key_value", "periodic",  "run_sync"};
constexpr std::string_view models[] = {"exact", "realistic", "adversarial"};

class Examination {
 public:
  Examination(const Laboratory& laboratory, std::size_t mutant)
      : laboratory_(laboratory), mutant_(mutant), folder_(laboratory.work / std::to_string(mutant)) {
    fs::create_directories(folder_);
    if (!fs::exists(reached_file())) std::ofstream(reached_file()) << std::string(1, '\0');
  }

  fs::path reached_file() const { return folder_ / "reached"; }

  /// Runs a program; whether it objected.
  bool objects(std::vector<std::string> words, Seconds limit) {
    words[0] = (laboratory_.programs / words[0]).string();
    const ProcessEnd end = run_limited({std::move(words), environment()}, folder_, folder_ / "output", limit);
    output_ = end.output;
    last_ = end;
    verdict_.cost += end.processor;
    if (end.succeeded()) return false;
    verdict_.killed = true;
    return true;
  }

  Verdict& verdict() { return verdict_; }
  void acquit() {
    verdict_.killed = false;
    verdict_.how.clear();
  }
  const std::string& output() const { return output_; }

  /// How the last program ended, unless it says better itself.
  std::string last_words() const {
    if (last_->kind == ProcessEnd::Kind::timed_out) return "does not end";
    if (last_->kind == ProcessEnd::Kind::killed_by_signal) return fmt::format("signal {}", last_->number);
    return fmt::format("status {}", last_->number);
  }
  int status() const { return last_->kind == ProcessEnd::Kind::exited ? last_->number : -1; }

 private:
  std::vector<std::string> environment() const {
    return {fmt::format("WINDTUNNEL_MUTANT={}", mutant_),
            fmt::format("WINDTUNNEL_REACHED={}", reached_file().string()), "RC_PARAMS=seed=1"};
  }

  const Laboratory& laboratory_;
  std::size_t mutant_;
  fs::path folder_;
  Verdict verdict_;
  std::string output_;
  std::optional<ProcessEnd> last_;
};

/// One property test of the rounds: what `check` runs.
std::vector<std::vector<std::string>> property_trials(std::string_view folder) {
  const std::vector<std::string> generated = {"--areas", "core,loop,sync,context,legacy"};
  std::vector<std::vector<std::string>> trials;
  for (const std::string_view subject : subjects) trials.push_back({"--subject", std::string(subject)});
  const bool network = folder == "net" || folder == "http" || folder == "web" || folder == "sim/network";
  trials.insert(network ? trials.end() : trials.begin(), generated);
  return trials;
}

/// How many constraints, or else choices, a schedule has: "hold a until b; answer c with 1/2",
/// "fault:1/4,value:0/2", "-".
int decisions_in(std::string_view schedule) {
  if (schedule == "-") return 0;
  const bool constraints = schedule.find(' ') != std::string_view::npos;
  return 1 + static_cast<int>(std::ranges::count(schedule, constraints ? ';' : ','));
}

void note_finding(Examination& examination) {
  Verdict& verdict = examination.verdict();
  const std::string& output = examination.output();
  verdict.how = examination.last_words();
  re2::RE2::PartialMatch(output, R"((?m)^law +(\S+))", &verdict.how);
  re2::RE2::PartialMatch(output, R"(shrunk from \d+ to (\d+) bytes of program)", &verdict.program_bytes);
  std::string schedule;
  if (re2::RE2::PartialMatch(output, R"((?m)^schedule +(.*)$)", &schedule))
    verdict.decisions = decisions_in(schedule);
}

/// Every trial for a quarter of a second, then for a half, and so on, each round with another seed and
/// another model: most kills need little time, and no trial should wait for the others'.
void run_property_tests(const Laboratory& laboratory, std::string_view folder, Examination& examination) {
  Seconds left = laboratory.property_time;
  double slice = 0.25;
  for (std::uint64_t round = 0; left.count() > 0; ++round, slice *= 2) {
    for (const std::vector<std::string>& trial : property_trials(folder)) {
      const double time = std::min(slice, left.count());
      if (time <= 0) return;
      left -= Seconds(time);
      std::vector<std::string> words = {"exam_windtunnel", "check", "--findings", "findings"};
      words.insert(words.end(), trial.begin(), trial.end());
      words.insert(words.end(), {"--model", std::string(models[round % std::size(models)]), "--seed",
                                 std::to_string(laboratory.seed + round), "--time",
                                 fmt::format("{}ms", static_cast<int>(1000 * time))});
      const Seconds before = examination.verdict().cost;
      if (!examination.objects(std::move(words), Seconds(60 + 2 * time))) continue;
      if (examination.status() == 2)
        throw std::runtime_error(fmt::format("exam: check was not run: {}", examination.output()));
      note_finding(examination);
      // What came after the failure, the shrinking, is no cost of the kill.
      double searched = 0;
      if (re2::RE2::PartialMatch(examination.output(), R"((?m)^time +([0-9.]+) s)", &searched))
        examination.verdict().cost = before + Seconds(searched);
      return;
    }
  }
}

// Some tests need real time, and fail on a busy machine: only a test that fails again, alone, has found
// something.
void run_tests(const Laboratory& laboratory, std::string_view program, Examination& examination) {
  constexpr int most_doubtful = 5;
  std::string filter = "*-";
  for (int doubtful = 0; doubtful < most_doubtful; ++doubtful) {
    const std::vector<std::string> words = {std::string(program), "--gtest_fail_fast", "--gtest_brief=1"};
    const auto with_filter = [&](const std::string& tests) {
      std::vector<std::string> all = words;
      all.push_back("--gtest_filter=" + tests);
      return all;
    };
    if (!examination.objects(with_filter(filter), laboratory.other_time)) return;
    examination.verdict().how = examination.last_words();
    std::string failed;
    if (!re2::RE2::PartialMatch(examination.output(), R"(\[  FAILED  \] (\S+))", &failed)) return;
    examination.verdict().how = failed;
    if (examination.objects(with_filter(failed), laboratory.other_time)) return;
    examination.acquit();
    filter += ":" + failed;
  }
}

}  // namespace

Verdict examine(const Laboratory& laboratory, std::size_t method, std::size_t mutant,
                std::string_view folder) {
  Examination examination(laboratory, mutant);
  Verdict& verdict = examination.verdict();
  switch (method) {
    case property_tests:
      run_property_tests(laboratory, folder, examination);
      break;
    case 1:
      if (examination.objects({"exam_windtunnel", "litmus", "--root", laboratory.root.string()},
                              laboratory.other_time)) {
        verdict.how = examination.last_words();
        re2::RE2::PartialMatch(examination.output(), R"((?m)^(\w+).*(?:NOT|violat|broken))", &verdict.how);
      }
      break;
    case 2:
      run_tests(laboratory, "exam_golden_tests", examination);
      break;
    case 3:
      for (const std::string_view target : fuzz_targets) {
        const fs::path seeds = laboratory.seeds / target;
        if (!examination.objects({fmt::format("exam_{}", target), seeds.string()}, laboratory.other_time))
          continue;
        verdict.how = target;
        break;
      }
      break;
    default:
      for (const std::string_view program : unit_tests) {
        run_tests(laboratory, program, examination);
        if (verdict.killed) break;
      }
  }
  return verdict;
}

bool was_reached(const Laboratory& laboratory, std::size_t mutant) {
  std::ifstream in(laboratory.work / std::to_string(mutant) / "reached", std::ios::binary);
  return in.get() == 1;
}

}  // namespace windtunnel::exam
