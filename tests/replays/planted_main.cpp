// The planted errors of threads and of Asio with the whole command line, so that their findings can be
// written and replayed by any build: kernel_replays.sh does both.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "harness/subjects/world/registered_subject.hpp"
#include "tests/harness/kernel/threads/planted.hpp"
#include "tests/harness/subjects/asio/planted_bugs.hpp"

namespace {

using namespace windtunnel;

// A subject's name has no blanks.
std::string name_of(std::string_view kind, std::string_view name) {
  std::string words = std::string(kind) + "/" + std::string(name);
  std::replace(words.begin(), words.end(), ' ', '_');
  return words;
}

std::vector<std::unique_ptr<RegisteredSubject>> register_all() {
  std::vector<std::unique_ptr<RegisteredSubject>> subjects;
  for (const planted::Planted& error : planted::all())
    subjects.push_back(std::make_unique<RegisteredSubject>(name_of("threads", error.name), "", error.wrong));
  for (std::size_t at = 0; at < planted::bug_count; ++at) {
    const auto program = [run = planted::bugs[at].program](World& world) { run(world, true); };
    subjects.push_back(
        std::make_unique<RegisteredSubject>(name_of("asio", planted::bugs[at].name), "", program));
  }
  return subjects;
}

const std::vector<std::unique_ptr<RegisteredSubject>> subjects = register_all();

}  // namespace
