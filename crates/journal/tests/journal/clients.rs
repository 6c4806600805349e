//! Clients that write all the time, each its own counter, while the database is in trouble.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use journal::{CommitError, Journal, Lane};
use sea_orm::EntityTrait;
use store::Store;
use tokio::task::JoinHandle;

use crate::subject::{Entity, Model};

pub struct Clients {
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<Told>>,
}

/// What a client was told in the end.
pub struct Told {
    counter: Model,
    pub refusals: Vec<CommitError>,
}

impl Clients {
    pub fn start(journal: &Journal, many: usize) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let client = |_| tokio::spawn(client(journal.clone(), Arc::clone(&stop)));
        let tasks = (0..many).map(client).collect();
        Self { stop, tasks }
    }

    pub async fn stop(self) -> Vec<Told> {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = Vec::new();
        for task in self.tasks {
            all.push(task.await.unwrap());
        }
        all
    }
}

impl Told {
    /// The counter stands where its client left it: nothing lost, nothing written twice.
    pub async fn check(&self, store: &Store) {
        let id = self.counter.id;
        let row = Entity::find_by_id(id).one(store.reader()).await.unwrap();
        assert_eq!(row, Some(self.counter.clone()));
    }
}

async fn client(journal: Journal, stop: Arc<AtomicBool>) -> Told {
    let mut told = Told {
        counter: Model::new(journal.new_id(), "client"),
        refusals: Vec::new(),
    };
    let mut doubt = false;
    // What is in doubt at the end is asked for once more: only then a client knows.
    while doubt || !stop.load(Ordering::Relaxed) {
        let next = Model {
            value: told.counter.value + 1,
            ..told.counter.clone()
        };
        match journal.submit(next.set(Lane::Device)).await {
            Ok(_) => {
                told.counter = Model {
                    version: next.version + 1,
                    ..next
                }
            }
            // What was in doubt turns out to be written: take it over.
            Err(CommitError::Conflict { found, .. }) if doubt && found == next.version + 1 => {
                told.counter = Model {
                    version: found,
                    ..next
                };
            }
            Err(
                refusal @ (CommitError::Unavailable | CommitError::InDoubt | CommitError::DiskFull),
            ) => {
                doubt |= matches!(refusal, CommitError::InDoubt);
                told.refusals.push(refusal);
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            Err(other) => panic!("{other:?}"),
        }
        doubt = false;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    told
}
