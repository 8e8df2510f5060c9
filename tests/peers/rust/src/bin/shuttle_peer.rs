// The subjects in Shuttle, under its three random schedulers.

use peers::measure::{arguments, print_search, print_speed, RUNS};
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler, UrwRandomScheduler};
use shuttle::{Config, FailurePersistence, Runner};
use std::sync::atomic::Ordering::SeqCst;

mod model {
    use shuttle::sync::{atomic::AtomicI64, Arc, Mutex};
    use shuttle::thread;
    include!("../subjects.rs");
}

fn scheduler(strategy: &str, seed: u64, schedules: usize) -> Box<dyn Scheduler + Send> {
    match strategy {
        "pct" => Box::new(PctScheduler::new_from_seed(seed, 3, schedules)),
        "urw" => Box::new(UrwRandomScheduler::new_from_seed(seed, schedules)),
        _ => Box::new(RandomScheduler::new_from_seed(seed, schedules)),
    }
}

fn search(subject: fn(), strategy: &str, seed: u64, schedules: usize) {
    let mut config = Config::new();
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    Runner::new(scheduler(strategy, seed, schedules), config).run(move || {
        RUNS.fetch_add(1, SeqCst);
        subject();
    });
}

fn main() {
    let arguments = arguments();
    let (name, subject) = model::subject_named(&arguments[1]);
    if arguments[0] == "speed" {
        model::pass_over_failures();
        print_speed("shuttle", "random", name, |schedules| search(subject, "random", 1, schedules));
    } else {
        let (strategy, seed, most) = (&arguments[2], arguments[3].parse().unwrap(), arguments[4].parse().unwrap());
        print_search("shuttle", strategy, name, || search(subject, strategy, seed, most));
    }
}
