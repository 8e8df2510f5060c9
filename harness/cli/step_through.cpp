#include "harness/cli/step_through.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "harness/core/printable.hpp"

namespace windtunnel::cli {

namespace {

class Walk {
 public:
  Walk(const findings::DecidedRun& run, std::ostream& output) : run_(run), output_(output) {}

  void show() const {
    const findings::StoryStep& step = run_.story.steps[at_];
    output_ << fmt::format("\nstep {} of {}, at {} s\n", at_ + 1, size(),
                           findings::seconds_in_words(step.seconds));
    show_tasks();
    show_decision(step);
    output_ << fmt::format("> {}\n", told(at_));
    for (const std::uint32_t cause : step.causes)
      output_ << fmt::format("  because of step {}: {}\n", cause + 1, told(cause));
  }

  // False ends it.
  bool obey(std::string_view line) {
    if (line == "q") return false;
    if (line.empty() || line == "n") {
      move(at_ + 1, "this is the last step");
    } else if (line == "p") {
      move(at_ == 0 ? size() : at_ - 1, "this is the first step");
    } else if (line == "b") {
      move(run_.story.violation().value_or(size()), "nothing broke in this run");
    } else {
      std::size_t number = 0;
      const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
      const bool is_number = error == std::errc() && end == line.data() + line.size() && number != 0;
      move(is_number ? number - 1 : size(),
           fmt::format("found `{}`; allowed here: n (or an empty line), p, b, q, and a number from 1 to {}",
                       core::printable_line(line), size()));
    }
    return true;
  }

  void begin() {
    at_ = run_.story.violation().value_or(size() - 1);
    show();
  }

 private:
  std::size_t size() const { return run_.story.steps.size(); }

  std::string told(std::size_t at) const {
    const findings::StoryStep& step = run_.story.steps[at];
    return core::printable_line(fmt::format("{}: {}{}{}", run_.story.lanes[step.lane].name, step.words,
                                            step.place.empty() ? "" : "  ", step.place));
  }

  void move(std::size_t to, std::string_view otherwise) {
    if (to >= size()) {
      output_ << otherwise << "\n";
      return;
    }
    at_ = to;
    show();
  }

  // What each task did last before this step.
  void show_tasks() const {
    for (std::uint32_t lane = 0; lane < run_.story.lanes.size(); ++lane) {
      std::size_t last = at_;
      while (last > 0 && run_.story.steps[last - 1].lane != lane) --last;
      output_ << fmt::format(
          "  {:<16} {}\n", core::printable_line(run_.story.lanes[lane].name),
          last == 0 ? "has done nothing yet" : core::printable_line(run_.story.steps[last - 1].words));
    }
  }

  // The latest question before this step, if the step is the first that follows from it.
  void show_decision(const findings::StoryStep& step) const {
    const auto next = std::upper_bound(
        run_.decisions.begin(), run_.decisions.end(), step.event,
        [](std::size_t event, const findings::Decision& decision) { return event < decision.event; });
    if (next == run_.decisions.begin()) return;
    const findings::Decision& decision = *std::prev(next);
    if (at_ > 0 && run_.story.steps[at_ - 1].event > decision.event) return;
    output_ << "  ready were\n";
    for (std::size_t at = 0; at < decision.ready.size(); ++at)
      output_ << fmt::format("  {} {}{}\n", at == decision.chosen ? "*" : " ",
                             core::printable_line(decision.ready[at]),
                             at == decision.chosen ? ", which was chosen: " + decision.why : "");
  }

  const findings::DecidedRun& run_;
  std::ostream& output_;
  std::size_t at_ = 0;
};

}  // namespace

void step_through(const findings::DecidedRun& run, std::istream& input, std::ostream& output) {
  if (run.story.steps.empty()) {
    output << "the run has no steps to go through: only a program in a World has\n";
    return;
  }
  Walk walk(run, output);
  walk.begin();
  std::string line;
  do {
    output << "(n, p, b, a number, q) " << std::flush;
  } while (std::getline(input, line) && walk.obey(line));
}

}  // namespace windtunnel::cli
