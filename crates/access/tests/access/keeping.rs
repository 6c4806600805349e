//! Who keeps accounts stays inside their own sets, cannot raise themselves, and the last one stays.

use access::{AccessError, AccountChange, AccountFilter, NewAccount, Password, Role, Sets};
use base::Uuid;

use crate::database::{House, PASSWORD, new, on_both_engines, setup};

fn areas(codes: &[&str]) -> Sets {
    Sets::of_areas(codes.iter().map(|code| code.parse().unwrap()).collect())
}

fn to_role(role: Role) -> AccountChange {
    AccountChange {
        role: Some(role),
        ..AccountChange::default()
    }
}

fn to_sets(sets: Sets) -> AccountChange {
    AccountChange {
        sets: Some(sets),
        ..AccountChange::default()
    }
}

async fn change(
    house: &House,
    by: &str,
    id: Uuid,
    version: i64,
    change: AccountChange,
) -> Result<i64, AccessError> {
    let pass = house.pass(by).await;
    let changed = house.access.change_account(&pass, id, version, change);
    changed.await.map(|model| model.version)
}

#[tokio::test]
async fn nobody_raises_disables_or_resets_themselves() {
    on_both_engines(|house| async move {
        let admin = house.account("admin", Role::Administrator).await;
        house.account("second", Role::Administrator).await;
        let own = |result| matches!(result, Err(AccessError::OwnAccount));
        assert!(own(change(
            &house,
            "admin",
            admin.id,
            1,
            to_role(Role::Registrar)
        )
        .await));
        assert!(own(change(
            &house,
            "admin",
            admin.id,
            1,
            to_sets(areas(&["140802"]))
        )
        .await));
        let pass = house.pass("admin").await;
        let access = &house.access;
        assert!(matches!(
            access.disable_account(&pass, admin.id, 1).await,
            Err(AccessError::OwnAccount)
        ));
        let password = Password::new("another-long-one");
        assert!(matches!(
            access.set_password(&pass, admin.id, password).await,
            Err(AccessError::OwnAccount)
        ));
        // A name raises nobody.
        let named = AccountChange {
            display_name: Some("李".to_owned()),
            ..to_role(Role::Administrator)
        };
        assert_eq!(
            change(&house, "admin", admin.id, 1, named).await.unwrap(),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_of_the_city_stays() {
    on_both_engines(|house| async move {
        let admin = house.account("admin", Role::Administrator).await;
        let county = house
            .account_in("county", Role::Administrator, areas(&["140802"]))
            .await;
        let by = setup();
        let last =
            |result: Result<_, AccessError>| matches!(result, Err(AccessError::LastAdministrator));
        let access = &house.access;
        assert!(last(access.disable_account(&by, admin.id, 1).await));
        assert!(last(
            access
                .change_account(&by, admin.id, 1, to_role(Role::Leader))
                .await
        ));
        let narrowed = to_sets(areas(&["140802"]));
        assert!(last(
            access.change_account(&by, admin.id, 1, narrowed).await
        ));
        // One of a county is not the last one of the city.
        access.disable_account(&by, county.id, 1).await.unwrap();
        let second = house.account("second", Role::Administrator).await;
        access.disable_account(&by, admin.id, 1).await.unwrap();
        assert!(last(access.disable_account(&by, second.id, 1).await));
        let back = access.enable_account(&by, admin.id, 2).await.unwrap();
        assert!(!back.disabled);
        access.disable_account(&by, second.id, 1).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_countys_administrator_keeps_the_countys_accounts_and_knows_no_others() {
    on_both_engines(|house| async move {
        house
            .account_in("county", Role::Administrator, areas(&["140802"]))
            .await;
        let chief = house.account("chief", Role::Leader).await;
        let own = house
            .account_in("own", Role::GridWorker, areas(&["140802001"]))
            .await;
        house
            .account_in("far", Role::GridWorker, areas(&["140821"]))
            .await;
        let pass = house.pass("county").await;
        let access = &house.access;
        let seen = access
            .accounts(&pass, &AccountFilter::default(), 10, None)
            .await
            .unwrap();
        let seen: Vec<_> = seen.iter().map(|one| &*one.username).collect();
        assert_eq!(seen, ["county", "own"]);
        let page = access
            .accounts(&pass, &AccountFilter::default(), 1, None)
            .await
            .unwrap();
        assert_eq!(page.len(), 2, "one more than asked says that there is more");
        let unknown =
            |result: Result<_, AccessError>| matches!(result, Err(AccessError::UnknownAccount(_)));
        assert!(unknown(access.account(&pass, chief.id).await));
        assert!(unknown(access.disable_account(&pass, chief.id, 1).await));
        assert!(
            access
                .set_password(&pass, chief.id, Password::new("another-long-one"))
                .await
                .is_err()
        );

        for wider in [Sets::default(), areas(&["140821001"]), areas(&["1408"])] {
            let account = NewAccount {
                sets: wider.clone(),
                ..new("made", Role::Leader)
            };
            let made = access.create_account(&pass, account, Password::new(PASSWORD));
            assert!(matches!(made.await, Err(AccessError::TooWide)), "{wider:?}");
            let moved = change(&house, "county", own.id, 1, to_sets(wider)).await;
            assert!(matches!(
                moved,
                Err(AccessError::TooWide | AccessError::Sets(_))
            ));
        }
        let moved = to_sets(areas(&["140802002"]));
        assert_eq!(change(&house, "county", own.id, 1, moved).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn changed_rights_count_with_the_next_request_and_disabling_ends_sessions_for_good() {
    on_both_engines(|house| async move {
        let by = setup();
        let wang = house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        let role = async || {
            let session = house.access.session(token.reveal()).await.unwrap();
            session.map(|session| session.who.role)
        };
        assert_eq!(role().await, Some(Role::Dispatcher));
        let changed = house
            .access
            .change_account(&by, wang.id, 1, to_role(Role::Planner));
        changed.await.unwrap();
        assert_eq!(role().await, Some(Role::Planner));
        house.access.disable_account(&by, wang.id, 2).await.unwrap();
        assert_eq!(role().await, None);
        house.access.enable_account(&by, wang.id, 3).await.unwrap();
        assert_eq!(role().await, None, "a session does not come back to life");
        house.sign_in("wang").await;
    })
    .await;
}
