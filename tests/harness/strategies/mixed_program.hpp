// Small programs at random for the proof that "complete" is true. Their tasks share what users' tasks share:
// plain variables, Shared, the runtime's primitives, timers, callbacks, a network. A program is of one of two
// kinds: it may use everything and declares nothing, or it uses only what can be declared and declares it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/random.hpp"
#include "harness/core/scheduling_model.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::strategies {

/// What a task does, in order. From `plain_read` on, what cannot be declared.
enum class Deed : std::uint8_t {
  read,            ///< a Shared
  write,           ///< a Shared
  turn,            ///< lets others run
  sleep,           ///< a world's sleep
  gen_sleep,       ///< the runtime's sleep: its order among equal deadlines is that of its making
  hop,             ///< one iteration of the loop
  draw,            ///< data
  set,             ///< the event
  clear,           ///< the event
  wait,            ///< for the event
  is_set,          ///< notes whether the event is set
  put,             ///< into the queue
  get,             ///< from the queue
  size,            ///< notes the queue's size
  get_at_once,     ///< from the queue, if there is an item
  acquire,         ///< the runtime's lock, until a deadline
  release,         ///< the runtime's lock, if the task has it
  notify,          ///< the condition
  wait_timed,      ///< for the condition, until a deadline
  later,           ///< a timer that sets the event
  spawn,           ///< another task
  plain_read,      ///< a plain variable
  plain_write,     ///< a plain variable
  plain_add,       ///< a read, a turn, a write
  plain_later,     ///< a timer that writes a plain variable
  plain_callback,  ///< a callback that writes a plain variable
  send,            ///< over the network: the server writes a plain variable
  count_
};

struct MixedAct {
  Deed deed;
  std::uint32_t which;
};

struct MixedProgram {
  std::vector<std::vector<MixedAct>> tasks;
  std::size_t begun = 2;  ///< tasks that the program starts; another is spawned by them
  bool declared = false;
  bool network = false;
  bool eventually = false;  ///< a property that is asked after every step
  bool checks = false;      ///< a check that may end a run early
  core::SchedulingModel model = core::SchedulingModel::exact;
  tornado::Duration apart{0};  ///< how much later the deadlines of each task are than those of the one before
};

inline MixedProgram mixed_program(std::uint64_t seed) {
  core::Random random(seed);
  MixedProgram program;
  program.declared = random.below(2) == 0;
  program.network = !program.declared && random.below(5) == 0;
  program.eventually = random.below(4) == 0;
  program.checks = random.below(8) == 0;
  if (random.below(5) == 0) program.model = core::SchedulingModel::adversarial;
  program.begun = 2 + random.below(2);
  program.tasks.resize(program.begun);
  const std::uint32_t most = program.network ? 2 : program.begun == 2 ? 6 : 4;
  const auto deeds = static_cast<std::uint32_t>(program.declared  ? Deed::plain_read
                                                : program.network ? Deed::count_
                                                                  : Deed::send);
  for (std::size_t task = 0; task < program.begun; ++task) {
    for (std::uint32_t left = 2 + random.below(most - 1); left > 0; --left) {
      auto deed = static_cast<Deed>(random.below(deeds));
      // Variables are what this is about.
      const std::uint32_t which = random.below(2);
      if (random.below(2) == 0)
        deed = !program.declared ? Deed::plain_add : random.below(2) == 0 ? Deed::read : Deed::write;
      if (deed == Deed::spawn) {
        if (program.tasks.size() > program.begun) continue;
        const Deed other = program.declared ? Deed::write : Deed::plain_write;
        program.tasks.push_back({{Deed::turn, 0}, {other, which}});
      }
      program.tasks[task].push_back({deed, which});
    }
  }
  return program;
}

/// The program of that seed for the realistic model: the deadlines of its tasks are so close together that
/// they fall between steps; in every other one, each task begins with such a deadline. Its tasks do less,
/// because there are more schedules.
inline MixedProgram realistic_program(std::uint64_t seed) {
  constexpr std::size_t most = 3;
  MixedProgram program = mixed_program(seed);
  program.model = core::SchedulingModel::realistic;
  program.apart = tornado::Duration(0.0004);
  for (auto& acts : program.tasks) {
    if (seed % 2 == 0) acts.insert(acts.begin(), {Deed::gen_sleep, 0});
    if (acts.size() > most) acts.resize(most);
  }
  return program;
}

/// What a run showed. It is outside of the run's World, so that it is there when the run has ended.
struct MixedOutcome {
  std::vector<std::string> notes;  ///< by task
  int plain[2] = {0, 0};
  std::string end = "stuck";

  std::string text() const {
    std::string all;
    for (const std::string& each : notes) all += each + "| ";
    return all + std::to_string(plain[0]) + " " + std::to_string(plain[1]) + " " + end;
  }
};

/// What the tasks of a run share.
struct MixedRun {
  MixedRun(World& world, const MixedProgram& program_in, MixedOutcome& out_in)
      : program(program_in), out(out_in), shared{Shared<int>(world, "x"), Shared<int>(world, "y")} {}

  const MixedProgram& program;
  MixedOutcome& out;
  Shared<int> shared[2];
  tornado::locks::Event event;
  tornado::locks::Condition condition;
  tornado::locks::Lock lock;
  tornado::queues::Queue<int> queue{2};
  std::optional<tornado::TCPServer> server;
};

inline tornado::Future<void> mixed_task(World& world, MixedRun& run, std::uint32_t me) {
  const int mine = static_cast<int>(me) + 1;
  const tornado::Duration soon = tornado::Duration(1) + me * run.program.apart;
  std::string& notes = run.out.notes[me];
  bool has_lock = false;
  for (const MixedAct act : run.program.tasks[me]) {
    const Shared<int> shared = run.shared[act.which];
    int& plain = run.out.plain[act.which];
    switch (act.deed) {
      case Deed::read: {
        const int value = co_yield shared.read();
        notes += std::to_string(value) + " ";
        break;
      }
      case Deed::write:
        co_yield shared.write(mine);
        break;
      case Deed::turn:
        co_yield world.turn();
        break;
      case Deed::sleep: {
        const tornado::Duration duration = soon + tornado::Duration(act.which);
        co_yield world.sleep(duration);
        break;
      }
      case Deed::gen_sleep: {
        const tornado::Future<void> slept = tornado::sleep(soon);
        co_yield slept;
        break;
      }
      case Deed::hop:
        co_yield tornado::moment;
        break;
      case Deed::draw:
        notes += "d" + std::to_string(world.choose(2)) + " ";
        break;
      case Deed::set:
        run.event.set();
        break;
      case Deed::clear:
        run.event.clear();
        break;
      case Deed::wait: {
        const tornado::Future<void> set = run.event.wait();
        co_yield set;
        break;
      }
      case Deed::is_set:
        notes += run.event.is_set() ? "set " : "clear ";
        break;
      case Deed::put: {
        const tornado::Future<void> put = run.queue.put(mine);
        co_yield put;
        break;
      }
      case Deed::get: {
        const tornado::Future<int> got = run.queue.get();
        const int item = co_yield got;
        notes += "got " + std::to_string(item) + " ";
        break;
      }
      case Deed::size:
        notes += "size " + std::to_string(run.queue.qsize()) + " ";
        break;
      case Deed::get_at_once:
        try {
          notes += "has " + std::to_string(run.queue.get_nowait()) + " ";
        } catch (const tornado::queues::QueueEmpty&) {
          notes += "empty ";
        }
        break;
      case Deed::acquire: {
        const auto acquired = run.lock.acquire(soon);
        try {
          co_yield acquired;
          has_lock = true;
        } catch (const tornado::TimeoutError&) {
          notes += "no lock ";
        }
        break;
      }
      case Deed::release:
        if (has_lock) run.lock.release();
        has_lock = false;
        break;
      case Deed::notify:
        run.condition.notify();
        break;
      case Deed::wait_timed: {
        const tornado::Future<bool> waited = run.condition.wait(soon);
        const bool notified = co_yield waited;
        notes += notified ? "notified " : "late ";
        break;
      }
      case Deed::later: {
        const tornado::locks::Event event = run.event;
        world.loop().call_later(soon, [event] { event.set(); });
        break;
      }
      case Deed::spawn:
        world.spawn("child", mixed_task, std::ref(run), static_cast<std::uint32_t>(run.program.begun));
        break;
      case Deed::plain_read:
        notes += std::to_string(plain) + " ";
        break;
      case Deed::plain_write:
        plain = mine;
        break;
      case Deed::plain_add: {
        const int before = plain;
        co_yield world.turn();
        plain = before + mine;
        if (run.program.checks) world.check(plain != 3, "it is never 3");
        break;
      }
      case Deed::plain_later:
        world.loop().call_later(soon, [&plain, mine] { plain = 10 * plain + mine; });
        break;
      case Deed::plain_callback:
        world.loop().add_callback([&plain, mine] { plain = 10 * plain + mine; });
        break;
      case Deed::send: {
        const tornado::TCPClient tcp(world.host("client"));
        const tornado::Future<tornado::StreamPtr> connecting = tcp.connect("server", 80);
        const tornado::StreamPtr stream = co_yield connecting;
        const tornado::Future<void> writing = stream->write(std::to_string(mine));
        co_yield writing;
        stream->close();
        break;
      }
      case Deed::count_:
        break;
    }
  }
}

inline tornado::Future<void> mixed_receiver(World&, MixedRun& run, tornado::StreamPtr stream) {
  const auto reading = stream->read_until_close();
  const std::string text = co_yield reading;
  run.out.plain[0] = 10 * run.out.plain[0] + std::stoi(text);
}

inline tornado::Future<void> run_mixed(World& world, const MixedProgram& program, MixedOutcome& out) {
  if (program.declared) world.declares_all_accesses();
  out = MixedOutcome();
  out.notes.assign(program.tasks.size(), std::string());
  MixedRun& run = world.keep<MixedRun>(world, program, out);
  if (program.network) {
    run.server.emplace(
        [&world, &run](tornado::StreamPtr stream, const tornado::Address&) {
          return world.spawn("receiver", mixed_receiver, std::ref(run), std::move(stream)).future();
        },
        world.host("server"));
    run.server->listen(80);
  }
  if (program.eventually) {
    const Shared<int> x = run.shared[0];
    const Shared<int> y = run.shared[1];
    world.eventually("both are 1", [x, y] { return x.peek() == 1 && y.peek() == 1; });
  }
  for (std::uint32_t task = 0; task < program.begun; ++task) {
    const std::string name = "task" + std::to_string(task);
    world.spawn(name, mixed_task, std::ref(run), task);
  }
  co_yield world.join();
  out.end = std::to_string(run.shared[0].peek()) + " " + std::to_string(run.shared[1].peek()) + " of " +
            std::to_string(run.queue.qsize());
}

}  // namespace windtunnel::strategies
