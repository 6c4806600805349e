//! Retiring and restoring rows that others refer to.

use register::{FaultCode, LedgerError, Query};
use serde_json::json;

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::{Hydrant, Organisation};

#[tokio::test(flavor = "multi_thread")]
async fn a_row_in_use_is_not_retired_and_a_retired_one_is_not_used() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let (organisations, hydrants) = (house.ledger::<Organisation>(), house.ledger::<Hydrant>());
        let name = object(json!({"name": "水务局"}));
        let office = organisations.create(&clerk(), &name).await.unwrap();
        let hydrant = |name: &str| {
            object(json!({"name": name, "state": "broken", "region": "140802",
                "maintainer": office.id.to_string()}))
        };
        let one = hydrants.create(&clerk(), &hydrant("一号")).await.unwrap();
        let two = hydrants.create(&clerk(), &hydrant("二号")).await.unwrap();

        let refused = organisations.retire(&clerk(), office.id, 1).await;
        let Err(LedgerError::ReferredTo(referrers)) = refused else {
            panic!("{refused:?}");
        };
        let found: Vec<_> = referrers
            .iter()
            .map(|r| (r.register, r.field, r.rows))
            .collect();
        assert_eq!(found, [("hydrant", "maintainer", 2)]);

        for row in [&one, &two] {
            hydrants.retire(&clerk(), row.id, 1).await.unwrap();
        }
        organisations.retire(&clerk(), office.id, 1).await.unwrap();
        let again = hydrants.create(&clerk(), &hydrant("三号")).await;
        let restored = hydrants.restore(&clerk(), one.id, 2).await;
        for refused in [again, restored] {
            let Err(LedgerError::Faults(faults)) = refused else {
                panic!("{refused:?}");
            };
            let fault = faults.iter().next().unwrap();
            let found = (fault.field.as_str(), fault.code);
            assert_eq!(found, ("maintainer", FaultCode::RetiredReference));
        }
        let twice = hydrants.retire(&clerk(), one.id, 2).await;
        assert!(matches!(twice, Err(LedgerError::Retired)), "{twice:?}");
        let changed = hydrants.update(&clerk(), one.id, 2, &hydrant("改")).await;
        assert!(matches!(changed, Err(LedgerError::Retired)), "{changed:?}");

        organisations.restore(&clerk(), office.id, 2).await.unwrap();
        let back = hydrants.restore(&clerk(), one.id, 2).await.unwrap();
        assert_eq!((back.version, back.retired_at), (3, None));
        let in_use = hydrants.list(&Query::default()).await.unwrap();
        assert_eq!(in_use.rows.len(), 1);
        let all = Query {
            retired: true,
            ..Query::default()
        };
        assert_eq!(hydrants.list(&all).await.unwrap().rows.len(), 2);
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}
