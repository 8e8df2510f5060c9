#include "harness/findings/wait_enders.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <system_error>

#include "harness/core/seeded_source.hpp"
#include "harness/engine/forked_child.hpp"
#include "harness/engine/memory_file.hpp"

namespace windtunnel::findings {

namespace {

using Json = nlohmann::json;

constexpr engine::ChildLimits search_limits{std::chrono::seconds(2), std::uint64_t{512} << 20U, false};
constexpr std::uint64_t most_tries = 100;

std::string packed(const WaitEnders& enders) {
  Json json = Json::array();
  for (const auto& [thing, names] : enders)
    json.push_back({static_cast<unsigned>(thing.kind), thing.number, names});
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

WaitEnders unpacked(const std::string& bytes) {
  WaitEnders enders;
  if (bytes.empty()) return enders;
  for (const Json& each : Json::from_cbor(bytes)) {
    const Thing thing{static_cast<WaitedFor>(each.at(0).get<unsigned>()), each.at(1)};
    enders[thing] = each.at(2).get<std::vector<std::string>>();
  }
  return enders;
}

WaitEnders search(const core::Case& one, properties::Judge& judge) {
  core::RunOptions options = core::options_of(one);
  options.name_things = true;
  core::Trace trace;
  for (std::uint64_t seed = 0; seed < most_tries; ++seed) {
    core::SeededSource choices(seed);
    if (!run_and_judge(one.subject, choices, options, judge, trace, one.program.get()))
      return wait_enders(trace);
  }
  return {};
}

}  // namespace

WaitEnders wait_enders(const core::Trace& trace) {
  AwaitReader reader;
  for (const tornado::Event& event : trace.events) reader.see(event);
  WaitEnders enders;
  for (const auto& [thing, tasks] : reader.enders()) {
    std::vector<std::string>& names = enders[thing];
    for (const std::uint32_t task : tasks) {
      const auto name = trace.names.tasks.find(task);
      if (name == trace.names.tasks.end()) continue;
      if (std::find(names.begin(), names.end(), name->second) == names.end()) names.push_back(name->second);
    }
  }
  return enders;
}

WaitEnders wait_enders_where_it_holds(const core::Case& one, properties::Judge& judge) {
  try {
    engine::MemoryFile found;
    const engine::ProcessExit exit =
        engine::work_isolated([&] { found.write(packed(search(one, judge))); }, search_limits);
    return exit.reason == engine::ExitReason::returned ? unpacked(found.read()) : WaitEnders{};
  } catch (const std::system_error&) {
    return {};  // without another process there is less to say
  }
}

}  // namespace windtunnel::findings
