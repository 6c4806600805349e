//! A journal that was let go of without being closed.

use std::time::Duration;

use journal::Lane;

use crate::database::{on_both_engines, open_journal};
use crate::subject::Model;

/// What works for it ends by itself, after the last entry has its position: left at work it would ask
/// the database without a pause, for as long as the process runs.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_at_work_when_nobody_holds_it() {
    on_both_engines(|url| async move {
        let at_work = || {
            tokio::runtime::Handle::current()
                .metrics()
                .num_alive_tasks()
        };
        let before = at_work();
        let journal = open_journal(&url).await;
        let written = Model::new(journal.new_id(), "last").set(Lane::Dispatch);
        journal.submit(written).await.unwrap();
        let store = journal.store().clone();
        drop(journal);
        // The pools of connections keep tasks of their own, which end with them.
        store.close().await;
        for _ in 0..200 {
            if at_work() <= before {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{} tasks are left, {before} stood before", at_work());
    })
    .await;
}
