// Tape: the meaning of a fuzzer's bytes for targets that make a program and a schedule of them. The program
// is read from the front and the schedule from the back, one byte for each choice (two above 256 options). So
// every byte string is a program and a schedule, each prefix of a program is a simpler program, and no choice
// of the program moves a choice of the schedule.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "harness/core/bytes_source.hpp"
#include "harness/generator/generator.hpp"
#include "harness/scenario/tree.hpp"

namespace windtunnel::fuzz {

using Bytes = std::span<const std::uint8_t>;

/// Answers from the end of the bytes backwards, as BytesSource does from their beginning forwards.
class BackwardSource final : public tornado::ChoiceSource {
 public:
  explicit BackwardSource(Bytes bytes) : bytes_(bytes) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    if (point.options <= 256) return next() % point.options;
    const std::uint32_t low = next();
    return (low | next() << 8U) % point.options;
  }

 private:
  std::uint32_t next() { return used_ < bytes_.size() ? bytes_[bytes_.size() - ++used_] : 0U; }

  Bytes bytes_;
  std::size_t used_ = 0;
};

/// Answers from the beginning of the bytes, and notes where statements of the program begin: a mutator cuts
/// there.
class ProgramSource final : public tornado::ChoiceSource {
 public:
  explicit ProgramSource(Bytes bytes) : bytes_(bytes) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    // The generator asks before each element of a list whether there is another.
    if (point.site.starts_with("another")) cuts_.push_back(bytes_.used());
    return bytes_.choose(point);
  }

  std::size_t used() const { return bytes_.used(); }

  /// The positions of the bytes that begin a statement or another element, in order.
  const std::vector<std::size_t>& cuts() const { return cuts_; }

 private:
  core::BytesSource bytes_;
  std::vector<std::size_t> cuts_;
};

/// The options of the programs that a target draws: each target that uses tapes defines its own.
extern const generator::GeneratorOptions program_options;

/// Draws the program of a tape.
void draw_program(tornado::ChoiceSource& source, scenario::Scenario& scenario);

/// A tape split into its parts, to be changed.
struct Lanes {
  std::vector<std::uint8_t> program;
  std::vector<std::uint8_t> schedule;  ///< in the order in which it is read
  std::vector<std::size_t> cuts;       ///< of the program
};

/// Splits a tape: the bytes that its program used belong to the program.
Lanes take_apart(Bytes tape);

/// Joins the parts to a tape of at most `most` bytes; bytes in excess are cut from the end of each part.
std::vector<std::uint8_t> put_together(const Lanes& lanes, std::size_t most);

}  // namespace windtunnel::fuzz
