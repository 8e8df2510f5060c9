#include "harness/report/fault_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::report {
namespace {

engine::CampaignFigures some_figures() {
  engine::CampaignFigures figures;
  figures.faults_enabled[static_cast<std::size_t>(tornado::Fault::split)] = 1200;
  figures.faults[static_cast<std::size_t>(tornado::Fault::split)] = 34'567;
  figures.faults_enabled[static_cast<std::size_t>(tornado::Fault::reset)] = 7;
  return figures;
}

TEST(FaultTable, HasALineForEachFaultThatWasEnabled) {
  EXPECT_EQ(fault_table(some_figures()),
            "faults      split            struck 34,567 times    enabled in 1,200 runs\n"
            "            reset            never struck           enabled in 7 runs\n");
  EXPECT_EQ(fault_table({}), "");
}

TEST(FaultTable, IsRedOnATerminalWhereAFaultNeverStruck) {
  const std::string table = fault_table(some_figures(), Paint::colours);
  EXPECT_THAT(table, testing::HasSubstr("faults      split            struck 34,567 times"));
  EXPECT_THAT(table, testing::HasSubstr("\x1b[31mreset            never struck"));
}

}  // namespace
}  // namespace windtunnel::report
