// DescriptorTable: the open descriptors of a simulated run. They begin above those of the test itself, and
// are given out lowest first, as by a real kernel, so that a closed one is soon used again.
#pragma once

#include <cstddef>
#include <vector>

#include "harness/kernel/file.hpp"

namespace windtunnel::kernel {

/// The table.
class DescriptorTable {
 public:
  /// The lowest simulated descriptor. Not far above: libraries keep arrays that are indexed by descriptors,
  /// and select() knows none from 1024 on.
  static constexpr int base = 512;
  /// How many can be open at once.
  static constexpr std::size_t limit = 20'000;

  DescriptorTable() = default;
  DescriptorTable(const DescriptorTable&) = delete;
  DescriptorTable& operator=(const DescriptorTable&) = delete;
  ~DescriptorTable() { close_all(); }

  /// The file of that descriptor; null if it is not open here.
  File* at(int descriptor) const {
    const auto place = static_cast<std::size_t>(static_cast<unsigned>(descriptor) - unsigned{base});
    return place < slots_.size() ? slots_[place].file : nullptr;
  }

  /// A new descriptor for the file, the lowest from `least` on that is free; -EMFILE at the limit.
  Result open(File& file, bool close_on_exec, int least = base);
  /// Makes that very descriptor stand for the file; -EBADF beyond the limit.
  Result open_at(int descriptor, File& file, bool close_on_exec);
  /// -EBADF if it is not open.
  Result close(int descriptor);
  void close_all() noexcept;

  bool close_on_exec(int descriptor) const;
  void set_close_on_exec(int descriptor, bool on);

  std::size_t open_count() const { return open_; }
  /// One past the highest descriptor that was ever open.
  int end() const { return base + static_cast<int>(slots_.size()); }

 private:
  struct Slot {
    File* file = nullptr;  // counts as a reference
    bool close_on_exec = false;
  };

  std::vector<Slot> slots_;
  std::size_t first_free_ = 0;  // none below is free
  std::size_t open_ = 0;
};

}  // namespace windtunnel::kernel
