#include "harness/check/judge_apart.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "harness/apart/flight_recorder.hpp"
#include "harness/check/judge.hpp"
#include "harness/scenario/source_error.hpp"

namespace windtunnel {

ApartRun run_apart(const Subject& subject, const ChoiceLog& schedule, const RunOptions& options, LogMode mode,
                   const ChildLimits& limits) {
  const SharedMemory<FlightRecorder> recorder;
  const auto fly = [&] {
    LogSource choices(schedule, mode);
    FlightRecordingSource source(choices, *recorder);
    Trace trace;
    judge(subject, source, options, [](const Trace&, Freedom) { return std::nullopt; }, trace);
  };
  const Ending ending = run_apart(fly, limits);
  ApartRun run;
  run.schedule = recorder->log();
  run.last_words = ending.last_words;
  if (ending.cause == Cause::threw) throw std::runtime_error(ending.last_words);
  if (ending.cause != Cause::returned) run.breach = death(ending, run.schedule.size());
  return run;
}

Breach death(const Ending& ending, std::size_t choices) {
  Breach breach{ending.cause == Cause::hung ? no_hang : no_crash, choices, in_words(ending)};
  const std::string why = headline(ending.last_words);
  if (!why.empty()) breach.message += ": " + why;
  return breach;
}

std::string last_lines(const std::string& last_words) {
  constexpr std::size_t longest_line = 1000;
  std::string text;
  std::string_view rest = last_words;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    text += "    " + printable(line, longest_line) + "\n";
  }
  return text;
}

}  // namespace windtunnel
