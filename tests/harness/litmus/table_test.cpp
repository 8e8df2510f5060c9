#include "harness/litmus/table.hpp"

#include <gtest/gtest.h>

namespace windtunnel::litmus {
namespace {

JudgedScenario judged(std::vector<Expectation> expectations, bool complete = true) {
  JudgedScenario scenario;
  scenario.name = "order";
  scenario.header.question = "Is it so?";
  scenario.header.answer = "Yes.";
  scenario.header.laws = {"L3", "R13"};
  scenario.header.expectations = std::move(expectations);
  scenario.run_command = "./wt run order.py";
  Exploration exploration;
  exploration.add("a; b", {});
  exploration.add("b; a", core::parse_choices("1/2,0/2"));
  exploration.add("a; b", core::parse_choices("1/2,1/2"));
  exploration.complete = complete;
  scenario.judgement = judge(scenario.header, exploration);
  return scenario;
}

TEST(Table, ShowsWhatIsAsExpected) {
  EXPECT_EQ(to_block(judged({{Demand::canonical, "a; b"}, {Demand::must, "b; a"}, {Demand::must_not, "a"}})),
            "ok    order  (L3 R13)\n"
            "      Is it so?\n"
            "      Yes.\n"
            "      ok         2  canonical  a; b\n"
            "      ok         1  must       b; a  [1/2]\n"
            "      ok         0  must not   a\n"
            "      3 schedules, complete\n");
}

TEST(Table, NamesTheKnownDefects) {
  JudgedScenario scenario = judged({{Demand::may, "a; b"}, {Demand::may, "b; a"}});
  scenario.header.known = {"R13"};
  EXPECT_TRUE(to_block(scenario).starts_with("ok    order  (L3 R13; known R13)\n"));
}

TEST(Table, SaysWhyAnOutcomeFailsAndHowToSeeIt) {
  EXPECT_EQ(to_block(judged({{Demand::canonical, "b; a"}, {Demand::must, "c"}})),
            "FAIL  order  (L3 R13)\n"
            "      Is it so?\n"
            "      Yes.\n"
            "      FAIL       1  canonical  b; a\n"
            "                               not in the canonical run: ./wt run order.py\n"
            "      FAIL       0  must       c\n"
            "                               no schedule shows it\n"
            "      FAIL       2  unlisted   a; b\n"
            "                               ./wt run order.py\n"
            "      3 schedules, complete\n");
  EXPECT_EQ(to_block(judged({{Demand::must, "a; b"}, {Demand::must_not, "b; a"}})),
            "FAIL  order  (L3 R13)\n"
            "      Is it so?\n"
            "      Yes.\n"
            "      ok         2  must       a; b\n"
            "      FAIL       1  must not   b; a\n"
            "                               ./wt run order.py --schedule 1/2\n"
            "      3 schedules, complete\n");
}

TEST(Table, SaysWhatIsOpen) {
  EXPECT_EQ(to_block(judged({{Demand::may, "a; b"}, {Demand::may, "b; a"}, {Demand::must, "c"}}, false)),
            "open  order  (L3 R13)\n"
            "      Is it so?\n"
            "      Yes.\n"
            "      ok         2  may        a; b\n"
            "      ok         1  may        b; a  [1/2]\n"
            "      open       0  must       c\n"
            "                               not seen so far\n"
            "      not complete: 3 schedules\n");
}

TEST(Table, CountsVerdicts) {
  Tally tally;
  tally.add(judged({{Demand::may, "a; b"}, {Demand::may, "b; a"}}).judgement);
  EXPECT_TRUE(tally.all_ok());
  EXPECT_EQ(to_line(tally), "1 scenario, 3 schedules: 1 ok");
  tally.add(judged({{Demand::may, "a; b"}, {Demand::may, "b; a"}}, false).judgement);
  EXPECT_FALSE(tally.all_ok());
  tally.add(judged({{Demand::may, "a; b"}}).judgement);
  EXPECT_EQ(to_line(tally), "3 scenarios, 9 schedules: 1 ok, 1 FAIL, 1 open");
  EXPECT_FALSE(tally.all_ok());
}

}  // namespace
}  // namespace windtunnel::litmus
