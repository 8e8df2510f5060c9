#include "harness/report/mutant_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace windtunnel::report {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(MutantTable, HasItsRowsInOrder) {
  EXPECT_THAT(mutants_in("# mutant(commented LAW V9)\n"
                         "mutant(lifo\n"
                         "  BUG 1 WHAT \"the newest (LAW) runs first\"\n"
                         "  FILE io_loop.cpp\n"
                         "  TEXT [[mutant(inside BREAKS L9) # no comment]]\n"
                         "  INSTEAD [[]]\n"
                         "  LAW V1 BREAKS L2 L3)\n"
                         "\n"
                         "mutant(deaf WHAT \"\" LAW V2 FREEDOM adversary)\n"),
              ElementsAre(Mutant{"lifo", "the newest (LAW) runs first", "V1", {"L2", "L3"}},
                          Mutant{"deaf", "", "V2", {}}));
}

TEST(MutantTable, OfAnythingElseIsEmpty) {
  for (const char* text : {"", "mutant", "mutant(", "#", "[[", "[[x", "\"", "WHAT \"x\" LAW V1)", ")))(("})
    EXPECT_THAT(mutants_in(text), IsEmpty()) << text;
}

}  // namespace
}  // namespace windtunnel::report
