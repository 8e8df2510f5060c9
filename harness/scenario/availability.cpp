#include "harness/scenario/availability.hpp"

#include <string>

#include "harness/scenario/source_error.hpp"

namespace windtunnel {

namespace {

bool missing_import(Word name) {
  return name == word::locks || name == word::queues || name == word::stack_context;
}

bool missing_in_gen(Word name) {
  switch (name) {
    case word::engine:
    case word::Task:
    case word::Callback:
    case word::Wait:
    case word::WaitAll:
    case word::LeakedCallbackError:
    case word::UnknownKeyError:
    case word::KeyReuseError:
    case word::ReturnValueIgnoredError:
      return true;
    default:
      return false;
  }
}

[[noreturn]] void refuse(const Node& node, std::string_view file, const std::string& name) {
  throw SourceError(file, {node.line, node.column}, "`" + name + "`, which is not available in this version",
                    "the API groups Future, IOLoop, gen without its legacy part, exceptions and windtunnel");
}

}  // namespace

void require_available(const Scenario& scenario, NodeId id, std::string_view file_name) {
  const Node& node = scenario[id];
  if (node.kind == NodeKind::imported_name && missing_import(node.name)) {
    refuse(node, file_name, std::string(scenario.words.text(node.name)));
  }
  if (node.kind == NodeKind::function_def && node.role() == Role::engine)
    refuse(node, file_name, "@gen.engine");
  if (node.kind == NodeKind::attribute && missing_in_gen(node.name)) {
    const Node& object = scenario[node.first_child];
    if (object.kind == NodeKind::name_ref && object.name == word::gen) {
      refuse(node, file_name, "gen." + std::string(scenario.words.text(node.name)));
    }
  }
}

}  // namespace windtunnel
