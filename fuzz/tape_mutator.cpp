// The mutator and the crossover of the targets whose input is a tape. They change what the bytes mean: they
// drop, duplicate and move statements, copy statements from another program, and set, drop and add choices of
// the schedule. Changing the program leaves the schedule alone, and the reverse.
#include <algorithm>

#include "fuzz/tape.hpp"
#include "harness/core/random.hpp"

namespace windtunnel::fuzz {

namespace {

using Lane = std::vector<std::uint8_t>;

// The bytes from one cut to a later one: one or more statements or elements.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::ptrdiff_t offset(std::size_t position) {
  return static_cast<std::ptrdiff_t>(position);
}

std::size_t any_cut(const Lanes& lanes, core::Random& random) {
  if (lanes.cuts.empty()) return 0;
  return lanes.cuts[random.below(static_cast<std::uint32_t>(lanes.cuts.size()))];
}

Piece piece(const Lanes& lanes, core::Random& random) {
  if (lanes.cuts.empty()) return {0, lanes.program.size()};
  const auto count = static_cast<std::uint32_t>(lanes.cuts.size());
  const std::uint32_t first = random.below(count);
  // Usually one statement.
  const std::uint32_t length = random.below(4) == 0 ? 1 + random.below(8) : 1;
  const std::uint32_t last = std::min(first + length, count);
  return {lanes.cuts[first], last < count ? lanes.cuts[last] : lanes.program.size()};
}

Lane copy(const Lanes& lanes, Piece from) {
  return {lanes.program.begin() + offset(from.begin), lanes.program.begin() + offset(from.end)};
}

void erase(Lane& lane, Piece what) {
  lane.erase(lane.begin() + offset(what.begin), lane.begin() + offset(what.end));
}

void insert(Lane& lane, std::size_t at, const Lane& what) {
  lane.insert(lane.begin() + offset(std::min(at, lane.size())), what.begin(), what.end());
}

// Small answers are the simple ones, and no question has many options.
std::uint8_t any_answer(core::Random& random) {
  return static_cast<std::uint8_t>(random.below(random.below(2) == 0 ? 8 : 256));
}

void add_statement(Lanes& lanes, core::Random& random) {
  Lane fresh{1};  // yes, there is another one
  for (std::uint32_t left = 2 + random.below(14); left > 0; --left) fresh.push_back(any_answer(random));
  insert(lanes.program, any_cut(lanes, random), fresh);
}

void change_program(Lanes& lanes, core::Random& random) {
  Lane& program = lanes.program;
  switch (program.empty() ? 5 : random.below(7)) {
    case 0:
      return erase(program, piece(lanes, random));
    case 1:
      return insert(program, any_cut(lanes, random), copy(lanes, piece(lanes, random)));
    case 2: {
      const Piece moved = piece(lanes, random);
      const Lane bytes = copy(lanes, moved);
      erase(program, moved);
      return insert(program, any_cut(lanes, random), bytes);
    }
    case 3:
    case 4:
      program[random.below(static_cast<std::uint32_t>(program.size()))] = any_answer(random);
      return;
    default:
      return add_statement(lanes, random);
  }
}

void change_schedule(Lanes& lanes, core::Random& random) {
  Lane& schedule = lanes.schedule;
  if (schedule.empty() || random.below(6) == 0) {
    for (std::uint32_t left = 1 + random.below(8); left > 0; --left) schedule.push_back(any_answer(random));
    return;
  }
  const std::uint32_t at = random.below(static_cast<std::uint32_t>(schedule.size()));
  switch (random.below(5)) {
    case 0:
      schedule[at] = 0;
      return;
    case 1:
      schedule.erase(schedule.begin() + offset(at));
      return;
    case 2:
      schedule.insert(schedule.begin() + offset(at), any_answer(random));
      return;
    case 3:
      schedule.resize(at);
      return;
    default:
      schedule[at] = any_answer(random);
      return;
  }
}

std::size_t write(const Lanes& lanes, std::uint8_t* data, std::size_t most) {
  const Lane tape = put_together(lanes, most);
  std::copy(tape.begin(), tape.end(), data);
  return tape.size();
}

}  // namespace

}  // namespace windtunnel::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  using namespace windtunnel;
  core::Random random(seed);
  fuzz::Lanes lanes = fuzz::take_apart({data, size});
  const std::uint32_t what = random.below(4);
  if (what != 0) fuzz::change_program(lanes, random);
  if (what <= 1) fuzz::change_schedule(lanes, random);
  return fuzz::write(lanes, data, most);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t most, unsigned seed) {
  using namespace windtunnel;
  core::Random random(seed);
  fuzz::Lanes lanes = fuzz::take_apart({one, one_size});
  const fuzz::Lanes donor = fuzz::take_apart({other, other_size});
  if (random.below(3) == 0) {
    lanes.schedule = donor.schedule;
  } else {
    const fuzz::Lane given = fuzz::copy(donor, fuzz::piece(donor, random));
    fuzz::insert(lanes.program, fuzz::any_cut(lanes, random), given);
  }
  return fuzz::write(lanes, out, most);
}
