// Venue: where a program runs. A program that takes its loop and its network from a Venue runs in a World,
// where a search decides what may vary, and on a real loop and a real network.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "runtime/io_loop.hpp"
#include "runtime/net/network.hpp"

namespace windtunnel::subjects {

/// One run of one program.
class Venue {
 public:
  Venue() = default;
  Venue(const Venue&) = delete;
  Venue& operator=(const Venue&) = delete;
  virtual ~Venue() = default;

  virtual tornado::IOLoop& loop() = 0;
  /// The network as the host with that name sees it. Other hosts find it by its name.
  virtual tornado::Network& host(const std::string& name) = 0;

  /// A number below `options`, at least 1; 0 is the simplest.
  virtual std::uint32_t choose(std::uint32_t options, std::string_view site) = 0;
  virtual void log(std::string_view words) = 0;
  virtual void check(bool holds, std::string_view words) = 0;
  /// Calls the coroutine as a task with that name, now or soon. The run goes on until the task ends.
  virtual tornado::Future<void> spawn(std::string_view name, std::function<tornado::Future<void>()> task) = 0;

  /// A program that is a script says that it is over.
  virtual void script_over() {}

  /// A second of the program: all its waits and timeouts are multiples of it. A real one may be shorter.
  virtual tornado::Duration second() const { return tornado::Duration(1); }
  /// How many iterations of the loop have been.
  virtual std::uint32_t iterations() const = 0;
  /// Whether each callback runs in the iteration after the one in which it was queued.
  virtual bool keeps_iterations() const = 0;
  /// Whether code takes time, so that a deadline may pass while it runs.
  virtual bool takes_time() const = 0;
  /// Whether the loop stops when nothing is left to wait for.
  virtual bool ends_when_idle() const = 0;
  /// Whether the network has done nothing so far that a perfect one would not do.
  virtual bool undisturbed() const = 0;
};

/// A program: its constructor begins it.
class VenueProgram {
 public:
  VenueProgram() = default;
  VenueProgram(const VenueProgram&) = delete;
  VenueProgram& operator=(const VenueProgram&) = delete;
  virtual ~VenueProgram() = default;

  /// Whether it has nothing more to do, besides its tasks.
  virtual bool over() const { return true; }
  /// Checks what must hold once it is over.
  virtual void judge() {}
};

}  // namespace windtunnel::subjects
