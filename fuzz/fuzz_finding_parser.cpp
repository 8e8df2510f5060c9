// fuzz_finding_parser: the bytes are the text of a finding. An invalid text must be refused in one line with
// its place; a valid one must be written so that it reads as the same finding.
#include <optional>
#include <string_view>

#include "fuzz/require.hpp"
#include "harness/findings/finding.hpp"
#include "harness/scenario/source_error.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace windtunnel;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::optional<findings::Finding> finding;
  try {
    finding = windtunnel::findings::parse_finding(text, "input");
  } catch (const scenario::SourceError& error) {
    fuzz::require_one_line(error);
    return 0;
  }
  const std::string written = to_text(*finding);
  const findings::Finding again = windtunnel::findings::parse_finding(written, "written");
  fuzz::claim(again == *finding, "what is written is another finding");
  fuzz::claim(to_text(again) == written, "what is written is written differently");
  return 0;
}
