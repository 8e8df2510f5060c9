// Counts what was asked, by kind, so that a campaign can say which kinds of choice never occurred.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// How often each kind of choice was asked, and how often the answer was not the quiet one.
struct ChoiceCounts {
  struct Count {
    std::uint64_t asked = 0;
    std::uint64_t moved = 0;  ///< answered other than 0

    bool operator==(const Count&) const = default;
  };

  std::array<Count, tornado::choice_kind_count> kinds;

  Count& operator[](tornado::ChoiceKind kind) { return kinds[static_cast<std::size_t>(kind)]; }
  const Count& operator[](tornado::ChoiceKind kind) const { return kinds[static_cast<std::size_t>(kind)]; }

  /// Adds the counts of another thread or run.
  ChoiceCounts& operator+=(const ChoiceCounts& other) {
    for (std::size_t at = 0; at < kinds.size(); ++at) {
      kinds[at].asked += other.kinds[at].asked;
      kinds[at].moved += other.kinds[at].moved;
    }
    return *this;
  }

  bool operator==(const ChoiceCounts&) const = default;
};

/// A decorator: passes each question on and counts it. Source and counts must outlive it. With a final class
/// as `Inner`, the inner call costs nothing and the counting about a nanosecond.
template <class Inner = tornado::ChoiceSource>
class CountingSource final : public tornado::ChoiceSource {
 public:
  CountingSource(Inner& inner, ChoiceCounts& counts) : inner_(&inner), counts_(&counts) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    const std::uint32_t index = inner_->choose(point);
    ChoiceCounts::Count& count = (*counts_)[point.kind];
    ++count.asked;
    count.moved += index != 0 ? 1U : 0U;
    return index;
  }

 private:
  Inner* inner_;
  ChoiceCounts* counts_;
};

}  // namespace windtunnel::core
