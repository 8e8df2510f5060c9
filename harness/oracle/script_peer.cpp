#include "harness/oracle/script_peer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::oracle {

namespace {

using Json = nlohmann::json;

constexpr double quick_settle = 0.0001;  // in seconds
constexpr double slow_settle = 0.01;

subjects::ScriptLines parse_lines(const std::string& line) {
  constexpr std::size_t longest = 500;
  const Json answer = Json::parse(line, nullptr, false);
  if (answer.is_object() && answer.contains("error"))
    throw ChildFailure("it says: " + scenario::printable(answer["error"].dump(), longest));
  try {
    return answer.at("lines").get<subjects::ScriptLines>();
  } catch (const Json::exception&) {
    throw ChildFailure("it answers nonsense: " + scenario::printable(line, longest));
  }
}

}  // namespace

ScriptPeer::ScriptPeer(std::vector<std::string> command, std::chrono::duration<double> timeout)
    : command_(std::move(command)), timeout_(timeout) {
  command_.emplace_back("serve");
}

subjects::ScriptLines ScriptPeer::ask(const subjects::ScriptKind& kind, const std::string& script,
                                      Pace pace) {
  try {
    if (!process_) process_ = std::make_unique<ChildProcess>(command_);
    const Json request = {{std::string(kind.name), script},
                          {"settle", pace == Pace::slow ? slow_settle : quick_settle}};
    process_->send(request.dump() + "\n");
    return parse_lines(process_->read_line(timeout_));
  } catch (const ChildFailure& failure) {
    const std::string last_words = process_ ? process_->standard_error() : "";
    process_.reset();
    if (last_words.empty()) throw;
    throw ChildFailure(fmt::format("{}; its last words: {}", failure.what(), last_words));
  }
}

}  // namespace windtunnel::oracle
