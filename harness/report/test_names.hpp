// The tests that a source file declares, and the laws that their names bear. The text is only searched for
// the macros that declare tests, so it may be anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::report {

/// A test that a source file declares.
struct TestName {
  std::string suite;
  std::string name;

  bool operator==(const TestName&) const = default;
};

/// The tests of a source file, in order: GoogleTest's TEST, TEST_F and TEST_P, RapidCheck's RC_GTEST_PROP.
std::vector<TestName> tests_in(std::string_view source);

/// The laws whose numbers are in the name of a test or suite: at the beginning of a word between underscores,
/// if no small letter or digit follows. `F5_a_callback` and `V12Resolution` contain one, `G27F17` both.
std::vector<std::string> laws_in_name(std::string_view name);

}  // namespace windtunnel::report
