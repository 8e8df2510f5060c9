// How many schedules of a program run in a second of CPU time, and whether memory grows from run to run.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <malloc.h>
#include <windtunnel/world.hpp>

#include "harness/core/seeded_source.hpp"
#include "harness/core/subject.hpp"

namespace windtunnel {

inline void measure_schedules(const char* name, void (*program)(World&), core::SchedulingModel model,
                              std::uint64_t runs) {
  const WorldSubject subject(program);
  core::Trace trace;
  core::RunOptions options;
  options.model = model;
  options.observe = false;
  std::size_t in_use = 0;
  std::clock_t begin = 0;
  for (std::uint64_t run = 0; run <= runs; ++run) {
    if (run == runs / 10) {
      in_use = mallinfo2().uordblks;
      begin = std::clock();
    }
    core::SeededSource choices(run);
    trace.clear();
    core::run(subject.subject(), choices, options, trace);
    if (trace.objection) {
      std::printf("%s: %s\n", name, trace.objection->message.c_str());
      std::exit(1);
    }
  }
  const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%-34s %8.0f schedules/s, %ld bytes more in use\n", name,
              static_cast<double>(runs - runs / 10) / seconds,
              static_cast<long>(mallinfo2().uordblks) - static_cast<long>(in_use));
}

}  // namespace windtunnel
