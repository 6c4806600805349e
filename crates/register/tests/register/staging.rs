//! An import: its rows are hidden, then all there at once, or gone.

use std::time::{Duration, Instant};

use journal::{Actor, Lane};
use register::{Author, FaultCode, LedgerError, Query};
use serde_json::json;

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::Organisation;

pub fn importer() -> Author {
    Author {
        actor: Actor::system("import"),
        lane: Lane::Import,
        synthetic: true,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staged_rows_show_at_once_with_the_changes() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Organisation>();
        let named = |name: &str| object(json!({"name": name}));
        let stood = ledger.create(&clerk(), &named("旧名")).await.unwrap();
        let seen = async || {
            let query = Query {
                limit: 500,
                ..Query::default()
            };
            ledger.list(&query).await.unwrap().rows.len()
        };

        let mut batch = ledger.stage(importer()).await.unwrap();
        let mut rows: Vec<_> = (0..200).map(|n| named(&format!("第{n}中队"))).collect();
        rows[7] = named("");
        rows[9] = named("旧名");
        let faults = batch.add(&rows).await.unwrap();
        let found: Vec<_> = faults
            .iter()
            .map(|(at, faults)| (*at, faults.iter().next().unwrap().code))
            .collect();
        assert_eq!(found, [(7, FaultCode::Required), (9, FaultCode::NotUnique)]);
        batch.update(stood.id, 1, &named("新名")).await.unwrap();
        assert_eq!(seen().await, 1, "staged rows are hidden");
        house.rebuilt_equal().await;
        batch.flip().await.unwrap();
        assert_eq!(seen().await, 199);
        let changed = ledger.get(stood.id).await.unwrap().unwrap();
        assert_eq!((changed.version, changed.synthetic), (2, false));

        let deadline = Instant::now() + Duration::from_secs(20);
        while *house.journal.head().borrow() < 200 {
            assert!(Instant::now() < deadline, "the batch is not sealed");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        house.rebuilt_equal().await;

        let mut second = ledger.stage(importer()).await.unwrap();
        second.add(&[named("不来了")]).await.unwrap();
        let taken = ledger.create(&clerk(), &named("不来了")).await;
        assert!(matches!(taken, Err(LedgerError::Faults(_))), "{taken:?}");
        second.discard().await.unwrap();
        ledger.create(&clerk(), &named("不来了")).await.unwrap();
        assert_eq!(seen().await, 200);
        house.close().await;
    })
    .await;
}
