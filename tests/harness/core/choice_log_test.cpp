#include "harness/core/choice_log.hpp"

#include <gtest/gtest.h>
#include <string>

#include "harness/core/random.hpp"

namespace windtunnel::core {
namespace {

using tornado::ChoiceKind;

std::string error_of(std::string_view text) {
  try {
    parse_choices(text);
  } catch (const ScheduleError& error) {
    return error.what();
  }
  return "no error";
}

TEST(ChoiceLog, WritesTheScheduleOfTheLanguage) {
  ChoiceLog log;
  EXPECT_EQ(to_text(log), "-");
  log.append({ChoiceKind::external, 3, 1});
  log.append({ChoiceKind::external, 2, 0});
  EXPECT_EQ(to_text(log), "1/3,0/2");
  log.append({ChoiceKind::callback, 4, 3});
  EXPECT_EQ(to_text(log), "1/3,0/2,callback:3/4");
}

TEST(ChoiceLog, TextReadsBack) {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    ChoiceLog log;
    const std::uint32_t size = random.below(20);
    for (std::uint32_t i = 0; i < size; ++i) {
      const auto kind = static_cast<ChoiceKind>(random.below(tornado::choice_kind_count));
      const std::uint32_t options = random.below(4) == 0 ? 0xffffffffU : 2 + random.below(300);
      log.append({kind, options, random.below(options)});
    }
    EXPECT_EQ(parse_choices(to_text(log)), log);
  }
}

TEST(ChoiceLog, ErrorsSayColumnFoundAndAllowed) {
  EXPECT_EQ(
      error_of(""),
      "schedule, column 1: found the end, allowed: index/options, a kind of choice and ':', or '-' alone");
  EXPECT_EQ(error_of("1/3,"),
            "schedule, column 5: found the end, allowed: index/options or a kind of choice and ':'");
  EXPECT_EQ(error_of("1/3 0/2"), "schedule, column 4: found byte 0x20, allowed: ',' or the end");
  EXPECT_EQ(error_of("1"), "schedule, column 2: found the end, allowed: '/' and the number of options");
  EXPECT_EQ(error_of("1/x"), "schedule, column 3: found 'x', allowed: the number of options");
  EXPECT_EQ(error_of("0/2,3/3"), "schedule, column 5: found index 3, allowed: 0 to 2 of 3 options");
  EXPECT_EQ(error_of("0/1"), "schedule, column 3: found 1 options, allowed: at least 2 options");
  EXPECT_EQ(error_of("0/4294967296"),
            "schedule, column 3: found a larger number, allowed: numbers up to 4294967295");
  EXPECT_EQ(error_of("timer0/2"), "schedule, column 6: found '0', allowed: ':' after the kind of choice");
  EXPECT_EQ(error_of("weather:0/2"),
            "schedule, column 1: found 'weather', allowed: external, callback, timer, io, latency, fragment, "
            "fault, "
            "value");
  EXPECT_EQ(error_of("-,0/2").substr(0, 29), "schedule, column 1: found '-'");
  EXPECT_EQ(error_of(std::string_view("0/2\0", 4)),
            "schedule, column 4: found byte 0x00, allowed: ',' or the end");
}

TEST(ChoiceLog, EveryCutOfASchedulesTextIsReadOrRefused) {
  const std::string text = "1/3,callback:0/2,timer:7/9,4/5";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    try {
      const std::string cut = text.substr(0, size);
      EXPECT_EQ(to_text(parse_choices(cut)), cut);
    } catch (const ScheduleError& error) {
      EXPECT_LE(error.column(), size + 1);
    }
  }
}

TEST(ChoiceLog, HasLimits) {
  std::string text = "0/2";
  for (std::size_t i = 1; i < choice_limit; ++i) text += ",0/2";
  EXPECT_EQ(parse_choices(text).size(), choice_limit);
  text += ",0/2";
  EXPECT_EQ(error_of(text),
            "schedule, column 4000001: found another choice, allowed: at most 1000000 choices");
  EXPECT_EQ(error_of(std::string(schedule_text_limit + 1, '0')),
            "schedule, column 8388609: found a longer text, allowed: at most 8388608 bytes");

  ChoiceLog log;
  for (std::size_t i = 0; i < choice_limit; ++i) log.append({});
  EXPECT_TRUE(log.complete());
  log.append({});
  EXPECT_EQ(log.size(), choice_limit);
  EXPECT_FALSE(log.complete());
  log.clear();
  EXPECT_TRUE(log.complete());
}

TEST(ChoiceLog, TrailingZerosAreDropped) {
  EXPECT_EQ(to_text(parse_choices("0/2,1/3,0/2,0/4").without_trailing_zeros()), "0/2,1/3");
  EXPECT_EQ(to_text(parse_choices("0/2,0/3").without_trailing_zeros()), "-");
  EXPECT_EQ(to_text(ChoiceLog().without_trailing_zeros()), "-");
}

}  // namespace
}  // namespace windtunnel::core
