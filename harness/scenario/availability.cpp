#include "harness/scenario/availability.hpp"

#include <string>

#include "harness/scenario/source_error.hpp"

namespace windtunnel {

namespace {

bool missing_import(Word name) {
  return name == word::locks || name == word::queues;
}

[[noreturn]] void refuse(const Node& node, std::string_view file, const std::string& name) {
  throw SourceError(file, {node.line, node.column}, "`" + name + "`, which is not available in this version",
                    "the API groups Future, IOLoop, gen, stack_context, exceptions and windtunnel");
}

}  // namespace

void require_available(const Scenario& scenario, NodeId id, std::string_view file_name) {
  const Node& node = scenario[id];
  if (node.kind == NodeKind::imported_name && missing_import(node.name)) {
    refuse(node, file_name, std::string(scenario.words.text(node.name)));
  }
}

}  // namespace windtunnel
