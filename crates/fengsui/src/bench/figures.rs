//! Measured times, and the machine's own speed to print beside them.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::time::{Duration, Instant};

/// Measured times of one thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time below which `permille` thousandths lie: sorted[min(n-1, n*permille/1000)].
    pub(crate) fn at(&mut self, permille: usize) -> Duration {
        self.0.sort_unstable();
        let index = (self.0.len() * permille / 1000).min(self.0.len().saturating_sub(1));
        self.0.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn line(&mut self) -> String {
        format!(
            "p50 {:.2} ms, p99 {:.2} ms, max {:.2} ms of {}",
            millis(self.at(500)),
            millis(self.at(990)),
            millis(self.at(1000)),
            self.len()
        )
    }
}

pub(crate) fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// How many 8 KiB appends with fdatasync this disk does in a second: what every durable figure
/// rests on.
pub(crate) fn fsync_rate(folder: &Path) -> std::io::Result<f64> {
    let path = folder.join("fsync-probe");
    let file = File::create(&path)?;
    let (began, mut count) = (Instant::now(), 0u32);
    while began.elapsed() < Duration::from_secs(1) {
        file.write_at(&[7; 8192], u64::from(count) * 8192)?;
        file.sync_data()?;
        count += 1;
    }
    let rate = f64::from(count) / began.elapsed().as_secs_f64();
    std::fs::remove_file(path)?;
    Ok(rate)
}
