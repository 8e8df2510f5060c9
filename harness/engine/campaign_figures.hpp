// What a campaign counts. Sums alone, so that it does not matter who counted what in which order: those of
// workers add up to a campaign's, and those of shards to that of the whole.
#pragma once

#include <array>
#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "harness/core/counting_source.hpp"
#include "harness/generator/constructs.hpp"
#include "harness/properties/coverage_marks.hpp"
#include "runtime/observer.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel::engine {

/// How many runs showed each known defect, by its law's number. The names must outlive it.
class KnownCounts {
 public:
  struct Entry {
    std::string_view defect;
    std::uint64_t runs = 0;

    bool operator==(const Entry&) const = default;
  };

  KnownCounts() = default;
  KnownCounts(std::initializer_list<Entry> entries) {
    for (const Entry& entry : entries) add(entry.defect, entry.runs);
  }

  bool operator==(const KnownCounts&) const = default;

  /// Of that defect; 0 if no run showed it.
  std::uint64_t at(std::string_view defect) const {
    for (const Entry& entry : *this)
      if (entry.defect == defect) return entry.runs;
    return 0;
  }

  void add(std::string_view defect, std::uint64_t runs) {
    std::size_t at = 0;
    while (at < size_ && entries_[at].defect < defect) ++at;
    if (at == size_ || entries_[at].defect != defect) {
      assert(size_ < entries_.size());
      for (std::size_t moved = size_++; moved > at; --moved) entries_[moved] = entries_[moved - 1];
      entries_[at] = {defect, 0};
    }
    entries_[at].runs += runs;
  }

  /// In the order of the defects' names.
  const Entry* begin() const { return entries_.data(); }
  const Entry* end() const { return entries_.data() + size_; }

 private:
  std::array<Entry, 64> entries_{};
  std::size_t size_ = 0;
};

/// Plain numbers, which may lie in memory that processes share.
struct CampaignFigures {
  static constexpr std::size_t most_laws = 64;

  std::uint64_t programs = 0;
  std::uint64_t runs = 0;      ///< programs times schedules
  std::uint64_t steps = 0;     ///< callbacks, timers and external events run
  std::uint64_t repeated = 0;  ///< runs done twice to compare
  std::uint64_t digest = 0;    ///< of all traces; the same for any number of jobs, unless a law was broken
  generator::ConstructCounts constructs;
  properties::MarkCounts marks;
  core::ChoiceCounts choices;
  std::array<std::uint64_t, tornado::event_kind_count> events{};
  std::array<std::uint64_t, tornado::fault_count> faults_enabled{};  ///< runs, by Fault
  std::array<std::uint64_t, tornado::fault_count> faults{};          ///< how often each struck
  std::array<std::uint64_t, most_laws> judged{};  ///< runs with something to judge, by the law's place
  KnownCounts known;

  CampaignFigures& operator+=(const CampaignFigures& other) {
    programs += other.programs;
    runs += other.runs;
    steps += other.steps;
    repeated += other.repeated;
    digest += other.digest;
    constructs += other.constructs;
    marks += other.marks;
    choices += other.choices;
    for (std::size_t kind = 0; kind < events.size(); ++kind) events[kind] += other.events[kind];
    for (std::size_t fault = 0; fault < faults.size(); ++fault) {
      faults_enabled[fault] += other.faults_enabled[fault];
      faults[fault] += other.faults[fault];
    }
    for (std::size_t law = 0; law < judged.size(); ++law) judged[law] += other.judged[law];
    for (const KnownCounts::Entry& entry : other.known) known.add(entry.defect, entry.runs);
    return *this;
  }
};

}  // namespace windtunnel::engine
