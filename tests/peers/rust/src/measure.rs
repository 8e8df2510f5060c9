// What each peer measures, and the lines that it prints: fields separated by tabs, which `wt bench --peers` reads.
//
//   found    PEER  STRATEGY  SUBJECT  SCHEDULES, or - if no schedule failed
//   speed    PEER  STRATEGY  SUBJECT  SCHEDULES A SECOND of CPU time
//   absent   PEER  STRATEGY  SUBJECT  WHY

use std::sync::atomic::{AtomicU64, Ordering::SeqCst};

/// How often the current search has run its subject.
pub static RUNS: AtomicU64 = AtomicU64::new(0);

/// Runs a search until the subject fails, and prints how many schedules that took. Ends this process at the failure:
/// what a tool does with it afterwards is not measured.
pub fn print_search(peer: &'static str, strategy: &str, subject: &str, search: impl FnOnce()) {
    let line = format!("found\t{}\t{}\t{}", peer, strategy, subject);
    let failed = line.clone();
    std::panic::set_hook(Box::new(move |_| {
        println!("{}\t{}", failed, RUNS.load(SeqCst));
        std::process::exit(0);
    }));
    search();
    println!("{}\t-", line);
}

/// The CPU time of this process, in seconds.
pub fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let fields: Vec<&str> = text.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: f64 = fields[11].parse::<f64>().unwrap() + fields[12].parse::<f64>().unwrap();
    ticks / 100.0
}

/// Prints how fast schedules run. `batch` runs that many.
pub fn print_speed(peer: &str, strategy: &str, subject: &str, mut batch: impl FnMut(usize)) {
    const BATCH: usize = 500;
    let begin = cpu_seconds();
    let mut schedules = 0;
    while cpu_seconds() - begin < 0.5 {
        batch(BATCH);
        schedules += BATCH;
    }
    let speed = schedules as f64 / (cpu_seconds() - begin);
    println!("speed\t{}\t{}\t{}\t{:.0}", peer, strategy, subject, speed);
}

/// The arguments: `found SUBJECT STRATEGY SEED MOST`, `speed SUBJECT`, or `list`.
pub fn arguments() -> Vec<String> {
    std::env::args().skip(1).collect()
}
