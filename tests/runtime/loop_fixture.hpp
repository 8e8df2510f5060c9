// What most tests of the runtime need: a simulated loop that keeps what it is told to log, and a list of what
// happened, in order.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "runtime/core.hpp"

namespace tornado {

/// Answers with the list it was given, then with 0; remembers what it was asked.
class ListedChoices final : public ChoiceSource {
 public:
  std::uint32_t choose(const ChoicePoint& point) override {
    asked.push_back(point);
    return next_ < answers.size() ? answers[next_++] : 0;
  }

  std::vector<std::uint32_t> answers;
  std::vector<ChoicePoint> asked;

 private:
  std::size_t next_ = 0;
};

using History = std::vector<std::string>;

/// The loop of a test, and what was said and logged.
class LoopFixture {
 public:
  explicit LoopFixture(SchedulingModel model = SchedulingModel::exact) : loop(choices, model) {
    loop.set_log_handler(
        {[this](ErrorKind kind, const std::exception_ptr& error) {
           constexpr const char* names[] = {"callback", "multiple", "late", "connection"};
           logged.push_back(std::string(names[static_cast<int>(kind)]) + " " + message_of(error));
         },
         [this](const std::exception_ptr& error) { logged.push_back("unretrieved " + message_of(error)); }});
  }

  static std::string message_of(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& exception) {
      return exception.what();
    }
  }

  void say(const std::string& word) { said.push_back(word); }
  /// Says the word with the number of the iteration, from 1.
  void say_when(const std::string& word) { say(word + "@" + std::to_string(loop.phases() + 1)); }

  History said;
  History logged;
  ListedChoices choices;
  SimLoop loop;
};

struct Boom : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What ends a run from inside.
struct Interrupt : BaseException {};

inline std::exception_ptr boom(const std::string& message = "boom") {
  return std::make_exception_ptr(Boom(message));
}

inline Future<void> failed(const std::string& message = "boom") {
  return failed_future<void>(boom(message));
}

}  // namespace tornado
