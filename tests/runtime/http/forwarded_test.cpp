// What a proxy says of a browser; the cases of Tornado's XHeaderTest.
#include "runtime/http/forwarded.hpp"

#include <gtest/gtest.h>

namespace tornado::http {
namespace {

std::string ip_of(const HTTPHeaders& headers, const std::vector<std::string>& trusted = {}) {
  return forwarded_context(headers, {"127.0.0.1", "http"}, trusted).remote_ip;
}

std::string protocol_of(const HTTPHeaders& headers) {
  return forwarded_context(headers, {"127.0.0.1", "http"}, {}).protocol;
}

TEST(Forwarded, AnAddressThatIsOneIsTaken) {
  EXPECT_EQ(ip_of({}), "127.0.0.1");
  EXPECT_EQ(ip_of({{"X-Real-IP", "4.4.4.4"}}), "4.4.4.4");
  EXPECT_EQ(ip_of({{"X-Forwarded-For", "127.0.0.1, 4.4.4.4"}}), "4.4.4.4");
  EXPECT_EQ(ip_of({{"X-Real-IP", "2620:0:1cfe:face:b00c::3"}}), "2620:0:1cfe:face:b00c::3");
  for (const char* bad : {"4.4.4.4<script>", "4.4.4.4, 5.5.5.5<script>", "www.google.com", ""}) {
    EXPECT_EQ(ip_of({{"X-Real-IP", bad}}), "127.0.0.1") << bad;
    EXPECT_EQ(ip_of({{"X-Forwarded-For", bad}}), "127.0.0.1") << bad;
  }
}

TEST(Forwarded, TrustedProxiesArePassedOver) {
  EXPECT_EQ(ip_of({{"X-Forwarded-For", "4.4.4.4, 5.5.5.5"}}, {"5.5.5.5"}), "4.4.4.4");
  EXPECT_EQ(ip_of({{"X-Forwarded-For", "5.5.5.5"}}, {"5.5.5.5"}), "5.5.5.5");
}

TEST(Forwarded, ASchemeThatIsOneIsTaken) {
  EXPECT_EQ(protocol_of({{"X-Scheme", "https"}}), "https");
  EXPECT_EQ(protocol_of({{"X-Forwarded-Proto", "https"}}), "https");
  EXPECT_EQ(protocol_of({{"X-Scheme", "unknown"}}), "http");
}

}  // namespace
}  // namespace tornado::http
