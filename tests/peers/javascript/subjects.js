// The subjects of tests/subjects/ for fast-check, with the same shared accesses and the same order of spawns. Each access
// is a promise that the scheduler lets go on.

const check = (holds, words) => {
  if (!holds) throw new Error(words);
};

// A variable whose accesses are scheduling points; peek() is none.
const shared = (scheduler, first) => {
  let value = first;
  const step = () => scheduler.schedule(Promise.resolve());
  return {
    read: async () => (await step(), value),
    write: async (next) => (await step(), (value = next)),
    add: async (amount) => {
      await step();
      const before = value;
      value += amount;
      return before;
    },
    compareExchange: async (from, to) => {
      await step();
      if (value !== from) return false;
      value = to;
      return true;
    },
    peek: () => value,
  };
};

// A lock; to acquire it is a scheduling point, and so is to be given it.
const mutex = (scheduler) => {
  let held = false;
  const waiting = [];
  return {
    lock: async () => {
      await scheduler.schedule(Promise.resolve());
      while (held) {
        await new Promise((resolve) => waiting.push(resolve));
        await scheduler.schedule(Promise.resolve());
      }
      held = true;
    },
    release: () => {
      held = false;
      waiting.splice(0).forEach((resolve) => resolve());
    },
  };
};

const together = (...tasks) => Promise.all(tasks.map((task) => task()));
const times = (count, task) => Array.from({ length: count }, () => task);

const lostUpdate = async (s) => {
  const x = shared(s, 0);
  await together(...times(2, async () => x.write((await x.read()) + 1)));
  check(x.peek() === 2, 'an addition is lost');
};

const bluetooth = async (s) => {
  const [stopping, pending, idle, stopped] = [shared(s, 0), shared(s, 1), shared(s, 0), shared(s, 0)];
  const request = async () => {
    if (await stopping.read()) return;
    await pending.add(1);
    check(!(await stopped.read()), 'a request enters the stopped driver');
    if ((await pending.add(-1)) === 1) await idle.write(1);
  };
  const stop = async () => {
    await stopping.write(1);
    if ((await pending.add(-1)) === 1) await idle.write(1);
    if (await idle.read()) await stopped.write(1);
  };
  await together(request, stop);
};

const wronglock = async (s) => {
  const [lock, other, data] = [mutex(s), mutex(s), shared(s, 0)];
  const look = async () => {
    await lock.lock();
    const before = await data.read();
    await data.add(1);
    check((await data.read()) === before + 1, 'somebody else wrote');
    lock.release();
  };
  const add = async () => {
    await other.lock();
    await data.add(1);
    other.release();
  };
  await together(look, ...times(7, add));
};

const stringbuffer = async (s) => {
  const [lock, length] = [mutex(s), shared(s, 10)];
  const append = async () => {
    await lock.lock();
    const asked = await length.read();
    lock.release();
    await lock.lock();
    check(asked <= (await length.read()), 'more is copied than there is');
    lock.release();
  };
  const cut = async () => {
    await lock.lock();
    await length.write(0);
    lock.release();
  };
  await together(append, cut);
};

const tokenRing = async (s) => {
  const [x1, x2, x3] = [shared(s, 0), shared(s, 0), shared(s, 0)];
  const pass = (from, to, more) => async () => to.write(((await from.read()) + more) % 4);
  const look = async () => {
    const [first, second, third] = [await x1.read(), await x2.read(), await x3.read()];
    check(first === second && second === third, 'the token is in two places');
  };
  await together(pass(x3, x1, 1), pass(x1, x2, 0), pass(x2, x3, 0), look);
};

const circularBuffer = async (s) => {
  const [filled, slot] = [shared(s, 0), shared(s, 0)];
  const consume = async () => {
    for (let tries = 3; tries > 0; --tries) {
      if ((await filled.read()) === 0) continue;
      check((await slot.read()) === 7, 'an empty slot is taken for an item');
      return;
    }
  };
  const produce = async () => {
    await filled.add(1);
    await slot.write(7);
  };
  await together(consume, produce);
};

const chain6 = async (s) => {
  const [noise, x] = [shared(s, 0), shared(s, 7)];
  const link = (me) => async () => {
    await noise.read();
    await noise.read();
    if ((await x.read()) === me + 1) await x.write(me);
    await noise.read();
    await noise.read();
    check(x.peek() !== 1, 'the chain is closed');
  };
  await together(...[1, 2, 3, 4, 5, 6].map(link));
};

const uneven25 = async (s) => {
  const x = shared(s, 0);
  const count = async () => {
    for (let value = 1; value <= 25; ++value) await x.write(value);
  };
  const look = async () => {
    const [first, second, third] = [await x.read(), await x.read(), await x.read()];
    check(first !== 8 || second !== 16 || third !== 24, 'three looks at three places');
  };
  await together(count, look);
};

const reorder = (tasks) => async (s) => {
  const [a, b] = [shared(s, 0), shared(s, 0)];
  const set = async () => {
    await a.write(1);
    await b.write(-1);
  };
  const look = async () => {
    if ((await a.read()) === 0 && (await b.read()) === 0) return;
    const [aThen, bThen] = [await a.read(), await b.read()];
    check(aThen === 1 && bThen === -1, 'a is set and b is not');
  };
  await together(...times(tasks - 1, set), look);
};

const twostage = (tasks) => async (s) => {
  const [firstLock, secondLock, first, second] = [mutex(s), mutex(s), shared(s, 0), shared(s, 0)];
  const write = async () => {
    await firstLock.lock();
    await first.write(1);
    firstLock.release();
    await secondLock.lock();
    await second.write((await first.read()) + 1);
    secondLock.release();
  };
  const read = async () => {
    await firstLock.lock();
    const value = await first.read();
    firstLock.release();
    if (value === 0) return;
    await secondLock.lock();
    check((await second.read()) === value + 1, 'the second stage is missing');
    secondLock.release();
  };
  await together(...times(tasks - 1, write), read);
};

const lazy01 = async (s) => {
  const [lock, data] = [mutex(s), shared(s, 0)];
  const add = (amount) => async () => {
    await lock.lock();
    await data.add(amount);
    lock.release();
  };
  const look = async () => {
    await lock.lock();
    check((await data.read()) < 3, 'both came before');
    lock.release();
  };
  await together(add(1), add(2), look);
};

const workSteal = async (s) => {
  const [top, bottom, taken] = [shared(s, 0), shared(s, 1), shared(s, 0)];
  const own = async () => {
    const before = await bottom.add(-1);
    const now = await top.read();
    if (before - 1 < now) return;
    await top.write(now + 1);
    await taken.add(1);
  };
  const steal = async () => {
    const now = await top.read();
    if (now >= (await bottom.read())) return;
    if (await top.compareExchange(now, now + 1)) await taken.add(1);
  };
  await together(own, steal);
  check(taken.peek() <= 1, 'one item is taken twice');
};

export const subjects = {
  lost_update: lostUpdate,
  bluetooth,
  wronglock,
  stringbuffer,
  token_ring: tokenRing,
  circular_buffer: circularBuffer,
  chain6,
  uneven25,
  reorder_3: reorder(3),
  reorder_10: reorder(10),
  twostage: twostage(2),
  twostage_20: twostage(20),
  lazy01,
  work_steal: workSteal,
};
