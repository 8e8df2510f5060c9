#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

#include "harness/subjects/cpp_subjects.hpp"
#include "harness/subjects/world/registered_subject.hpp"

namespace windtunnel::subjects {
namespace {

using ::testing::Contains;
using ::testing::Not;

tornado::Future<void> nothing(World&) {
  co_return;
}

TEST(CppSubjects, AreKnownWhileTheyLive) {
  {
    const RegisteredSubject subject("does_nothing", "it does nothing", nothing);
    EXPECT_TRUE(find_cpp_subject("does_nothing"));
    EXPECT_EQ(about_cpp_subject("does_nothing"), "it does nothing");
    EXPECT_THAT(cpp_subject_names(), Contains("does_nothing"));
  }
  EXPECT_FALSE(find_cpp_subject("does_nothing"));
  EXPECT_THAT(cpp_subject_names(), Not(Contains("does_nothing")));
}

TEST(CppSubjects, HaveNamesOfTheirOwn) {
  const RegisteredSubject subject("does_nothing", "", nothing);
  for (const char* taken : {"does_nothing", "periodic", "scenario", "", "two words"}) {
    EXPECT_THROW(RegisteredSubject(taken, "", nothing), std::invalid_argument) << taken;
  }
}

}  // namespace
}  // namespace windtunnel::subjects
