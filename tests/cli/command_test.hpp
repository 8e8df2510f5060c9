// What the tests of commands share: a folder of their own in which the program runs, and what a refusal is.
#pragma once

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "tests/cli/process.hpp"

namespace windtunnel {

using Words = std::vector<std::string>;

inline constexpr const char* two_events =
    "from windtunnel import log, external\n\ndef main():\n    external(log, \"a\")\n    external(log, "
    "\"b\")\n";

class CommandTest : public testing::Test {
 protected:
  // One line on standard error, status 2, nothing on standard output, nothing written. The line names the
  // command, which is the first word, unless there is no such command.
  void expect_refused(const Words& words, const std::string& message) {
    expect_refused_by("windtunnel " + words.front() + ": ", words, message);
  }

  void expect_refused_by(const std::string& who, const Words& words, const std::string& message) {
    const auto before = files();
    const Output output = shop_.run(words);
    EXPECT_EQ(output.err, who + message + "\n");
    EXPECT_EQ(output.status, 2);
    EXPECT_EQ(output.out, "");
    EXPECT_EQ(files(), before);
  }

  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(shop_.work())) {
      names.push_back(entry.path().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  Workshop shop_;
};

}  // namespace windtunnel
