#include "harness/scenario/source_text.hpp"

#include <fstream>
#include <gtest/gtest.h>

#include "tests/harness/scenario/refusals.hpp"

namespace windtunnel::scenario {

namespace {

/// A folder of this test's own, gone with it.
class SourceText : public testing::Test {
 protected:
  SourceText() { std::filesystem::create_directories(folder_); }
  ~SourceText() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path file(std::string_view content) const {
    const std::filesystem::path path = folder_ / "a.py";
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  static std::string reading(const std::filesystem::path& path) {
    try {
      return "text: " + read_source(path);
    } catch (const SourceError& error) {
      const std::string what = error.what();
      return what.starts_with(path.string()) ? what.substr(path.string().size()) : what;
    }
  }

  std::filesystem::path folder_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("source_text_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

constexpr std::string_view words = "; allowed here: a text file of at most 1048576 bytes";

TEST_F(SourceText, ReadsAFile) {
  EXPECT_EQ(reading(file("x = 1\r\n\t\"\303\251\"")), "text: x = 1\r\n\t\"\303\251\"");
}

TEST_F(SourceText, RefusesWhatIsNoFile) {
  EXPECT_EQ(reading(folder_ / "none.py"), ":1:1: found no such file" + std::string(words));
  EXPECT_EQ(reading(folder_), ":1:1: found a directory" + std::string(words));
}

TEST_F(SourceText, RefusesALongFileWithoutReadingIt) {
  const std::filesystem::path path = file("");
  std::filesystem::resize_file(path, 100'000'000);
  EXPECT_EQ(reading(path), ":1:1: found 100000000 bytes" + std::string(words));
  std::filesystem::resize_file(path, max_source_bytes + 1);
  EXPECT_EQ(reading(path), ":1:1: found 1048577 bytes" + std::string(words));
  EXPECT_EQ(reading("/dev/zero"), ":1:1: found more than 1048576 bytes" + std::string(words));
}

TEST_F(SourceText, RefusesALongText) {
  EXPECT_EQ(refusal_of(std::string(100'000'000, 'x')), "1:1: found 100000000 bytes" + std::string(words));
  EXPECT_EQ(refusal_of(with_main("#" + std::string(max_source_bytes - 25, 'x') + "\n")), "accepted");
}

TEST_F(SourceText, RefusesWhatIsNoText) {
  const std::string control = "; allowed here: text with lines that end in LF or CRLF, no control characters";
  EXPECT_EQ(reading(file(std::string_view("ab\n c\0", 6))), ":2:3: found the byte `\\x00`" + control);
  EXPECT_EQ(reading(file("\x7f"
                         "ELF")),
            ":1:1: found the byte `\\x7f`" + control);
  EXPECT_EQ(reading(file("a\rb")), ":1:2: found the byte `\\x0d`" + control);
  EXPECT_EQ(reading(file("# \x1b[31m")), ":1:3: found the byte `\\x1b`" + control);
  for (const std::string_view bytes : {"\xff", "\xc3", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80",
                                       "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\x80"}) {
    EXPECT_EQ(reading(file("\"" + std::string(bytes) + "\"")),
              ":1:2: found the byte " + in_quotes(bytes.substr(0, 1)) + "; allowed here: UTF-8 text");
  }
}

TEST_F(SourceText, OtherEncodingsCannotBeDeclared) {
  EXPECT_EQ(reading(file("# -*- coding: latin-1 -*-\n")),
            ":1:15: found the encoding `latin-1`; allowed here: utf-8");
  EXPECT_EQ(reading(file("#!x\n  # vim: fileencoding=ascii\n")),
            ":2:23: found the encoding `ascii`; allowed here: utf-8");
  for (const std::string_view fine :
       {"# coding: utf-8\n", "# coding\n", "x = \"coding: ascii\"\n", "\n\n# coding: ascii\n"}) {
    EXPECT_EQ(reading(file(fine)), "text: " + std::string(fine));
  }
}

}  // namespace

}  // namespace windtunnel::scenario
