// Observer: records what a loop does, as a flat sequence of small events with numbers instead of names. Laws
// are rules over this sequence. Nothing else in the runtime exists for testing. Without an observer an event
// costs a branch, with one a store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tornado {

/// What happened. events.def says what each kind means and what the fields of its Event hold.
enum class EventKind : std::uint8_t {
#define TORNADO_EVENT(kind, id, other, detail, ends, touches, words) kind,
#include "runtime/events.def"
  count_
};

inline constexpr std::size_t event_kind_count = static_cast<std::size_t>(EventKind::count_);

/// What a callback or timer captures when it is added: the current contexts, or nothing, because it has some
/// already or must run in none.
enum class Takes : std::uint8_t { nothing, contexts };

/// The kind of a context: a StackContext, which is entered and left, or an ExceptionStackContext, which
/// handles exceptions.
enum class ContextKind : std::uint8_t { stack, exception };

/// Where a context was entered or left: by its own block, or around the call of something captured.
enum class ContextUse : std::uint8_t { block, call };

/// Who looked at a failed future: code outside the runtime, or the runtime itself (multi, chain_future, ...),
/// which must then pass the exception on.
enum class Retriever : std::uint8_t { user, runtime };

/// The result of a coroutine's yield: it continues at once, it waits for the future, it waits one hop for
/// `moment`, or it is lost, because the yield raised something other than a BadYieldError (law R4). Also that
/// a coroutine was destroyed at a yield at which it waited (Runner::abandon).
enum class YieldKind : std::uint8_t { ready, waiting, moment, lost, abandoned };

/// Why an exception was logged: it escaped a callback, it was not the first in a multi, it came after its
/// timeout, it closed a connection.
enum class ErrorKind : std::uint8_t { callback, multiple, late, connection };

/// The kinds of lists of waiters.
enum class WaiterList : std::uint8_t { condition, semaphore, getters, putters };

/// Which item leaves a queue first.
enum class ItemOrder : std::uint8_t { first_in, lowest, last_in };

/// Why the clock moved: the loop waited for a timer, a callback took time, or the loop waited for the world.
enum class ClockMove : std::uint8_t { waited, spent, world };

/// The kind of a socket: one that connects, one that was accepted, one that listens.
enum class SocketKind : std::uint8_t { client, server, listener };

/// How a peer's data ends: it sends no more, or the connection was reset.
enum class SocketEnd : std::uint8_t { finished, reset };

/// What a stream gives its user: the result of a read, or a chunk of a read in progress.
enum class StreamRead : std::uint8_t { whole, chunk };

/// The purpose of a stream's callback.
enum class StreamCallback : std::uint8_t { read, chunk, write, connect, close };

/// One thing that happened.
struct Event {
  EventKind kind;
  std::uint8_t detail;
  std::uint32_t id;
  std::uint32_t other;
  double seconds;  ///< if the kind says so; otherwise 0

  bool operator==(const Event&) const = default;
};

/// Somebody asked a thing for its state and did nothing to it, such as whether an event is set. No event
/// tells of that, but its place among the others may matter.
struct Look {
  std::size_t at;    ///< how many events came before it
  EventKind kind;    ///< an event whose `id` names that thing
  std::uint32_t id;  ///< the thing's number
};

/// What a Future stands for, where no event says so: in words, or the write to a stream.
struct Awaited {
  std::string words;         ///< "the connect to server:80"
  std::uint32_t stream = 0;  ///< the number of the stream, if there are no words
};

/// Records the events of one loop, in order. Attach it before the loop does anything.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  void record(EventKind kind, std::uint32_t id = 0, std::uint32_t other = 0, std::uint8_t detail = 0,
              double seconds = 0) {
    if (end_ == limit_) grow();
    *end_++ = Event{kind, detail, id, other, seconds};
  }

  /// Records two events at once, because each record waits for the end that the previous one has stored.
  void record(const Event& first, const Event& second) {
    if (limit_ - end_ < 2) grow();
    end_[0] = first;
    end_[1] = second;
    end_ += 2;
  }

  /// Records an event about bytes. The bytes are kept separately, at most byte_limit in all; `other` is their
  /// number.
  void record_bytes(EventKind kind, std::uint32_t id, std::string_view bytes, std::uint8_t detail = 0);

  /// The bytes of all events about bytes, concatenated.
  std::string_view bytes() const { return bytes_; }

  /// The limit of bytes kept; later ones are dropped.
  static constexpr std::size_t byte_limit = std::size_t{16} << 20U;

  /// Records that somebody looked at what the `id` of such an event names.
  void look(EventKind kind, std::uint32_t id);

  /// In the order in which they happened.
  std::span<const Look> looks() const { return looks_; }

  /// Whether describe() is wanted, because people will read who waits for what; at first it is not.
  bool keeps_words() const { return keeps_words_; }
  void keep_words(bool keeps) { keeps_words_ = keeps; }
  /// What the future with that number stands for.
  void describe(std::uint32_t future, Awaited awaited) { awaited_[future] = std::move(awaited); }
  const std::map<std::uint32_t, Awaited>& awaited() const { return awaited_; }

  /// The number of this exception object; the observer keeps the object alive, so that its address is not
  /// reused.
  std::uint32_t number_of(const std::exception_ptr& error);

  /// The exception with that number, from 1.
  const std::exception_ptr& exception(std::uint32_t number) const { return exceptions_[number - 1]; }

  std::uint32_t exception_count() const { return static_cast<std::uint32_t>(exceptions_.size()); }

  const Event* begin() const { return events_.get(); }
  const Event* end() const { return end_; }
  std::size_t size() const { return static_cast<std::size_t>(end() - begin()); }

  /// Releases the exceptions, for the owner of what they refer to; their numbers stay in the events.
  void release_exceptions() { exceptions_.clear(); }

  /// Empties the record; keeps the memory, and whether it keeps words.
  void clear();

 private:
  void grow();

  std::unique_ptr<Event[]> events_;
  Event* end_ = nullptr;
  Event* limit_ = nullptr;
  std::vector<std::exception_ptr> exceptions_;
  std::vector<Look> looks_;
  std::map<std::uint32_t, Awaited> awaited_;
  std::string bytes_;
  bool bytes_full_ = false;
  bool keeps_words_ = false;
};

}  // namespace tornado
