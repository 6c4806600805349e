//! What people do at the door stands in the journal, and no secret does.

use access::{Password, Role};

use crate::database::{PASSWORD, on_both_engines};

#[tokio::test]
async fn coming_and_going_is_told() {
    on_both_engines(|house| async move {
        let wang = house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        house.access.sign_out(token.reveal()).await.unwrap();
        house.access.sign_out(token.reveal()).await.unwrap();
        let told = house.told("sign_in", 2).await;
        assert_eq!(told.len(), 2);
        let (verb, body) = &told[0];
        assert_eq!(verb, "signed_in");
        assert_eq!(body["account"], wang.id.to_string());
        assert!(body["ended_at"].is_null());
        let (verb, body) = &told[1];
        assert_eq!(
            (&**verb, &body["ended_by"]),
            ("ended", &"signed_out".into())
        );
        let text = format!("{told:?}");
        assert!(!text.contains(token.reveal()) && !text.contains(PASSWORD));
    })
    .await;
}

#[tokio::test]
async fn a_lock_out_is_told_and_a_mistyped_name_is_not() {
    on_both_engines(|house| async move {
        let wang = house.account("wang", Role::Dispatcher).await;
        let wrong = Password::new("not the password");
        for name in ["wang", "my-secret-typed-here"] {
            for _ in 0..7 {
                assert!(house.access.sign_in(name, &wrong).await.is_err());
            }
        }
        let told = house.told("lock_out", 2).await;
        assert_eq!(told.len(), 2, "once a lock, not once a guess");
        assert_eq!(told[0].1["account"], wang.id.to_string());
        assert!(told[1].1["account"].is_null());
        let text = format!("{told:?}");
        assert!(!text.contains("my-secret") && !text.contains("not the password"));
    })
    .await;
}

#[tokio::test]
async fn changing_ones_own_password_asks_for_the_present_one_and_ends_the_others() {
    on_both_engines(|house| async move {
        let wang = house.account("wang", Role::Dispatcher).await;
        let here = house.sign_in("wang").await;
        let elsewhere = house.sign_in("wang").await.token;
        let (pass, token) = (here.session.who.pass, here.token);
        let change = async |present: &str, next: &str| {
            let (present, next) = (Password::new(present), Password::new(next));
            let access = &house.access;
            access
                .change_own_password(&pass, wang.id, token.reveal(), &present, next)
                .await
        };
        assert!(
            change("wrong wrong wrong", "another-long-one")
                .await
                .is_err()
        );
        assert!(change(PASSWORD, "short").await.is_err());
        change(PASSWORD, "another-long-one").await.unwrap();
        let stands = async |token: &access::Token| {
            house
                .access
                .session(token.reveal())
                .await
                .unwrap()
                .is_some()
        };
        assert!(stands(&token).await);
        assert!(!stands(&elsewhere).await);
        assert!(
            house
                .access
                .sign_in("wang", &Password::new(PASSWORD))
                .await
                .is_err()
        );
        let told = house.told("account", 2).await;
        assert_eq!(told[1].0, "password_set");
        // Guessing through this door locks the other one too.
        for _ in 0..5 {
            assert!(
                change("wrong wrong wrong", "another-long-one")
                    .await
                    .is_err()
            );
        }
        let right = Password::new("another-long-one");
        let locked = house.access.sign_in("wang", &right);
        assert!(matches!(
            locked.await,
            Err(access::SignInError::Locked { .. })
        ));
    })
    .await;
}
