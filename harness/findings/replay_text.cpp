#include "harness/findings/replay_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <stdexcept>
#include <vector>

#include "harness/core/digest.hpp"
#include "harness/core/subject.hpp"

namespace windtunnel::findings {

namespace {

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t most_kinds_of_choice = 1000;
constexpr std::size_t checksum_bytes = 2;

bool is_plain(std::string_view name) {
  return !name.empty() && name.find_first_not_of(digits) == std::string_view::npos;
}

std::string to_digits(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) text += digits[(bits >> (count - 6)) & 63U];
  }
  if (count > 0) text += digits[(bits << (6 - count)) & 63U];
  return text;
}

std::optional<std::string> from_digits(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char digit : text) {
    const std::size_t value = digits.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 255U);
  }
  return bytes;
}

void put(std::string& bytes, std::uint64_t number) {
  for (; number >= 128; number >>= 7U) bytes += static_cast<char>(128U | (number & 127U));
  bytes += static_cast<char>(number);
}

// Reads what put() wrote. Once something is missing or too large, everything is 0 and failed() is true.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : rest_(bytes) {}

  std::uint64_t take(std::uint64_t most = ~std::uint64_t{0}) {
    std::uint64_t number = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      number |= static_cast<std::uint64_t>(byte & 127U) << shift;
      if (byte < 128) return number <= most ? number : fail();
    }
    return fail();
  }

  // Eight bytes, the lowest first.
  std::uint64_t take_digest() {
    std::uint64_t digest = 0;
    if (rest_.size() < 8) return fail();
    for (unsigned byte = 0; byte < 8; ++byte)
      digest |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[byte])) << (8 * byte);
    rest_.remove_prefix(8);
    return digest;
  }

  bool failed() const { return failed_; }
  bool done() const { return rest_.empty() || failed_; }

 private:
  std::uint64_t fail() {
    failed_ = true;
    return 0;
  }

  std::string_view rest_;
  bool failed_ = false;
};

// Choices repeat: each is written once, and afterwards called by its number, with how often it comes in a
// row.
void put(std::string& bytes, const core::ChoiceLog& log) {
  std::vector<core::Choice> seen;
  for (std::size_t at = 0; at < log.size();) {
    const core::Choice& choice = log[at];
    std::size_t times = 1;
    while (at + times < log.size() && log[at + times] == choice) ++times;
    at += times;
    const auto found = static_cast<std::size_t>(std::find(seen.begin(), seen.end(), choice) - seen.begin());
    put(bytes, 2 * found + (times > 1 ? 1 : 0));
    if (times > 1) put(bytes, times);
    if (found < seen.size()) continue;
    if (seen.size() < most_kinds_of_choice) seen.push_back(choice);
    put(bytes, static_cast<std::uint64_t>(choice.kind));
    put(bytes, choice.options);
    put(bytes, choice.index);
  }
}

core::ChoiceLog take_choices(Numbers& numbers) {
  core::ChoiceLog log;
  std::vector<core::Choice> seen;
  while (!numbers.done()) {
    const std::uint64_t head = numbers.take(2 * seen.size() + 1);
    const std::uint64_t times = head % 2 == 0 ? 1 : numbers.take(core::choice_limit - log.size());
    core::Choice choice;
    if (head / 2 < seen.size()) {
      choice = seen[head / 2];
    } else {
      choice.kind = static_cast<tornado::ChoiceKind>(numbers.take(tornado::choice_kind_count - 1));
      choice.options =
          static_cast<std::uint32_t>(std::max<std::uint64_t>(2, numbers.take(~std::uint32_t{0})));
      choice.index = static_cast<std::uint32_t>(numbers.take(choice.options - 1));
      if (seen.size() < most_kinds_of_choice) seen.push_back(choice);
    }
    for (std::uint64_t time = 0; time < times; ++time) log.append(choice);
  }
  return log;
}

// Notices what pasting damages.
std::string checksum_of(std::string_view fields, std::string_view bytes) {
  core::Digest digest;
  digest.feed(fields);
  digest.feed(bytes);
  const std::uint64_t value = digest.value();
  return {static_cast<char>(value & 255U), static_cast<char>((value >> 8U) & 255U)};
}

// The format, the subject, the law and the rest.
std::array<std::string_view, 4> fields_of(std::string_view text) {
  std::array<std::string_view, 4> fields;
  for (std::string_view& field : fields) {
    const std::size_t end = std::min(text.find('.'), text.size());
    field = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return fields;
}

}  // namespace

std::string replay_text(const Finding& finding, const core::ChoiceLog& choices) {
  if (!is_plain(finding.subject) || !is_plain(finding.law)) return {};
  std::string bytes;
  put(bytes, static_cast<std::uint64_t>(finding.model));
  put(bytes, finding.phase_limit == core::default_phase_limit ? 0 : finding.phase_limit);
  put(bytes, finding.step);
  for (unsigned shift = 0; shift < 64; shift += 8)
    bytes += static_cast<char>((finding.digest >> shift) & 255U);
  put(bytes, choices.without_trailing_zeros());
  const std::string fields = fmt::format("{}.{}.{}.", replay_text_format, finding.subject, finding.law);
  return fields + to_digits(checksum_of(fields, bytes) + bytes);
}

bool is_replay_text(std::string_view text) {
  const std::string_view format = text.substr(0, text.find('.'));
  return !format.empty() && format.find_first_not_of("0123456789") == std::string_view::npos &&
         text.find('/') == std::string_view::npos;
}

Finding parse_replay_text(std::string_view text) {
  const auto [format, subject, law, rest] = fields_of(text);
  if (format != std::to_string(replay_text_format)) {
    throw std::runtime_error(fmt::format(
        "the replay string begins with {}, but this version of windtunnel reads those that begin with {}: "
        "another version printed it",
        format, replay_text_format));
  }
  const auto damaged = [] {
    return std::runtime_error(
        "the replay string is damaged: copy the whole of it, from --windtunnel_replay= to the blank or the "
        "end of its line");
  };
  const std::optional<std::string> bytes = from_digits(rest);
  if (!is_plain(subject) || !is_plain(law) || !bytes || bytes->size() < checksum_bytes) throw damaged();
  const std::string_view fields = text.substr(0, text.size() - rest.size());
  const std::string_view body = std::string_view(*bytes).substr(checksum_bytes);
  if (checksum_of(fields, body) != bytes->substr(0, checksum_bytes)) throw damaged();
  Numbers numbers(body);
  Finding finding;
  finding.subject = subject;
  finding.law = law;
  finding.model = core::all_models[numbers.take(std::size(core::all_models) - 1)];
  const auto phases = static_cast<std::uint32_t>(numbers.take(1'000'000));
  finding.phase_limit = phases == 0 ? core::default_phase_limit : phases;
  finding.step = numbers.take();
  finding.digest = numbers.take_digest();
  finding.schedule = take_choices(numbers);
  if (numbers.failed()) throw damaged();
  return finding;
}

}  // namespace windtunnel::findings
