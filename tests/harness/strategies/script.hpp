// Small programs at random for tests of strategies: tasks that read, write and add to a few variables, lock,
// sleep, begin other tasks and draw data. What a run shows is everything that its tasks read, and how it
// ends.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "harness/core/random.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/world.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::strategies {

/// What a task does, in order.
struct Act {
  enum class Kind : std::uint8_t {
    read,
    write,
    add,
    turn,
    lock,
    unlock,
    sleep,
    draw,
    spawn,
    set,
    wait,
    put,
    get
  };
  Kind kind;
  std::uint32_t which = 0;  ///< the variable, or the task that is begun
};

/// Tasks by number; the first `begun` of them are begun at once, the others by tasks.
struct Script {
  std::vector<std::vector<Act>> tasks;
  std::size_t begun = 0;
};

inline Script random_script(std::uint64_t seed) {
  core::Random random(seed);
  Script script;
  script.begun = 2 + random.below(2);
  script.tasks.resize(script.begun);
  const std::uint32_t most = script.begun == 2 ? 4 : 3;
  for (std::size_t task = 0; task < script.begun; ++task) {
    bool locked = false;
    for (std::uint32_t left = 1 + random.below(most); left > 0; --left) {
      const std::uint32_t which = random.below(2);
      switch (random.below(14)) {
        case 0:
          script.tasks[task].push_back({locked ? Act::Kind::unlock : Act::Kind::lock, 0});
          locked = !locked;
          break;
        case 1:
          script.tasks[task].push_back({Act::Kind::sleep, which});
          break;
        case 2:
          script.tasks[task].push_back({Act::Kind::turn, 0});
          break;
        case 3:
          script.tasks[task].push_back({Act::Kind::draw, which});
          break;
        case 4:
          if (script.tasks.size() > script.begun) break;
          script.tasks[task].push_back({Act::Kind::spawn, static_cast<std::uint32_t>(script.tasks.size())});
          script.tasks.push_back({{Act::Kind::write, which}, {Act::Kind::read, 1 - which}});
          break;
        case 5:
          script.tasks[task].push_back({which == 0 ? Act::Kind::set : Act::Kind::put, 0});
          break;
        case 6:
          script.tasks[task].push_back({which == 0 ? Act::Kind::wait : Act::Kind::get, 0});
          break;
        case 7:
        case 8:
        case 9:
          script.tasks[task].push_back({Act::Kind::write, which});
          break;
        case 10:
          script.tasks[task].push_back({Act::Kind::add, which});
          break;
        default:
          script.tasks[task].push_back({Act::Kind::read, which});
      }
    }
  }
  return script;
}

/// What the tasks of a run share.
struct ScriptRun {
  ScriptRun(World& world, const Script& script_in, std::vector<std::string>& said_in)
      : script(script_in),
        x{Shared<int>(world, "x"), Shared<int>(world, "y")},
        lock(world, "lock"),
        said(said_in) {}
  const Script& script;
  Shared<int> x[2];
  Mutex lock;
  tornado::locks::Event event;
  tornado::queues::Queue<int> queue;
  std::vector<std::string>& said;  ///< by task
};

inline tornado::Future<void> run_task(World& world, ScriptRun& run, std::uint32_t me) {
  std::unique_ptr<Mutex::Guard> guard;
  for (const Act act : run.script.tasks[me]) {
    const Shared<int> x = run.x[act.which % 2];
    switch (act.kind) {
      case Act::Kind::read: {
        const int value = co_yield x.read();
        run.said[me] += std::to_string(value) + " ";
        break;
      }
      case Act::Kind::write:
        co_yield x.write(static_cast<int>(me) + 1);
        break;
      case Act::Kind::add: {
        const int value = co_yield x.add(10);
        run.said[me] += std::to_string(value) + " ";
        break;
      }
      case Act::Kind::turn:
        co_yield world.turn();
        break;
      case Act::Kind::lock: {
        Mutex::Guard taken = co_yield run.lock.lock();
        guard = std::make_unique<Mutex::Guard>(std::move(taken));
        break;
      }
      case Act::Kind::unlock:
        guard.reset();
        break;
      case Act::Kind::sleep: {
        const tornado::Duration duration(1.0 + act.which);
        co_yield world.sleep(duration);
        break;
      }
      case Act::Kind::draw:
        run.said[me] += "d" + std::to_string(world.choose(2)) + " ";
        break;
      case Act::Kind::spawn:
        world.spawn("child", run_task, std::ref(run), act.which);
        break;
      case Act::Kind::set:
        run.event.set();
        break;
      case Act::Kind::wait: {
        const tornado::Future<void> set = run.event.wait();
        co_yield set;
        break;
      }
      case Act::Kind::put: {
        const tornado::Future<void> put = run.queue.put(static_cast<int>(me) + 1);
        co_yield put;
        break;
      }
      case Act::Kind::get: {
        const tornado::Future<int> got = run.queue.get();
        const int item = co_yield got;
        run.said[me] += "got " + std::to_string(item) + " ";
        break;
      }
    }
  }
}

inline tornado::Future<void> run_script(World& world, const Script& script, std::vector<std::string>& said,
                                        std::string& end) {
  world.declares_all_accesses();
  ScriptRun& run = world.keep<ScriptRun>(world, script, said);
  for (std::uint32_t task = 0; task < script.begun; ++task) {
    const std::string name = "task" + std::to_string(task);
    world.spawn(name, run_task, std::ref(run), task);
  }
  co_yield world.join();
  end = std::to_string(run.x[0].peek()) + " " + std::to_string(run.x[1].peek());
}

}  // namespace windtunnel::strategies
