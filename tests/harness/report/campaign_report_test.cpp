#include "harness/report/campaign_report.hpp"

#include <chrono>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <numeric>

#include "harness/report/summary.hpp"
#include "harness/scenario/source_error.hpp"
#include "tests/harness/properties/planted.hpp"

namespace windtunnel::report {
namespace {

CampaignReport run(engine::Shard shard, std::uint64_t programs = 900, properties::Judge* also = nullptr) {
  CampaignReport report;
  report.options.programs = programs;
  report.options.shard = shard;
  report.options.also = also;
  report.result = run_campaign(report.options);
  report.result.seconds = 1;
  if (report.result.failure) report.findings.push_back({report.result.failure->number, "its text"});
  return report;
}

std::vector<CampaignReport> all_shards(std::uint64_t count, properties::Judge* also = nullptr) {
  std::vector<CampaignReport> reports;
  for (std::uint64_t number = 1; number <= count; ++number)
    reports.push_back(run({number, count}, 900, also));
  return reports;
}

std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> files;
  for (std::size_t at = 0; at < count; ++at) files.push_back("report " + std::to_string(at));
  return files;
}

TEST(CampaignReport, ShardsAreTogetherTheCampaign) {
  CampaignReport whole = run({});
  for (const std::uint64_t count : {1U, 2U, 7U}) {
    std::vector<CampaignReport> shards = all_shards(count);
    std::rotate(shards.begin(), shards.begin() + 1, shards.end());
    MergedReport merged = merge(shards, names(count));
    EXPECT_TRUE(merged.shards.is_complete());
    EXPECT_EQ(merged.whole.result.seconds, static_cast<double>(count));
    merged.whole.result.seconds = 1;
    EXPECT_EQ(summary(merged.whole.options, merged.whole.result), summary(whole.options, whole.result));
    EXPECT_EQ(merged.whole.result.digest, whole.result.digest);
    EXPECT_EQ(merged.whole.result.events, whole.result.events);
  }
}

TEST(CampaignReport, ShardsHaveNoProgramInCommon) {
  std::uint64_t programs = 0;
  for (const CampaignReport& shard : all_shards(7)) programs += shard.result.programs;
  EXPECT_EQ(programs, 900U);
  // More shards than programs: some have nothing to do.
  EXPECT_EQ(run({3, 5}, 3).result.programs, 1U);
  EXPECT_EQ(run({4, 5}, 3).result.programs, 0U);
}

TEST(CampaignReport, TheEarliestFindingIsTheCampaigns) {
  const auto planted = properties::planted_event(tornado::EventKind::error_logged,
                                                 [](const tornado::Event& event) { return event.other > 4; });
  const CampaignReport whole = run({}, 900, planted.get());
  ASSERT_TRUE(whole.result.failure);
  const MergedReport merged = merge(all_shards(3, planted.get()), names(3));
  ASSERT_FALSE(merged.whole.findings.empty());
  EXPECT_EQ(merged.whole.findings.front().program, whole.result.failure->number);
  ASSERT_TRUE(merged.whole.result.failure);
  EXPECT_EQ(merged.whole.result.failure->number, whole.result.failure->number);
}

TEST(CampaignReport, IsReadAsItWasWritten) {
  CampaignReport report = run({2, 3});
  report.options.laws = {};
  report.findings = {{7, "a\ntext"}, {9, ""}};
  const CampaignReport read = parse_report(to_json(report), "r");
  EXPECT_EQ(to_json(read), to_json(report));
  EXPECT_EQ(read.findings, report.findings);
  EXPECT_EQ(summary(report.options, read.result).find("digest"), std::string::npos) << "a law was broken";
}

TEST(CampaignReport, WhatIsNoneIsRefused) {
  const std::string good = to_json(run({2, 3}, 30));
  const auto refused = [](const std::string& text) {
    EXPECT_THROW(static_cast<void>(parse_report(text, "r")), scenario::SourceError) << text.substr(0, 100);
  };
  for (const char* text :
       {"", "{}", "[]", "null", "1", "{\"windtunnel report\": 1}", "{\"windtunnel report\": 2}", "\xff"})
    refused(text);
  for (std::size_t size = 0; size + 2 < good.size(); size += 101) refused(good.substr(0, size));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  refused(with("\"seed\": 1", "\"seed\": \"1\""));
  refused(with("\"exact\"", "\"both\""));
  refused(with("\"V1\"", "1"));
  refused(with("\"laws\": []", "\"laws\": [\"V99\"]"));
  refused(with("   2,\n", "   4,\n"));
  refused(with("   3\n", "   999999999999\n"));
}

TEST(CampaignReport, NumbersThatWouldWrapAreRefused) {
  const std::string good = to_json(run({2, 3}, 30));
  const auto refusal = [&](const std::string& from, const std::string& to) -> std::string {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    try {
      return std::to_string(parse_report(text, "r").result.programs) + " programs";
    } catch (const scenario::SourceError& error) {
      return error.what();
    }
  };
  const std::string allowed = "; allowed here: a report that `--report` of this version wrote";
  for (const char* number :
       {"-1", "1e300", "18446744073709551616", "18446744073709551615", "10.5", "\"10\""}) {
    EXPECT_EQ(refusal("\"programs\": 10", std::string("\"programs\": ") + number),
              "r:1:1: found " +
                  (number == std::string("1e300")                  ? "1e+300"
                   : number == std::string("18446744073709551616") ? "1.8446744073709552e+19"
                                                                   : std::string(number)) +
                  ", but a whole number from 0 to 100000000000000 is needed" + allowed);
  }
  EXPECT_NE(refusal("\"size\": 25", "\"size\": 4294967296"), "10 programs");
  EXPECT_NE(refusal("\"areas\": 31", "\"areas\": 256"), "10 programs");
  EXPECT_NE(refusal("\"seconds\": 1.0", "\"seconds\": -1"), "10 programs");
  EXPECT_EQ(refusal("\"seed\": 1", "\"seed\": 18446744073709551615"), "10 programs");
}

TEST(CampaignReport, OnlyShardsOfOneCampaignAreJoined) {
  const std::vector<CampaignReport> shards = all_shards(3);
  EXPECT_THROW(static_cast<void>(merge({}, {})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(merge({shards[0], shards[0]}, names(2))), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(merge({shards[0], run({2, 4})}, names(2))), std::invalid_argument);
  CampaignReport other = shards[1];
  other.options.seed = 2;
  EXPECT_THROW(static_cast<void>(merge({shards[0], other}, names(2))), std::invalid_argument);
  other = shards[1];
  other.options.subject = subjects::cpp_subjects()[0];
  EXPECT_THROW(static_cast<void>(merge({shards[0], other}, names(2))), std::invalid_argument);
  EXPECT_THAT(merge({shards[1]}, names(1)).shards.missing(), testing::ElementsAre(1U, 3U));
}

TEST(CampaignReport, NamesAShardThatWasInterruptedAndItsCommand) {
  std::vector<CampaignReport> shards = all_shards(3);
  shards[2].result.interrupted = true;
  const MergedReport merged = merge(shards, names(3));
  EXPECT_FALSE(merged.shards.is_complete());
  EXPECT_THAT(merged.shards.missing(), testing::IsEmpty());
  EXPECT_THAT(merged.shards.interrupted(), testing::ElementsAre(3U));
  EXPECT_EQ(command_of(merged.whole.options, {3, 3}),
            "./wt check --runs 900 --seed 1 --model exact --shard 3/3 --report shard-3-of-3.json");
  // One that found something was not interrupted by anything else.
  shards[2].findings.push_back({5, "its text"});
  EXPECT_TRUE(merge(shards, names(3)).shards.is_complete());
}

TEST(CampaignReport, KnowsTheCommandOfWhatItWasToDo) {
  CampaignReport report = run({2, 4}, 10);
  report.options.programs.reset();
  report.options.time = std::chrono::duration<double>(2.5);
  report.options.seed = 7;
  report.options.model = core::SchedulingModel::adversarial;
  report.options.areas = generator::Areas(generator::Area::core);
  report.options.areas.add(generator::Area::sync);
  report.options.laws = {"V1", "V15"};
  const CampaignReport read = parse_report(to_json(report), "a report");
  EXPECT_EQ(command_of(read.options, {2, 4}),
            "./wt check --time 2.5s --seed 7 --model adversarial --areas core,sync --law V1 --law V15 "
            "--shard 2/4 --report shard-2-of-4.json");
}

}  // namespace
}  // namespace windtunnel::report
