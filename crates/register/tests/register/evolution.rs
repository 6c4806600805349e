//! A register grows a field while its table has rows and its journal has older bodies.

use std::sync::Arc;

use base::Clock;
use journal::{Journal, JournalConfig, Records, export_tables, rebuild_into};
use register::{Catalogue, Ledger, Query, Register, Value, record_def_of};
use serde_json::json;
use store::{Store, StoreConfig};

use testbed::on_both_engines;

use crate::database::{clerk, object, schema_of};

mod before {
    use register::Register;

    #[derive(Clone, Debug, PartialEq, Register)]
    #[register(
        key = "pump",
        label(zh = "泵", en = "Pump"),
        title = "name",
        permission = "city"
    )]
    pub struct Pump {
        #[field(label(zh = "名称", en = "Name"), unique)]
        pub name: String,
    }
}

mod after {
    use register::Register;

    #[derive(Clone, Debug, PartialEq, Register)]
    #[register(
        key = "pump",
        label(zh = "泵", en = "Pump"),
        title = "name",
        permission = "city"
    )]
    pub struct Pump {
        #[field(label(zh = "名称", en = "Name"), unique)]
        pub name: String,
        #[field(label(zh = "流量", en = "Flow"), since = 2, required, sort, min = 1)]
        pub flow: Option<i64>,
    }
}

/// The shape of a table is kept by its key, so the older program is another process: a child that
/// runs this test alone.
const OLD_PROGRAM: &str = "REGISTER_TEST_OLD_PROGRAM";

#[tokio::test(flavor = "multi_thread")]
async fn old_program() {
    let Ok(url) = std::env::var(OLD_PROGRAM) else {
        return;
    };
    let ledger = open(&url, before::Pump::DEF).await.1;
    let old = object(json!({"name": "一号泵"}));
    ledger.create(&clerk(), &old).await.unwrap();
    let (journal, _) = open(&url, before::Pump::DEF).await;
    journal.close().await;
}

async fn open(url: &str, def: &'static register::RegisterDef) -> (Journal, Ledger) {
    let store = Store::open(&StoreConfig::new(url)).await.unwrap();
    schema_of(&[def]).migrate(&store).await.unwrap();
    let config = JournalConfig::default();
    let journal = Journal::open(store, Clock::system(), config).await.unwrap();
    let catalogue = Arc::new(Catalogue::new([def]).unwrap());
    (journal.clone(), Ledger::new(def, journal, catalogue))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_field_is_empty_in_older_rows_and_asked_for_from_now_on() {
    on_both_engines(|url| async move {
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["evolution::old_program", "--exact"])
            .env(OLD_PROGRAM, &url)
            .status();
        assert!(child.unwrap().success());

        let (journal, ledger) = open(&url, after::Pump::DEF).await;
        let rows = ledger.list(&Query::default()).await.unwrap().rows;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].value(after::Pump::DEF, "flow"), Some(&Value::Empty));
        let unchanged = object(json!({"name": "一号泵"}));
        let refused = ledger.update(&clerk(), rows[0].id, 1, &unchanged).await;
        assert!(refused.is_err(), "the new field is required now");
        let changed = object(json!({"name": "一号泵", "flow": 40}));
        ledger
            .update(&clerk(), rows[0].id, 1, &changed)
            .await
            .unwrap();
        let history = ledger.history(rows[0].id).await.unwrap();
        assert_eq!(history[0].changes.len(), 1);
        assert_eq!(history[1].changes[0].new, Value::Integer(40));

        // Everything is sealed then, and the rebuild reads what stands still.
        journal.close().await;
        let mut records = Records::new();
        records.extend([record_def_of::<after::Pump>()]);
        let folder = tempfile::tempdir().unwrap();
        let again = format!("sqlite:{}", folder.path().join("again.db").display());
        let target = Store::open(&StoreConfig::new(again)).await.unwrap();
        schema_of(&[after::Pump::DEF])
            .migrate(&target)
            .await
            .unwrap();
        rebuild_into(journal.store(), &records, &target)
            .await
            .unwrap();
        assert_eq!(
            export_tables(journal.store(), &records, |_| ())
                .await
                .unwrap(),
            export_tables(&target, &records, |_| ()).await.unwrap()
        );
        journal.store().close().await;
    })
    .await;
}
