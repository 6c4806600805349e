//! A confirm means on disk: while the database takes nothing, no device hears anything.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

use crate::device::{CONFIRM, FIRE, detector, reading};
use crate::rig::{Rig, on_both_engines};

/// Holds the write lock of the database from another connection until it is dropped.
async fn block(url: &str) -> DatabaseTransaction {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1);
    let connection = Database::connect(options).await.unwrap();
    let options = TransactionOptions {
        sqlite_transaction_mode: url
            .starts_with("sqlite")
            .then_some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let lock = connection.begin_with_options(options).await.unwrap();
    if url.starts_with("postgres") {
        let lock_table = "LOCK TABLE device_upload IN EXCLUSIVE MODE";
        lock.execute_unprepared(lock_table).await.unwrap();
    }
    lock
}

#[tokio::test(flavor = "multi_thread")]
async fn no_confirm_before_the_disk() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let lock = block(&url).await;
        device.upload(1, &detector(2, FIRE)).await;
        device.upload(2, &reading(7)).await;
        device.hears_nothing(Duration::from_millis(1_500)).await;
        assert_eq!(rig.gateway.figures().frames, 2);
        assert_eq!(rig.gateway.figures().confirms, 0);
        lock.rollback().await.unwrap();
        device.expect(CONFIRM, 1).await;
        device.expect(CONFIRM, 2).await;
        assert_eq!(rig.alarms(889).await.len(), 1);
        assert_eq!(rig.uploads(889).await.len(), 2);
        rig.stop().await;
    })
    .await;
}

/// The resend that comes while the first is on its way to the disk is stored once and both are
/// confirmed.
#[tokio::test(flavor = "multi_thread")]
async fn a_resend_in_flight_stores_once() {
    on_both_engines(|url| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        device.confirmed(0, &reading(1)).await;
        let lock = block(&url).await;
        device.upload(1, &detector(2, FIRE)).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        device.upload(1, &detector(2, FIRE)).await;
        device.hears_nothing(Duration::from_millis(300)).await;
        lock.rollback().await.unwrap();
        device.expect(CONFIRM, 1).await;
        device.expect(CONFIRM, 1).await;
        assert_eq!(rig.uploads(889).await.len(), 2);
        assert_eq!(rig.alarms(889).await[0].repeat_count, 0);
        rig.stop().await;
    })
    .await;
}

/// A database that stays away for too long: silence, and the device's resend is stored later.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_stored_is_stored_when_it_comes_again() {
    let story = |url: String| async move {
        let rig = Rig::start(&url).await;
        let mut device = rig.dial(889).await;
        let lock = block(&url).await;
        device.upload(1, &detector(2, FIRE)).await;
        device.hears_nothing(Duration::from_secs(11)).await;
        lock.rollback().await.unwrap();
        device.hears_nothing(Duration::from_millis(500)).await;
        assert_eq!(rig.gateway.figures().not_stored, 1);
        device.confirmed(1, &detector(2, FIRE)).await;
        assert_eq!(rig.alarms(889).await.len(), 1);
        assert_eq!(rig.uploads(889).await.len(), 1);
        rig.stop().await;
    };
    crate::rig::on_sqlite(story).await;
}
