// Signed values. Those of Tornado 4.5.3 were recorded.
#include "runtime/web/signed_value.hpp"

#include "tests/runtime/loop_fixture.hpp"

namespace tornado::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Time now = at_seconds(1'000'000'000);
constexpr Duration day{86400};
constexpr const char* recorded =
    "2|1:0|10:1000000000|4:name|8:dmFsdWU=|d8b248fbb2e19987c614958088f3efbf179de443ad6a32a0bde729542762126c";
constexpr const char* recorded_1 = "dmFsdWU=|1000000000|46d270d3f249f92ee5283a8ee64db9a1eda08f8b";

std::string decoded(std::string_view value, Time at = now, std::string_view secret = "secret",
                    std::string_view name = "name") {
  return decode_signed_value(secret, name, value, at).value_or("-");
}

TEST(SignedValue, IsTheOriginals) {
  EXPECT_EQ(create_signed_value("secret", "name", "value", at_seconds(1'000'000'000.7)), recorded);
  EXPECT_EQ(create_signed_value("secret", "name", std::string("\xff\0 \xc3\xa4", 5), now),
            "2|1:0|10:1000000000|4:name|8:/"
            "wAgw6Q=|6da7db1b4fcb49352e1c8c0f4e21852483f09b2d0d1101c0afbee5b2a86edad3");
  EXPECT_EQ(create_signed_value(std::string(100, 'k'), "n", "", at_seconds(0)),
            "2|1:0|1:0|1:n|0:|10bb3d712caf8e555b62fa7f94b0c97cbc62786873b68f4d62be549b0fdf546b");
}

TEST(SignedValue, IsReadAgain) {
  EXPECT_EQ(decoded(recorded), "value");
  EXPECT_EQ(decoded(recorded_1), "value") << "version 1";
  EXPECT_EQ(decode_signed_value("secret", "name", recorded_1, now, 31, 2), std::nullopt);
  EXPECT_EQ(decoded(create_signed_value("secret", "name", "", now)), "");
}

TEST(SignedValue, WithAnyByteChangedIsRefused) {
  LoopFixture world;  // for the log
  for (const std::string& value : {std::string(recorded), std::string(recorded_1)}) {
    for (std::size_t at = 0; at < value.size(); ++at) {
      std::string changed = value;
      changed[at] = static_cast<char>(changed[at] == '1' ? '2' : '1');
      EXPECT_EQ(decoded(changed), "-") << changed;
      EXPECT_EQ(decoded(value.substr(0, at)), "-") << at;
    }
    EXPECT_EQ(decoded(value + "0"), "-");
    EXPECT_EQ(decoded(value, now, "other"), "-");
    EXPECT_EQ(decoded(value, now, "secret", "other"), "-");
  }
}

TEST(SignedValue, OfAnotherTimeIsRefused) {
  LoopFixture world;
  EXPECT_EQ(decoded(recorded, now + 30 * day), "value");
  EXPECT_EQ(decoded(recorded, now + 32 * day), "-");
  EXPECT_EQ(decoded(recorded_1, now + 32 * day), "-");
  EXPECT_EQ(decoded(recorded_1, now - 32 * day), "-")
      << "from the future: digits of the value may have been moved";
  EXPECT_THAT(world.logged, ElementsAre(HasSubstr("Expired cookie"), HasSubstr("Tampered cookie")));
}

}  // namespace
}  // namespace tornado::web
