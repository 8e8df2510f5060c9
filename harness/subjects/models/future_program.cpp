#include "harness/subjects/models/future_program.hpp"

#include <string_view>

#include "harness/core/quiet_source.hpp"
#include "harness/subjects/models/future_model.hpp"
#include "harness/subjects/world/current_loop.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

constexpr std::string_view future_observations[] = {"callback", "refused", "not done", "value",      "error",
                                                    "done",     "escaped", "logged",   "unretrieved"};

// What fails a Future, and what a callback throws: never the same.
struct NumberedError : std::exception {
  explicit NumberedError(std::int32_t number_in) : number(number_in) {}
  const char* what() const noexcept override { return "a numbered error"; }
  std::int32_t number;
};

struct RaisedError : std::exception {
  explicit RaisedError(std::uint8_t callback_in) : callback(callback_in) {}
  const char* what() const noexcept override { return "raised by a callback"; }
  std::uint8_t callback;
};

std::int32_t number_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const NumberedError& numbered) {
    return numbered.number;
  } catch (const RaisedError& raised) {
    return raised.callback;
  }
}

// The program on the runtime.
class FutureRun {
  using Kind = FutureProgram::Kind;
  using Operation = FutureProgram::Operation;

 public:
  explicit FutureRun(const FutureProgram& program) : program_(program) {
    loop_.set_log_handler({[this](tornado::ErrorKind, const std::exception_ptr& error) {
                             say(FutureObservation::logged, 0, number_of(error));
                           },
                           [this](const std::exception_ptr& error) { lost_.push_back(number_of(error)); }});
  }

  Observations run() {
    {
      std::array<tornado::Future<std::int32_t>, FutureProgram::futures> futures;
      futures_ = &futures;
      for (const Operation& operation : program_.operations) {
        try {
          perform(operation, nullptr);
        } catch (const RaisedError&) {
          say(FutureObservation::escaped, operation.future, 0);
        }
      }
      loop_.close();
      futures_ = nullptr;
    }
    std::sort(lost_.begin(), lost_.end());
    for (const std::int32_t error : lost_) say(FutureObservation::unretrieved, 0, error);
    return std::move(said_);
  }

 private:
  void say(FutureObservation what, std::uint8_t whom, std::int32_t value) {
    said_.push_back({static_cast<std::uint8_t>(what), whom, value});
  }

  // `callback` is the one that does it, null for the program itself.
  void perform(const Operation& operation, const std::uint8_t* callback) {
    if (left_ == 0) return;
    --left_;
    const tornado::Future<std::int32_t> future = (*futures_)[operation.future];
    switch (operation.kind) {
      case Kind::set:
      case Kind::fail:
        return settle(operation, future);
      case Kind::add: {
        const auto number = static_cast<std::uint8_t>(operation.argument % FutureProgram::callbacks);
        return future.add_done_callback([this, number, from = operation.future](auto) {
          say(FutureObservation::callback, number, from);
          perform(program_.reactions[number], &number);
        });
      }
      case Kind::chain:
        return tornado::chain_future(future, (*futures_)[operation.argument % FutureProgram::futures]);
      case Kind::result:
      case Kind::exception:
        return look(operation, future);
      case Kind::done:
        return say(FutureObservation::done, operation.future, future.done() ? 1 : 0);
      default:
        if (callback != nullptr) throw RaisedError(*callback);
    }
  }

  void settle(const Operation& operation, const tornado::Future<std::int32_t>& future) {
    try {
      if (operation.kind == Kind::set) {
        future.set_result(std::int32_t{operation.argument});
      } else {
        future.set_exception(NumberedError(operation.argument));
      }
    } catch (const tornado::InvalidStateError&) {
      say(FutureObservation::refused, operation.future, 0);
    }
  }

  void look(const Operation& operation, const tornado::Future<std::int32_t>& future) {
    try {
      if (operation.kind == Kind::result) {
        say(FutureObservation::value, operation.future, future.result());
      } else if (const std::exception_ptr error = future.exception()) {
        say(FutureObservation::error, operation.future, number_of(error));
      } else {
        say(FutureObservation::value, operation.future, 0);
      }
    } catch (const tornado::NotDoneError&) {
      say(FutureObservation::not_done, operation.future, 0);
    } catch (const NumberedError& error) {
      say(FutureObservation::error, operation.future, error.number);
    }
  }

  const FutureProgram& program_;
  core::QuietSource choices_;
  tornado::SimLoop loop_{choices_, tornado::SchedulingModel::exact, tornado::IOLoop::MakeCurrent::no};
  CurrentLoop current_{loop_};
  std::array<tornado::Future<std::int32_t>, FutureProgram::futures>* futures_ = nullptr;
  std::vector<std::int32_t> lost_;
  std::uint32_t left_ = FutureModel::fuel;
  Observations said_;
};

FutureProgram::Operation draw_future_operation(tornado::ChoiceSource& choices) {
  const auto ask = [&](std::uint32_t options, std::string_view site) {
    return static_cast<std::uint8_t>(choices.choose({tornado::ChoiceKind::value, options, site}));
  };
  FutureProgram::Operation operation;
  operation.kind =
      static_cast<FutureProgram::Kind>(ask(static_cast<std::uint32_t>(FutureProgram::Kind::count_), "kind"));
  operation.future = ask(FutureProgram::futures, "future");
  operation.argument = ask(FutureProgram::callbacks, "argument");
  return operation;
}

}  // namespace

void draw(tornado::ChoiceSource& choices, FutureProgram& program) {
  program.operations.clear();
  const auto another = [&](std::string_view site) {
    return choices.choose({tornado::ChoiceKind::value, 8, site}) != 0;
  };
  while (program.operations.size() < FutureProgram::most_operations && another("another operation"))
    program.operations.push_back(draw_future_operation(choices));
  for (FutureProgram::Operation& reaction : program.reactions) {
    reaction = {FutureProgram::Kind::done, 0, 0};
    if (another("another reaction")) reaction = draw_future_operation(choices);
  }
}

std::optional<std::string> run(const FutureProgram& program) {
  const Observations runtime = FutureRun(program).run();
  const Observations model = FutureModel().run(program);
  return first_difference(runtime, model, [](std::uint8_t what) { return future_observations[what]; });
}

}  // namespace windtunnel::subjects
