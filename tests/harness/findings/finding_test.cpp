#include "harness/findings/finding.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <string>
#include <unistd.h>

#include "harness/core/random.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel::findings {
namespace {

namespace fs = std::filesystem;

std::string random_line(core::Random& random) {
  constexpr std::string_view letters = "abc =>:`\"'()\xc3\xa9 0123/-";
  std::string line;
  for (std::uint32_t left = random.below(30); left > 0; --left) line += letters[random.below(12)];
  if (line.starts_with("=")) line[0] = 'x';
  return line;
}

std::string random_lines(core::Random& random) {
  std::string lines;
  for (std::uint32_t left = random.below(6); left > 0; --left) lines += random_line(random) + "\n";
  return lines;
}

Finding random_finding(std::uint64_t seed) {
  core::Random random(seed);
  Finding finding;
  finding.law = "V" + std::to_string(random.below(20));
  finding.subject = random.below(2) == 0 ? "scenario" : "periodic";
  finding.message = random_line(random);
  finding.model = random.below(2) == 0 ? core::SchedulingModel::exact : core::SchedulingModel::adversarial;
  finding.phase_limit = 1 + random.below(1'000'000);
  finding.step = random.below(1'000'000);
  finding.digest = random.next();
  for (std::uint32_t left = random.below(20); left > 0; --left) {
    const auto kind = static_cast<tornado::ChoiceKind>(random.below(tornado::choice_kind_count));
    const std::uint32_t options = 2 + random.below(100);
    finding.schedule.choices.append({kind, options, random.below(options)});
  }
  finding.scenario = random_lines(random);
  finding.trace = random_lines(random);
  return finding;
}

std::string refusal(std::string_view text) {
  try {
    parse_finding(text, "f.finding");
    return "";
  } catch (const scenario::SourceError& error) {
    return error.what();
  }
}

std::string refusal_of_file(const fs::path& path) {
  try {
    read_finding(path);
    return "";
  } catch (const scenario::SourceError& error) {
    return error.what();
  }
}

const Finding& plain() {
  static const Finding finding = [] {
    Finding made = random_finding(1);
    made.law = "V1";
    made.subject = "scenario";
    made.message = "it broke";
    made.schedule = core::parse_schedule("1/3,callback:0/2");
    made.scenario = "def main():\n    pass\n";
    made.trace = "    0 the loop starts\n";
    return made;
  }();
  return finding;
}

// The plain finding's text with one line replaced, from 1.
std::string with_line(std::size_t number, std::string_view line) {
  std::string text = to_text(plain());
  std::size_t start = 0;
  while (--number > 0) start = text.find('\n', start) + 1;
  return text.replace(start, text.find('\n', start) - start, line);
}

class FindingFile : public testing::Test {
 protected:
  FindingFile() : folder_(fs::path(testing::TempDir()) / fmt::format("finding_test_{}", getpid())) {
    fs::create_directories(folder_);
  }
  ~FindingFile() override { fs::remove_all(folder_); }

  fs::path folder_;
};

TEST(Finding, ItsTextGivesItAgain) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Finding finding = random_finding(seed);
    const std::string text = to_text(finding);
    ASSERT_EQ(parse_finding(text, "f"), finding) << text;
    ASSERT_EQ(to_text(parse_finding(text, "f")), text);
  }
}

TEST(Finding, AnOlderFormatIsReadAndKnown) {
  const Finding read = parse_finding(with_line(1, "windtunnel finding 1"), "f");
  EXPECT_EQ(read.format, 1U);
  EXPECT_EQ(read.schedule, plain().schedule);
  EXPECT_EQ(to_text(read), to_text(plain())) << "what is written has the format of today";
}

TEST(Finding, TheScenarioBeginsOnTheLineThatIsPromised) {
  EXPECT_EQ(with_line(scenario_begins, "def main():"), to_text(plain()));
  EXPECT_NE(with_line(scenario_begins - 1, "def main():"), to_text(plain()));
}

TEST(Finding, LinesMayEndInCarriageReturns) {
  std::string text;
  for (const char byte : to_text(plain())) text += byte == '\n' ? std::string("\r\n") : std::string(1, byte);
  const Finding read = parse_finding(text, "f");
  EXPECT_EQ(read.schedule, plain().schedule);
  EXPECT_EQ(read.message, plain().message);
  EXPECT_EQ(read.scenario, "def main():\r\n    pass\r\n");
}

TEST(Finding, AMessageIsOneLineOfBoundedLength) {
  Finding finding = plain();
  finding.message = "two\nlines " + std::string(5000, 'x');
  const Finding read = parse_finding(to_text(finding), "f");
  EXPECT_TRUE(read.message.starts_with("two\\x0alines xxx"));
  EXPECT_LT(read.message.size(), 1100U);
}

TEST(Finding, EachLineThatIsWrongIsNamed) {
  const struct {
    std::size_t line;
    std::string_view found;
    std::string_view message;
  } cases[] = {
      {1, "windtunnel finding 3",
       "f.finding:1:20: found `3`; allowed here: a format from 1 to 2; a newer windtunnel may read this one"},
      {1, "", "f.finding:1:1: found ``; allowed here: the line `windtunnel finding 2`"},
      {2, "laws V1", "f.finding:2:1: found `laws V1`; allowed here: the line `law ...`"},
      {2, "law", "f.finding:2:1: found `law`; allowed here: the line `law ...`"},
      {2, "law ", "f.finding:2:5: found ``; allowed here: a name"},
      {2, "law ../../evil", "f.finding:2:5: found `../../evil`; allowed here: a name"},
      {2, "law V1 ", "f.finding:2:5: found `V1 `; allowed here: a name"},
      {3, "subject ", "f.finding:3:9: found ``; allowed here: a name"},
      {4, "law V1", "f.finding:4:1: found `law V1`; allowed here: the line `message ...`"},
      {5, "model both", "f.finding:5:7: found `both`; allowed here: exact, realistic, adversarial"},
      {5, "freedom both", "f.finding:5:9: found `both`; allowed here: exact, realistic, adversarial"},
      {5, "", "f.finding:5:1: found ``; allowed here: the line `model ...`"},
      {6, "phases 0", "f.finding:6:8: found `0`; allowed here: a number from 1 to 1000000"},
      {6, "phases 1000001", "f.finding:6:8: found `1000001`; allowed here: a number from 1 to 1000000"},
      {6, "phases -1", "f.finding:6:8: found `-1`; allowed here: a number from 1 to 1000000"},
      {7, "step 1.5", "f.finding:7:6: found `1.5`; allowed here: the number of an event"},
      {7, "step 99999999999999999999",
       "f.finding:7:6: found `99999999999999999999`; allowed here: the number of an event"},
      {8, "digest xyz", "f.finding:8:8: found `xyz`; allowed here: 16 hexadecimal digits"},
      {8, "digest ", "f.finding:8:8: found ``; allowed here: 16 hexadecimal digits"},
      {9, "schedule 1/3,3/3", "f.finding:9:14: found index 3; allowed here: 0 to 2 of 3 options"},
      {9, "schedule", "f.finding:9:1: found `schedule`; allowed here: the line `schedule ...`"},
      {10, "scenario", "f.finding:10:1: found `scenario`; allowed here: the line `=== scenario`"},
      {13, "=== traces",
       "f.finding:16:1: found the end of the file; allowed here: the line `=== trace` somewhere"},
      {15, "=== ended",
       "f.finding:16:1: found the end of the file; allowed here: the line `=== end` somewhere"},
  };
  for (const auto& each : cases) EXPECT_EQ(refusal(with_line(each.line, each.found)), each.message);
  EXPECT_EQ(refusal(to_text(plain()) + "more\n"),
            "f.finding:16:1: found `more`; allowed here: the end of the file");
  EXPECT_EQ(refusal(""),
            "f.finding:1:1: found the end of the file; allowed here: the line `windtunnel finding 2`");
}

TEST(Finding, IsReadWithTheOldNamesOfTheModels) {
  std::string text = to_text(plain());
  for (const auto& [old_line, model] : {std::pair{"freedom contract", core::SchedulingModel::exact},
                                        std::pair{"freedom adversary", core::SchedulingModel::adversarial}}) {
    EXPECT_EQ(parse_finding(with_line(5, old_line), "f").model, model);
  }
}

TEST(Finding, ATruncatedOneIsRefusedWhereverItIsCut) {
  const std::string text = to_text(plain());
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    const std::string message = refusal(text.substr(0, size));
    ASSERT_TRUE(message.starts_with("f.finding:")) << size << ": " << message;
    ASSERT_EQ(message.find('\n'), std::string::npos);
  }
}

TEST(Finding, ABinaryOneIsRefusedInOnePrintableLine) {
  core::Random random(7);
  for (int round = 0; round < 500; ++round) {
    std::string text = round % 2 == 0 ? "" : to_text(plain());
    for (std::uint32_t left = random.below(200); left > 0; --left) {
      const auto byte = static_cast<char>(random.below(256));
      text.insert(text.begin() + random.below(static_cast<std::uint32_t>(text.size()) + 1), byte);
    }
    for (const char byte : refusal(text)) ASSERT_TRUE(static_cast<unsigned char>(byte) >= 0x20);
  }
}

TEST_F(FindingFile, IsWrittenOnceAndReadBack) {
  const fs::path path = write_finding(plain(), folder_ / "new" / "folder");
  EXPECT_EQ(read_finding(path), plain());
  EXPECT_EQ(write_finding(plain(), folder_ / "new" / "folder"), path);
  Finding other = plain();
  other.step++;
  EXPECT_NE(write_finding(other, folder_ / "new" / "folder"), path);
  const auto files = fs::directory_iterator(folder_ / "new" / "folder");
  EXPECT_EQ(std::distance(begin(files), end(files)), 2);
}

TEST_F(FindingFile, ThatIsNoneIsRefused) {
  const std::string allowed = "; allowed here: a finding, a file of at most 16777216 bytes";
  EXPECT_EQ(refusal_of_file(folder_), folder_.string() + ":1:1: found a directory" + allowed);
  EXPECT_EQ(refusal_of_file(folder_ / "none"),
            (folder_ / "none").string() + ":1:1: found no such file" + allowed);
  EXPECT_EQ(refusal_of_file("/dev/null"), "/dev/null:1:1: found what is no regular file" + allowed);
  const fs::path huge = folder_ / "huge";
  std::ofstream(huge).put('x');
  fs::resize_file(huge, 100'000'000);
  EXPECT_EQ(refusal_of_file(huge), huge.string() + ":1:1: found 100000000 bytes" + allowed);
}

TEST_F(FindingFile, NeedsAFolderThatCanBeWrittenTo) {
  std::ofstream(folder_ / "file").put('x');
  EXPECT_NO_THROW(check_folder(folder_ / "not" / "there" / "yet"));
  EXPECT_FALSE(fs::exists(folder_ / "not"));
  EXPECT_NO_THROW(check_folder("findings"));
  EXPECT_THROW(check_folder(folder_ / "file"), std::runtime_error);
  EXPECT_THROW(check_folder(folder_ / "file" / "below"), std::runtime_error);
  EXPECT_THROW(check_folder(""), std::runtime_error);
  EXPECT_THROW(write_finding(plain(), folder_ / "file"), std::runtime_error);
  EXPECT_THROW(write_finding(plain(), "/dev/null/findings"), std::runtime_error);
}

}  // namespace
}  // namespace windtunnel::findings
