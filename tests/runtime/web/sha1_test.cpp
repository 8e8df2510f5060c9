#include "runtime/web/sha1.hpp"

#include <gtest/gtest.h>

namespace tornado::web {
namespace {

// The examples of FIPS 180-4, and RFC 3174's.
TEST(Sha1, GivesTheDigestsOfTheStandard) {
  EXPECT_EQ(sha1_hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(sha1_hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(sha1_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  EXPECT_EQ(sha1_hex("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                     "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"),
            "a49b2446a02c645bf419f995b67091253a04a259");
  EXPECT_EQ(sha1_hex(std::string(1'000'000, 'a')), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

// Around the place where the length no longer fits into the last block; the digests are Python's hashlib's.
TEST(Sha1, PadsEveryLengthAroundABlock) {
  EXPECT_EQ(sha1_hex(std::string(55, '\xff')), "450732ec1ec8fc5594a29700e11c37f09622ed72");
  EXPECT_EQ(sha1_hex(std::string(56, '\xff')), "09cade8bfcfc501cb097636504dff46b39270658");
  EXPECT_EQ(sha1_hex(std::string(63, '\xff')), "b5419e99e3ea50f812d56149e29b6d7db7bfc70e");
  EXPECT_EQ(sha1_hex(std::string(64, '\xff')), "ffc6261e487efa8c7442069f71acfc4aa826993d");
  EXPECT_EQ(sha1_hex(std::string(65, '\xff')), "bf0822f91c1aeaee3a06c8a6c598b0229e7fb2f3");
  EXPECT_EQ(sha1_hex(std::string(119, '\xff')), "97b433c99a75e69bd8170ef41aacbfb370434b0d");
  EXPECT_EQ(sha1_hex(std::string(120, '\xff')), "b099d503d1c2bdf6defb88f6368bde6a6e71c448");
  EXPECT_EQ(sha1_hex(std::string(128, '\xff')), "cd5bd20e9a0f22d7367cc169e2844a02751c7c91");
}

}  // namespace
}  // namespace tornado::web
