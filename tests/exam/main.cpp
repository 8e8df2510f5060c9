// The program of `wt exam`. `exam plant` writes the overlay, from which the mutated programs are built; `exam
// run` examines each mutant and writes the page.
#include <CLI/CLI.hpp>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "harness/cli/shard_option.hpp"
#include "harness/core/whole_file.hpp"
#include "harness/engine/shard_request.hpp"
#include "tests/exam/methods.hpp"
#include "tests/exam/page.hpp"
#include "tests/exam/results.hpp"
#include "tests/exam/sample.hpp"

namespace windtunnel::exam {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string root = ".";
  std::string build;  ///< the build folder
  std::size_t sample = 400;
  std::uint64_t seed = 1;
  double time = 60;
  unsigned jobs = 1;
  double at_least = 0;
  std::string page;
  std::optional<engine::ShardRequest> shard;
  std::vector<std::string> results;  ///< where they are kept
};

Laboratory laboratory_of(const Options& options) {
  const fs::path build = fs::absolute(options.build);
  Laboratory laboratory{fs::absolute(options.root), build / "tests/exam", build / "fuzz/seeds",
                        build / "exam/work"};
  laboratory.property_time = Seconds(options.time);
  laboratory.seed = options.seed;
  fs::remove_all(laboratory.work);
  return laboratory;
}

/// The runtime as it is must pass. Throws std::runtime_error if it does not.
void examine_original(Laboratory laboratory) {
  for (std::size_t method = 0; method < method_names.size(); ++method) {
    laboratory.property_time = std::min(laboratory.property_time, Seconds(20));
    const Verdict verdict = examine(laboratory, method, 0, "net");
    fmt::print("original  {:16} {:6.1f} s\n", method_names[method], verdict.cost.count());
    if (verdict.killed)
      throw std::runtime_error(fmt::format("the {} object to the runtime as it is: {}; see {}",
                                           method_names[method], verdict.how,
                                           (laboratory.work / "0/output").string()));
  }
}

Examined examine_mutant(const Laboratory& laboratory, const Mutant& mutant, std::size_t number) {
  Examined examined{mutant, {}, false};
  for (std::size_t method = 0; method < method_names.size(); ++method) {
    examined.verdicts[method] = examine(laboratory, method, number, examined.folder());
    if (method == property_tests) examined.reached = was_reached(laboratory, number);
  }
  return examined;
}

void show(std::size_t number, const Examined& examined) {
  fmt::print("{:4} {}:{} {}\n", number, examined.mutant.file, examined.mutant.line, examined.mutant.rule);
  for (std::size_t method = 0; method < method_names.size(); ++method) {
    const Verdict& verdict = examined.verdicts[method];
    fmt::print("       {:16} {:6.1f} s  {}\n", method_names[method], verdict.cost.count(),
               verdict.killed ? verdict.how : "-");
  }
  std::fflush(stdout);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(fmt::format("{} cannot be read", file.string()));
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& file, std::string_view text) {
  if (!core::write_whole(file, text))
    throw std::runtime_error(fmt::format("{} cannot be written", file.string()));
}

fs::path results_file(const Options& options) {
  if (!options.results.empty()) return options.results.front();
  return fs::path(options.build) / "exam/results.json";
}

/// Also while the exam goes on: what is known survives its end.
void write_results(const Options& options, const Exam& exam) {
  write(results_file(options), results_text(exam));
  if (!options.page.empty()) write(options.page, page_of(exam));
}

/// Writes the page of the latest exam again, or of the exam whose shards left those results, with the reasons
/// that are known now.
int write_page(const Options& options) {
  std::vector<KeptExam> parts;
  parts.reserve(options.results.size() + 1);
  for (const std::string& file : options.results) parts.push_back({file, results_in(text_of(file))});
  if (parts.empty()) {
    const fs::path latest = results_file(options);
    parts.push_back({latest.string(), results_in(text_of(latest))});
  }
  JoinedExam joined = join(parts);
  joined.exam.reasons = reasons_in(text_of(fs::path(options.root) / "tests/exam/reasons.txt"));
  write(options.page, page_of(joined.exam));
  fmt::print("{}", joined.shards.in_words([&](const engine::Shard& shard) {
    return fmt::format("./wt exam --sample {} --seed {} --time {} --shard {}/{} --results {}",
                       joined.exam.sample, joined.exam.seed, joined.exam.property_time.count(), shard.number,
                       shard.count, fmt::format("shard-{}-of-{}.json", shard.number, shard.count));
  }));
  return joined.shards.is_complete() ? 0 : 2;
}

int run(const Options& options) {
  const Laboratory laboratory = laboratory_of(options);
  std::vector<Mutant> all = all_mutants(options.root);
  Exam exam{.rules_make = all.size(),
            .sample = 0,
            .seed = options.seed,
            .property_time = laboratory.property_time,
            .shard = cli::shard_of(options.shard),
            .examined = {},
            .reasons = {}};
  exam.reasons = reasons_in(text_of(fs::path(options.root) / "tests/exam/reasons.txt"));
  const std::vector<Mutant> sample = sample_of(std::move(all), options.sample, options.seed);
  exam.sample = sample.size();
  cli::show_shard(options.shard);
  examine_original(laboratory);

  std::mutex writing;
  std::atomic<std::size_t> next = 0;
  std::string error;
  const auto work = [&] {
    try {
      for (std::size_t own = next++; own < share_of(exam.shard, sample.size()); own = next++) {
        const std::size_t at = program_of(exam.shard, own);
        const Examined examined = examine_mutant(laboratory, sample[at], at + 1);
        const std::scoped_lock lock(writing);
        show(at + 1, examined);
        exam.examined.push_back(examined);
        sort(exam);
        write_results(options, exam);
      }
    } catch (const std::exception& failure) {
      const std::scoped_lock lock(writing);
      error = failure.what();
      next = sample.size();
    }
  };
  {
    std::vector<std::jthread> workers;
    workers.reserve(options.jobs);
    for (unsigned job = 0; job < options.jobs; ++job) workers.emplace_back(work);
  }
  if (!error.empty()) throw std::runtime_error(error);
  const double killed = exam.killed_percent();
  fmt::print("{} mutants, {:.0f} % of those that are not equivalent are killed\n", exam.examined.size(),
             killed);
  return killed < options.at_least ? 1 : 0;
}

int main_of(int count, char** words) {
  Options options;
  CLI::App app{"Mutants of the runtime, and which methods kill them", "exam"};
  app.require_subcommand(1);
  app.fallthrough();  // so that these may follow the command, too: subcommands inherit it when they are made
  // The launcher gives its own first, then the user's.
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.add_option("--root", options.root, "the project's folder")->required();
  app.add_option("--build", options.build, "the build folder")->required();
  app.add_option("--sample", options.sample, "how many mutants")
      ->capture_default_str()
      ->check(CLI::Range(1, 100000));
  app.add_option("--seed", options.seed, "draws the sample")->capture_default_str();
  CLI::App* const plant = app.add_subcommand("plant", "write the mutated copy of the runtime");
  CLI::App* const examination = app.add_subcommand("run", "examine the mutants");
  examination->add_option("--time", options.time, "seconds of property tests for a mutant")
      ->capture_default_str()
      ->check(CLI::Range(1, 3600));
  examination->add_option("--jobs", options.jobs, "how many mutants at once")
      ->capture_default_str()
      ->check(CLI::Range(1, 1024));
  examination->add_option("--at-least", options.at_least, "exit with 1 if a smaller percentage is killed")
      ->check(CLI::Range(0, 100));
  examination->add_option("--page", options.page, "write the page to this file");
  cli::add_shard_option(*examination, options.shard, "mutants of the sample");
  examination->add_option("--results", options.results, "keep the results in this file, for `exam page`")
      ->expected(1);
  CLI::App* const page =
      app.add_subcommand("page", "write the page of the latest exam again, with the reasons of today");
  page->add_option("--page", options.page, "the file")->required();
  page->add_option("--results", options.results,
                   "the results of an exam, or of its shards; the latest ones unless told")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("FILE");
  CLI11_PARSE(app, count, words);
  if (page->parsed()) return write_page(options);
  if (examination->parsed()) return run(options);
  if (plant->parsed())
    write_overlay(options.root, fs::path(options.build) / "exam/overlay",
                  sample_of(all_mutants(options.root), options.sample, options.seed));
  return 0;
}

}  // namespace
}  // namespace windtunnel::exam

int main(int count, char** words) {
  try {
    return windtunnel::exam::main_of(count, words);
  } catch (const std::exception& error) {
    fmt::print(stderr, "exam: {}\n", error.what());
    return 2;
  }
}
