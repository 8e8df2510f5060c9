// GoogleTest inside of a World's program. A failed EXPECT_* or ASSERT_* counts as a failed check of the run,
// with its message, file and line. CO_ASSERT_* are for coroutines, in which ASSERT_* do not compile: those
// return from the function, and a coroutine has no `return`.
#pragma once

#include <exception>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>
#include <source_location>
#include <string>
#include <string_view>

#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// While it lives, what fails on this thread by GoogleTest's macros fails as checks of the world, and not as
/// results of the current test: the search reports it with its schedule.
class GTestFailures final : public ::testing::ScopedFakeTestPartResultReporter {
 public:
  explicit GTestFailures(World& world)
      : ScopedFakeTestPartResultReporter(INTERCEPT_ONLY_CURRENT_THREAD, &unused_), world_(world) {}

  /// Called by GoogleTest.
  void ReportTestPartResult(const ::testing::TestPartResult& result) override {
    if (result.failed()) world_.check(false, in_words(result), std::source_location());
  }

 private:
  static std::string in_words(const ::testing::TestPartResult& result) {
    if (result.file_name() == nullptr) return result.message();
    const std::string_view path = result.file_name();
    std::string words(path.substr(path.rfind('/') + 1));
    return words + ":" + std::to_string(result.line_number()) + ": " + result.message();
  }

  ::testing::TestPartResultArray unused_;
  World& world_;
};

/// Ends a coroutine in which a CO_ASSERT_* failed.
class AssertionFailed : public std::exception {
 public:
  const char* what() const noexcept override { return "a CO_ASSERT_* failed, which was reported there"; }
};

/// Reports a failed assertion and ends the function, of whatever kind, by an exception.
class FatalFailure {
 public:
  FatalFailure(const char* file, int line, const char* summary)
      : helper_(::testing::TestPartResult::kFatalFailure, file, line, summary) {}
  [[noreturn]] void operator=(const ::testing::Message& message) const {  // NOLINT: the last operator to bind
    helper_ = message;
    throw AssertionFailed();
  }

 private:
  ::testing::internal::AssertHelper helper_;
};

}  // namespace windtunnel

/// ASSERT_* for coroutines: a failure ends the coroutine by an exception. `CO_ASSERT_EQ(a, b) << "more";`
#define WINDTUNNEL_FATAL_FAILURE_(summary) \
  ::windtunnel::FatalFailure(__FILE__, __LINE__, summary) = ::testing::Message()
#define CO_FAIL() WINDTUNNEL_FATAL_FAILURE_("Failed")
#define CO_ASSERT_TRUE(condition) \
  GTEST_TEST_BOOLEAN_(condition, #condition, false, true, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_FALSE(condition) \
  GTEST_TEST_BOOLEAN_(!(condition), #condition, true, false, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_EQ(a, b) \
  GTEST_PRED_FORMAT2_(::testing::internal::EqHelper::Compare, a, b, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_NE(a, b) \
  GTEST_PRED_FORMAT2_(::testing::internal::CmpHelperNE, a, b, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_LT(a, b) \
  GTEST_PRED_FORMAT2_(::testing::internal::CmpHelperLT, a, b, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_LE(a, b) \
  GTEST_PRED_FORMAT2_(::testing::internal::CmpHelperLE, a, b, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_GT(a, b) \
  GTEST_PRED_FORMAT2_(::testing::internal::CmpHelperGT, a, b, WINDTUNNEL_FATAL_FAILURE_)
#define CO_ASSERT_GE(a, b) \
  GTEST_PRED_FORMAT2_(::testing::internal::CmpHelperGE, a, b, WINDTUNNEL_FATAL_FAILURE_)
/// With a matcher of GoogleMock.
#define CO_ASSERT_THAT(value, matcher)                                                        \
  GTEST_PRED_FORMAT1_(::testing::internal::MakePredicateFormatterFromMatcher(matcher), value, \
                      WINDTUNNEL_FATAL_FAILURE_)
