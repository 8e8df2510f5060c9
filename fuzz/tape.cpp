#include "fuzz/tape.hpp"

#include <algorithm>
#include <iterator>

namespace windtunnel::fuzz {

void draw_program(tornado::ChoiceSource& source, scenario::Scenario& scenario) {
  generate(source, program_options, scenario);
}

Lanes take_apart(Bytes tape) {
  static scenario::Scenario scenario;
  ProgramSource source(tape);
  draw_program(source, scenario);
  Lanes lanes;
  const auto end = tape.begin() + static_cast<std::ptrdiff_t>(source.used());
  lanes.program.assign(tape.begin(), end);
  lanes.schedule.assign(std::make_reverse_iterator(tape.end()), std::make_reverse_iterator(end));
  for (const std::size_t cut : source.cuts())
    if (cut < lanes.program.size()) lanes.cuts.push_back(cut);
  return lanes;
}

std::vector<std::uint8_t> put_together(const Lanes& lanes, std::size_t most) {
  const std::size_t schedule = std::min(lanes.schedule.size(), most / 4);
  const std::size_t program = std::min(lanes.program.size(), most - schedule);
  std::vector<std::uint8_t> tape(lanes.program.begin(),
                                 lanes.program.begin() + static_cast<std::ptrdiff_t>(program));
  tape.insert(tape.end(),
              std::make_reverse_iterator(lanes.schedule.begin() + static_cast<std::ptrdiff_t>(schedule)),
              lanes.schedule.rend());
  return tape;
}

}  // namespace windtunnel::fuzz
