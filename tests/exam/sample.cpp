#include "tests/exam/sample.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "harness/core/random.hpp"
#include "harness/core/whole_file.hpp"

namespace windtunnel::exam {
namespace {

namespace fs = std::filesystem;

/// The interface between the runtime and the harness.
constexpr std::string_view interface_headers[] = {
    "runtime/observer.hpp",          "runtime/enum_set.hpp",
    "runtime/sim/choice_source.hpp", "runtime/sim/scheduling_model.hpp",
    "runtime/sim/step_log.hpp",      "runtime/sim/network/fault.hpp"};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error(fmt::format("{} cannot be read", file.string()));
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The files of runtime/, as paths from the root, in the order of their names.
std::vector<std::string> runtime_files(const fs::path& root) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(root / "runtime"))
    if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(root).generic_string());
  std::ranges::sort(files);
  return files;
}

bool overlap(const Mutant& left, const Mutant& right) {
  return left.file == right.file && left.begin < right.end && right.begin < left.end;
}

/// The text with each mutant of the file in its place; `numbers` are those of the mutants.
std::string planted(std::string text, std::vector<std::pair<const Mutant*, std::size_t>> mutants) {
  std::ranges::sort(mutants, std::greater{}, [](const auto& pair) { return pair.first->begin; });
  for (const auto& [mutant, number] : mutants) {
    std::string replacement = mutant->replacement;
    const std::string digits = std::to_string(number);
    for (std::size_t at = 0; (at = replacement.find("::exam::is(@)", at)) != std::string::npos;)
      replacement.replace(at + std::string_view("::exam::is(").size(), 1, digits);
    text.replace(mutant->begin, mutant->end - mutant->begin, replacement);
  }
  return "#include \"tests/exam/switch.hpp\"\n" + text;
}

}  // namespace

std::vector<Mutant> all_mutants(const fs::path& root) {
  std::vector<Mutant> all;
  for (const std::string& file : runtime_files(root)) {
    const bool source = file.ends_with(".cpp") || file.ends_with(".hpp");
    if (!source || std::ranges::find(interface_headers, file) != std::end(interface_headers)) continue;
    std::ranges::move(mutants_of(file, text_of(root / file)), std::back_inserter(all));
  }
  return all;
}

std::vector<Mutant> sample_of(std::vector<Mutant> all, std::size_t size, std::uint64_t seed) {
  core::Random random(seed);
  std::vector<Mutant> sample;
  while (sample.size() < size && !all.empty()) {
    std::swap(all[random.below(static_cast<std::uint32_t>(all.size()))], all.back());
    Mutant drawn = std::move(all.back());
    all.pop_back();
    if (std::ranges::none_of(sample, [&](const Mutant& other) { return overlap(drawn, other); }))
      sample.push_back(std::move(drawn));
  }
  return sample;
}

void write_overlay(const fs::path& root, const fs::path& overlay, const std::vector<Mutant>& sample) {
  for (const std::string& file : runtime_files(root)) {
    std::vector<std::pair<const Mutant*, std::size_t>> mutants;
    for (std::size_t at = 0; at < sample.size(); ++at)
      if (sample[at].file == file) mutants.emplace_back(&sample[at], at + 1);
    std::string text = text_of(root / file);
    if (!mutants.empty()) text = planted(std::move(text), std::move(mutants));
    const fs::path copy = overlay / file;
    if (fs::exists(copy) && text_of(copy) == text) continue;
    fs::create_directories(copy.parent_path());
    if (!core::write_whole(copy, text))
      throw std::runtime_error(fmt::format("{} cannot be written", copy.string()));
  }
}

}  // namespace windtunnel::exam
