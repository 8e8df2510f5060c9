// The comment that opens a litmus scenario: its question, the answer in words, the laws that it is about, and
// what its outcomes over all schedules must, may and must not be. docs/litmus.md is the description for
// people who write one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel {

/// What is asked of an outcome over all schedules.
enum class Demand : std::uint8_t {
  canonical,  ///< the canonical schedule shows it
  must,       ///< some schedule shows it
  may,        ///< a schedule may show it
  must_not,   ///< no schedule shows it
};

/// The demand as it is written: `canonical`, `must`, `may`, `must not`.
std::string_view name_of(Demand demand);

/// One outcome (see outcome.hpp) and what is asked of it.
struct Expectation {
  Demand demand = Demand::must;
  std::string outcome;

  bool operator==(const Expectation&) const = default;
};

/// What the comment says. No outcome is named twice, and at least one of those named is not forbidden.
struct LitmusHeader {
  std::string question;            ///< one line that ends in a question mark
  std::string answer;              ///< one line
  std::vector<std::string> laws;   ///< such as L3, as docs/laws.md names them; at least one
  std::vector<std::string> known;  ///< those of the laws that are known defects of Tornado 4.5.3
  bool adversary = false;          ///< whether all this holds under adversary freedom too
  bool times = false;              ///< whether outcomes show the virtual time
  std::vector<Expectation> expectations;
};

/// Reads the comment of a scenario's text. Throws SourceError, which names the file as `file_name`, for what
/// it does not understand and for an expectation that stands behind the comment, where nobody would read it.
LitmusHeader parse_litmus_header(std::string_view text, std::string_view file_name);

}  // namespace windtunnel
