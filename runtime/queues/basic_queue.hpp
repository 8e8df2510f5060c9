// BasicQueue: the common part of all queues, for any order of items and any result of a put (laws Q1 to Q7).
#pragma once

#include <cassert>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

#include "runtime/locks/event.hpp"
#include "runtime/locks/expire.hpp"
#include "runtime/queues/errors.hpp"
#include "runtime/queues/items.hpp"

namespace tornado::queues {

/// A shared handle: copies are the same queue. Items are of type T, copied or only moved, and are kept in an
/// `Items`. The result of a put is an empty `Put`.
template <class T, class Put, class Items>
class BasicQueue {
 public:
  /// A queue with room for `maxsize` items; 0 means no limit. Every put whose item fits returns `fits`, a
  /// done Future (law Q7). Throws std::invalid_argument if `maxsize` is negative (law Q3).
  explicit BasicQueue(std::int64_t maxsize = 0, const Future<Put>& fits = done_put())
      : state_(pool_shared<State>(maxsize, fits)) {
    if (maxsize < 0) throw std::invalid_argument("maxsize can't be negative");
    locks::note(EventKind::queue_made, state_->number, locks::as_told(maxsize),
                static_cast<std::uint8_t>(Items::order));
    locks::note(EventKind::queue_finished, state_->number, state_->finished.number());
    state_->finished.set();
  }

  std::int64_t maxsize() const { return state_->maxsize; }
  std::size_t qsize() const {
    look();
    return state_->items.size();
  }
  bool empty() const { return qsize() == 0; }
  bool full() const {
    look();
    return state_->full();
  }

  /// Hands the item to the longest-waiting get, or stores it, or waits until there is room (law Q1). Fails
  /// with TimeoutError("") at the deadline, and the item is dropped (laws Q4, Q6). A deadline of 0 means no
  /// deadline (law K5).
  Future<Put> put(T item, Deadline deadline = {}) const {
    const std::shared_ptr<State> state = hold();
    if (state->offer(item)) return state->fits;
    Future<Put> waiter;
    state->putters.push_back({std::move(item), waiter});
    locks::note(EventKind::queue_putter, state->number, waiter.cell()->id());
    fail_at(deadline, waiter);
    return waiter;
  }

  /// As put(), without waiting: throws QueueFull (law Q3).
  void put_nowait(T item) const {
    look();
    if (!hold()->offer(item)) throw QueueFull();
  }

  /// Done at once with the next item if there is one, otherwise when a put brings one. Fails with
  /// TimeoutError("") at the deadline (laws Q2, Q6). A deadline of 0 means no deadline (law K5).
  Future<T> get(Deadline deadline = {}) const {
    Future<T> waiter;
    if (std::optional<T> item = hold()->take()) {
      waiter.set_result(*std::move(item));
      return waiter;
    }
    state_->getters.push_back(waiter);
    locks::note(EventKind::queue_getter, state_->number, waiter.cell()->id());
    fail_at(deadline, waiter);
    return waiter;
  }

  /// As get(), without waiting: throws QueueEmpty (law Q3).
  T get_nowait() const {
    look();
    std::optional<T> item = hold()->take();
    if (!item) throw QueueEmpty();
    return *std::move(item);
  }

  /// Reports that an item that was taken has been processed. Throws TaskDoneError if there is no such item
  /// (law Q5).
  void task_done() const {
    look();
    if (state_->unfinished == 0) throw TaskDoneError();
    locks::note(EventKind::queue_task_done, state_->number);
    if (--state_->unfinished == 0) hold()->finished.set();
  }

  /// Done when every item that was ever put has been processed (law Q5). Fails with TimeoutError("Timeout")
  /// at the deadline; 0 is an ordinary deadline here.
  Future<Put> join(Deadline deadline = {}) const { return state_->finished.wait(deadline); }

  /// The event that join() waits for: set while no item is unprocessed.
  const locks::BasicEvent<Put>& finished() const { return state_->finished; }

  /// Whether both are the same queue.
  bool operator==(const BasicQueue&) const = default;

 private:
  struct Putter {
    T item;
    Future<Put> waiter;
  };

  struct State {
    State(std::int64_t maxsize_in, const Future<Put>& fits_in) : maxsize(maxsize_in), fits(fits_in) {}

    bool full() const { return maxsize > 0 && items.size() >= static_cast<std::uint64_t>(maxsize); }

    // Lets the item in, and moves from it, if that is possible without waiting.
    bool offer(T& item) {
      drop_expired();
      if (!getters.empty()) {
        if (items.size() != 0) throw QueueStateError("queue non-empty, why are getters waiting?");
        const Future<T> getter = std::move(getters.front());
        getters.pop_front();
        insert(std::move(item));
        T given = remove();
        locks::note(EventKind::queue_given, number, getter.cell()->id());
        getter.set_result(std::move(given));
        return true;
      }
      if (full()) return false;
      insert(std::move(item));
      return true;
    }

    // Takes the next item, if there is one.
    std::optional<T> take() {
      drop_expired();
      if (!putters.empty()) {
        if (!full()) throw QueueStateError("queue not full, why are putters waiting?");
        Putter putter = std::move(putters.front());
        putters.pop_front();
        insert(std::move(putter.item));
        locks::note(EventKind::queue_admitted, number, putter.waiter.cell()->id());
        set_nothing(putter.waiter);
      } else if (items.size() == 0) {
        return std::nullopt;
      }
      return remove();
    }

    void insert(T item) {
      ++unfinished;
      assert(unfinished != 0);
      finished.clear();
      assert(!finished.is_set());
      const std::uint32_t item_number = locks::number_new(&Numbers::item);
      locks::note(EventKind::queue_put, number, item_number);
      items.push({std::move(item), item_number});
    }

    T remove() {
      if (items.size() == 0) throw QueueTakenError(Items::underflow);
      Item<T> item = items.pop();
      locks::note(EventKind::queue_get, number, item.number);
      return std::move(item.value);
    }

    // Drops waiters that timed out when they are the longest-waiting (law Q4).
    void drop_expired() {
      const std::size_t putters_before = putters.size();
      while (!putters.empty() && putters.front().waiter.done()) putters.pop_front();
      if (putters.size() != putters_before) note_waiters(WaiterList::putters, putters.size());
      const std::size_t getters_before = getters.size();
      while (!getters.empty() && getters.front().done()) getters.pop_front();
      if (getters.size() != getters_before) note_waiters(WaiterList::getters, getters.size());
    }

    void note_waiters(WaiterList list, std::size_t left) const {
      locks::note(EventKind::waiters_left, number, locks::as_told(left), static_cast<std::uint8_t>(list));
    }

    const std::int64_t maxsize;
    const Future<Put> fits;
    Items items;
    std::deque<Future<T>, PoolAllocator<Future<T>>> getters;
    std::deque<Putter, PoolAllocator<Putter>> putters;
    std::uint64_t unfinished = 0;
    const locks::BasicEvent<Put> finished;
    const std::uint32_t number = locks::number_new(&Numbers::queue);
  };

  static Future<Put> done_put() {
    Future<Put> done;
    set_nothing(done);
    return done;
  }

  template <class Result>
  static void fail_at(const Deadline& deadline, const Future<Result>& waiter) {
    locks::expire_at(deadline, waiter, [waiter] { waiter.set_exception(TimeoutError("")); });
  }

  void look() const { locks::look(EventKind::queue_put, state_->number); }

  // Keeps the state alive while callbacks run, which may destroy this handle.
  std::shared_ptr<State> hold() const { return state_; }

  std::shared_ptr<State> state_;
};

}  // namespace tornado::queues
