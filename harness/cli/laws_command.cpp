// windtunnel laws: shows the laws, with the tests, checks, mutants and litmus scenarios of each.
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "harness/cli/arguments.hpp"
#include "harness/cli/commands.hpp"
#include "harness/properties/laws/catalogue.hpp"
#include "harness/report/evidence_index.hpp"
#include "harness/report/law_page.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::cli {

namespace {

struct LawsSettings {
  std::vector<std::string> names;
  bool markdown = false;
  bool known = false;
  std::string root = ".";
};

std::vector<properties::LawEntry> named(const std::vector<std::string>& names) {
  std::vector<properties::LawEntry> laws;
  for (const std::string& name : names) {
    const properties::LawEntry* law = properties::find_law(name);
    if (law == nullptr)
      throw UsageError(
          fmt::format("{} is not the number of a law, such as F5 or V1; without a number, all are shown",
                      scenario::in_quotes(name)));
    laws.push_back(*law);
  }
  return laws;
}

std::string shown(const LawsSettings& settings) {
  const std::vector<properties::LawEntry> laws = named(settings.names);
  const report::EvidenceIndex index(settings.root);
  if (settings.markdown) return law_page(index);
  if (settings.known) return known_defects_in_full(index);
  if (laws.empty()) return law_table(index);
  std::string text;
  for (const properties::LawEntry& law : laws) text += (text.empty() ? "" : "\n") + law_in_full(law, index);
  return text;
}

}  // namespace

void add_laws_command(CLI::App& app, int& status) {
  auto settings = std::make_shared<LawsSettings>();
  CLI::App* command = app.add_subcommand("laws", "Show the laws, their tests, checks, mutants and scenarios");
  CLI::Option* names = command
                           ->add_option("LAW", settings->names,
                                        "the numbers of the laws to show in full; default: a table of all")
                           ->type_name("");
  CLI::Option* markdown =
      command->add_flag("--markdown", settings->markdown, "print the page docs/laws.md")->excludes(names);
  command
      ->add_flag("--known", settings->known,
                 "print the known defects of Tornado 4.5.3, each with its smallest scenario")
      ->excludes(names)
      ->excludes(markdown);
  add_root_option(*command, settings->root, "whose files are searched");
  command->footer("Exit status: 0; 2 wrong usage or a folder that is not the project's.");
  command->callback([settings, &status] {
    fmt::print("{}", shown(*settings));
    status = exit_ok;
  });
}

}  // namespace windtunnel::cli
