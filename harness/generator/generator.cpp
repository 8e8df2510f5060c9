#include "harness/generator/generator.hpp"

#include "harness/generator/draft.hpp"
#include "harness/generator/module_writer.hpp"

namespace windtunnel::generator {

Generated generate(tornado::ChoiceSource& source, const GeneratorOptions& options, Scenario& out) {
  Draft draft(source, options, out);
  ModuleWriter(draft).write();
  return draft.generated();
}

}  // namespace windtunnel::generator
