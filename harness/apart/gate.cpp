#include "harness/apart/gate.hpp"

#include <system_error>

namespace windtunnel {

Gate::Gate(unsigned processes) : processes_(processes) {
  const auto must_work = [](int error) {
    if (error != 0) throw std::system_error(error, std::generic_category(), "processes cannot share a lock");
  };
  pthread_mutexattr_t mutex;
  must_work(pthread_mutexattr_init(&mutex));
  must_work(pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED));
  must_work(pthread_mutex_init(&mutex_, &mutex));
  pthread_condattr_t condition;
  must_work(pthread_condattr_init(&condition));
  must_work(pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED));
  must_work(pthread_cond_init(&opened_, &condition));
}

}  // namespace windtunnel
