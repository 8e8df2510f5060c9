// The subjects of tests/subjects/, with the same shared accesses and the same order of spawns. The file is compiled
// once for Shuttle and once for loom: each includes it below a `use` of its own threads, atomics and locks.

use std::sync::atomic::{AtomicBool as PlainFlag, AtomicI64 as Plain, Ordering};

/// A variable whose accesses are scheduling points, as Shared<int> is.
struct Shared {
    value: AtomicI64,
    seen: Plain, // for peek(), which is none
}

impl Shared {
    fn new(value: i64) -> Arc<Shared> {
        Arc::new(Shared { value: AtomicI64::new(value), seen: Plain::new(value) })
    }
    fn read(&self) -> i64 {
        self.value.load(Ordering::SeqCst)
    }
    fn write(&self, value: i64) {
        self.value.store(value, Ordering::SeqCst);
        self.seen.store(value, Ordering::SeqCst);
    }
    fn add(&self, amount: i64) -> i64 {
        let before = self.value.fetch_add(amount, Ordering::SeqCst);
        self.seen.store(before + amount, Ordering::SeqCst);
        before
    }
    fn compare_exchange(&self, from: i64, to: i64) -> bool {
        let changed = self.value.compare_exchange(from, to, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        if changed {
            self.seen.store(to, Ordering::SeqCst);
        }
        changed
    }
    fn peek(&self) -> i64 {
        self.seen.load(Ordering::SeqCst)
    }
}

/// Tasks that are spawned in order and joined at the end.
struct Tasks(Vec<thread::JoinHandle<()>>);

impl Tasks {
    fn new() -> Tasks {
        Tasks(Vec::new())
    }
    fn spawn(&mut self, task: impl FnOnce() + Send + 'static) {
        self.0.push(thread::spawn(task));
    }
    fn join(self) {
        for task in self.0 {
            task.join().unwrap();
        }
    }
}

static PASSES_OVER: PlainFlag = PlainFlag::new(false);

/// From here on a broken property is passed over, so that speed can be measured.
pub fn pass_over_failures() {
    PASSES_OVER.store(true, Ordering::SeqCst);
}

fn check(holds: bool, words: &str) {
    assert!(holds || PASSES_OVER.load(Ordering::SeqCst), "{}", words);
}

fn lost_update() {
    let x = Shared::new(0);
    let mut tasks = Tasks::new();
    for _ in 0..2 {
        let x = x.clone();
        tasks.spawn(move || {
            let value = x.read();
            x.write(value + 1);
        });
    }
    tasks.join();
    check(x.peek() == 2, "an addition is lost");
}

fn bluetooth() {
    let stopping = Shared::new(0);
    let pending = Shared::new(1);
    let idle = Shared::new(0);
    let stopped = Shared::new(0);
    let mut tasks = Tasks::new();
    {
        let (stopping, pending, idle, stopped) = (stopping.clone(), pending.clone(), idle.clone(), stopped.clone());
        tasks.spawn(move || {
            if stopping.read() == 1 {
                return;
            }
            pending.add(1);
            check(stopped.read() == 0, "a request enters the stopped driver");
            if pending.add(-1) == 1 {
                idle.write(1);
            }
        });
    }
    tasks.spawn(move || {
        stopping.write(1);
        if pending.add(-1) == 1 {
            idle.write(1);
        }
        if idle.read() == 1 {
            stopped.write(1);
        }
    });
    tasks.join();
}

fn wronglock() {
    let mutex = Arc::new(Mutex::new(()));
    let other = Arc::new(Mutex::new(()));
    let data = Shared::new(0);
    let mut tasks = Tasks::new();
    {
        let data = data.clone();
        tasks.spawn(move || {
            let _held = mutex.lock().unwrap();
            let before = data.read();
            data.add(1);
            check(data.read() == before + 1, "somebody else wrote");
        });
    }
    for _ in 0..7 {
        let (other, data) = (other.clone(), data.clone());
        tasks.spawn(move || {
            let _held = other.lock().unwrap();
            data.add(1);
        });
    }
    tasks.join();
}

fn stringbuffer() {
    let mutex = Arc::new(Mutex::new(()));
    let length = Shared::new(10);
    let mut tasks = Tasks::new();
    {
        let (mutex, length) = (mutex.clone(), length.clone());
        tasks.spawn(move || {
            let held = mutex.lock().unwrap();
            let asked = length.read();
            drop(held);
            let _held = mutex.lock().unwrap();
            check(asked <= length.read(), "more is copied than there is");
        });
    }
    tasks.spawn(move || {
        let _held = mutex.lock().unwrap();
        length.write(0);
    });
    tasks.join();
}

fn token_ring() {
    let x1 = Shared::new(0);
    let x2 = Shared::new(0);
    let x3 = Shared::new(0);
    let mut tasks = Tasks::new();
    for (from, to, more) in [(&x3, &x1, 1), (&x1, &x2, 0), (&x2, &x3, 0)] {
        let (from, to) = (from.clone(), to.clone());
        tasks.spawn(move || {
            let value = from.read();
            to.write((value + more) % 4);
        });
    }
    tasks.spawn(move || {
        let (first, second, third) = (x1.read(), x2.read(), x3.read());
        check(first == second && second == third, "the token is in two places");
    });
    tasks.join();
}

fn circular_buffer() {
    let filled = Shared::new(0);
    let slot = Shared::new(0);
    let mut tasks = Tasks::new();
    {
        let (filled, slot) = (filled.clone(), slot.clone());
        tasks.spawn(move || {
            for _ in 0..3 {
                if filled.read() == 0 {
                    continue;
                }
                check(slot.read() == 7, "an empty slot is taken for an item");
                return;
            }
        });
    }
    tasks.spawn(move || {
        filled.add(1);
        slot.write(7);
    });
    tasks.join();
}

fn chain6() {
    let noise = Shared::new(0);
    let x = Shared::new(7);
    let mut tasks = Tasks::new();
    for me in 1..=6 {
        let (noise, x) = (noise.clone(), x.clone());
        tasks.spawn(move || {
            noise.read();
            noise.read();
            if x.read() == me + 1 {
                x.write(me);
            }
            noise.read();
            noise.read();
            check(x.peek() != 1, "the chain is closed");
        });
    }
    tasks.join();
}

fn uneven25() {
    let x = Shared::new(0);
    let mut tasks = Tasks::new();
    {
        let x = x.clone();
        tasks.spawn(move || {
            for value in 1..=25 {
                x.write(value);
            }
        });
    }
    tasks.spawn(move || {
        let (first, second, third) = (x.read(), x.read(), x.read());
        check(first != 8 || second != 16 || third != 24, "three looks at three places");
    });
    tasks.join();
}

fn reorder(count: usize) {
    let a = Shared::new(0);
    let b = Shared::new(0);
    let mut tasks = Tasks::new();
    for _ in 1..count {
        let (a, b) = (a.clone(), b.clone());
        tasks.spawn(move || {
            a.write(1);
            b.write(-1);
        });
    }
    tasks.spawn(move || {
        if a.read() == 0 && b.read() == 0 {
            return;
        }
        let (a_then, b_then) = (a.read(), b.read());
        check(a_then == 1 && b_then == -1, "a is set and b is not");
    });
    tasks.join();
}

fn twostage(count: usize) {
    let first_lock = Arc::new(Mutex::new(()));
    let second_lock = Arc::new(Mutex::new(()));
    let first = Shared::new(0);
    let second = Shared::new(0);
    let mut tasks = Tasks::new();
    for _ in 1..count {
        let (first_lock, second_lock) = (first_lock.clone(), second_lock.clone());
        let (first, second) = (first.clone(), second.clone());
        tasks.spawn(move || {
            let held = first_lock.lock().unwrap();
            first.write(1);
            drop(held);
            let _held = second_lock.lock().unwrap();
            let value = first.read();
            second.write(value + 1);
        });
    }
    tasks.spawn(move || {
        let held = first_lock.lock().unwrap();
        let value = first.read();
        drop(held);
        if value == 0 {
            return;
        }
        let _held = second_lock.lock().unwrap();
        check(second.read() == value + 1, "the second stage is missing");
    });
    tasks.join();
}

fn lazy01() {
    let mutex = Arc::new(Mutex::new(()));
    let data = Shared::new(0);
    let mut tasks = Tasks::new();
    for amount in [1, 2] {
        let (mutex, data) = (mutex.clone(), data.clone());
        tasks.spawn(move || {
            let _held = mutex.lock().unwrap();
            data.add(amount);
        });
    }
    tasks.spawn(move || {
        let _held = mutex.lock().unwrap();
        check(data.read() < 3, "both came before");
    });
    tasks.join();
}

fn work_steal() {
    let top = Shared::new(0);
    let bottom = Shared::new(1);
    let taken = Shared::new(0);
    let mut tasks = Tasks::new();
    {
        let (top, bottom, taken) = (top.clone(), bottom.clone(), taken.clone());
        tasks.spawn(move || {
            let bottom_before = bottom.add(-1);
            let top_now = top.read();
            if bottom_before - 1 < top_now {
                return;
            }
            top.write(top_now + 1);
            taken.add(1);
        });
    }
    {
        let taken = taken.clone();
        tasks.spawn(move || {
            let top_now = top.read();
            if top_now >= bottom.read() {
                return;
            }
            if top.compare_exchange(top_now, top_now + 1) {
                taken.add(1);
            }
        });
    }
    tasks.join();
    check(taken.peek() <= 1, "one item is taken twice");
}

/// The subject with that name, which must be one of these.
pub fn subject_named(name: &str) -> (&'static str, fn()) {
    let subjects: Vec<(&'static str, fn())> = vec![
        ("lost_update", lost_update),
        ("bluetooth", bluetooth),
        ("wronglock", wronglock),
        ("stringbuffer", stringbuffer),
        ("token_ring", token_ring),
        ("circular_buffer", circular_buffer),
        ("chain6", chain6),
        ("uneven25", uneven25),
        ("reorder_3", || reorder(3)),
        ("reorder_10", || reorder(10)),
        ("twostage", || twostage(2)),
        ("twostage_20", || twostage(20)),
        ("lazy01", lazy01),
        ("work_steal", work_steal),
    ];
    let found = subjects.into_iter().find(|(each, _)| *each == name);
    found.unwrap_or_else(|| panic!("no subject {}", name))
}
