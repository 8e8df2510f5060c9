#include "harness/kernel/descriptor_table.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace windtunnel::kernel {

Result DescriptorTable::open(File& file, bool close_on_exec, int least) {
  std::size_t place = least > base ? static_cast<std::size_t>(least - base) : first_free_;
  const bool from_lowest = place <= first_free_;
  place = std::max(place, first_free_);
  while (place < slots_.size() && slots_[place].file != nullptr) ++place;
  if (from_lowest) first_free_ = place;
  if (place >= limit) return -EMFILE;
  const int descriptor = base + static_cast<int>(place);
  return open_at(descriptor, file, close_on_exec);
}

Result DescriptorTable::open_at(int descriptor, File& file, bool close_on_exec) {
  if (descriptor < base || descriptor >= base + static_cast<int>(limit)) return -EBADF;
  const auto place = static_cast<std::size_t>(descriptor - base);
  if (place >= slots_.size()) slots_.resize(place + 1);
  file.add_reference();
  ++file.descriptors;
  if (slots_[place].file != nullptr) close(descriptor);
  slots_[place] = {&file, close_on_exec};
  ++open_;
  return descriptor;
}

Result DescriptorTable::close(int descriptor) {
  if (at(descriptor) == nullptr) return -EBADF;
  const auto place = static_cast<std::size_t>(descriptor - base);
  File* file = std::exchange(slots_[place].file, nullptr);
  first_free_ = std::min(first_free_, place);
  --open_;
  if (--file->descriptors == 0) {
    file->forget_watches();
    file->last_close();
  }
  file->remove_reference();
  return 0;
}

void DescriptorTable::close_all() noexcept {
  for (int descriptor = base; descriptor < end(); ++descriptor) close(descriptor);
}

bool DescriptorTable::close_on_exec(int descriptor) const {
  return at(descriptor) != nullptr && slots_[static_cast<std::size_t>(descriptor - base)].close_on_exec;
}

void DescriptorTable::set_close_on_exec(int descriptor, bool on) {
  if (at(descriptor) != nullptr) slots_[static_cast<std::size_t>(descriptor - base)].close_on_exec = on;
}

}  // namespace windtunnel::kernel
