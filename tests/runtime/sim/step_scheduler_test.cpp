#include "runtime/sim/step_scheduler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "runtime/current_task.hpp"
#include "tests/runtime/loop_fixture.hpp"

namespace tornado {
namespace {

using ::testing::ElementsAre;

/// A client that is no loop: it runs one step after another until none waits.
class Client {
 public:
  explicit Client(ChoiceSource& choices) : scheduler(choices) {}

  class Word final : public WaitingStep {
   public:
    Word(Client& client, std::string text)
        : WaitingStep(&run, &drop), client_(client), text_(std::move(text)) {}

   private:
    static void run(WaitingStep& self) {
      auto& word = static_cast<Word&>(self);
      word.client_.ran.push_back(word.text_ + "/" + std::to_string(CurrentTask::get()));
    }
    static void drop(WaitingStep& self) {
      auto& word = static_cast<Word&>(self);
      word.client_.dropped.push_back(word.text_);
    }
    Client& client_;
    std::string text_;
  };

  void add(Word& word, std::uint32_t task, std::uint32_t object = 0) {
    Step step;
    step.task = task;
    step.object = object;
    step.touch = object == 0 ? Touch::nothing : Touch::write;
    scheduler.add(word, step);
  }

  void run() {
    const CurrentTaskScope scope(0);
    while (scheduler.waiting_count() != 0) {
      scheduler.begin_step({}).execute();
      scheduler.end_step();
    }
  }

  StepScheduler scheduler;
  std::vector<std::string> ran;
  std::vector<std::string> dropped;
};

TEST(StepScheduler, AsksWithTheLogWhichStepComesNext) {
  ListedChoices choices;
  choices.answers = {2, 0};
  Client client(choices);
  StepLog& log = client.scheduler.log();
  const std::uint32_t task = log.add_task("reader", 0);
  const std::uint32_t object = log.add_object("x");
  Client::Word a(client, "a");
  Client::Word b(client, "b");
  Client::Word c(client, "c");
  client.add(a, 0);
  client.add(b, 0);
  client.add(c, task, object);
  client.run();
  EXPECT_THAT(client.ran, ElementsAre("c/1", "a/0", "b/0"));
  ASSERT_EQ(choices.asked.size(), 2U) << "a question with one answer is not asked";
  EXPECT_EQ(choices.asked[0].steps, &log);
  ASSERT_EQ(log.done().size(), 3U);
  EXPECT_EQ(log.done()[0].object, object);
}

TEST(StepScheduler, AnAnswerOutOfRangeIsTheLast) {
  ListedChoices choices;
  choices.answers = {99, 99};
  Client client(choices);
  EXPECT_EQ(client.scheduler.choose(ChoiceKind::value, "test", 3), 2U);
  EXPECT_EQ(client.scheduler.choose(ChoiceKind::value, "test", 1), 0U) << "it is not asked";
  Client::Word a(client, "a");
  Client::Word b(client, "b");
  client.add(a, 0);
  client.add(b, 0);
  client.run();
  EXPECT_THAT(client.ran, ElementsAre("b/0", "a/0"));
}

TEST(StepScheduler, AStepMayTurnOutToBeAnotherTasks) {
  ListedChoices choices;
  Client client(choices);
  const std::uint32_t task = client.scheduler.log().add_task("other", 0);
  Client::Word a(client, "a");
  client.add(a, 0);
  const CurrentTaskScope scope(0);
  client.scheduler.begin_step({}).execute();
  CurrentTask::set(task);
  client.scheduler.end_step();
  EXPECT_EQ(client.scheduler.log().done()[0].task, task);
}

TEST(StepScheduler, ItsClockNeverGoesBack) {
  ListedChoices choices;
  StepScheduler scheduler(choices);
  EXPECT_TRUE(scheduler.advance_to(at_seconds(2)));
  EXPECT_FALSE(scheduler.advance_to(at_seconds(1)));
  EXPECT_FALSE(scheduler.advance_to(at_seconds(2)));
  EXPECT_EQ(scheduler.now(), at_seconds(2));
  scheduler.reset(choices);
  EXPECT_EQ(scheduler.now(), at_seconds(0));
}

TEST(StepScheduler, StepsThatNeverRanAreDroppedInOrder) {
  ListedChoices choices;
  Client client(choices);
  Client::Word a(client, "a");
  Client::Word b(client, "b");
  client.add(a, 0);
  client.add(b, 0);
  client.scheduler.drop_all();
  EXPECT_EQ(client.scheduler.waiting_count(), 0U);
  EXPECT_THAT(client.dropped, ElementsAre("a", "b"));
  EXPECT_TRUE(client.ran.empty());
}

TEST(StepScheduler, AStepThatIsWithdrawnIsNeitherAskedAboutNorRun) {
  ListedChoices choices;
  choices.answers = {1, 0};
  Client client(choices);
  Client::Word a(client, "a");
  Client::Word b(client, "b");
  Client::Word c(client, "c");
  client.add(a, 0);
  client.add(b, 0);
  client.add(c, 0);
  EXPECT_TRUE(client.scheduler.withdraw(a));
  EXPECT_FALSE(client.scheduler.withdraw(a)) << "it does not wait any more";
  ASSERT_EQ(client.scheduler.waiting_count(), 2U);
  client.scheduler.begin_step({}).execute();
  client.add(a, 0);
  client.run();
  EXPECT_THAT(client.ran, ElementsAre("c/0", "b/0", "a/0"));
  EXPECT_TRUE(client.dropped.empty());
}

TEST(StepScheduler, AStepIsReplacedInItsPlace) {
  ListedChoices choices;
  Client client(choices);
  Client::Word one(client, "one");
  Client::Word two(client, "two");
  Client::Word other(client, "other");
  const std::uint32_t task = client.scheduler.log().add_task("a", 0);
  client.add(one, task);
  client.add(two, task);
  one.set_number(7);
  EXPECT_TRUE(client.scheduler.replace(one, other));
  EXPECT_EQ(other.number(), 7U);
  EXPECT_FALSE(client.scheduler.replace(one, other)) << "it waits no longer";
  client.run();
  EXPECT_THAT(client.ran, ElementsAre("other/1", "two/1"));
}

TEST(StepScheduler, RecordsWhereItIsTold) {
  ListedChoices choices;
  StepLog elsewhere;
  Client client(choices);
  client.scheduler.set_log(&elsewhere);
  Client::Word a(client, "a");
  client.add(a, 0);
  client.run();
  EXPECT_EQ(elsewhere.done().size(), 1U);
  client.scheduler.set_log(nullptr);
  EXPECT_TRUE(client.scheduler.log().done().empty());
}

}  // namespace
}  // namespace tornado
