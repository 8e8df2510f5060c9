#include "harness/subjects/models/sync_program.hpp"

#include <string_view>

#include "harness/core/quiet_source.hpp"
#include "harness/subjects/models/sync_model.hpp"
#include "harness/subjects/world/current_loop.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

namespace {

constexpr std::string_view sync_observations[] = {"served", "timed out", "refused", "got", "state"};

// The program on the runtime: one coroutine, which lets time pass and waits for nothing else.
class SyncRun {
  using Kind = SyncProgram::Kind;

 public:
  explicit SyncRun(const SyncProgram& program) : program_(program) {
    loop_.set_log_handler(
        {[](tornado::ErrorKind, const std::exception_ptr&) {}, [](const std::exception_ptr&) {}});
  }
  SyncRun(const SyncRun&) = delete;
  SyncRun& operator=(const SyncRun&) = delete;
  ~SyncRun() { loop_.close(); }

  Observations run() {
    if (program_.bounded) {
      semaphore_ = tornado::locks::BoundedSemaphore(program_.permits);
    } else {
      semaphore_ = tornado::locks::Semaphore(program_.permits);
    }
    queue_.emplace(program_.maxsize);
    tornado::Future<void> program = perform_all();
    loop_.start();
    return std::move(said_);
  }

 private:
  void say(SyncObservation what, std::uint8_t whom, std::int32_t value) {
    said_.push_back({static_cast<std::uint8_t>(what), whom, value});
  }

  tornado::Future<void> perform_all() {
    for (const SyncProgram::Operation& operation : program_.operations) {
      if (operation.kind == Kind::pass) {
        tornado::Future<void> slept = tornado::sleep(tornado::Duration(operation.argument));
        co_yield slept;
      } else {
        perform(operation);
      }
      say(SyncObservation::state, static_cast<std::uint8_t>(queue_->qsize()),
          (event_.is_set() ? 1 : 0) + (queue_->finished().is_set() ? 2 : 0));
    }
  }

  // What a wait comes to is said inside whatever ends it.
  template <class T, class Value>
  void watch(const tornado::Future<T>& future, Value value) {
    const auto number = static_cast<std::uint8_t>(waits_++);
    future.add_done_callback([this, number, value](const tornado::Future<T>& done) {
      try {
        say(SyncObservation::served, number, value(done));
      } catch (const tornado::TimeoutError&) {
        say(SyncObservation::timed_out, number, 0);
      }
    });
  }

  static tornado::Deadline deadline_of(const SyncProgram::Operation& operation) {
    if (operation.timeout == 0) return {};
    return tornado::Duration(operation.timeout - 1);
  }

  // A wait that is over at once comes after what its beginning does to others.
  void perform(const SyncProgram::Operation& operation) {
    constexpr auto nothing = [](const auto& done) {
      static_cast<void>(done.result());
      return 0;
    };
    const auto empty = [](const tornado::Future<void>& done) {
      done.result();
      return 0;
    };
    const auto number = [](const auto& done) { return static_cast<std::int32_t>(done.result()); };
    const tornado::Deadline deadline = deadline_of(operation);
    try {
      switch (operation.kind) {
        case Kind::acquire:
          return watch(semaphore_->acquire(deadline), nothing);
        case Kind::release: {
          if (operation.argument % 2 == 0) return semaphore_->release();
          const tornado::locks::ScopedPermit back{tornado::locks::Permit(*semaphore_)};
          return;
        }
        case Kind::wait:
          return watch(condition_.wait(deadline), number);
        case Kind::notify:
          return condition_.notify(operation.argument);
        case Kind::notify_all:
          return condition_.notify_all();
        case Kind::event_wait:
          return watch(event_.wait(deadline), empty);
        case Kind::event_set:
          return event_.set();
        case Kind::event_clear:
          return event_.clear();
        case Kind::put:
          return watch(queue_->put(operation.argument, deadline), empty);
        case Kind::get:
          return watch(queue_->get(deadline), number);
        case Kind::put_nowait:
          return queue_->put_nowait(operation.argument);
        case Kind::get_nowait:
          return say(SyncObservation::got, 0, queue_->get_nowait());
        case Kind::task_done:
          return queue_->task_done();
        default:
          return watch(queue_->join(deadline), empty);
      }
    } catch (const std::exception&) {
      say(SyncObservation::refused, 0, 0);
    }
  }

  const SyncProgram& program_;
  core::QuietSource choices_;
  tornado::SimLoop loop_{choices_, tornado::SchedulingModel::exact, tornado::IOLoop::MakeCurrent::no};
  CurrentLoop current_{loop_};
  std::optional<tornado::locks::Semaphore> semaphore_;
  tornado::locks::Condition condition_;
  tornado::locks::Event event_;
  std::optional<tornado::queues::Queue<std::int32_t>> queue_;
  std::uint32_t waits_ = 0;
  Observations said_;
};

}  // namespace

void draw(tornado::ChoiceSource& choices, SyncProgram& program) {
  const auto ask = [&](std::uint32_t options, std::string_view site) {
    return static_cast<std::uint8_t>(choices.choose({tornado::ChoiceKind::value, options, site}));
  };
  program.operations.clear();
  program.permits = ask(3, "permits");
  program.bounded = ask(2, "bounded") == 1;
  program.maxsize = ask(4, "maxsize");
  while (program.operations.size() < SyncProgram::most_operations && ask(8, "another operation") != 0) {
    SyncProgram::Operation operation;
    operation.kind =
        static_cast<SyncProgram::Kind>(ask(static_cast<std::uint32_t>(SyncProgram::Kind::count_), "kind"));
    operation.argument = ask(4, "argument");
    operation.timeout = ask(5, "timeout");
    program.operations.push_back(operation);
  }
}

std::optional<std::string> run(const SyncProgram& program) {
  const Observations runtime = SyncRun(program).run();
  const Observations model = SyncModel(program).run();
  return first_difference(runtime, model, [](std::uint8_t what) { return sync_observations[what]; });
}

}  // namespace windtunnel::subjects
