#include "runtime/legacy/legacy_runner.hpp"

#include <algorithm>
#include <vector>

#include "runtime/io_loop.hpp"
#include "runtime/runner.hpp"

namespace tornado {

namespace {

// How deeply callbacks may resume coroutines inside one another.
constexpr int deepest_resumption = 100;
constinit thread_local int resumptions = 0;

// Coroutines that have ended and are still held by what waits for them: a Future's callback, or a result that
// nobody took, may hold them in a cycle (law R14). Python collects such cycles; here a loop breaks them when
// it is closed.
thread_local std::vector<LegacyRunner*> ended_runners;

void abandon_ended_runners(const IOLoop& loop) noexcept {
  std::vector<Ref<LegacyRunner>> dropped;
  for (LegacyRunner* runner : ended_runners) {
    if (&runner->loop() == &loop) dropped.emplace_back(runner);
  }
  for (const Ref<LegacyRunner>& runner : dropped) runner->abandon();
}

Ref<FutureCell> failed_cell(std::exception_ptr error) {
  return Ref<FutureCell>(failed_future<void>(std::move(error)).cell().get());
}

}  // namespace

void PendingCallbacks::add(const Key& key) {
  if (std::find(keys_.begin(), keys_.end(), key) != keys_.end()) {
    note(EventKind::key_reused);
    throw KeyReuseError("key " + key.shown() + " is already pending");
  }
  keys_.push_back(key);
}

bool PendingCallbacks::is_ready(const Key& key) const {
  if (std::find(keys_.begin(), keys_.end(), key) == keys_.end()) {
    note(EventKind::key_unknown);
    throw UnknownKeyError("key " + key.shown() + " is not pending");
  }
  return std::any_of(results_.begin(), results_.end(),
                     [&](const auto& result) { return result.first == key; });
}

void PendingCallbacks::set(const Key& key, std::any result) {
  const auto at =
      std::find_if(results_.begin(), results_.end(), [&](const auto& known) { return known.first == key; });
  if (at != results_.end()) {
    note(EventKind::result_replaced);
    at->second = std::move(result);
  } else {
    results_.emplace_back(key, std::move(result));
  }
}

std::any PendingCallbacks::take(const Key& key) {
  const bool was_pending = std::erase(keys_, key) != 0;
  const auto at =
      std::find_if(results_.begin(), results_.end(), [&](const auto& result) { return result.first == key; });
  if (!was_pending || at == results_.end()) throw MissingResultError("no result for key " + key.shown());
  std::any result = std::move(at->second);
  results_.erase(at);
  return result;
}

void PendingCallbacks::note(EventKind kind) const {
  if (runner_ != nullptr) runner_->loop().note(kind, runner_->task());
}

LegacyRunner::LegacyRunner(Runner& runner, IOLoop& loop, std::uint32_t task)
    : runner_(&runner), loop_(loop), task_(task), callbacks_(pool_new<PendingCallbacks>(*this)) {
  loop_.set_closing_hook(&abandon_ended_runners);
}

LegacyRunner::~LegacyRunner() {
  if (runner_ == nullptr) std::erase(ended_runners, this);
  callbacks_->runner_ = nullptr;
}

void LegacyRunner::set_result(const Key& key, std::any result) {
  const Ref<LegacyRunner> keep(this);
  callbacks_->set(key, std::move(result));
  if (yield_point_ == nullptr || !yield_point_->is_ready()) return;
  settle_with_yield_point();
  yield_point_.reset();
  point_future_ = Ref<FutureCell>();
  run();
}

// The YieldPoint may be one that the coroutine no longer waits for. Then the original sets whatever the
// coroutine waits for now, and fails if that is nothing or done.
void LegacyRunner::settle_with_yield_point() {
  const std::shared_ptr<YieldPointBase> point = yield_point_;
  if (future_ != point_future_) loop_.note(EventKind::yield_point_stale, task_);
  if (runner_ == nullptr) {
    // The wait of an ended coroutine counts as done. The result is taken nevertheless.
    try {
      point->settle(*point->make_future());
    } catch (const BaseException&) {
      throw;
    } catch (...) {
    }
    throw InvalidStateError();
  }
  if (future_.get() == nullptr) throw StaleYieldPointError();
  std::exception_ptr error;
  try {
    point->settle(*future_);
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (!error) return;
  if (future_.get() == nullptr) throw StaleYieldPointError();
  const Ref<FutureCell> future = future_;
  future->set_exception(std::move(error));
}

Ref<FutureCell> LegacyRunner::start(std::shared_ptr<YieldPointBase> point) {
  future_ = point->make_future();
  loop_.note(EventKind::yield_point, task_, future_->id());
  if (context_) {
    start_point(point);
    return std::exchange(future_, Ref<FutureCell>());
  }
  const Ref<LegacyRunner> self(this);
  context_.emplace([self](const std::exception_ptr& error) { return self->take_exception(error); });
  const ContextScope scope(*context_);
  loop_.add_callback([self, point = std::move(point)] {
    self->start_point(point);
    self->run();
  });
  deferred_ = true;
  return future_;
}

void LegacyRunner::start_point(const std::shared_ptr<YieldPointBase>& point) {
  std::exception_ptr error;
  try {
    point->start(*this);
    if (point->is_ready()) {
      point->settle(*future_);
    } else {
      yield_point_ = point;
      point_future_ = future_;
    }
  } catch (const BaseException&) {
    throw;
  } catch (...) {
    error = std::current_exception();
  }
  if (error) interrupt(std::move(error));
}

void LegacyRunner::interrupt(std::exception_ptr error) {
  future_ = failed_cell(std::move(error));
  if (!running_) loop_.note(EventKind::task_interrupted, task_, future_->id());
}

bool LegacyRunner::take_exception(const std::exception_ptr& error) {
  if (running_ || runner_ == nullptr) return false;
  const Ref<LegacyRunner> keep(this);
  interrupt(error);
  run();
  return true;
}

void LegacyRunner::wait_for(FutureCell& awaited) {
  future_ = Ref<FutureCell>(&awaited);
  if (std::exchange(deferred_, false)) return;
  awaited.add_done_callback(&loop_, [self = Ref<LegacyRunner>(this),
                                     contexts = CapturedContexts::capture()](FutureCell&) {
    self->loop_.enqueue([self, contexts = contexts]() mutable { contexts.call([&self] { self->run(); }); });
  });
}

void LegacyRunner::run() {
  if (running_ || runner_ == nullptr) return;
  if (future_.get() == nullptr) throw StaleYieldPointError();
  if (!future_->done()) return;
  if (resumptions >= deepest_resumption) throw NestingError();
  struct Running {
    explicit Running(bool& running_in) : running(running_in) {
      running = true;
      ++resumptions;
    }
    ~Running() {
      running = false;
      --resumptions;
    }
    bool& running;
  };
  const Ref<LegacyRunner> keep(this);
  const Running running(running_);
  runner_->resume_with(std::exchange(future_, Ref<FutureCell>()));
}

void LegacyRunner::end() noexcept {
  runner_ = nullptr;
  future_ = Ref<FutureCell>();
  ended_runners.push_back(this);
}

void LegacyRunner::check_return() {
  if (callbacks_->keys().empty()) return;
  context_.reset();
  loop_.note(EventKind::callbacks_leaked, task_);
  std::string keys;
  for (const Key& key : callbacks_->keys()) keys.append(keys.empty() ? "" : ", ").append(key.shown());
  throw LeakedCallbackError("finished without waiting for callbacks {" + keys + "}");
}

void LegacyRunner::deactivate() {
  if (!context_) return;
  context_->deactivate();
  context_.reset();
}

void LegacyRunner::abandon() noexcept {
  runner_ = nullptr;
  future_ = Ref<FutureCell>();
  yield_point_.reset();
  point_future_ = Ref<FutureCell>();
  context_.reset();
  // Objects destroyed here may call back into this.
  const auto results = std::exchange(callbacks_->results_, {});
}

Ref<FutureCell> start_yield_point(Runner& runner, std::shared_ptr<YieldPointBase> point) {
  IOLoop& loop = runner.adopt_loop();
  if (runner.extension() == nullptr) {
    runner.extend(Ref<RunnerExtension>(pool_new<LegacyRunner>(runner, loop, runner.task())));
  }
  return static_cast<LegacyRunner&>(*runner.extension()).start(std::move(point));
}

}  // namespace tornado
