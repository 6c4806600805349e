//! Two people change one row.

use base::Uuid;
use register::{LedgerError, Value};
use serde_json::json;

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::Organisation;

#[tokio::test(flavor = "multi_thread")]
async fn the_later_one_sees_both_states() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Organisation>();
        let named = |name: &str| object(json!({"name": name}));
        let row = ledger.create(&clerk(), &named("原名")).await.unwrap();
        ledger
            .update(&clerk(), row.id, 1, &named("甲改"))
            .await
            .unwrap();
        let late = ledger.update(&clerk(), row.id, 1, &named("乙改")).await;
        let Err(LedgerError::Conflict {
            expected,
            yours,
            current,
        }) = late
        else {
            panic!("{late:?}");
        };
        assert_eq!((expected, current.version), (1, 2));
        assert_eq!(yours.unwrap(), [Value::Text("乙改".to_owned())]);
        assert_eq!(current.values, [Value::Text("甲改".to_owned())]);

        // At the same moment: the journal decides.
        for round in 0..10 {
            let (a, b) = (named(&format!("甲{round}")), named(&format!("乙{round}")));
            let author = clerk();
            let (a, b) = tokio::join!(
                ledger.update(&author, row.id, 2 + round, &a),
                ledger.update(&author, row.id, 2 + round, &b)
            );
            let refused = if a.is_ok() { b } else { a };
            assert!(
                matches!(&refused, Err(LedgerError::Conflict { current, .. })
                    if current.version == 3 + round),
                "{refused:?}"
            );
        }
        let gone = ledger
            .update(&clerk(), Uuid::from_u128(3), 1, &named("无"))
            .await;
        assert!(
            matches!(gone, Err(LedgerError::NotFound { .. })),
            "{gone:?}"
        );
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}
