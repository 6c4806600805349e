//! A panic of a job is a failure like another.

use std::any::Any;
use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

use crate::Failure;

/// Runs a job's own code; a panic in it comes out as a failure.
pub(crate) async fn guarded<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    // What a job shares with others is behind their own locks and databases.
    match AssertUnwindSafe(work).catch_unwind().await {
        Ok(ended) => ended,
        Err(panic) => Err(Failure::new(words(panic.as_ref()))),
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    match text {
        Some(text) => format!("it panicked: {text}"),
        None => "it panicked".to_owned(),
    }
}
