#include "fuzz/require.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>

namespace windtunnel::fuzz {

void claim(bool holds, std::string_view message) {
  if (holds) return;
  fmt::print(stderr, "\nbroken      {}\n", message);
  std::fflush(stderr);
  std::abort();
}

void require_one_line(const scenario::SourceError& error) {
  const std::string_view words = error.what();
  claim(error.line() >= 1 && error.column() >= 1, "a refusal without a place");
  claim(std::none_of(words.begin(), words.end(),
                     [](char byte) { return (byte >= 0 && byte < ' ') || byte == '\x7f'; }),
        "a refusal of more than one printable line");
}

}  // namespace windtunnel::fuzz
