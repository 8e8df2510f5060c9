// Rules for source files: which layer and which folder may include which, that no two types have one name,
// that a header says what it is, and that a long file says why. The rules are checked on the text of all
// files, so a new file needs no entry here.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr int max_lines = 400;

struct Source {
  std::string path;  // from the root, with '/'
  std::string text;
};

/// What is wrong with a file, one sentence each; empty if nothing is.
using Complaints = std::vector<std::string>;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// The project's own headers that a file includes: those in quotes, and those in angle brackets that name one
/// of its folders.
std::vector<std::string> own_includes(const std::string& text) {
  static const std::regex include(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
  std::vector<std::string> found;
  for (const std::string& line : lines_of(text)) {
    std::smatch match;
    if (line.find('#') == std::string::npos || !std::regex_search(line, match, include)) continue;
    const std::string target = match[2];
    if (match[1] == "\"" || starts_with_any(target, {"runtime/", "harness/", "fuzz/", "tests/"})) {
      found.push_back(target);
    }
  }
  return found;
}

/// Headers of the runtime that belong to the interface between it and the harness.
bool is_interface(std::string_view target) {
  return target == "runtime/observer.hpp" || target == "runtime/events.def" ||
         target == "runtime/enum_set.hpp" || target == "runtime/sim/choice_source.hpp" ||
         target == "runtime/sim/scheduling_model.hpp" || target == "runtime/sim/step_log.hpp" ||
         target == "runtime/sim/network/fault.hpp";
}

bool may_include(std::string_view path, std::string_view target) {
  if (path.starts_with("tests/")) return starts_with_any(target, {"runtime/", "harness/", "fuzz/", "tests/"});
  if (path.starts_with("runtime/")) return target.starts_with("runtime/");
  // testing/ is what users include: it brings the runtime along.
  if (starts_with_any(path, {"harness/kernel/", "harness/subjects/", "harness/testing/"}))
    return starts_with_any(target, {"runtime/", "harness/"});
  if (path.starts_with("harness/")) return target.starts_with("harness/") || is_interface(target);
  if (path.starts_with("fuzz/")) return starts_with_any(target, {"fuzz/", "harness/"});
  return false;
}

/// The folders of runtime/ and of harness/, from the ground up: a file includes only what has its rank or a
/// lower one. What a path begins with counts, the longest that fits.
const std::vector<std::string_view> ranks = {
    // runtime/: first the core, which knows nothing of what follows runtime/core.hpp.
    "runtime/",
    "runtime/gen/",
    "runtime/locks/",
    "runtime/queues/",
    "runtime/sim/",
    "runtime/core.hpp",
    "runtime/stack_context/",
    "runtime/legacy/",
    "runtime/net/",
    "runtime/sim/network/",
    "runtime/posix/",
    "runtime/tornado.hpp",
    "runtime/http/",
    "runtime/web/",
    "runtime/include/",  // what other projects include
    // harness/
    "harness/core/",
    "harness/scenario/",
    "harness/generator/",
    "harness/properties/",
    "harness/kernel/",
    "harness/subjects/",
    "harness/strategies/",
    "harness/engine/",
    "harness/shrink/",
    "harness/findings/",
    "harness/fuzzing/",
    "harness/testing/",
    "harness/include/",  // what other projects include
    "harness/oracle/",
    "harness/litmus/",
    "harness/report/",
    "harness/cli/",
    "harness/main.cpp",
};

/// The rank of a file; none if no row of the table fits.
std::optional<std::size_t> rank_of(std::string_view path) {
  std::optional<std::size_t> best;
  for (std::size_t at = 0; at < ranks.size(); ++at) {
    if (path.starts_with(ranks[at]) && (!best || ranks[at].size() > ranks[*best].size())) best = at;
  }
  return best;
}

Complaints wrong_ranks(const Source& source) {
  if (!starts_with_any(source.path, {"runtime/", "harness/"})) return {};
  const std::optional<std::size_t> rank = rank_of(source.path);
  if (!rank) return {source.path + " is in no folder that has a rank"};
  Complaints complaints;
  for (const std::string& target : own_includes(source.text)) {
    const std::optional<std::size_t> below = rank_of(target);
    if (below && *below > *rank) {
      complaints.push_back(source.path + " includes upward: " + target);
    }
  }
  return complaints;
}

/// The types that a file defines at the scope of a namespace with a name. Declarations there begin a line.
std::vector<std::string> types_of(const std::string& text) {
  static const std::regex definition(
      R"re(^(?:class|struct|union|enum(?: class| struct)?) (?:\[\[\w+\]\] )?(\w+)(.*)$)re");
  static const std::regex alias(R"re(^using (\w+) =)re");
  std::vector<std::string> types;
  bool anonymous = false;
  for (const std::string& line : lines_of(text)) {
    if (line == "namespace {") anonymous = true;
    if (line == "}  // namespace") anonymous = false;
    std::smatch match;
    if (anonymous || !starts_with_any(line, {"class ", "struct ", "union ", "enum ", "using "})) continue;
    if (std::regex_search(line, match, alias)) types.push_back(match[1]);
    if (!std::regex_search(line, match, definition)) continue;
    const std::string rest = match[2];
    const bool only_declares = rest.ends_with(";") && rest.find('{') == std::string::npos;
    if (!only_declares && !rest.starts_with("<") && !rest.starts_with("::")) types.push_back(match[1]);
  }
  return types;
}

/// Names that types in more than one of these files have.
Complaints shared_names(const std::vector<Source>& sources) {
  std::map<std::string, std::set<std::string>> files_by_name;
  for (const Source& source : sources) {
    for (const std::string& name : types_of(source.text)) files_by_name[name].insert(source.path);
  }
  Complaints complaints;
  for (const auto& [name, files] : files_by_name) {
    if (files.size() < 2) continue;
    std::string complaint = "types of the name " + name + " are in";
    for (const std::string& file : files) complaint += ' ' + file;
    complaints.push_back(complaint);
  }
  return complaints;
}

Complaints wrong_includes(const Source& source) {
  Complaints complaints;
  for (const std::string& target : own_includes(source.text)) {
    if (!may_include(source.path, target)) complaints.push_back(source.path + " includes " + target);
  }
  return complaints;
}

Complaints wrong_opening(const Source& source) {
  const bool must_open =
      source.path.ends_with(".hpp") && starts_with_any(source.path, {"runtime/", "harness/", "fuzz/"});
  if (!must_open || source.text.starts_with("// ")) return {};
  return {source.path + " does not open with a comment on what it is"};
}

Complaints wrong_length(const Source& source) {
  const std::vector<std::string> lines = lines_of(source.text);
  if (lines.size() <= max_lines) return {};
  const bool says_why = std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
    const std::size_t comment = line.find("//");
    return comment != std::string::npos && line.find("over 400 lines because", comment) != std::string::npos;
  });
  if (says_why) return {};
  return {source.path + " has " + std::to_string(lines.size()) + " lines and does not say why"};
}

std::vector<Source> all_sources() {
  const fs::path root = WINDTUNNEL_SOURCE_DIR;
  std::vector<Source> sources;
  for (const char* layer : {"runtime", "harness", "fuzz", "tests"}) {
    if (!fs::exists(root / layer)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / layer)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".hpp" && extension != ".def") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      sources.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
    }
  }
  return sources;
}

std::string joined(const Complaints& complaints) {
  std::string text;
  for (const std::string& complaint : complaints) text += complaint + '\n';
  return text;
}

template <typename Rule>
Complaints complaints_of_all(Rule rule) {
  Complaints all;
  for (const Source& source : all_sources()) {
    for (std::string& complaint : rule(source)) all.push_back(std::move(complaint));
  }
  std::sort(all.begin(), all.end());
  return all;
}

TEST(Layers, SourcesAreFound) {
  const std::vector<Source> sources = all_sources();
  for (const char* path : {"runtime/observer.hpp", "harness/scenario/tree.cpp", "tests/layers_test.cpp"}) {
    EXPECT_TRUE(std::any_of(sources.begin(), sources.end(), [&](const Source& s) { return s.path == path; }))
        << path;
  }
}

TEST(Layers, NoIncludePointsTheWrongWay) {
  EXPECT_EQ(joined(complaints_of_all(wrong_includes)), "");
}

TEST(Layers, NoFolderIncludesUpward) {
  EXPECT_EQ(joined(complaints_of_all(wrong_ranks)), "");
}

TEST(Layers, NoTwoTypesOfTheHarnessHaveOneName) {
  std::vector<Source> sources = all_sources();
  std::erase_if(sources, [](const Source& source) { return !source.path.starts_with("harness/"); });
  EXPECT_EQ(joined(shared_names(sources)), "");
}

TEST(Layers, EveryHeaderOpensWithWhatItIs) {
  EXPECT_EQ(joined(complaints_of_all(wrong_opening)), "");
}

TEST(Layers, ALongFileSaysWhy) {
  EXPECT_EQ(joined(complaints_of_all(wrong_length)), "");
}

struct Arrow {
  const char* from;
  const char* include;
  bool allowed;
};

// The rule itself, told both ways: what it must refuse as well as what it must let through.
TEST(Layers, TheRuleKnowsBothDirections) {
  const Arrow arrows[] = {
      {"runtime/a.cpp", "\"runtime/a.hpp\"", true},
      {"runtime/a.cpp", "<vector>", true},
      {"runtime/a.cpp", "\"harness/a.hpp\"", false},
      {"runtime/a.cpp", "<harness/a.hpp>", false},
      {"runtime/a.cpp", "\"a.hpp\"", false},
      {"runtime/a.cpp", "\"tests/a.hpp\"", false},
      {"harness/a.cpp", "\"harness/b/c.hpp\"", true},
      {"harness/a.cpp", "\"runtime/observer.hpp\"", true},
      {"harness/a.cpp", "\"runtime/sim/choice_source.hpp\"", true},
      {"harness/a.cpp", "\"runtime/future.hpp\"", false},
      {"harness/a.cpp", "\"fuzz/a.hpp\"", false},
      {"harness/a.cpp", "\"tests/a.hpp\"", false},
      {"harness/a.cpp", "<fmt/format.h>", true},
      {"harness/subjects/a.hpp", "\"runtime/future.hpp\"", true},
      {"harness/subjects/a.hpp", "\"tests/a.hpp\"", false},
      {"fuzz/a.cpp", "\"harness/a.hpp\"", true},
      {"fuzz/a.cpp", "\"runtime/future.hpp\"", false},
      {"tests/harness/a_test.cpp", "\"runtime/future.hpp\"", true},
  };
  for (const Arrow& arrow : arrows) {
    const Source source{arrow.from, std::string("// A.\n  #  include ") + arrow.include + "  // why\n"};
    EXPECT_EQ(wrong_includes(source).empty(), arrow.allowed) << arrow.from << " includes " << arrow.include;
  }
}

TEST(Layers, TheRuleOnRanksKnowsBothDirections) {
  const Arrow arrows[] = {
      {"runtime/io_loop.hpp", "\"runtime/future.hpp\"", true},
      {"runtime/io_loop.hpp", "\"runtime/legacy/yield_point.hpp\"", false},
      {"runtime/io_loop.hpp", "\"runtime/gen/sleep.hpp\"", false},
      {"runtime/sim/sim_loop.hpp", "\"runtime/stack_context/context.hpp\"", false},
      {"runtime/sim/network/link.hpp", "\"runtime/sim/sim_loop.hpp\"", true},
      {"runtime/sim/sim_loop.hpp", "\"runtime/sim/network/link.hpp\"", false},
      {"runtime/posix/posix_network.hpp", "\"runtime/net/network.hpp\"", true},
      {"runtime/net/tcp_client.hpp", "\"runtime/posix/posix_network.hpp\"", false},
      {"runtime/core.hpp", "\"runtime/queues/queue.hpp\"", true},
      {"runtime/core.hpp", "\"runtime/legacy/task.hpp\"", false},
      {"runtime/web/application.cpp", "\"runtime/http/head.hpp\"", true},
      {"harness/strategies/pct.cpp", "\"harness/core/figures.hpp\"", true},
      {"harness/strategies/pct.cpp", "\"harness/report/summary.hpp\"", false},
      {"harness/main.cpp", "\"harness/cli/commands.hpp\"", true},
      {"harness/attic/a.cpp", "<vector>", false},
  };
  for (const Arrow& arrow : arrows) {
    const Source source{arrow.from, std::string("#include ") + arrow.include + "\n"};
    EXPECT_EQ(wrong_ranks(source).empty(), arrow.allowed) << arrow.from << " includes " << arrow.include;
  }
}

TEST(Layers, TheRuleOnNamesSeesDefinitionsOnly) {
  EXPECT_EQ(types_of("class A;\nclass B {\nstruct C : B {\nenum class D : int { one };\nusing E = B;\n"),
            (std::vector<std::string>{"B", "C", "D", "E"}));
  EXPECT_EQ(types_of("template <>\nclass A<int> {\n  struct Inner {\nclass B::C {\n"),
            std::vector<std::string>{});
  EXPECT_EQ(types_of("namespace {\nstruct A {\n}  // namespace\nstruct B {\n"),
            std::vector<std::string>{"B"});
  EXPECT_EQ(shared_names({{"a.hpp", "class A {"}, {"b.hpp", "struct A {"}}).size(), 1U);
  EXPECT_EQ(shared_names({{"a.hpp", "class A {"}, {"b.hpp", "class A;"}}).size(), 0U);
}

TEST(Layers, TheRuleOnOpeningsSeesABareHeader) {
  EXPECT_EQ(wrong_opening({"runtime/a.hpp", "#pragma once\n// Late.\n"}).size(), 1u);
  EXPECT_EQ(wrong_opening({"harness/a.hpp", ""}).size(), 1u);
  EXPECT_EQ(wrong_opening({"harness/a.hpp", "// What it is.\n#pragma once\n"}).size(), 0u);
  EXPECT_EQ(wrong_opening({"harness/a.cpp", "#include <vector>\n"}).size(), 0u);
}

TEST(Layers, TheRuleOnLengthCountsLines) {
  std::string text;
  for (int line = 0; line < max_lines; ++line) text += "\n";
  EXPECT_EQ(wrong_length({"runtime/a.cpp", text}).size(), 0u);
  text += "int last;\n";
  EXPECT_EQ(wrong_length({"runtime/a.cpp", text}).size(), 1u);
  EXPECT_EQ(wrong_length({"runtime/a.cpp", "// over 400 lines because it is one table\n" + text}).size(), 0u);
  EXPECT_EQ(wrong_length({"runtime/a.cpp", "\"over 400 lines because\"\n" + text}).size(), 1u);
}

}  // namespace
