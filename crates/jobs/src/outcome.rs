//! How a run ended, in counts and words for people.

use std::error::Error;
use std::fmt;

use base::Label;

/// What a run did: so many of this, so many of that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome(Vec<Count>);

/// So many of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// What was counted: `结束会话`, `sessions ended`.
    pub label: Label,
    /// How many.
    pub count: u64,
}

impl Outcome {
    /// Nothing was to be done.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// Adds a count; one of zero says that this was looked for and not found.
    #[must_use]
    pub fn with(mut self, label: Label, count: u64) -> Self {
        self.0.push(Count { label, count });
        self
    }

    /// The counts, in the order in which they were made.
    #[must_use]
    pub fn counts(&self) -> &[Count] {
        &self.0
    }

    /// Whether nothing was done.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.0.iter().all(|one| one.count == 0)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_nothing() {
            return f.write_str("nothing to do");
        }
        for (at, Count { label, count }) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { ", " };
            write!(f, "{between}{count} {}", label.en)?;
        }
        Ok(())
    }
}

/// Why a run failed: one line for the status page and the log. Any error becomes one by `?`, with
/// its sources; it is no error itself, because nobody but the engine handles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(String);

/// Characters of a reason that are kept.
const LONGEST: usize = 400;

impl Failure {
    /// A failure for this reason.
    #[must_use]
    pub fn new(reason: impl AsRef<str>) -> Self {
        let one_line = |c: char| if c.is_control() { ' ' } else { c };
        Self(
            reason
                .as_ref()
                .chars()
                .map(one_line)
                .take(LONGEST)
                .collect(),
        )
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            // Some errors repeat what they rest on.
            let words = cause.to_string();
            if !text.contains(&words) {
                text = format!("{text}: {words}");
            }
            source = cause.source();
        }
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_says_what_was_done() {
        let ended = Label::new("结束会话", "sessions ended");
        let outcome = Outcome::nothing().with(ended, 0);
        assert!(outcome.is_nothing());
        assert_eq!(outcome.to_string(), "nothing to do");
        let outcome = outcome.with(Label::new("清理", "cleared"), 3);
        assert_eq!(outcome.to_string(), "0 sessions ended, 3 cleared");
    }

    #[test]
    fn a_failure_is_one_line_with_its_sources() {
        #[derive(Debug, thiserror::Error)]
        #[error("the disk\nwas full")]
        struct Disk;
        #[derive(Debug, thiserror::Error)]
        #[error("not written")]
        struct Written(#[source] Disk);
        assert_eq!(
            Failure::from(Written(Disk)).reason(),
            "not written: the disk was full"
        );
        assert_eq!(Failure::new("长".repeat(900)).reason().chars().count(), 400);
    }
}
