// Stands for the oracle in tests: speaks its protocol (harness/oracle/python/server.py) and answers what this
// runtime does. It goes wrong as a file `behaviour` beside the program's first argument says, a word and a
// text:
//
//     lie TEXT       a line of a trace that holds TEXT is told otherwise
//     refuse TEXT    a scenario that holds TEXT is refused
//     accept TEXT    any scenario that holds TEXT is taken, and said to log nothing
//     lie TEXT       of a script of streams or of HTTP: a line that holds TEXT is told otherwise
//     die TEXT, hang TEXT, babble TEXT, error TEXT    at a scenario that holds TEXT
//     dead           it dies before it reads anything
#include <chrono>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "harness/oracle/comparison.hpp"
#include "harness/subjects/programs/script_kind.hpp"

namespace {

using Json = nlohmann::json;

struct Behaviour {
  std::string word;
  std::string text;
};

Behaviour behaviour_of(const std::string& folder) {
  std::ifstream file(folder + "/behaviour");
  Behaviour behaviour;
  file >> behaviour.word >> std::ws;
  std::getline(file, behaviour.text);
  return behaviour;
}

std::string lied(std::string trace, const std::string& text) {
  const std::size_t at = trace.find(text, trace.find('\n'));
  if (at != std::string::npos) trace.insert(at, "not ");
  return trace;
}

void go_wrong(const std::string& word) {
  if (word == "die") {
    std::cerr << "a traceback\nSystemError: out of wind\n";
    std::exit(3);
  }
  if (word == "hang") {
    std::cerr << "still thinking" << std::endl;
    std::this_thread::sleep_for(std::chrono::hours(1));
  }
}

namespace subjects = windtunnel::subjects;

Json answer_script(const subjects::ScriptKind& kind, const std::string& text, const Behaviour& behaviour) {
  if (text.find(behaviour.text) != std::string::npos) go_wrong(behaviour.word);
  subjects::ScriptLines lines = kind.run(text);
  for (std::string& line : lines)
    if (behaviour.word == "lie" && line.find(behaviour.text) != std::string::npos) line += " not";
  return {{"lines", lines}};
}

Json answer(const Json& request, const Behaviour& behaviour) {
  for (const subjects::ScriptKind& kind : subjects::script_kinds()) {
    const std::string name(kind.name);
    if (request.contains(name)) return answer_script(kind, request[name], behaviour);
  }
  const std::string source = request["source"];
  const bool meant = source.find(behaviour.text) != std::string::npos;
  if (meant) go_wrong(behaviour.word);
  if (meant && behaviour.word == "babble") return {{"traces", "one"}};
  if (meant && behaviour.word == "error") return {{"error", "KeyError: 'wind'"}};
  if (meant && behaviour.word == "refuse") return {{"refused", "line 1: no"}};
  if (meant && behaviour.word == "accept") return {{"traces", {"schedule -\n"}}, {"set_again", 0}};
  Json traces = Json::array();
  for (const std::string schedule : request["schedules"]) {
    const windtunnel::oracle::LocalRuns runs =
        windtunnel::oracle::run_locally(source, {windtunnel::core::parse_choices(schedule), 0, 0});
    if (runs.refused) return {{"refused", *runs.refused}};
    traces.push_back(behaviour.word == "lie" ? lied(runs.traces.front(), behaviour.text)
                                             : runs.traces.front());
  }
  return {{"traces", traces}, {"set_again", 0}};
}

}  // namespace

int main(int count, char** words) {
  const Behaviour behaviour = behaviour_of(count > 1 ? words[1] : ".");
  if (behaviour.word == "dead") {
    std::cerr << "there is no Tornado here\n";
    return 1;
  }
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << answer(Json::parse(line), behaviour).dump() << std::endl;
  }
}
