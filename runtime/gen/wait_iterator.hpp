// WaitIterator: gives the results of several Futures one at a time, in the order in which they are done (law
// G31).
#pragma once

#include <concepts>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/gen/chain_future.hpp"
#include "runtime/io_loop.hpp"

namespace tornado {

/// Iterates over the outcomes of Futures. A Key identifies each Future: its position, or a key that the user
/// chose.
template <class T, class Key = std::size_t>
class WaitIterator {
 public:
  /// Futures that are done already are queued in this order.
  explicit WaitIterator(const std::vector<Future<T>>& futures)
    requires std::constructible_from<Key, std::size_t>
      : WaitIterator(number(futures)) {}

  explicit WaitIterator(const std::vector<std::pair<Key, Future<T>>>& futures)
      : state_(pool_shared<State>()) {
    if (IOLoop* loop = IOLoop::current_or_null()) {
      state_->number = loop->numbers().iterator++;
      for (const auto& [key, future] : futures)
        loop->note(EventKind::iterator_child, state_->number, future.cell()->id());
    }
    // A Future given twice has one entry, with its last key, as in the original.
    state_->entries.reserve(futures.size());
    for (const auto& [key, future] : futures) state_->enter(key, future);
    for (const auto& [key, future] : futures) {
      future.add_done_callback([state = state_](const Future<T>& done) { state->child_done(done); });
    }
  }

  /// Whether all results were handed out; then current_index() and current_future() are cleared.
  bool done() const {
    if (!state_->finished.empty() || state_->unfinished != 0) return false;
    state_->current_index.reset();
    state_->current_future.reset();
    return true;
  }

  /// A new Future for the next outcome; past the end it never resolves. Throws DuplicateFutureError for the
  /// second outcome of a Future that was given twice.
  Future<T> next() const { return state_->next(); }

  /// The key of the Future whose outcome was handed out last; empty before the first.
  const std::optional<Key>& current_index() const { return state_->current_index; }
  const std::optional<Future<T>>& current_future() const { return state_->current_future; }

 private:
  struct State {
    struct Entry {
      Key key;
      std::optional<Future<T>> future;  // empty once it was handed out
    };

    std::vector<Entry> entries;  // in the order of the arguments; destroyed in this order
    std::map<const FutureCell*, std::size_t>
        places;  // by address, for lookup only: no result depends on its order
    std::size_t unfinished = 0;
    std::deque<Future<T>> finished;
    std::optional<Key> current_index;
    std::optional<Future<T>> current_future;
    std::optional<Future<T>> running;
    std::uint32_t number = 0;

    void enter(const Key& key, const Future<T>& future) {
      auto [at, is_new] = places.try_emplace(future.cell().get(), entries.size());
      if (is_new) {
        entries.push_back(Entry{key, future});
        ++unfinished;
      } else {
        entries[at->second].key = key;
      }
    }

    Future<T> next() {
      Future<T> awaited;
      running = awaited;
      if (IOLoop* loop = IOLoop::current_or_null()) {
        loop->note(EventKind::iterator_next, number, awaited.cell()->id());
      }
      if (!finished.empty()) {
        Future<T> done = std::move(finished.front());
        finished.pop_front();
        deliver(done);
      }
      return awaited;
    }

    void child_done(const Future<T>& done) {
      if (running && !running->done()) {
        deliver(done);
      } else {
        finished.push_back(done);
      }
    }

    void deliver(const Future<T>& done) {
      if (IOLoop* loop = IOLoop::current_or_null()) {
        loop->note(EventKind::iterator_deliver, number, done.cell()->id());
      }
      Future<T> awaited = *running;
      chain_future(done, awaited);
      current_future = done;
      Entry& entry = entries[places.at(done.cell().get())];
      if (!entry.future) throw DuplicateFutureError();
      current_index = entry.key;
      entry.future.reset();
      --unfinished;
    }
  };

  static std::vector<std::pair<Key, Future<T>>> number(const std::vector<Future<T>>& futures) {
    std::vector<std::pair<Key, Future<T>>> numbered;
    numbered.reserve(futures.size());
    for (const auto& future : futures) numbered.emplace_back(Key(numbered.size()), future);
    return numbered;
  }

  std::shared_ptr<State> state_;
};

}  // namespace tornado
