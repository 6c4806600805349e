//! A judge knows what no declaration does, and is asked wherever a row comes from.

use std::sync::Arc;

use journal::Actor;
use register::{
    Author, Catalogue, FaultCode, Faults, Judge, Label, Ledger, LedgerError, Register as _, Seen,
    Value,
};
use serde_json::json;

use crate::database::{House, clerk, defs, object, on_both_engines};
use crate::samples::Organisation;

fn of_this_city(values: &[Value], faults: &mut Faults) {
    if values[0].as_text() == Some("外地公司") {
        faults.rule("name", Label::new("不是本市单位", "it is of another city"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_judged_whether_people_enter_them_or_files_bring_them() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let judge: Arc<Judge> = Arc::new(of_this_city);
        let catalogue = Catalogue::new(defs()).unwrap();
        let catalogue = Arc::new(catalogue.judged_by([(Organisation::DEF, judge)]));
        let ledger = Ledger::new(Organisation::DEF, house.journal.clone(), catalogue);
        let named = |name: &str| object(json!({ "name": name }));

        let refused = ledger.create(&clerk(), &named("外地公司")).await;
        let Err(LedgerError::Faults(faults)) = refused else {
            panic!("it was taken");
        };
        let fault = faults.iter().next().unwrap();
        assert_eq!(
            (fault.field.as_str(), fault.code),
            ("name", FaultCode::Rule)
        );
        let stands = ledger.create(&clerk(), &named("本市公司")).await.unwrap();
        let changed = ledger
            .update(&clerk(), stands.id, 1, &named("外地公司"))
            .await;
        assert!(matches!(changed, Err(LedgerError::Faults(_))));

        let author = Author::person(Actor::system("import"));
        let mut batch = ledger.stage(author).await.unwrap();
        let rows = [named("二公司"), named("外地公司")];
        let faults = batch.add(&rows).await.unwrap();
        let at: Vec<usize> = faults.iter().map(|(at, _)| *at).collect();
        assert_eq!(at, [1]);
        let plans = ledger
            .plan(rows.to_vec(), &mut Seen::default())
            .await
            .unwrap();
        assert!(plans[0].is_ok() && plans[1].is_err());
        // Other registers have no judge, and another catalogue of the same registers has none.
        let bare = house.ledger::<Organisation>();
        bare.create(&clerk(), &named("外地公司")).await.unwrap();
    })
    .await;
}
