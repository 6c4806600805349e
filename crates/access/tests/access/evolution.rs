//! Bodies of older programs still rebuild, and everything new rebuilds too.

use access::{Identity, NewApiToken, Role, Sets};
use base::Uuid;
use journal::{Actor, Change, ChangeParts, ChangeSet, Lane, Records};
use sea_orm::{EntityTrait, Value};
use store::{Schema, Store, StoreConfig, shape_of};

use crate::database::{House, on_both_engines, setup};

fn records() -> Records {
    let mut records = Records::new();
    records.extend([journal::merge_record_def()]);
    records.extend(access::record_defs());
    records
}

/// An account as a program of schema 1 wrote it.
async fn old_account(house: &House) -> Uuid {
    let id = house.journal.new_id();
    let body = serde_json::json!({
        "id": id, "username": "old", "display_name": "老王", "role": "dispatcher",
        "locale": "zh", "areas": "[\"140802\"]", "disabled": false, "created_at": 5,
    });
    let text = |text: &str| Value::from(text);
    let change = Change::from_parts(ChangeParts {
        kind: "account",
        subject: id,
        version: 1,
        verb: "created",
        event_at: house.clock.now(),
        region: None,
        schema: 1,
        body: base::canonical_value(&body).unwrap(),
        values: vec![
            id.into(),
            1_i64.into(),
            text("old"),
            text("老王"),
            text("dispatcher"),
            text("zh"),
            text("[\"140802\"]"),
            Option::<String>::None.into(),
            Option::<Uuid>::None.into(),
            Option::<String>::None.into(),
            Option::<Uuid>::None.into(),
            false.into(),
            5_i64.into(),
        ],
        shape: shape_of::<access::account::Entity>(),
    });
    let set = ChangeSet::new(Lane::Dispatch, Actor::system("test")).with(change);
    house.journal.submit(set).await.unwrap();
    id
}

#[tokio::test]
async fn everything_is_rebuilt_from_the_journal_old_bodies_too() {
    on_both_engines(|house| async move {
        let old = old_account(&house).await;
        let reader = house.journal.store().reader();
        let model = access::account::Entity::find_by_id(old).one(reader).await;
        let who = Identity::try_from(model.unwrap().unwrap()).unwrap();
        assert_eq!(who.sets, Sets::of_areas(vec!["140802".parse().unwrap()]));

        let own = Sets {
            unit: Some(Uuid::from_u128(5)),
            clients: vec![Uuid::from_u128(6)],
            ..Sets::default()
        };
        house.account_in("unit", Role::UnitManager, own).await;
        let token = house.sign_in("unit").await.token;
        house.access.sign_out(token.reveal()).await.unwrap();
        let new = NewApiToken {
            name: "数据共享".to_owned(),
            permissions: vec!["city.read".to_owned()],
            sets: Sets::default(),
            expires_at: house.clock.now().plus(std::time::Duration::from_secs(60)),
        };
        house.access.create_api_token(&setup(), new).await.unwrap();
        house.told("api_token", 1).await;

        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("again.db").display());
        let again = Store::open(&StoreConfig::new(url)).await.unwrap();
        let mut schema = Schema::new();
        schema.add(journal::migrations(), &journal::table_shapes());
        schema.add(access::migrations(), &access::table_shapes());
        schema.migrate(&again).await.unwrap();
        let records = records();
        let rebuilt = journal::rebuild_into(house.journal.store(), &records, &again);
        rebuilt.await.unwrap();
        let lines = async |store: &Store| {
            let mut lines = Vec::new();
            let line = |line: &[u8]| lines.push(line.to_vec());
            journal::export_tables(store, &records, line).await.unwrap();
            lines
        };
        let here = lines(house.journal.store()).await;
        assert_eq!(here.len(), 4, "two accounts, a sign-in, a token");
        assert_eq!(here, lines(&again).await);
        again.close().await;
    })
    .await;
}
