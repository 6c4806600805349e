//! Processes by their number: whose children they are, and signals to them.

use std::fs;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// A process that has ended already is none to worry about.
pub(super) fn signal(processes: &[u32], which: Signal) {
    for process in processes.iter().filter_map(|it| i32::try_from(*it).ok()) {
        kill(Pid::from_raw(process), which).ok();
    }
}

pub(super) fn children(parent: u32) -> Vec<u32> {
    let line = format!("PPid:\t{parent}");
    let processes = fs::read_dir("/proc").into_iter().flatten();
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|process: &u32| {
            fs::read_to_string(format!("/proc/{process}/status"))
                .is_ok_and(|status| status.lines().any(|it| it == line))
        })
        .collect()
}
