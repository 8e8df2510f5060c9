// One input of the targets that compare the runtime with a model: the bytes are a program, which both run.
#pragma once

#include <optional>
#include <string>

#include "fuzz/require.hpp"
#include "harness/core/bytes_source.hpp"

namespace windtunnel::fuzz {

/// Draws a Program from the bytes and guarantees that both sides say the same of it.
template <class Program>
void run_model(std::span<const std::uint8_t> bytes) {
  static Program program;
  core::BytesSource choices(bytes);
  draw(choices, program);
  const std::optional<std::string> difference = run(program);
  claim(!difference, difference ? *difference : "");
}

}  // namespace windtunnel::fuzz
