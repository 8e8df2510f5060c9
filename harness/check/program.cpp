#include "harness/check/program.hpp"

#include "harness/choices/seeded_source.hpp"
#include "harness/generator/generator.hpp"

namespace windtunnel {

const NativeSubject* native_at(const CampaignOptions& options, std::uint64_t index) {
  if (options.subject) return &*options.subject;
  constexpr std::uint64_t native_every = 32;  // programs of which one is a native subject's
  if (index % native_every != native_every - 1 || options.natives.empty()) return nullptr;
  return &options.natives[index / native_every % options.natives.size()];
}

Counterexample program_at(const CampaignOptions& options, std::uint64_t index) {
  Counterexample program;
  program.freedom = options.freedom;
  program.phase_limit = RunOptions{}.phase_limit;
  program.seed = options.seed;
  program.program = index;
  if (const NativeSubject* native = native_at(options, index)) {
    program.subject = native->name;
    return program;
  }
  GeneratorOptions generator;
  generator.size = options.program_size;
  generator.areas = options.areas;
  SeededSource choices(stream_seed(options, index, Stream::program));
  generate(choices, generator, program.scenario);
  return program;
}

}  // namespace windtunnel
