// WINDTUNNEL_FUZZ: a test in a World as a target for libFuzzer or AFL++.
//
//   Future<void> transfer(World& world) { ... }
//   WINDTUNNEL_FUZZ(transfer)
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/fuzzing/fuzz_target.hpp"
#include "harness/subjects/world/world.hpp"

/// Makes a program in a World, `Future<void> program(World&)`, the target of a fuzzer. A scheduling model may
/// follow. Once in an executable, at namespace scope; link it with windtunnel::world and -fsanitize=fuzzer.
#define WINDTUNNEL_FUZZ(program, ...)                                                           \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {           \
    static const ::windtunnel::WorldSubject subject(program, #program);                         \
    static ::windtunnel::fuzz::FuzzTarget target(subject.subject() __VA_OPT__(, ) __VA_ARGS__); \
    target.run({data, size});                                                                   \
    return 0;                                                                                   \
  }
