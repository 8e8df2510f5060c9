#include "tests/mutants/plant.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>

namespace windtunnel::mutants {
namespace {

Row row(std::size_t number, std::string text, std::string instead) {
  return {"of-a-test", "file.cpp", std::move(text), std::move(instead), number};
}

/// What the planted source says behind the include of the switch.
std::string planted_in(const std::string& source, const std::vector<Row>& rows) {
  const std::string text = planted(source, rows);
  return text.substr(text.find('\n') + 1);
}

std::string refusal(const std::string& source, const Row& of) {
  try {
    planted(source, {of});
    return "accepted";
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
}

TEST(Plant, PutsTheBodyThereTwice) {
  EXPECT_EQ(planted_in("int f() { return 1; }\n", {row(7, "1", "2")}),
            "int f() {if (::exam::is(7)) { return 2; } else { return 1; }}\n");
}

TEST(Plant, ChainsTheMutantsOfABody) {
  EXPECT_EQ(planted_in("int f() { return 1 + 3; }\n", {row(1, "1", "2"), row(2, "3", "")}),
            "int f() {if (::exam::is(1)) { return 2 + 3; } else "
            "if (::exam::is(2)) { return 1 + ; } else { return 1 + 3; }}\n");
}

TEST(Plant, TakesTheOutermostFunctionInItsTypesAndNamespaces) {
  EXPECT_EQ(
      planted_in("namespace n {\ntemplate <class T> struct S final : B<T> {\n"
                 "  S() : a{0} { g([] { return 1; }); }\n};\n}\n",
                 {row(3, "1", "2")}),
      "namespace n {\ntemplate <class T> struct S final : B<T> {\n"
      "  S() : a{0} {if (::exam::is(3)) { g([] { return 2; }); } else { g([] { return 1; }); }}\n};\n}\n");
  EXPECT_EQ(planted_in("template <class T>\nvoid f(T) { a(); }\n", {row(3, "a()", "b()")}),
            "template <class T>\nvoid f(T) {if (::exam::is(3)) { b(); } else { a(); }}\n");
}

TEST(Plant, RefusesWhatItCannotPlace) {
  const std::string once = "mutant of-a-test: its text must be in runtime/file.cpp exactly once";
  EXPECT_EQ(refusal("void f() { a(); }", row(1, "b", "c")), once);
  EXPECT_EQ(refusal("void f() { a(); a(); }", row(1, "a()", "c")), once);
  EXPECT_EQ(refusal("void f() { aaa(); }", row(1, "aa", "c")), once);
  EXPECT_EQ(refusal("void f() {}", row(1, "", "c")), once);
  EXPECT_EQ(refusal("struct S { int a = 1; };", row(1, "1", "2")),
            "mutant of-a-test: its text is not in the body of a function of runtime/file.cpp");
}

}  // namespace
}  // namespace windtunnel::mutants
