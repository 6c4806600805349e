//! Verify finds an edit, a deletion and an insertion; rebuild gives every table again.

use base::{Clock, Uuid};
use journal::{
    Anchor, FindingKind, Journal, JournalConfig, Lane, SealKey, Trust, export_tables, rebuild_into,
    verify,
};
use sea_orm::{Statement, Value};
use store::{Engine, Store, WriteBatch};

use crate::database::{Database, on_both_engines, open_journal, open_store, records};
use crate::subject::Model;

async fn some_history(journal: &Journal) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for n in 0..10 {
        let mut counter = Model::new(journal.new_id(), &format!("counter {n}"));
        for _ in 0..5 {
            journal.submit(counter.set(Lane::Import)).await.unwrap();
            counter.version += 1;
            counter.value += 3;
        }
        ids.push(counter.id);
    }
    ids
}

async fn tamper(store: &Store, sql: &str, values: Vec<Value>) {
    let sql = match store.engine() {
        Engine::Postgres => sql.replacen('?', "$1", 1).replacen('?', "$2", 1),
        Engine::Sqlite => sql.to_owned(),
    };
    let mut transaction = store.begin().await.unwrap();
    let statement = Statement::from_sql_and_values(store.backend(), sql, values);
    let touched = transaction.execute(statement).await.unwrap();
    transaction.commit(WriteBatch::default()).await.unwrap();
    assert!(touched > 0, "the tampering hit nothing");
}

async fn findings(store: &Store, anchors: &[Anchor]) -> Vec<FindingKind> {
    let trust = Trust {
        anchors: anchors.to_vec(),
        key: None,
    };
    let report = verify(store, &trust).await.unwrap();
    report.findings.iter().map(|finding| finding.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untouched_journal_verifies_and_rebuilds_equal() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        some_history(&journal).await;
        journal.close().await;
        let store = open_store(&url).await;
        let report = verify(&store, &Trust::default()).await.unwrap();
        assert_eq!(report.findings, []);
        assert_eq!((report.head.position, report.waiting), (50, 0));

        let scratch = Database::sqlite();
        let target = open_store(scratch.url()).await;
        let rebuilt = rebuild_into(&store, &records(), &target).await.unwrap();
        assert_eq!(rebuilt.entries, 50);
        let from_tables = export_tables(&store, &records(), |_| ()).await.unwrap();
        let from_journal = export_tables(&target, &records(), |_| ()).await.unwrap();
        assert_eq!(from_tables, from_journal);
        assert_eq!(from_tables.kinds["counter"].0, 10);

        // The comparison can fail: a row changed beside the journal shows.
        tamper(
            &store,
            "UPDATE counter SET value = ? WHERE name = ?",
            vec![99i64.into(), "counter 3".into()],
        )
        .await;
        assert_ne!(
            export_tables(&store, &records(), |_| ()).await.unwrap(),
            from_journal
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_body_is_found_also_with_its_hash_made_to_fit() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let ids = some_history(&journal).await;
        journal.close().await;
        let store = open_store(&url).await;
        let body = br#"{"edited":true}"#.to_vec();
        tamper(
            &store,
            "UPDATE journal_entry SET body = ? WHERE subject = ? AND version = 2",
            vec![body.into(), ids[4].into()],
        )
        .await;
        assert_eq!(findings(&store, &[]).await, [FindingKind::Edited]);

        let forged = base::sm3(&[b"forged"]).as_bytes().to_vec();
        tamper(
            &store,
            "UPDATE journal_entry SET hash = ? WHERE subject = ? AND version = 2",
            vec![forged.into(), ids[4].into()],
        )
        .await;
        let found = findings(&store, &[]).await;
        assert!(found.contains(&FindingKind::BrokenLink), "{found:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_entry_and_a_deleted_place_are_found() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let ids = some_history(&journal).await;
        journal.close().await;
        let store = open_store(&url).await;
        let head = verify(&store, &Trust::default()).await.unwrap().head;
        tamper(
            &store,
            "DELETE FROM journal_entry WHERE subject = ? AND version = 3",
            vec![ids[2].into()],
        )
        .await;
        let found = findings(&store, &[]).await;
        assert!(found.contains(&FindingKind::Deleted), "{found:?}");

        // The end of the chain cut off cleanly leaves no gap; an anchor noted outside finds it.
        tamper(
            &store,
            "DELETE FROM journal_entry WHERE subject = ?",
            vec![ids[9].into()],
        )
        .await;
        tamper(
            &store,
            "DELETE FROM journal_seal WHERE position > ?",
            vec![45i64.into()],
        )
        .await;
        assert!(!findings(&store, &[]).await.contains(&FindingKind::Anchor));
        assert!(
            findings(&store, &[head])
                .await
                .contains(&FindingKind::Anchor)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inserted_entry_is_found() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let ids = some_history(&journal).await;
        journal.close().await;
        let store = open_store(&url).await;
        tamper(
            &store,
            "INSERT INTO journal_entry (id, node, epoch, kind, subject, version, verb, event_at, \
             recorded_at, actor, region, schema, body, hash) SELECT ?, node, epoch, kind, subject, 6, \
             verb, event_at, recorded_at, actor, region, schema, body, hash FROM journal_entry \
             WHERE subject = ? AND version = 5",
            vec![Uuid::now_v7().into(), ids[1].into()],
        )
        .await;
        assert_eq!(findings(&store, &[]).await, [FindingKind::Inserted]);
    })
    .await;
}

/// Whoever may write the database can build a whole chain anew, hashes, links and all; without the
/// key it cannot be signed.
#[tokio::test(flavor = "multi_thread")]
async fn a_chain_that_was_built_anew_lacks_its_signatures() {
    on_both_engines(|url| async move {
        let key = SealKey::generate().unwrap();
        let config = JournalConfig {
            seal_key: Some(key.clone()),
            ..JournalConfig::default()
        };
        let store = open_store(&url).await;
        let journal = Journal::open(store, Clock::system(), config).await.unwrap();
        let ids = some_history(&journal).await;
        journal.close().await;
        let store = open_store(&url).await;
        let trust = Trust {
            anchors: vec![],
            key: Some(key.public()),
        };
        assert_eq!(verify(&store, &trust).await.unwrap().findings, []);

        // The forger takes one subject out, drops the chain and lets the program seal the rest anew,
        // without the key.
        tamper(
            &store,
            "DELETE FROM journal_entry WHERE subject = ?",
            vec![ids[3].into()],
        )
        .await;
        tamper(&store, "DELETE FROM journal_seal", vec![]).await;
        tamper(
            &store,
            "INSERT INTO journal_pending SELECT id FROM journal_entry WHERE version > 0",
            vec![],
        )
        .await;
        let forger = open_journal(&url).await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        forger.close().await;
        assert_eq!(
            findings(&store, &[]).await,
            [],
            "the forged chain is sound in itself"
        );
        let report = verify(&store, &trust).await.unwrap();
        let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
        assert!(kinds.contains(&FindingKind::Signature), "{kinds:?}");
    })
    .await;
}
