//! What is under way in this process: how far it is, and the word to stop.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use base::Uuid;

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Stage {
    /// It reads what is to be counted.
    #[default]
    Reading,
    /// It asks the roads: sites done, of all.
    Roads { done: usize, of: usize },
    /// It solves; what is proven so far, per cent.
    Solving { gap: Option<f64> },
    /// It puts what was found into words.
    Telling,
}

/// One run. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Run(Arc<Inner>);

#[derive(Default)]
struct Inner {
    stage: Mutex<Stage>,
    stopped: AtomicBool,
}

impl Run {
    pub(crate) fn tell(&self, stage: Stage) {
        *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    pub(crate) fn stage(&self) -> Stage {
        *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// It ends as soon as it looks.
    pub(crate) fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::Relaxed)
    }
}

/// All runs of this process. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Runs(Arc<Mutex<HashMap<Uuid, Run>>>);

impl Runs {
    /// A run of a study, known until the guard goes; it stops then, whoever let go.
    pub(crate) fn begin(&self, study: Uuid) -> Begun {
        let run = Run::default();
        self.all().insert(study, run.clone());
        Begun {
            runs: self.clone(),
            study,
            run,
        }
    }

    pub(crate) fn get(&self, study: Uuid) -> Option<Run> {
        self.all().get(&study).cloned()
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Run>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A run that is under way.
pub(crate) struct Begun {
    runs: Runs,
    study: Uuid,
    pub(crate) run: Run,
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.run.stop();
        self.runs.all().remove(&self.study);
    }
}
