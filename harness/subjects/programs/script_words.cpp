#include "harness/subjects/programs/script_words.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>

#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

// What each end writes, again and again: a byte depends only on how many the end wrote before.
constexpr std::string_view written_text =
    "alpha beta\ngamma;delta epsilon\r\nzeta eta theta;iota kappa lambda mu nu xi omicron pi rho\nsigma tau ";

std::uint32_t adler32(std::string_view text) {
  constexpr std::uint32_t base = 65521;
  std::uint32_t one = 1;
  std::uint32_t two = 0;
  for (const char byte : text) {
    one = (one + static_cast<unsigned char>(byte)) % base;
    two = (two + one) % base;
  }
  return (two << 16U) | one;
}

std::string name_of_error(const std::error_code& code) {
  const char* const name = code.value() == 0 ? nullptr : ::strerrorname_np(code.value());
  return name != nullptr ? name : fmt::format("error {}", code.value());
}

}  // namespace

std::string text_at(std::size_t begin, std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t at = 0; at < size; ++at) text[at] = written_text[(begin + at) % written_text.size()];
  return text;
}

std::string bytes_in_words(std::string_view text) {
  constexpr std::size_t longest = 60;
  constexpr std::size_t beginning = 16;
  std::string quoted;
  for (const char byte : text.size() > longest ? text.substr(0, beginning) : text) {
    if (byte == '\n' || byte == '\r') {
      quoted.append(1, '\\').append(1, byte == '\n' ? 'n' : 'r');
    } else if (byte >= ' ' && byte <= '~') {
      quoted += byte;
    } else {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
    }
  }
  if (text.size() <= longest) return fmt::format("\"{}\"", quoted);
  return fmt::format("\"{}\"... {} bytes {:08x}", quoted, text.size(), adler32(text));
}

std::string unescaped(std::string_view pattern) {
  std::string text;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] != '\\' || at + 1 == pattern.size()) {
      text += pattern[at];
      continue;
    }
    const char next = pattern[++at];
    text += next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return text;
}

std::string name_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const tornado::StreamClosedError& closed) {
    return closed.real_error() ? "StreamClosedError " + name_of(closed.real_error()) : "StreamClosedError";
  } catch (const tornado::UnsatisfiableReadError&) {
    return "UnsatisfiableReadError";
  } catch (const tornado::StreamBufferFullError&) {
    return "StreamBufferFullError";
  } catch (const tornado::TimeoutError&) {
    return "TimeoutError";
  } catch (const std::system_error& failed) {
    return name_of_error(failed.code());
  } catch (const std::logic_error&) {
    return "AssertionError";  // "Already reading"
  } catch (const std::exception& other) {
    return other.what();
  }
}

std::string side_by_side(const ScriptLines& one, const ScriptLines& other) {
  std::string text;
  for (std::size_t at = 0; at < std::max(one.size(), other.size()); ++at) {
    const std::string_view first = at < one.size() ? std::string_view(one[at]) : "-";
    const std::string_view second = at < other.size() ? std::string_view(other[at]) : "-";
    text += first == second ? fmt::format("  {}\n", first) : fmt::format("> {:<50} | {}\n", first, second);
  }
  return text;
}

}  // namespace windtunnel::subjects
