// RealVenue: a real loop and loopback as the Venue of a program, and RealSubject, such a program as a
// subject. So the laws that judge a run in a World judge a real one too.
#pragma once

#include <string>
#include <vector>

#include "harness/core/subject.hpp"
#include "harness/subjects/programs/venue.hpp"
#include "runtime/posix/epoll_loop.hpp"
#include "runtime/posix/posix_network.hpp"
#include "tests/programs/real/real_hosts.hpp"

namespace windtunnel {

/// What a real loop guarantees. Its clock moves while code runs, and its sockets say nothing to observers.
inline constexpr core::Guarantees real_guarantees =
    core::all_guarantees.without({core::Guarantee::virtual_clock, core::Guarantee::sockets});

/// For one run, which `trace` tells of: its lines, its events, its first objection.
class RealVenue final : public subjects::Venue {
 public:
  /// A second of the program lasts so long, unless it is told otherwise.
  static constexpr tornado::Duration short_second{0.01};

  RealVenue(tornado::ChoiceSource& choices, core::Trace& trace, tornado::Duration second = short_second);
  ~RealVenue() override;

  /// Runs the loop until the program and its tasks are over, and judges it. Objects after `most` seconds.
  void run(subjects::VenueProgram& program, double most = 30);

  /// From here on, an exception that leaves a callback breaks no rule.
  void allow_escaped() { escaped_allowed_ = true; }

  tornado::IOLoop& loop() override { return loop_; }
  tornado::Network& host(const std::string& name) override { return hosts_.named(name); }
  std::uint32_t choose(std::uint32_t options, std::string_view site) override;
  void log(std::string_view words) override;
  void check(bool holds, std::string_view words) override;
  tornado::Future<void> spawn(std::string_view name, std::function<tornado::Future<void>()> task) override;

  tornado::Duration second() const override { return second_; }
  std::uint32_t iterations() const override;
  bool keeps_iterations() const override { return true; }
  bool takes_time() const override { return true; }
  bool ends_when_idle() const override { return false; }
  bool undisturbed() const override { return true; }

 private:
  void object(std::string_view rule, std::string words);
  bool tasks_ended() const;
  void stop_when_over(const subjects::VenueProgram& program);

  tornado::ChoiceSource& choices_;
  core::Trace& trace_;
  const tornado::Duration second_;
  bool escaped_allowed_ = false;
  tornado::EpollLoop loop_;
  tornado::PosixNetwork network_;
  RealHosts hosts_;
  std::vector<tornado::Future<void>> tasks_;
  mutable std::size_t events_seen_ = 0;
  mutable std::uint32_t polls_ = 0;
};

/// A program that runs at a RealVenue. Must outlive its subject.
class RealSubject {
 public:
  using Begin = std::unique_ptr<subjects::VenueProgram> (*)(subjects::Venue&);

  RealSubject(Begin begin, bool allows_escaped, tornado::Duration second = RealVenue::short_second)
      : begin_(begin), allows_escaped_(allows_escaped), second_(second) {}

  core::Subject subject() const { return {&RealSubject::run, this, real_guarantees}; }

 private:
  static void run(const void* data, tornado::ChoiceSource& choices, const core::RunOptions& options,
                  core::Trace& trace);

  const Begin begin_;
  const bool allows_escaped_;
  const tornado::Duration second_;
};

}  // namespace windtunnel
