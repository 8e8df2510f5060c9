#include "harness/search/holds.hpp"

#include <cstdlib>
#include <fmt/format.h>
#include <optional>

#include "harness/check/finding.hpp"
#include "harness/check/reproduce.hpp"
#include "harness/check/shrinker.hpp"
#include "harness/search/explorer.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {

namespace {

// Known by name while a test searches, for those who shrink and replay.
class NameTaken {
 public:
  NameTaken(std::string_view name, const Subject& subject) : name_(name) {
    added_ = !find_native_subject(name);
    if (added_) add_native_subject(name_, "", subject);
  }
  NameTaken(const NameTaken&) = delete;
  NameTaken& operator=(const NameTaken&) = delete;
  ~NameTaken() {
    if (added_) remove_native_subject(name_);
  }

 private:
  std::string name_;
  bool added_;
};

// A name as it may stand in a finding: `[](World&) {...}` becomes one word.
std::string one_word(std::string_view name) {
  std::string word;
  for (const char c : name.substr(0, 60)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (plain) {
      word += c;
    } else if (!word.empty() && word.back() != '-') {
      word += '-';
    }
  }
  return word.empty() ? "program" : word;
}

std::string in_words(const Finding& finding, std::string_view place, std::string_view how) {
  return fmt::format("{} {}\nbroken by   {}\nschedule    {}\n\n{}\nfinding     {}\n", how, finding.law,
                     finding.message, schedule_text(finding), finding.trace, place);
}

std::optional<Held> replayed(std::string_view name) {
  const char* file = std::getenv("WINDTUNNEL_REPLAY");
  if (file == nullptr) return std::nullopt;
  const Finding finding = read_finding(file);
  if (finding.subject != name) return std::nullopt;
  const Replay replay = windtunnel::replay(finding, file);
  Held held;
  held.schedules = 1;
  held.holds = !replay.breach;
  if (replay.breach) {
    held.words = fmt::format("the finding still breaks {}: {}\n{}", replay.breach->law,
                             replay.breach->message, replay.annotated);
  }
  return held;
}

}  // namespace

Held search_for_breach(std::string_view name, const Subject& subject, const Budget& budget) {
  const std::string word = one_word(name);
  const NameTaken known(word, subject);
  if (std::optional<Held> held = replayed(word)) return *held;
  SearchOptions options;
  options.strategy = budget.strategy;
  options.runs = budget.schedules;
  options.seed = budget.seed;
  options.freedom = budget.freedom;
  options.laws = budget.laws;
  SearchResult searched = search(subject, options);
  Held held;
  held.schedules = searched.broken ? searched.broken->run : searched.coverage.runs();
  held.certificate = searched.certificate;
  if (!searched.broken) return held;
  Counterexample found;
  found.subject = word;
  found.schedule = searched.broken->schedule;
  found.freedom = budget.freedom;
  found.breach = searched.broken->breach;
  found.last_words = searched.broken->last_words;
  found.seed = budget.seed;
  shrink(found);
  const Finding finding = to_finding(found);
  const std::string path = write_finding(finding, budget.findings).string();
  held.holds = false;
  held.words = in_words(finding, path + "\nreplay      WINDTUNNEL_REPLAY=" + path + " and this test",
                        fmt::format("schedule {} breaks", held.schedules));
  return held;
}

}  // namespace windtunnel
