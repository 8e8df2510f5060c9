#include "harness/report/check_page.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::report {
namespace {

using findings::PageCounts;

const PageCounts& counts_of(const findings::CampaignPage& page, const std::string& id) {
  return *std::find_if(page.counts.begin(), page.counts.end(),
                       [&](const PageCounts& each) { return each.id == id; });
}

TEST(CheckPage, HasWhatACampaignCounted) {
  engine::CampaignOptions options;
  options.programs = 300;
  findings::Curves curves;
  const engine::CampaignResult result = run_campaign(options, [&](const engine::CampaignProgress& progress) {
    curves.add(static_cast<double>(curves.moments().size()), values_of(progress));
  });
  const findings::CampaignPage page = page_of(options, result, std::move(curves));
  EXPECT_EQ(page.name, "check");
  EXPECT_EQ(page.verdict, "all laws hold");
  EXPECT_FALSE(page.broken);
  EXPECT_EQ(counts_of(page, "marks").rows.size(), properties::mark_count);
  EXPECT_EQ(counts_of(page, "laws").rows.size(), result.laws.size());
  // The curves end at what was counted.
  const auto& last = page.curves.moments().back().values;
  const auto seen = [](const auto& numbers) {
    return static_cast<std::uint64_t>(
        std::count_if(numbers.begin(), numbers.end(), [](std::uint64_t number) { return number != 0; }));
  };
  EXPECT_EQ(last.at(0), seen(result.marks.runs));
  EXPECT_EQ(last.at(1), seen(result.constructs.occurred));
  EXPECT_EQ(last.at(2), seen(result.faults));
}

TEST(CheckPage, OfASubjectHasNoConstructs) {
  engine::CampaignOptions options;
  options.programs = 10;
  options.subject = subjects::cpp_subjects().front();
  const engine::CampaignResult result = run_campaign(options);
  const findings::CampaignPage page = page_of(options, result, {});
  EXPECT_EQ(page.name, "check-" + std::string(options.subject->name));
  EXPECT_TRUE(counts_of(page, "constructs").rows.empty());
  EXPECT_TRUE(counts_of(page, "marks").rows.empty());
}

}  // namespace
}  // namespace windtunnel::report
