//! Why no score is given.

use metric::MetricsError;
use rules::{Refused, VersionError, Words};
use store::StoreError;

/// Why no score is given.
#[derive(Debug, thiserror::Error)]
pub enum EvaluateError {
    /// No version of the evaluation is in force at the year's end, or several are.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// A year before the calendar or behind it.
    #[error("'{0}' is no year that can be evaluated")]
    Year(i32),
    /// What metrics count does not fit the evaluation: a defect of theirs or of the pack's.
    #[error("{}", words(.0).en)]
    Refused(Vec<Refused>),
    /// Metrics.
    #[error(transparent)]
    Metrics(#[from] MetricsError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] journal::JournalError),
    /// The report is not printed.
    #[error(transparent)]
    Press(#[from] loops::PressError),
    /// Attachments.
    #[error(transparent)]
    Files(#[from] files::FilesError),
}

impl From<sea_orm::DbErr> for EvaluateError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Store(error.into())
    }
}

/// All of it for people.
pub(crate) fn words(refused: &[Refused]) -> Words {
    let all: Vec<Words> = refused.iter().map(Refused::words).collect();
    let joined = |text: fn(&Words) -> &str, between: &str| {
        let texts: Vec<&str> = all.iter().map(text).collect();
        texts.join(between)
    };
    Words::new(joined(|one| &one.zh, "；"), joined(|one| &one.en, "; "))
}
