// Connector: connection racing, RFC 6555's "happy eyeballs" as Tornado implements it. The addresses are split
// by family. The first family is tried at once; the other one is tried when the first attempt fails or takes
// too long. The first connection wins.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <vector>

#include "runtime/net/io_stream.hpp"
#include "runtime/unique_function.hpp"

namespace tornado {

/// One race. It lives as long as one of its attempts.
class Connector : public std::enable_shared_from_this<Connector> {
 public:
  /// Connects to one address.
  using Connect = UniqueFunction<Future<StreamPtr>(const Address&)>;

  /// How long the other family waits, in seconds.
  static constexpr Duration head_start{0.3};

  /// `addresses` has at least one element and is in the order of preference.
  Connector(IOLoop& loop, std::vector<Address> addresses, Connect connect);

  /// Starts the race. The Future gets the first stream that is connected, or the last failure if all attempts
  /// failed.
  Future<StreamPtr> start();

 private:
  struct Queue {
    std::vector<Address> addresses;
    std::size_t next = 0;
  };

  void try_next(Queue& queue);
  void attempt_done(Queue& queue, const Future<StreamPtr>& attempt);
  void start_other_family();
  void clear_timer();

  IOLoop& loop_;
  Connect connect_;
  Queue primary_;
  Queue secondary_;
  std::size_t remaining_;
  std::exception_ptr last_error_;
  Timeout timer_;  // empty once it has run, or if nothing waits for it
  Future<StreamPtr> winner_;
};

}  // namespace tornado
