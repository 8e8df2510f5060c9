// Reads the story of a run from its trace: the lines of the World give the steps, the events of the loop the
// waits, the messages and what ended them.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

#include "harness/core/named_run.hpp"
#include "harness/findings/story.hpp"
#include "harness/findings/story_lanes.hpp"
#include "harness/findings/story_waits.hpp"
#include "runtime/sim/network/fault.hpp"

namespace windtunnel::findings {

namespace {

using Number = std::uint32_t;
using tornado::Event;
using tornado::EventKind;

constexpr Number nothing = ~Number{0};

class StoryReader {
 public:
  explicit StoryReader(const core::Trace& trace) : trace_(trace), lanes_(trace.steps) {
    lanes_.lane_of(0);  // the test itself comes first
    const Event* const events = trace.events.begin();
    for (const tornado::EventPlace& place : trace.events.places()) {
      const Event& event = events[place.at];
      if (event.kind == EventKind::task_yield && place.site.line() != 0) own_.insert(event.id);
    }
    for (std::size_t at = 0; at < trace.steps.done().size(); ++at)
      step_places_.emplace(trace.steps.done()[at].number, at);
  }

  Story read(const std::optional<core::Violation>& violation) {
    const std::size_t size = trace_.events.size();
    std::size_t line = 0;
    const auto& lines = trace_.names.lines;
    for (std::size_t at = 0; at < size; ++at) {
      for (; line < lines.size() && lines[line].events <= at; ++line) see_line(lines[line]);
      begin_event(at);
      see(at, trace_.events.begin()[at]);
    }
    for (; line < lines.size(); ++line) see_line(lines[line]);
    Story story;
    if (violation && !broken_ && !story_.empty()) add_violation(*violation);
    story.lanes = lanes_.take();
    story.steps = std::move(story_);
    drop_early(story);
    return story;
  }

 private:
  // ---- where the run is

  // The task that runs now.
  void begin_event(std::size_t at) {
    place_ = nullptr;
    const auto done = trace_.steps.done();
    for (; done_ < done.size() && done[done_].events <= at; ++done_) task_ = done[done_].task;
    const auto places = trace_.events.places();
    for (; next_place_ < places.size() && places[next_place_].at <= at; ++next_place_) {
      if (places[next_place_].at != at) continue;
      place_ = &places[next_place_];
      task_ = place_->task;
    }
  }

  Number latest_of(Number lane) const {
    const auto at = latest_.find(lane);
    return at == latest_.end() ? nothing : at->second;
  }

  Number add(Number lane, StoryKind kind, std::string words, std::size_t event, std::string place = {}) {
    StoryStep step;
    step.seconds = now_;
    step.event = event;
    step.lane = lane;
    step.kind = kind;
    step.words = std::move(words);
    step.place = std::move(place);
    story_.push_back(std::move(step));
    const auto number = static_cast<Number>(story_.size() - 1);
    latest_[lane] = number;
    return number;
  }

  void cause(Number step, Number of) {
    if (of == nothing || of >= step) return;
    std::vector<Number>& causes = story_[step].causes;
    if (std::find(causes.begin(), causes.end(), of) == causes.end()) causes.push_back(of);
  }

  // ---- the steps of the World

  void see_line(const core::TaskLine& line) {
    now_ = line.seconds;
    // What no line of the program breaks is broken by the timer that runs, if one does.
    const bool by_timer = line.breaks && line.place.empty() && by_timer_;
    const Number lane = lanes_.lane_of(by_timer ? task_ : line.task);
    if (by_timer) add_timer(lane, line.events);
    broken_ = broken_ || line.breaks;
    const Number before = latest_of(lane);
    const Number step =
        add(lane, line.breaks ? StoryKind::breaks : StoryKind::step, line.words, line.events, line.place);
    if (line.breaks) {
      story_[step].file = line.file;
      blame(step);
    }
    const auto known = step_places_.find(line.step);
    if (line.step == 0 || known == step_places_.end()) return;
    const bool is_first = steps_.emplace(line.step, step).second;
    const tornado::Step& taken = trace_.steps.done()[known->second];
    if (is_first && taken.cause != 0) {
      const auto from = steps_.find(taken.cause);
      if (from != steps_.end()) cause(step, from->second);
    }
    if (is_first && before == nothing && line.task != 0)
      cause(step, latest_of(lanes_.lane_of(trace_.steps.parent(line.task))));
    if (is_first && taken.object != 0) touch(step, taken.object, taken.touch);
    see_accesses(step, known->second);
  }

  // A timer of that lane's task, which it waits for as its latest step says.
  void add_timer(Number lane, std::size_t event) {
    const Number wait = latest_of(lane);
    const bool waits = wait != nothing && story_[wait].kind == StoryKind::wait;
    const std::string place = waits ? story_[wait].place : std::string();
    cause(add(lane, StoryKind::timer, "its timer runs", event, place), wait);
  }

  // Of the step at that place among those that ran.
  void see_accesses(Number step, std::size_t place) {
    const auto accesses = trace_.steps.accesses();
    for (auto at = std::lower_bound(
             accesses.begin(), accesses.end(), place,
             [](const tornado::Access& each, std::size_t wanted) { return each.at < wanted; });
         at != accesses.end() && at->at == place; ++at)
      if (at->object != 0) touch(step, at->object, at->how);
  }

  void touch(Number step, Number object, tornado::Touch how) {
    Accessed& accessed = accessed_[object];
    if (accessed.write != nothing) cause(step, accessed.write);
    if (!tornado::writes(how)) {
      accessed.reads.push_back(step);
      return;
    }
    for (const Number read : accessed.reads) cause(step, read);
    accessed.reads.clear();
    accessed.write = step;
  }

  // What is broken may be so by plain variables, which nobody sees: by the latest step of each task.
  void blame(Number step) {
    if (trace_.steps.accesses_declared()) return;
    for (const auto& [lane, latest] : latest_)
      if (latest != step) cause(step, latest);
  }

  void add_violation(const core::Violation& violation) {
    std::size_t at = 0;
    while (at < story_.size() && story_[at].event <= violation.step) ++at;
    // Told at its place: what comes later is not needed to see it.
    story_.resize(at);
    latest_.clear();
    for (std::size_t each = 0; each < story_.size(); ++each)
      latest_[story_[each].lane] = static_cast<Number>(each);
    const Number lane = story_.empty() ? lanes_.lane_of(0) : story_.back().lane;
    now_ = story_.empty() ? 0 : story_.back().seconds;
    blame(add(lane, StoryKind::breaks, "breaks " + violation.law, violation.step));
  }

  // ---- the events of the loop

  void see(std::size_t at, const Event& event) {
    waits_.see(event);
    switch (event.kind) {
      case EventKind::clock:
        now_ = event.seconds;
        break;
      case EventKind::task_begin:
        coroutine_of_[event.other] = event.id;
        break;
      case EventKind::task_yield:
        see_wait(at, event);
        break;
      case EventKind::task_resume:
        see_resume(at, event);
        break;
      case EventKind::future_set:
        setters_[event.id] = latest_of(lanes_.lane_of(task_));
        break;
      case EventKind::timer_added:
        if (place_ != nullptr) timer_tasks_[event.id] = place_->task;
        break;
      case EventKind::timer_begin:
        if (const auto task = timer_tasks_.find(event.id); task != timer_tasks_.end()) task_ = task->second;
        by_timer_ = true;
        break;
      case EventKind::timer_end:
        by_timer_ = false;
        break;
      default:
        see_network(at, event);
        break;
    }
    if (event.kind == EventKind::future_set) timed_[event.id] = by_timer_;
  }

  void see_wait(std::size_t at, const Event& event) {
    const auto kind = static_cast<tornado::YieldKind>(event.detail);
    if (place_ == nullptr || place_->site.line() == 0) return;
    if (kind == tornado::YieldKind::moment) {
      add(lanes_.lane_of(place_->task), StoryKind::wait, "lets others run", at,
          core::place_in_code(place_->site));
      waiting_[event.id] = event.other;
      return;
    }
    if (kind != tornado::YieldKind::waiting || event.other == 0) return;
    // What a call of one's own waits for is told there.
    const auto coroutine = coroutine_of_.find(event.other);
    if (coroutine != coroutine_of_.end() && own_.contains(coroutine->second)) return;
    std::uint32_t stream = 0;
    std::string what = waits_.words_of(event.other, stream);
    const auto described = trace_.events.awaited().find(event.other);
    if (what.empty() && described != trace_.events.awaited().end()) what = described->second.words;
    if (stream != 0) what += " from " + lanes_.peer_of(task_of_socket(waits_.socket_of(stream)));
    add(lanes_.lane_of(place_->task), StoryKind::wait, what.empty() ? "waits" : "waits for " + what, at,
        core::place_in_code(place_->site));
    waiting_[event.id] = event.other;
  }

  void see_resume(std::size_t at, const Event& event) {
    const auto waiting = waiting_.find(event.id);
    if (waiting == waiting_.end() || place_ == nullptr) return;
    const Number future = waiting->second;
    waiting_.erase(waiting);
    const auto setter = setters_.find(future);
    const Number by = setter == setters_.end() ? nothing : setter->second;
    const Number lane = lanes_.lane_of(place_->task);
    std::string words = "goes on";
    if (timed_[future]) {
      words = "is woken by the clock";
    } else if (by != nothing && story_[by].lane != lane) {
      words = "is woken by " + lanes_.name(story_[by].lane);
    }
    if (event.other != 0) {
      const auto name = trace_.names.exceptions.find(event.other);
      words += ": " + (name == trace_.names.exceptions.end() ? std::string("an exception") : name->second);
    }
    const Number step = add(lane, StoryKind::wake, std::move(words), at);
    cause(step, by);
  }

  // ---- messages

  Number task_of_socket(Number socket) const {
    const auto at = trace_.names.sockets.find(socket);
    return at == trace_.names.sockets.end() ? 0 : at->second;
  }

  void see_network(std::size_t at, const Event& event) {
    const Number task = task_of_socket(event.id);
    const auto tell = [&](StoryKind kind, std::string words) {
      return add(lanes_.lane_of(task), kind, std::move(words), at);
    };
    switch (event.kind) {
      case EventKind::socket_connected:
        peers_[event.id] = event.other;
        peers_[event.other] = event.id;
        cause(add(lanes_.lane_of(task_of_socket(event.other)), StoryKind::receive,
                  "accepts a connection of " + lanes_.peer_of(task_of_socket(event.other)), at),
              latest_of(lanes_.lane_of(task)));
        break;
      case EventKind::socket_sent:
        sent_[event.id] += event.other;
        sends_[event.id].emplace_back(
            tell(StoryKind::send, fmt::format("sends {} bytes to {}", event.other, lanes_.peer_of(task))),
            sent_[event.id]);
        break;
      case EventKind::socket_received:
        see_receive(event,
                    tell(StoryKind::receive,
                         event.other == 0
                             ? fmt::format("is told that {} sends no more", lanes_.peer_of(task))
                             : fmt::format("receives {} bytes from {}", event.other, lanes_.peer_of(task))));
        break;
      case EventKind::socket_ended:
        if (event.detail == static_cast<std::uint8_t>(tornado::SocketEnd::reset))
          tell(StoryKind::receive, fmt::format("its connection with {} is reset", lanes_.peer_of(task)));
        break;
      case EventKind::socket_closed:
        if (task != 0)
          closed_[event.id] =
              tell(StoryKind::send, fmt::format("closes its connection with {}", lanes_.peer_of(task)));
        break;
      case EventKind::network_fault:
        tell(StoryKind::fault, fmt::format("the network has the fault {}{}",
                                           event.detail < tornado::fault_count
                                               ? tornado::name_of(static_cast<tornado::Fault>(event.detail))
                                               : "?",
                                           event.other == 0 ? "" : fmt::format(": {} bytes", event.other)));
        break;
      default:
        break;
    }
  }

  // Because of what the peer sent, up to the last byte of it.
  void see_receive(const Event& event, Number step) {
    const auto peer = peers_.find(event.id);
    if (peer == peers_.end()) return;
    if (event.other == 0) {
      const auto closed = closed_.find(peer->second);
      if (closed != closed_.end()) cause(step, closed->second);
      return;
    }
    received_[event.id] += event.other;
    for (const auto& [send, end] : sends_[peer->second]) {
      if (end < received_[event.id]) continue;
      cause(step, send);
      return;
    }
  }

  // A story has a limit; what comes last is kept.
  static void drop_early(Story& story) {
    if (story.steps.size() <= most_story_steps) return;
    story.left_out = story.steps.size() - most_story_steps;
    story.steps.erase(story.steps.begin(), story.steps.begin() + static_cast<std::ptrdiff_t>(story.left_out));
    for (StoryStep& step : story.steps) {
      std::erase_if(step.causes, [&](Number cause) { return cause < story.left_out; });
      for (Number& cause : step.causes) cause -= static_cast<Number>(story.left_out);
    }
  }

  struct Accessed {
    Number write = nothing;
    std::vector<Number> reads;
  };

  const core::Trace& trace_;
  StoryLanes lanes_;
  StoryWaits waits_;
  std::vector<StoryStep> story_;
  std::set<Number> own_;                       // coroutines of the program, not of the runtime
  std::map<Number, std::size_t> step_places_;  // by number of a step: its place among those that ran
  double now_ = 0;
  Number task_ = 0;
  std::size_t done_ = 0;
  std::size_t next_place_ = 0;
  const tornado::EventPlace* place_ = nullptr;  // of the current event
  bool by_timer_ = false;
  bool broken_ = false;
  std::map<Number, Number> latest_;           // by lane: its latest step
  std::map<Number, Number> steps_;            // by number of a step: its first line
  std::map<Number, Accessed> accessed_;       // by object
  std::map<Number, Number> coroutine_of_;     // by future of its result
  std::map<Number, Number> waiting_;          // by coroutine: the future that it waits for
  std::map<Number, Number> setters_;          // by future: the step that set it
  std::map<Number, bool> timed_;              // by future: whether a timer set it
  std::map<Number, Number> timer_tasks_;      // by timer
  std::map<Number, Number> peers_;            // by socket
  std::map<Number, std::uint64_t> sent_;      // by socket, in bytes
  std::map<Number, std::uint64_t> received_;  // likewise
  std::map<Number, std::vector<std::pair<Number, std::uint64_t>>>
      sends_;                        // by socket: step, bytes up to its end
  std::map<Number, Number> closed_;  // by socket
};

}  // namespace

Story story_of(const core::Trace& trace, const std::optional<core::Violation>& violation) {
  // Without lines the run is no World's, and nothing is known of its tasks.
  if (trace.names.lines.empty()) return {};
  return StoryReader(trace).read(violation);
}

}  // namespace windtunnel::findings
