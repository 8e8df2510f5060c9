#include "harness/subjects/world/value_words.hpp"

#include <chrono>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace windtunnel {
namespace {

enum class Color { red, green };
struct Opaque {
  std::uint32_t one = 0;
  std::uint32_t two = 0;
};

TEST(ValueWords, ShowWhatATestCompares) {
  EXPECT_EQ(value_in_words(3), "3");
  EXPECT_EQ(value_in_words(true), "true");
  EXPECT_EQ(value_in_words(0.1), "0.1");
  EXPECT_EQ(value_in_words(0.5F), "0.5");
  EXPECT_EQ(value_in_words("text"), "\"text\"");
  EXPECT_EQ(value_in_words(std::string("text")), "\"text\"");
  EXPECT_EQ(value_in_words("two\nlines"), R"("two\x0alines")");
  EXPECT_EQ(value_in_words(Color::green), "1");
  EXPECT_EQ(value_in_words(std::uint8_t{65}), "65") << "a small number is not a letter";
  EXPECT_EQ(value_in_words(std::chrono::milliseconds(1500)), "1.5 s");
}

TEST(ValueWords, ShowWhatContainersAndOptionalsHold) {
  EXPECT_EQ(value_in_words(std::vector<int>{1, 2}), "[1, 2]");
  EXPECT_EQ(value_in_words(std::vector<bool>{true}), "[true]");
  EXPECT_EQ(value_in_words(std::map<int, std::string>{{1, "a"}}), "[1: \"a\"]");
  EXPECT_EQ(value_in_words(std::tuple(1, std::string("a"))), "(1, \"a\")");
  EXPECT_EQ(value_in_words(std::optional<int>()), "nothing");
  EXPECT_EQ(value_in_words(std::optional<int>(4)), "4");
  EXPECT_EQ(value_in_words(std::vector<int>(100, 7)).substr(61), "...]") << "20 elements are enough";
}

TEST(ValueWords, ShowNoAddress) {
  const int number = 1;
  EXPECT_EQ(value_in_words(&number), "a pointer");
  EXPECT_EQ(value_in_words(std::make_shared<int>(1)), "a pointer");
  EXPECT_EQ(value_in_words(std::unique_ptr<int>()), "null");
  EXPECT_EQ(value_in_words(Opaque()), "(8 bytes)");
}

}  // namespace
}  // namespace windtunnel
