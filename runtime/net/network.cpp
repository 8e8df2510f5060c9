#include "runtime/net/network.hpp"

#include <stdexcept>

namespace tornado {

Network::~Network() {
  if (current_ == this) current_ = nullptr;
}

Network& Network::current() {
  if (current_ == nullptr) throw std::runtime_error("this thread has no current Network");
  return *current_;
}

}  // namespace tornado
