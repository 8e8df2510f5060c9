#include "harness/subjects/world/answer_words.hpp"

#include <gtest/gtest.h>

#include "harness/subjects/world/fault_sites.hpp"

namespace windtunnel {
namespace {

using tornado::ChoiceKind;

TEST(AnswerWords, SayWhatFailsIsAbandonedOrSplit) {
  EXPECT_EQ(in_words({ChoiceKind::fault, "fail/client#2/disk/write", 1, 1, 2}),
            "disk/write fails in client#2 the first time");
  EXPECT_EQ(in_words({ChoiceKind::fault, "fail/client/connect", 3, 2, 3}),
            "connect fails by an exception in client the third time");
  EXPECT_EQ(in_words({ChoiceKind::fault, "abandon/client/wait", 2, 1, 2}),
            "client is abandoned at its second wait");
  EXPECT_EQ(in_words({ChoiceKind::fragment, "split/server/greeting", 1, 1, 7}),
            "greeting is split in server after 1 byte");
  EXPECT_EQ(in_words({ChoiceKind::fragment, "split/server/greeting", 2, 3, 7}),
            "greeting is split in server after 3 bytes, the second split");
}

TEST(AnswerWords, NameTheTaskAndTheOperation) {
  EXPECT_EQ(in_words({ChoiceKind::fault, "fail/transfer#2/disk/write", 3, 1}),
            "disk/write fails in transfer#2 the third time");
  EXPECT_EQ(in_words({ChoiceKind::fault, "fail/main/read", 1, 2}),
            "read fails by an exception in main the first time");
  EXPECT_EQ(in_words({ChoiceKind::fragment, "split/main/header", 1, 3}),
            "header is split in main after 3 bytes");
  EXPECT_EQ(in_words({ChoiceKind::fragment, "split/main/header", 2, 1}),
            "header is split in main after 1 byte, the second split");
}

TEST(AnswerWords, OtherQuestionsAreNamedByTheirSites) {
  EXPECT_EQ(in_words({ChoiceKind::fault, "net/a>b/reset", 2, 1, 2}),
            "the fault at net/a>b/reset is answered with 1 the second time");
  EXPECT_EQ(in_words({ChoiceKind::value, "size", 11, 3, 4}),
            "the value at size is answered with 3 the 11th time");
  EXPECT_EQ(in_words({ChoiceKind::value, "fail/a/b", 22, 3, 4}),
            "the value at fail/a/b is answered with 3 the 22nd time")
      << "a user may call data so";
}

TEST(AnswerWords, ASiteIsReadAsItWasMade) {
  FaultSites sites;
  tornado::StepLog steps;
  const std::uint32_t task = steps.add_task("client", 0);
  const std::string made = sites.site(FaultSite::fail, "disk/write", task, steps);
  const auto site = FaultSite::parse(made);
  ASSERT_TRUE(site);
  EXPECT_EQ(site->kind, FaultSite::fail);
  EXPECT_EQ(site->task, "client");
  EXPECT_EQ(site->operation, "disk/write");
  EXPECT_FALSE(FaultSite::parse("loop"));
  EXPECT_FALSE(FaultSite::parse("fail/client"));
}

}  // namespace
}  // namespace windtunnel
