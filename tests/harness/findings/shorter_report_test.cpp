#include "harness/findings/shorter_report.hpp"

#include <gtest/gtest.h>

namespace windtunnel::findings {
namespace {

TEST(ShorterReport, KeepsWhatHappenedAndWhere) {
  std::string stack;
  for (int frame = 0; frame < 30; ++frame)
    stack += "        #" + std::to_string(frame) + " 0x55dd in f() f.cpp:" + std::to_string(frame) + "\n";
  const std::string report =
      "the last steps:\n    step 1: a reads x: 5\n    ==7==ERROR: AddressSanitizer: heap-use-after-free\n" +
      stack + "    freed by thread T0 here:\n" + stack +
      "    SUMMARY: AddressSanitizer: heap-use-after-free f.cpp:0\n"
      "    Shadow bytes around the buggy address:\n"
      "      0x502000000600: fa fa 00 00\n"
      "    =>0x502000000680: fa fa 00 00 fa fa[fd]fa\n"
      "    Shadow byte legend (one shadow byte represents 8 application bytes):\n"
      "      Addressable:           00\n"
      "      Partially addressable: 01 02 03 04 05 06 07 \n"
      "      ASan internal:           fe\n"
      "    ==7==Register values:\n"
      "    rax = 0x0000000000000000  rbx = 0x00000a24000000ba  \n"
      "     r8 = 0x0000000000001e90   r9 = 0x0000000000000000  \n"
      "    ==7==ABORTING\n";
  const std::string five =
      "        #0 0x55dd in f() f.cpp:0\n        #1 0x55dd in f() f.cpp:1\n        #2 0x55dd in f() f.cpp:2\n"
      "        #3 0x55dd in f() f.cpp:3\n        #4 0x55dd in f() f.cpp:4\n        ...\n";
  EXPECT_EQ(
      shorter_report(report),
      "the last steps:\n    step 1: a reads x: 5\n    ==7==ERROR: AddressSanitizer: heap-use-after-free\n" +
          five + "    freed by thread T0 here:\n" + five +
          "    SUMMARY: AddressSanitizer: heap-use-after-free f.cpp:0\n    ==7==ABORTING\n");
}

TEST(ShorterReport, LeavesOtherTextsAlone) {
  const std::string text = "law  check\n  #7 is a number: 0x12\n\n  x:  = 0x5\n";
  EXPECT_EQ(shorter_report(text), text);
  EXPECT_EQ(shorter_report(""), "");
}

}  // namespace
}  // namespace windtunnel::findings
