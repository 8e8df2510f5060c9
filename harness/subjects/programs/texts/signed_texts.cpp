// Digests, signed values and entity tags. OpenSSL makes the digests that they are compared with.
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <optional>

#include "harness/subjects/programs/texts/text_checks.hpp"
#include "runtime/http/base64.hpp"
#include "runtime/web/digest.hpp"
#include "runtime/web/etag.hpp"
#include "runtime/web/sha1.hpp"
#include "runtime/web/signed_value.hpp"

namespace windtunnel::subjects {

namespace {

namespace web = tornado::web;

constexpr double seconds_of_a_day = 86400;
constexpr std::string_view signing_key = "what only the server knows";

using DigestBytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string in_hex(const DigestBytes& bytes, unsigned size) {
  std::string text;
  for (unsigned at = 0; at < size; ++at) text += fmt::format("{:02x}", bytes[at]);
  return text;
}

std::string digest_of(const EVP_MD* kind, std::string_view text) {
  DigestBytes bytes{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), bytes.data(), &size, kind, nullptr);
  return in_hex(bytes, size);
}

std::string signature_of(const EVP_MD* kind, std::string_view text) {
  DigestBytes bytes{};
  unsigned size = 0;
  HMAC(kind, signing_key.data(), static_cast<int>(signing_key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), bytes.data(), &size);
  return in_hex(bytes, size);
}

std::string counted(std::string_view text) {
  return fmt::format("{}:{}|", text.size(), text);
}

std::string version_2(std::string_view name, std::string_view value, std::string_view time) {
  const std::string text = fmt::format("2|{}{}{}{}", counted("0"), counted(time), counted(name),
                                       counted(tornado::http::to_base64(value)));
  return text + signature_of(EVP_sha256(), text);
}

std::optional<std::string> decoded(std::string_view name, std::string_view text, double now, double days,
                                   int min_version = 1) {
  return web::decode_signed_value(signing_key, name, text, tornado::at_seconds(now), days, min_version);
}

}  // namespace

void check_digests(const TextDraw& draw) {
  World& world = draw.world;
  std::string text(draw.one_of({0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128, 200}), 'x');
  for (char& byte : text) byte = static_cast<char>(byte + text.size() % 64);
  text += draw.bytes(4);
  world.check_equal(web::sha1_hex(text), digest_of(EVP_sha1(), text), "the SHA-1 of a text");
  world.check_equal(web::md5_hex(text), digest_of(EVP_md5(), text), "the MD5 of a text");
  world.check_equal(web::hmac_sha1_hex(signing_key, text), signature_of(EVP_sha1(), text), "a signature");
  world.check_equal(web::hmac_sha256_hex(signing_key, text), signature_of(EVP_sha256(), text), "a signature");
  world.check_equal(web::etag_of(text), fmt::format("\"{}\"", digest_of(EVP_sha1(), text)), "an entity tag");
  const std::string other = draw.coin() ? text : text + "x";
  world.check_equal(web::equal_in_constant_time(text, other), text == other, "whether two texts are equal");
  if (text.empty()) return;
  std::string changed = text;
  changed[draw.below(static_cast<std::uint32_t>(text.size()))] ^= 1;
  world.check(!web::equal_in_constant_time(text, changed), "texts that differ in one bit are not equal");
}

void check_signed_value(const TextDraw& draw) {
  World& world = draw.world;
  const std::string name = draw.one_of({"a", "session", "x|y"});
  const std::string value = draw.one_of({"", "word", "a|b:c", "\xff"});
  const double made = draw.one_of({1e6, 1e9, 0.5});
  const std::string time = fmt::format("{:.0f}", made - (made < 1 ? 0.5 : 0));
  const std::string text = web::create_signed_value(signing_key, name, value, tornado::at_seconds(made));
  world.check_equal(text, version_2(name, value, time), "a value that is signed");
  const double days = draw.one_of({31.0, 1.0});
  const double last = made - (made < 1 ? 0.5 : 0) + days * seconds_of_a_day;
  const double now = draw.one_of({made, last, last - 1, last + 1});
  const bool fresh = now <= last;
  const int least = draw.one_of({1, 2, 3});
  world.check_equal(decoded(name, text, now, days, least).value_or("none"),
                    fresh && least <= 2 ? value : "none", "the value that comes back");
  world.check(!decoded("b", text, now, days), "a value that was signed for another name");
  std::string forged = text;
  forged[draw.below(static_cast<std::uint32_t>(text.size()))] ^= 1;
  world.check(!decoded(name, forged, now, days), "a value that was changed: " + forged);
  world.check(!decoded(name, text.substr(0, draw.below(static_cast<std::uint32_t>(text.size()))), now, days),
              "a value that was cut");
  // Signed, and yet not as it should be.
  const std::string wrong =
      draw.one_of({"2|1:0|x:1|", "2|1:0|1:1|", "2|-1:0|", "2|9:0|", "2|1:0", "2|", "2|1:x|1:1|1:a|0:|",
                   "2|1:0|1:x|1:a|0:|", "2|1:0|1:1|1:a|1:A|", "2|1:0/1:1|1:a|0:|", "3|1:0|1:1|1:a|0:|"});
  world.check(!decoded("a", wrong + signature_of(EVP_sha256(), wrong), 1, 31), "this is no value: " + wrong);
}

void check_older_signed_value(const TextDraw& draw) {
  World& world = draw.world;
  const std::string name = "a";
  const std::string value = draw.one_of({"", "word", "\xff|"});
  const std::string encoded = tornado::http::to_base64(value);
  const double made = 1e8;
  const double days = draw.one_of({31.0, 1.0});
  const double age = draw.one_of({0.0, days * seconds_of_a_day, days * seconds_of_a_day + 1,
                                  -31 * seconds_of_a_day, -31 * seconds_of_a_day - 1});
  const std::string time = draw.one_of({"100000000", "0100000000", "x"});
  const std::string text = encoded + "|" + time + "|" + signature_of(EVP_sha1(), name + encoded + time);
  const bool fresh = age <= days * seconds_of_a_day && age >= -31 * seconds_of_a_day;
  const int least = draw.one_of({1, 1, 2});
  world.check_equal(decoded(name, text, made + age, days, least).value_or("none"),
                    fresh && time == "100000000" && least == 1 ? value : "none",
                    "the value that comes back of " + text);
  std::string forged = text;
  char& byte = forged[draw.below(static_cast<std::uint32_t>(text.size()))];
  byte = byte == '0' ? '1' : '0';
  world.check(!decoded(name, forged, made, days), "a value that was changed: " + forged);
  const std::string wrong = draw.one_of({"", "|", "a|b", "a|b|c|d", "1000|x", "0|x|y", "-1|x|y"});
  world.check(!decoded(name, wrong, made, days), "this is no value: " + wrong);
}

void check_entity_tags(const TextDraw& draw) {
  const std::string tag = "\"b\"";
  std::string header;
  bool matches = false;
  const std::uint32_t tags = draw.below(4);
  for (std::uint32_t number = 0; number < tags; ++number) {
    const std::string one = draw.one_of({"\"a\"", "\"b\"", "\"bb\"", "\"\"", "\"*\""});
    header += number == 0 ? "" : draw.one_of({", ", ",", " "});
    if (draw.below(4) == 3) header += "*";  // only at the beginning it stands for all
    matches = matches || one == tag || (number == 0 && header == "*");
    header += draw.one_of({"", "W/"}) + one;
  }
  if (tags == 0 && draw.coin()) {
    header = draw.one_of({"*", "\"b", "b", "W/"});
    matches = header == "*";
  }
  if (draw.below(4) == 3) header += ", \"b";
  const std::string asked = draw.one_of({"", "W/"}) + tag;
  draw.world.check_equal(web::etag_matches(header, asked), matches, "whether " + header + " has " + asked);
}

}  // namespace windtunnel::subjects
