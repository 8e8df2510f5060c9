#include "harness/findings/event_words.hpp"

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "runtime/sim/network/fault.hpp"
#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::findings {
namespace {

TEST(EventWords, DifferForEveryKindOfEvent) {
  std::set<std::string> words;
  for (std::size_t kind = 0; kind < tornado::event_kind_count; ++kind) {
    const std::string said = in_words({static_cast<tornado::EventKind>(kind), 0, 1, 2, 3}, {});
    EXPECT_TRUE(words.insert(said).second) << said;
  }
}

TEST(EventWords, AreWholeForEveryValueOfADetail) {
  for (std::size_t kind = 0; kind < tornado::event_kind_count; ++kind) {
    const core::EventRow& row = core::row_of(static_cast<tornado::EventKind>(kind));
    const std::size_t values =
        row.detail == core::Detail::fault ? tornado::fault_count : words_of(row.detail).size();
    for (std::size_t value = 0; value < values; ++value) {
      const auto detail = static_cast<std::uint8_t>(value);
      for (const std::uint32_t other : {0U, 1U}) {
        const std::string said = in_words({static_cast<tornado::EventKind>(kind), detail, 1, other, 3}, {});
        EXPECT_EQ(said.find_first_of("{}[]|?"), std::string::npos) << said;
      }
    }
  }
}

TEST(EventWords, SayWhatIsZeroInOtherWords) {
  const properties::Events events = properties::Events()
                                        .future_set(1)
                                        .future_set(1, 2)
                                        .task_yield(1, 0, tornado::YieldKind::waiting)
                                        .task_yield(1, 2, tornado::YieldKind::waiting)
                                        .queue_made(1)
                                        .network_fault(0, tornado::Fault::reset)
                                        .network_fault(3, 4, tornado::Fault::reset);
  core::TraceNames names;
  names.futures[1] = "f";
  names.tasks[1] = "main";
  names.exceptions[2] = "Boom(p1)";
  std::string said;
  for (const tornado::Event& event : events.list()) said += in_words(event, names) + "\n";
  EXPECT_EQ(said,
            "future 1 (f) gets its result\n"
            "future 1 (f) fails with Boom(p1)\n"
            "task 1 (main) waits for its turn\n"
            "task 1 (main) waits for future 2\n"
            "queue 1 is made, for any number of items, first in, first out\n"
            "the network has the fault reset\n"
            "the network has the fault reset, for socket 3: it cuts after 4 bytes\n");
}

TEST(EventWords, TakeAnyValues) {
  for (std::size_t kind = 0; kind < tornado::event_kind_count; ++kind)
    EXPECT_NE(in_words({static_cast<tornado::EventKind>(kind), 255, 1, 1, 0}, {}), "");
}

}  // namespace
}  // namespace windtunnel::findings
