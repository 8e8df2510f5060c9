// The rules of the exam, on small texts: what they change, what they leave, and what the page makes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/exam/page.hpp"
#include "tests/exam/results.hpp"
#include "tests/exam/rules.hpp"
#include "tests/exam/sample.hpp"

namespace windtunnel::exam {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

/// The mutants of a function with that body: the rule, then what changes.
std::vector<std::string> changes(const std::string& body) {
  std::vector<std::string> all;
  for (const Mutant& mutant : mutants_of("runtime/x.cpp", "int f(int a, int b) {" + body + "}\n"))
    all.push_back(std::string(mutant.rule) + ": " + mutant.before + " => " + mutant.after);
  return all;
}

TEST(Exam, ConditionsAreNegatedAndTheirComparisonsTurned) {
  EXPECT_THAT(changes("if (a < b) { }"),
              UnorderedElementsAre("condition negated: a < b => !(a < b)",
                                   "comparison turned: a < b => a > b", "bound off by one: a < b => a <= b"));
  EXPECT_THAT(changes("while (a == b + 1) { }"),
              UnorderedElementsAre("condition negated: a == b + 1 => !(a == b + 1)",
                                   "comparison turned: a == b + 1 => a != b + 1",
                                   "bound off by one: a == b + 1 => a == b"));
  EXPECT_THAT(changes("return a >= b;"),
              UnorderedElementsAre("comparison turned: return a >= b; => return a <= b;",
                                   "bound off by one: return a >= b; => return a > b;"));
}

TEST(Exam, StatementsAreDroppedAndSwapped) {
  EXPECT_THAT(changes("g(a); h(b);"),
              UnorderedElementsAre("statement dropped: g(a); => ", "calls turned: g(a); h(b); => h(b); g(a);",
                                   "statement dropped: h(b); => "));
  EXPECT_THAT(changes("++a;"), ElementsAre("increment lost: ++a; => "));
  EXPECT_THAT(changes("a += b;"), ElementsAre("increment lost: a += b; => "));
  EXPECT_THAT(changes("v.clear();"), ElementsAre("removal lost: v.clear(); => "));
}

TEST(Exam, WhatDependsOnAConditionIsNotSwapped) {
  for (const char* body : {"if (a) g(a); h(b);", "while (a) g(a); h(b);", "if (a) { } else g(a); h(b);"})
    EXPECT_THAT(changes(body), Not(Contains(HasSubstr("turned: g")))) << body;
  EXPECT_THAT(changes("if (a) { g(a); } h(b); g(b);"), Contains("calls turned: h(b); g(b); => g(b); h(b);"));
}

TEST(Exam, ADoneTestIsRemoved) {
  EXPECT_THAT(changes("if (!x->future.done()) { }"),
              Contains("done() test removed: !x->future.done() => !false"));
}

TEST(Exam, DeclarationsAndAssertionsStay) {
  EXPECT_THAT(
      changes("int c = g(a); auto d = h(b); Future<void> e = g(a); const T t(a); std::vector<int> v(3);"),
      IsEmpty());
  EXPECT_THAT(changes("assert(a < b); struct S { int x; } s;"), IsEmpty());
  EXPECT_THAT(changes("if (int c = g(a)) { }"), IsEmpty());
  EXPECT_THAT(changes("std::vector<int> w; x = static_cast<int>(y);"),
              ElementsAre("statement dropped: x = static_cast<int>(y); => "));
}

TEST(Exam, OnlyBodiesOfFunctionsAreChanged) {
  EXPECT_THAT(mutants_of("runtime/x.hpp",
                         "class A {\n  A() = delete;\n  void f(int a);\n  int b = 1;\n};\n"
                         "enum class E { a = 1 };\n// if (a < b) g();\n#define G if (a) g();\n"),
              IsEmpty());
  EXPECT_EQ(mutants_of("runtime/x.hpp", "A::A(int a) : b_{a}, c_(a) { g(); }\n").size(), 1U);
  EXPECT_EQ(mutants_of("runtime/x.hpp", "auto f() -> Future<void> { call([] { g(); }); }\n").size(), 2U);
}

TEST(Exam, ATextWithoutBalanceIsRefused) {
  EXPECT_THROW(mutants_of("runtime/x.cpp", "void f() { g(; }"), std::invalid_argument);
}

TEST(Exam, EachMutantIsBehindItsSwitch) {
  const std::vector<Mutant> all = mutants_of("runtime/x.cpp", "void f() { if (a < b) g(); }\n");
  for (const Mutant& mutant : all)
    EXPECT_THAT(mutant.replacement, HasSubstr("::exam::is(@)")) << mutant.name();
}

TEST(Exam, ALargerSampleBeginsWithTheSmallerOne) {
  const std::vector<Mutant> all = all_mutants(WINDTUNNEL_SOURCE_DIR);
  EXPECT_GT(all.size(), 4000U);
  const std::vector<Mutant> small = sample_of(all, 20, 7);
  const std::vector<Mutant> large = sample_of(all, 60, 7);
  ASSERT_EQ(small.size(), 20U);
  for (std::size_t at = 0; at < small.size(); ++at) EXPECT_EQ(small[at].name(), large[at].name());
  EXPECT_NE(small[0].name(), sample_of(all, 1, 8)[0].name());
  for (const Mutant& one : large)
    for (const Mutant& other : large)
      EXPECT_TRUE(&one == &other || one.file != other.file || one.end <= other.begin ||
                  other.end <= one.begin);
}

TEST(Exam, ReasonsAreReadOrRefused) {
  EXPECT_EQ(reasons_in("# why\n\na: b\n  equivalent: nobody sees it\n").at("a: b"),
            "equivalent: nobody sees it");
  EXPECT_THROW(reasons_in("a: b\n"), std::invalid_argument);
  EXPECT_THROW(reasons_in("  equivalent: of nothing\n"), std::invalid_argument);
  EXPECT_THROW(reasons_in("a: b\n  perhaps\n"), std::invalid_argument);
}

Examined examined(const std::string& file, bool by_properties, bool by_units) {
  Examined one{mutants_of("runtime/" + file, "void f() { g(a | b); }\n").front(), {}, true};
  one.verdicts[property_tests].killed = by_properties;
  one.verdicts.back().killed = by_units;
  return one;
}

TEST(Exam, ThePageCountsWhatIsNotEquivalent) {
  Exam exam;
  exam.sample = 3;
  exam.examined = {examined("net/a.cpp", true, false), examined("net/b.cpp", false, true),
                   examined("c.cpp", false, false)};
  EXPECT_THAT(page_of(exam), HasSubstr("| net, http, web | 1 of 2 (50 %), aim 70 % | 0 of 2 (0 %)"));
  EXPECT_NEAR(exam.killed_percent(), 66.7, 0.1);
  EXPECT_THAT(page_of(exam), HasSubstr("`g(a \\| b);`"));
  exam.reasons[exam.examined[2].mutant.name()] = "equivalent: nothing calls it";
  EXPECT_EQ(exam.killed_percent(), 100);
  EXPECT_THAT(page_of(exam), HasSubstr("equivalent: nothing calls it"));
  EXPECT_THAT(page_of(exam), Not(HasSubstr("core, gen, locks")));
}

TEST(Exam, ResultsAreKept) {
  Exam exam;
  exam.sample = 2;
  exam.seed = 5;
  exam.examined = {examined("net/a.cpp", true, false)};
  exam.examined[0].verdicts[property_tests].how = "V16";
  exam.examined[0].verdicts[property_tests].decisions = 3;
  EXPECT_EQ(page_of(results_in(results_text(exam))), page_of(exam));
  EXPECT_EQ(results_in(results_text(exam)).examined[0].verdicts, exam.examined[0].verdicts);
  EXPECT_THROW(results_in("{}"), std::invalid_argument);
  EXPECT_THROW(results_in("no"), std::invalid_argument);
}

TEST(Exam, ShardsOfASampleAreJoined) {
  KeptExam one{"1.json", {}};
  one.exam.sample = 3;
  one.exam.seed = 5;
  one.exam.shard = {1, 2};
  one.exam.examined = {examined("net/b.cpp", true, false), examined("net/c.cpp", false, true)};
  KeptExam two = one;
  two.file = "2.json";
  two.exam.shard = {2, 2};
  two.exam.examined = {examined("net/a.cpp", true, false)};
  Exam whole = one.exam;
  whole.examined.insert(whole.examined.begin(), two.exam.examined[0]);
  EXPECT_EQ(results_in(results_text(two.exam)).shard, two.exam.shard);

  EXPECT_EQ(page_of(join({one, two}).exam), page_of(whole));
  EXPECT_TRUE(join({one, two}).shards.is_complete());
  EXPECT_THAT(join({one}).shards.missing(), ElementsAre(2));
  EXPECT_THROW(join({one, one}), std::invalid_argument);
  one.exam.examined.pop_back();
  EXPECT_THAT(join({one, two}).shards.interrupted(), ElementsAre(1));
  two.exam.seed = 6;
  EXPECT_THROW(join({one, two}), std::invalid_argument);
}

}  // namespace
}  // namespace windtunnel::exam
