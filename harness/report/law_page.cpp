#include "harness/report/law_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "harness/laws/all_laws.hpp"
#include "harness/scenario/source_text.hpp"

namespace windtunnel {

namespace {

constexpr std::string_view opening =
    R"(# The laws

What a Tornado 4.5.3 future/coroutine runtime does, one checkable sentence a law, each measured by running the real one
under a virtual clock. "iter N" is the loop's N-th iteration; a "hop" is one `add_callback`: it runs in the next
iteration's callback phase. The runtime keeps every law; the harness checks them under every schedule; a law that a
later Tornado or this runtime words differently says so here and nowhere else.

The runtime is faithful, its latent defects included: a program's trace is the one that the real 4.5.3 gives. The laws that
tell of such a defect are marked *known*. Each breaks an invariant from the end of this page; a run that shows it is
reported as `known`, by the law's number, and fails nothing. `wt laws --known` shows the smallest scenario of each. The
one exception is F7 and F8: a second `set_result` or `set_exception` raises `InvalidStateError` and leaves the Future as
it was.

Rules marked 4.2 say where Tornado 4.2 differs; they need no switch, only this note.

Below a law stand the *tests* that bear its number (`wt test -R NAME`), the invariants that *watch* it, the *mutants* of
the runtime that break it and are found out, and the *litmus* scenarios about it (`wt litmus NAME`). This page is printed by
`wt laws --markdown`, from `harness/laws/catalogue.def` and what it finds in the project's files.
)";

constexpr std::string_view hop_table = R"(
## Hop table: iterations from the causing call to the resumed step

yield done future 0; yield moment 1; set_result -> waiting coroutine 1; child coroutine finishes -> parent 1; last child of a list -> parent 1;
with_timeout/chain +0; sleep timer -> coroutine 1; notify/set/release/put -> waiting coroutine 1; callback= kw 1; I/O handler -> coroutine 1 (next (c));
fetch response -> future callbacks 0, fetch callback 1, coroutine 1; coroutine done -> run_sync returns: end of the next iteration's (d).
)";

constexpr std::string_view about_invariants = R"(
## Invariants

What the laws come to: each is one check over the events of a run, and what a broken law is called. Those without a check
wait for the parts of the runtime that they are about.

)";

std::string in_backquotes(const std::vector<std::string>& names) {
  return fmt::format("`{}`", fmt::join(names, "`, `"));
}

// The lines below a law or invariant.
std::string evidence_lines(const Evidence& evidence) {
  std::string lines;
  if (!evidence.tests.empty()) lines += fmt::format("  - tests: {}\n", in_backquotes(evidence.tests));
  if (!evidence.checks.empty())
    lines += fmt::format("  - watched by: {}\n", fmt::join(evidence.checks, ", "));
  if (!evidence.mutants.empty()) lines += fmt::format("  - mutants: {}\n", in_backquotes(evidence.mutants));
  if (!evidence.litmus.empty()) lines += fmt::format("  - litmus: {}\n", in_backquotes(evidence.litmus));
  return lines;
}

// The check of an invariant; null if there is none yet.
const Law* check_of(std::string_view invariant) {
  static const std::vector<std::unique_ptr<Law>> checks = all_laws();
  for (const auto& check : checks)
    if (check->card().name == invariant) return check.get();
  return nullptr;
}

std::string freedom_in_words(const LawCard& card) {
  return card.holds_under_adversary ? "both freedoms" : "contract freedom";
}

std::string invariant_lines(const LawEntry& invariant, const EvidenceIndex& index) {
  std::string lines = fmt::format("- **{}** {}\n", invariant.name, invariant.sentence);
  if (const Law* check = check_of(invariant.name)) {
    lines += fmt::format("  - checked under {}: {}\n", freedom_in_words(check->card()), check->card().title);
    if (!check->card().laws.empty())
      lines += fmt::format("  - watches: {}\n", fmt::join(check->card().laws, ", "));
  }
  return lines + evidence_lines(index.of(invariant.name));
}

// At most `width` characters, with `...` where something is left out.
std::string cut(std::string_view text, std::size_t width) {
  if (text.size() <= width) return std::string(text);
  return std::string(text.substr(0, width - 3)) + "...";
}

std::string table_row(const LawEntry& law, const EvidenceIndex& index) {
  constexpr std::size_t sentence_width = 72;
  const Evidence& evidence = index.of(law.name);
  return fmt::format("{:<4} {:>5} {:>7} {:>6}  {:<12} {}\n", law.name, evidence.tests.size(),
                     evidence.mutants.size(), evidence.litmus.size(),
                     fmt::to_string(fmt::join(evidence.checks, " ")), cut(law.sentence, sentence_width));
}

template <class Visit>
void for_each_law(Visit visit) {
  for (const LawGroup& group : law_groups())
    for (const LawEntry& law : group.laws) visit(law);
}

}  // namespace

std::string law_page(const EvidenceIndex& index) {
  std::string page(opening);
  for (const LawGroup& group : law_groups()) {
    page += fmt::format("\n## {}\n\n", group.heading);
    if (group.to_come) page += "To come: the runtime does not have what these are about yet.\n\n";
    for (const LawEntry& law : group.laws) {
      page += fmt::format("- **{}** {}{}\n", law.name, law.known ? "(*known*) " : "", law.sentence);
      page += evidence_lines(index.of(law.name));
    }
  }
  page += hop_table;
  page += about_invariants;
  for (const LawEntry& invariant : invariants()) page += invariant_lines(invariant, index);
  return page;
}

std::string law_table(const EvidenceIndex& index) {
  std::string table = fmt::format("{:<4} {:>5} {:>7} {:>6}  {:<12} {}\n", "law", "tests", "mutants", "litmus",
                                  "watched by", "sentence");
  for_each_law([&](const LawEntry& law) { table += table_row(law, index); });
  for (const LawEntry& invariant : invariants()) table += table_row(invariant, index);
  return table;
}

std::string law_in_full(const LawEntry& law, const EvidenceIndex& index) {
  std::string text =
      fmt::format("{}{}: {}\n", law.name, law.known ? " (a known defect of 4.5.3)" : "", law.sentence);
  const auto line = [&](std::string_view what, std::string_view words) {
    text += fmt::format("  {:<8} {}\n", what, words);
  };
  if (const Law* check = check_of(law.name)) {
    line("checked", fmt::format("under {}: {}", freedom_in_words(check->card()), check->card().title));
    line("watches", fmt::format("{}", fmt::join(check->card().laws, ", ")));
  }
  const Evidence& evidence = index.of(law.name);
  for (const std::string& test : evidence.tests) line("test", test);
  for (const std::string& check : evidence.checks)
    line("watched", fmt::format("by {}: {}", check, check_of(check)->card().title));
  for (const std::string& mutant : evidence.mutants)
    line("mutant", fmt::format("{}: {}", mutant, index.mutant(mutant)->what));
  for (const std::string& scenario : evidence.litmus) line("litmus", scenario);
  return text;
}

std::string known_defects_in_full(const EvidenceIndex& index) {
  std::string text;
  for_each_law([&](const LawEntry& law) {
    if (!law.known) return;
    text += fmt::format("{}{}: {}\n", text.empty() ? "" : "\n", law.name, law.sentence);
    const std::vector<LitmusEntry> showing = index.known(law.name);
    if (showing.empty()) {
      text += fmt::format("  no litmus scenario shows it, but the tests {}\n",
                          fmt::join(index.of(law.name).tests, ", "));
    } else {
      text += fmt::format("  {}\n\n{}", showing.front().name, read_source(showing.front().file));
    }
  });
  return text;
}

}  // namespace windtunnel
