// The comment that opens a litmus scenario: its question, the answer in words, the laws that it is about, and
// its expected outcomes over all schedules. docs/litmus.md describes it for authors.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::litmus {

/// What is expected of an outcome over all schedules.
enum class Demand : std::uint8_t {
  canonical,  ///< the canonical schedule shows it
  must,       ///< some schedule shows it
  may,        ///< a schedule may show it
  must_not,   ///< no schedule shows it
};

/// The demand as it is written in the comment: `canonical`, `must`, `may`, `must not`.
std::string_view name_of(Demand demand);

/// One outcome (see outcome.hpp) and what is expected of it.
struct Expectation {
  Demand demand = Demand::must;
  std::string outcome;

  bool operator==(const Expectation&) const = default;
};

/// The contents of the comment. No outcome is named twice, and at least one of the named outcomes is allowed.
struct LitmusHeader {
  std::string question;            ///< one line that ends in a question mark
  std::string answer;              ///< one line
  std::vector<std::string> laws;   ///< such as L3, as docs/laws.md names them; at least one
  std::vector<std::string> known;  ///< which of the laws are known defects of Tornado 4.5.3
  bool adversary = false;          ///< whether all this holds under the adversarial model too
  bool times = false;              ///< whether outcomes show the virtual time
  std::vector<Expectation> expectations;
};

/// Reads the comment of a scenario's text. Throws SourceError, which names the file as `file_name`, for an
/// invalid line, and for an expectation after the comment, where it would be overlooked.
LitmusHeader parse_litmus_header(std::string_view text, std::string_view file_name);

}  // namespace windtunnel::litmus
