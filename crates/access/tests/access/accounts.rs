//! Accounts are journalled without anything secret, and a new house gets its first ones once.

use access::{AccessError, AccountChange, Password, Role, ensure_first_accounts};
use journal::Records;

use crate::database::{PASSWORD, new, on_both_engines, setup};

#[tokio::test]
async fn first_accounts_are_made_once_and_let_their_people_in() {
    on_both_engines(|house| async move {
        let list = || {
            vec![
                new("dispatcher", Role::Dispatcher),
                new("admin", Role::Administrator),
            ]
        };
        let first = ensure_first_accounts(&house.journal, list()).await.unwrap();
        assert_eq!(first.len(), 2);
        for made in &first {
            let name = &made.account.username;
            let signed_in = house.access.sign_in(name, &made.password).await.unwrap();
            assert_eq!(signed_in.session.who.account, made.account.id);
        }
        let again = ensure_first_accounts(&house.journal, list()).await.unwrap();
        assert!(again.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_is_told_whatever_its_capitals() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        let password = Password::new(PASSWORD);
        let by = setup();
        let again = house
            .access
            .create_account(&by, new("Wang", Role::Leader), password);
        let error = again.await.unwrap_err();
        assert!(matches!(error, AccessError::UsernameTaken(name) if name == "wang"));
    })
    .await;
}

#[tokio::test]
async fn accounts_are_journalled_without_anything_secret() {
    on_both_engines(|house| async move {
        let model = house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        let change = || AccountChange {
            display_name: Some("王 wang".to_owned()),
            ..AccountChange::default()
        };
        let by = setup();
        let saved = house.access.change_account(&by, model.id, 1, change());
        assert_eq!(saved.await.unwrap().version, 2);
        let stale = house
            .access
            .change_account(&by, model.id, 1, change())
            .await;
        assert!(matches!(stale, Err(AccessError::Commit(_))));

        let page = house.journal.follow(0).next().await.unwrap();
        for sealed in page {
            let body = String::from_utf8(sealed.entry.body).unwrap();
            assert!(body.contains("\"wang\""), "{body}");
            for secret in ["argon2", PASSWORD, token.reveal()] {
                assert!(!body.contains(secret), "{body}");
            }
        }
        let mut records = Records::new();
        records.extend(access::record_defs());
        for kind in ["account", "sign_in", "lock_out", "api_token"] {
            assert!(records.get(kind).is_ok());
        }
    })
    .await;
}
