// The litmus scenarios as text, built into a target, because a fuzz target has no files except its inputs.
#pragma once

#include <span>
#include <string_view>

namespace windtunnel::fuzz {

struct LitmusText {
  std::string_view name;
  std::string_view text;
};

/// All of corpus/litmus, by name.
std::span<const LitmusText> litmus_texts();

}  // namespace windtunnel::fuzz
