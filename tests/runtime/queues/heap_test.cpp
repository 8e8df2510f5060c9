#include "runtime/queues/heap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <vector>

namespace tornado::queues {
namespace {

using ::testing::ElementsAre;

struct Named {
  int key;
  int name;
};

// The keys that Python's own heapq was asked with, and what it answered.
TEST(Heap, Q1_EqualItemsLeaveInTheOrderOfPythonsHeapq) {
  const auto less = [](const Named& left, const Named& right) { return left.key < right.key; };
  std::vector<Named> heap;
  int name = 0;
  for (int key : {1, 0, 1, 0, 2, 1, 0, 2, 1, 0}) heap_push(heap, Named{key, name++}, less);
  std::vector<int> left;
  while (!heap.empty()) left.push_back(heap_pop(heap, less).name);
  EXPECT_THAT(left, ElementsAre(1, 6, 3, 9, 2, 5, 8, 0, 7, 4));
}

TEST(Heap, Q1_AComparisonThatThrowsLeavesWhatItLeavesInPython) {
  const auto less = [](int left, int right) {
    if (left == 9 || right == 9) throw std::domain_error("9 is not ordered");
    return left < right;
  };
  std::vector<int> heap;
  for (int item : {1, 2, 3}) heap_push(heap, item, less);
  EXPECT_THROW(heap_push(heap, 9, less), std::domain_error);
  EXPECT_THAT(heap, ElementsAre(1, 2, 3, 9)) << "it is in nevertheless";
  EXPECT_THROW(heap_pop(heap, less), std::domain_error);
  EXPECT_THAT(heap, ElementsAre(2, 9, 3)) << "the least is lost";
}

}  // namespace
}  // namespace tornado::queues
