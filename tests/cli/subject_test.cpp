#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class SubjectCli : public CommandTest {};

TEST_F(SubjectCli, AProgramOnTheNetworkFliesByItsName) {
  const Output output = shop_.run({"check", "--subject", "key_value", "--runs", "300"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, AllOf(HasSubstr("subject     key_value\n"), HasSubstr("\nfaults      refused "),
                                HasSubstr("            short-write "), HasSubstr("all laws hold\n")));
}

TEST_F(SubjectCli, TheSameSeedFliesTheSameNetworks) {
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
  EXPECT_THAT(output.out, HasSubstr("it cuts after"));
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
