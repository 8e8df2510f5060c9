#include "runtime/web/digest.hpp"

#include <array>
#include <new>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace tornado::web {

namespace {

using Bytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string to_hex(const Bytes& bytes, unsigned size) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (unsigned at = 0; at < size; ++at) text += {digits[bytes[at] / 16U], digits[bytes[at] % 16U]};
  return text;
}

std::string hmac(const EVP_MD* kind, std::string_view key, std::string_view bytes) {
  Bytes result;
  unsigned size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  if (HMAC(kind, key.data(), static_cast<int>(key.size()), data, bytes.size(), result.data(), &size) ==
      nullptr)
    throw std::bad_alloc();
  return to_hex(result, size);
}

}  // namespace

std::string md5_hex(std::string_view bytes) {
  Bytes result;
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, EVP_md5(), nullptr) != 1)
    throw std::bad_alloc();
  return to_hex(result, size);
}

std::string hmac_sha1_hex(std::string_view key, std::string_view bytes) {
  return hmac(EVP_sha1(), key, bytes);
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  return hmac(EVP_sha256(), key, bytes);
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace tornado::web
