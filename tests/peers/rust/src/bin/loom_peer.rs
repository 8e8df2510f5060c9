// The subjects in loom, which tries all schedules of a program of at most four tasks, in an order of its own.

use peers::measure::{arguments, cpu_seconds, print_search, RUNS};
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

mod model {
    use loom::sync::{atomic::AtomicI64, Arc, Mutex};
    use loom::thread;
    include!("../subjects.rs");
}

const MANY_TASKS: [&str; 4] = ["wronglock", "chain6", "reorder_10", "twostage_20"];

fn search(subject: fn(), most: Duration) {
    let mut builder = loom::model::Builder::new();
    builder.max_duration = Some(most);
    builder.check(move || {
        RUNS.fetch_add(1, SeqCst);
        subject();
    });
}

fn main() {
    let arguments = arguments();
    let (name, subject) = model::subject_named(&arguments[1]);
    if MANY_TASKS.contains(&name) {
        println!("absent\tloom\texhaustive\t{}\tmore than four tasks", name);
    } else if arguments[0] == "speed" {
        model::pass_over_failures();
        let begin = cpu_seconds();
        search(subject, Duration::from_secs(1));
        let seconds = (cpu_seconds() - begin).max(0.01);
        println!("speed\tloom\texhaustive\t{}\t{:.0}", name, RUNS.load(SeqCst) as f64 / seconds);
    } else {
        print_search("loom", "exhaustive", name, || search(subject, Duration::from_secs(20)));
    }
}
