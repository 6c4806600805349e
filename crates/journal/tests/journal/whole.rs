//! The last look at a journal that went through trouble.

use std::time::Duration;

use journal::{Journal, Trust, export_tables, rebuild_into, verify};

use crate::database::{Database, open_store, records};

/// Lets the journal seal what waits and closes it; then the chain verifies, nothing waits for its
/// place, and tables rebuilt from the entries equal those that stand.
pub async fn close_and_check(journal: Journal) {
    tokio::time::sleep(Duration::from_millis(200)).await;
    journal.close().await;
    let store = journal.store();
    let report = verify(store, &Trust::default()).await.unwrap();
    assert_eq!((report.findings, report.waiting), (vec![], 0));
    let scratch = Database::sqlite();
    let target = open_store(scratch.url()).await;
    rebuild_into(store, &records(), &target).await.unwrap();
    assert_eq!(
        export_tables(store, &records(), |_| ()).await.unwrap(),
        export_tables(&target, &records(), |_| ()).await.unwrap()
    );
    target.close().await;
    store.close().await;
}
