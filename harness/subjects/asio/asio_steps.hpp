// AsioSteps: the handlers of Asio's io_contexts as steps of a World's run. It decides which of the ready
// operations is next, as far as a real executor leaves that open, and knows what each task waits for. It
// serves standalone Asio and Boost's, which differ only in names (asio_types.def).
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/subjects/asio/tracked.hpp"
#include "harness/subjects/kernel/kernel_run.hpp"
#include "harness/subjects/kernel/loop_adapter.hpp"
#include "runtime/sim/step_scheduler.hpp"

namespace windtunnel::asio_hook {

/// One Asio: the standalone library, or Boost's.
struct Flavour {
  /// Makes its queues ask, or not.
  void (*set_asking)(bool asks);
  /// Whether a queue that asks decides what runs: a test with an io_context.
  bool (*works)();
  /// For people: "Boost.Asio".
  std::string name;
  bool has_worked = false;
};

/// An operation that is ready, in the order of its queue.
struct ReadyOperation {
  Track* track;
  const Track* waiting;  ///< whose operation it performs: its own, or that of a descriptor that is ready
  bool is_due_timer;     ///< a timer that has expired, and was not cancelled
};

/// What a thread that runs handlers does just now.
struct HandlerThread {
  bool any_order = false;
  bool in_step = false;
  std::uint32_t base_task = 0;        // its own, when it runs no handler
  std::size_t others_ready = 0;       // beside the operation that runs
  const void* last_strand = nullptr;  // of which a handler has run in this step
};

class AsioSteps final : public LoopAdapter {
 public:
  /// The process has one.
  static AsioSteps& the();

  void add_flavour(Flavour flavour) { flavours_.push_back(std::move(flavour)); }

  // For the queues.

  /// A thread of the program looks at that queue of a scheduler that it runs. `stop` ends the scheduler's
  /// run, and returns false if it has ended already.
  void look(const void* queue, void* scheduler, bool (*stop)(void*));
  /// Whether handlers that are ready may run in any order: several threads run the scheduler, or the model is
  /// adversarial.
  bool any_order() const { return mine_.any_order; }
  /// Which of them is next, as an index; the step begins. `in_front` of them are queued before the next look
  /// at the operating system.
  std::size_t choose(std::span<const ReadyOperation> ready, std::size_t in_front);
  /// Nothing is next, or the operating system is asked; `behind` operations are ready all the same. Returns
  /// false if one of them runs first.
  bool polls(std::size_t behind);
  /// Whether the strand at that address goes on with its next handler; otherwise others come first.
  bool strand_goes_on(const void* strand);

  // For spawn().

  /// Whether a handler runs.
  bool in_step() const { return mine_.in_step; }
  /// The operation that is created next begins that task.
  void begin_task(std::uint32_t task);

  // As the adapter of a loop.
  void begin(KernelRun& run) override;
  void end() noexcept override;
  bool stop_loops() override;
  tornado::Time deadline_after(tornado::Time time) const override;
  bool only_looks_around() const override { return idle_looks_ >= most_idle_looks; }
  std::string wait_of(std::uint32_t task) const override;
  std::string left_over() const override;

 private:
  struct ReadyStep final : tornado::WaitingStep {
    ReadyStep() : WaitingStep([](WaitingStep&) {}) {}
    Track* track = nullptr;
    std::uint32_t number = 0;
  };
  struct Loop {
    const void* queue;
    void* scheduler;
    bool (*stop)(void*);
    std::uintptr_t thread;
    bool on_several_threads;
  };
  struct Object {
    const void* address;
    std::string_view type;
    std::uint32_t number;
  };

  // A reactor without timers looks around every five minutes.
  static constexpr std::uint32_t most_idle_looks = 2;

  AsioSteps() { KernelRun::add_adapter(*this); }

  void create(Track& track, const char* type, const void* object, std::uint64_t handle,
              const char* operation);
  void destroy(Track& track);
  void withdraw_steps();
  bool has_timer() const;
  void end_step();
  void add_steps(std::span<const ReadyOperation> ready);
  std::size_t choose_step(std::span<const ReadyOperation> ready, std::size_t in_front);
  std::size_t choose_in_order(std::span<const ReadyOperation> ready, std::size_t in_front);
  std::size_t equals(std::span<const ReadyOperation> ready, std::size_t in_front) const;
  void begin_step(const ReadyOperation& chosen);
  void show_step(const ReadyOperation& chosen);
  std::uint32_t object_at(const void* address, std::string_view type);
  std::string words_of(const Track& track) const;
  bool alone() const;
  tornado::StepScheduler& scheduler() { return run_->kernel().loop().scheduler(); }

  static constinit inline thread_local HandlerThread mine_{};

  std::vector<Flavour> flavours_;
  KernelRun* run_ = nullptr;  // null: no run
  std::uint32_t number_ = 0;  // of the run
  std::uint32_t beginning_ = 0;
  std::uint32_t idle_looks_ = 0;  // in a row: nothing ran, no timer is set, and time has passed
  tornado::Time last_look_{};
  Track* newest_ = nullptr;  // of the operations under way
  std::vector<Loop> loops_;
  std::vector<Object> objects_;
  std::deque<ReadyStep> steps_;
  std::vector<ReadyStep*> free_steps_;
};

}  // namespace windtunnel::asio_hook
