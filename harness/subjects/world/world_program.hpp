// WorldProgram: the body of a subject. It is a coroutine on the World's own loop, or a plain function, which
// may use any event loop, blocking calls and threads: those run on the simulated kernel.
#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include "runtime/future.hpp"

namespace windtunnel {

class World;

/// Runs a plain program in that world. windtunnel::kernel defines it, and so does windtunnel::asio: a program
/// that is no coroutine must link one of them.
void run_plain_program_which_needs_windtunnel_kernel_or_windtunnel_asio(
    World& world, const std::function<void(World&)>& program);

/// `Future<void> program(World&)` or `void program(World&)`. It must do the same in every run: everything
/// that differs must come from the world's choices.
class WorldProgram {
 public:
  using Coroutine = std::function<tornado::Future<void>(World&)>;
  using Plain = std::function<void(World&)>;

  /// From any copyable function.
  template <class Program>
    requires(std::is_invocable_v<Program&, World&> &&
             !std::is_same_v<std::remove_cvref_t<Program>, WorldProgram>)
  WorldProgram(Program program) {  // NOLINT: a program is one
    using Result = std::invoke_result_t<Program&, World&>;
    static_assert(std::is_void_v<Result> || std::is_convertible_v<Result, tornado::Future<void>>,
                  "a program in a World is a coroutine that returns a Future<void>, or a plain function that "
                  "returns nothing");
    if constexpr (std::is_void_v<Result>) {
      plain_ = std::move(program);
      run_plain_ = &run_plain_program_which_needs_windtunnel_kernel_or_windtunnel_asio;
    } else {
      coroutine_ = std::move(program);
    }
  }

  /// Calls that function in the world before the program begins.
  WorldProgram prepared_by(void (*first)(World&)) && {
    prepare_ = first;
    return std::move(*this);
  }

  bool is_plain() const { return run_plain_ != nullptr; }
  void prepare(World& world) const {
    if (prepare_ != nullptr) prepare_(world);
  }
  /// The coroutine begins; it must be one.
  tornado::Future<void> begin(World& world) const { return coroutine_(world); }
  /// The plain program runs to its end; it must be one.
  void run(World& world) const { run_plain_(world, plain_); }

 private:
  Coroutine coroutine_;
  Plain plain_;
  void (*run_plain_)(World&, const Plain&) = nullptr;
  void (*prepare_)(World&) = nullptr;
};

}  // namespace windtunnel
