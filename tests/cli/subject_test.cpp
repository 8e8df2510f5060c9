#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>
#include <string>
#include <vector>

#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class SubjectCli : public CommandTest {};

TEST_F(SubjectCli, AProgramOnTheNetworkFliesByItsName) {
  const Output output = shop_.run({"check", "--subject", "key_value", "--runs", "300"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, StartsWith("subject     key_value\nprograms    300  ("));
  EXPECT_THAT(output.out, HasSubstr(" V17 300,")) << "the deadlines of requests are judged in each run";
  EXPECT_TRUE(output.out.ends_with("\nall laws hold\n")) << output.out;
  // Each fault has a row. With this seed each of them strikes.
  const std::regex row(R"(([a-z-]+) +struck ([0-9,]+) times +enabled in ([0-9]+) runs\n)");
  std::vector<std::string> faults;
  for (std::sregex_iterator at(output.out.begin(), output.out.end(), row), end; at != end; ++at) {
    faults.push_back((*at)[1]);
    EXPECT_NE((*at)[2], "0") << faults.back();
    EXPECT_LE(std::stoi((*at)[3]), 300) << faults.back();
  }
  EXPECT_THAT(faults, ElementsAre("refused", "hang", "latency", "short-write", "short-read", "split",
                                  "coalesce", "would-block", "interrupted", "half-close", "reset", "silence",
                                  "partition", "cut", "slow-resolution", "no-resolution"));
  EXPECT_TRUE(files().empty());
}

TEST_F(SubjectCli, TheSameSeedGivesTheSameNetworks) {
  auto digest = [this](const std::string& jobs) {
    const std::string out =
        shop_.run({"check", "--subject", "callback_fetch", "--runs", "60", "--seed", "5", "--jobs", jobs})
            .out;
    const std::size_t at = out.find("digest");
    return at == std::string::npos ? "none" : out.substr(at);
  };
  const std::string one = digest("1");
  EXPECT_THAT(one, HasSubstr("digest "));
  EXPECT_EQ(digest("2"), one);
}

TEST_F(SubjectCli, WhatItFindsReplays) {
  const Output output = shop_.run({"check", "--subject", "key_value_segments", "--runs", "5000"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, HasSubstr(" arrives as "));
  std::string finding;
  for (const std::string& name : files())
    if (name.find("findings/") != std::string::npos) finding = name;
  const Output replay = shop_.run({"replay", finding});
  EXPECT_EQ(replay.status, 1);
  EXPECT_THAT(replay.out, HasSubstr("reproduced"));
}

TEST_F(SubjectCli, RefusesWhatItDoesNotKnow) {
  expect_refused(
      {"check", "--subject", "key_valu"},
      "--subject: no subject is named `key_valu`. `windtunnel explore --list` lists the subjects.");
}

}  // namespace
}  // namespace windtunnel
