#include "harness/oracle/stream_peer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

#include "harness/scenario/source_error.hpp"

namespace windtunnel::oracle {

namespace {

using Json = nlohmann::json;

constexpr double quick_settle = 0.0001;  // in seconds
constexpr double slow_settle = 0.01;

subjects::StreamLines parse_lines(const std::string& line) {
  constexpr std::size_t longest = 500;
  const Json answer = Json::parse(line, nullptr, false);
  if (answer.is_object() && answer.contains("error"))
    throw ChildFailure("it says: " + scenario::printable(answer["error"].dump(), longest));
  try {
    return answer.at("lines").get<subjects::StreamLines>();
  } catch (const Json::exception&) {
    throw ChildFailure("it answers nonsense: " + scenario::printable(line, longest));
  }
}

}  // namespace

StreamPeer::StreamPeer(std::vector<std::string> command, std::chrono::duration<double> timeout)
    : command_(std::move(command)), timeout_(timeout) {
  command_.emplace_back("serve");
}

std::vector<subjects::StreamLines> StreamPeer::ask(std::span<const subjects::StreamScript> scripts,
                                                   Pace pace) {
  std::vector<subjects::StreamLines> answers;
  try {
    if (!process_) process_ = std::make_unique<ChildProcess>(command_);
    for (const subjects::StreamScript& script : scripts) {
      const Json request = {{"streams", to_text(script)},
                            {"settle", pace == Pace::slow ? slow_settle : quick_settle}};
      process_->send(request.dump() + "\n");
    }
    for (std::size_t at = 0; at < scripts.size(); ++at)
      answers.push_back(parse_lines(process_->read_line(timeout_)));
  } catch (const ChildFailure& failure) {
    const std::string last_words = process_ ? process_->standard_error() : "";
    process_.reset();
    if (last_words.empty()) throw;
    throw ChildFailure(fmt::format("{}; its last words: {}", failure.what(), last_words));
  }
  return answers;
}

subjects::StreamLines StreamPeer::ask(const subjects::StreamScript& script, Pace pace) {
  return std::move(ask(std::span(&script, 1), pace).front());
}

}  // namespace windtunnel::oracle
