#include "tests/programs/real/real_venue.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "harness/properties/rules.hpp"
#include "runtime/log.hpp"

namespace windtunnel {

using tornado::Duration;
using tornado::EventKind;
using tornado::Future;

RealVenue::RealVenue(tornado::ChoiceSource& choices, core::Trace& trace, Duration second)
    : choices_(choices),
      trace_(trace),
      second_(second),
      loop_(tornado::EpollLoop::Clock::steady, tornado::IOLoop::MakeCurrent::no),
      network_(loop_),
      hosts_(network_) {
  loop_.set_observer(&trace.events);
  loop_.set_log_handler(
      {[this](tornado::ErrorKind kind, const std::exception_ptr& error) {
         log("error " + tornado::describe(error));
         if (kind == tornado::ErrorKind::callback && !escaped_allowed_)
           object(rules::uncaught, "an exception left a callback: " + tornado::describe(error));
       },
       [this](const std::exception_ptr& error) { log("unretrieved " + tornado::describe(error)); }});
}

RealVenue::~RealVenue() {
  loop_.close();
}

std::uint32_t RealVenue::choose(std::uint32_t options, std::string_view site) {
  if (options < 2) return 0;
  return std::min(choices_.choose({tornado::ChoiceKind::value, options, site}), options - 1);
}

void RealVenue::log(std::string_view words) {
  trace_.text.append(words).append("\n");
}

void RealVenue::check(bool holds, std::string_view words) {
  if (!holds) object(rules::check, std::string(words));
}

void RealVenue::object(std::string_view rule, std::string words) {
  if (!trace_.objection) trace_.objection = core::Objection{rule, trace_.events.size(), std::move(words)};
}

Future<void> RealVenue::spawn(std::string_view /*name*/, std::function<Future<void>()> task) {
  tasks_.push_back(task());
  return tasks_.back();
}

std::uint32_t RealVenue::iterations() const {
  for (; events_seen_ < trace_.events.size(); ++events_seen_) {
    if (trace_.events.begin()[events_seen_].kind == EventKind::poll) ++polls_;
  }
  return polls_;
}

bool RealVenue::tasks_ended() const {
  return std::all_of(tasks_.begin(), tasks_.end(), [](const Future<void>& task) { return task.done(); });
}

void RealVenue::stop_when_over(const subjects::VenueProgram& program) {
  if (program.over() && tasks_ended()) return loop_.stop();
  loop_.call_later(Duration(0.001), [this, &program] { stop_when_over(program); });
}

void RealVenue::run(subjects::VenueProgram& program, double most) {
  const tornado::Timeout limit = loop_.call_later(Duration(most), [this] {
    object(rules::deadlock, "the program has not ended in time");
    loop_.stop();
  });
  loop_.add_callback([this, &program] { stop_when_over(program); });
  loop_.start();
  loop_.remove_timeout(limit);
  program.judge();
}

void RealSubject::run(const void* data, tornado::ChoiceSource& choices, const core::RunOptions& /*options*/,
                      core::Trace& trace) {
  const auto& self = *static_cast<const RealSubject*>(data);
  RealVenue venue(choices, trace, self.second_);
  if (self.allows_escaped_) venue.allow_escaped();
  tornado::IOLoop* const before = tornado::IOLoop::current_or_null();
  venue.loop().make_current();
  {
    const std::unique_ptr<subjects::VenueProgram> program = self.begin_(venue);
    venue.run(*program);
    venue.loop().close();  // what is left may refer to the program
  }
  before != nullptr ? before->make_current() : tornado::IOLoop::clear_current();
}

}  // namespace windtunnel
