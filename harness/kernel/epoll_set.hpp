// EpollSet: an epoll descriptor. It knows which of its files may be ready, in the order in which they became
// so, and looks at no others. Which of them it reports next, and how many at once, are choices.
#pragma once

#include <sys/epoll.h>

#include "harness/kernel/file.hpp"

namespace windtunnel::kernel {

class EpollSet;

/// One entry of an epoll set: a descriptor that was added to it.
class Watch {
 public:
  Watch(EpollSet& set, File& file, int descriptor, const epoll_event& event) noexcept
      : set_(set), file_(file), descriptor_(descriptor), event_(event) {}
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  EpollSet& set() const { return set_; }
  File& file() const { return file_; }
  int descriptor() const { return descriptor_; }

  /// The events that it waits for; none after a report with EPOLLONESHOT.
  std::uint32_t events() const { return event_.events; }
  /// Those that hold now.
  std::uint32_t ready() const { return event_.events & file_.readiness(); }

 private:
  friend class EpollSet;
  friend class File;

  EpollSet& set_;
  File& file_;
  int descriptor_;
  epoll_event event_;
  bool queued_ = false;
  Watch* next_of_file_ = nullptr;
  Watch* before_ = nullptr;  // in the list of those that may be ready
  Watch* after_ = nullptr;
  Watch* previous_ = nullptr;  // in the list of all
  Watch* next_ = nullptr;
};

/// The set.
class EpollSet final : public File {
 public:
  explicit EpollSet(Kernel& kernel) noexcept : File(FileKind::epoll), kernel_(kernel) {}
  ~EpollSet() override;

  Result add(int descriptor, File& file, const epoll_event& event);
  Result modify(int descriptor, File& file, const epoll_event& event);
  Result remove(int descriptor, File& file);

  /// Whether collect() would report something.
  bool any_ready() const;
  /// Reports what is ready, at most `most` events. Returns how many.
  int collect(epoll_event* to, int most);

  std::uint32_t readiness() const override { return any_ready() ? std::uint32_t{POLLIN} : 0U; }
  std::string words() const override { return "an epoll set"; }

  // For File.
  void queue(Watch& watch);
  void forget(Watch& watch) noexcept;

 private:
  Watch* find(int descriptor, const File& file) const;
  void unqueue(Watch& watch) noexcept;
  void append(Watch& watch) noexcept;
  void report(Watch& watch, epoll_event& to, std::uint32_t events);

  Kernel& kernel_;
  Watch* all_ = nullptr;
  Watch* first_ = nullptr;  // of those that may be ready
  Watch* last_ = nullptr;
};

}  // namespace windtunnel::kernel
