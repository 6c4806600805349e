//! The door: right and wrong passwords, the lock-out, disabled accounts.

use std::time::Duration;

use access::{Password, Role, SignInError};

use crate::database::{House, PASSWORD, on_both_engines, setup};

async fn try_wrong(house: &House, name: &str) -> SignInError {
    let wrong = Password::new("not the password");
    house.access.sign_in(name, &wrong).await.unwrap_err()
}

#[tokio::test]
async fn five_wrong_passwords_lock_known_and_unknown_names_alike() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        for name in ["wang", "nobody"] {
            for _ in 0..4 {
                let error = try_wrong(&house, name).await;
                assert!(matches!(error, SignInError::WrongCredentials), "{error}");
            }
            for _ in 0..2 {
                let error = try_wrong(&house, name).await;
                let SignInError::Locked { retry_after } = error else {
                    panic!("{name}: {error}");
                };
                assert_eq!(retry_after, Duration::from_secs(300));
            }
        }
        // Locked means locked, for the right password too.
        let right = Password::new(PASSWORD);
        let error = house.access.sign_in("wang", &right).await.unwrap_err();
        assert!(matches!(error, SignInError::Locked { .. }));
        house.clock.advance(Duration::from_secs(300));
        house.sign_in("wang").await;
    })
    .await;
}

#[tokio::test]
async fn guesses_made_at_once_are_counted_one_by_one() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        let guesses = (0..8).map(|_| {
            let house = house.clone();
            tokio::spawn(async move { try_wrong(&house, "wang").await })
        });
        let mut wrong = 0;
        for guess in guesses.collect::<Vec<_>>() {
            if matches!(guess.await.unwrap(), SignInError::WrongCredentials) {
                wrong += 1;
            }
        }
        assert_eq!(wrong, 4, "the fifth and all after it are refused as locked");
    })
    .await;
}

#[tokio::test]
async fn a_success_clears_the_count_and_names_ignore_capitals() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        for _ in 0..2 {
            for _ in 0..4 {
                try_wrong(&house, "wang").await;
            }
            house.sign_in(" WANG ").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_told_only_to_who_knows_its_password() {
    on_both_engines(|house| async move {
        let model = house.account("wang", Role::Dispatcher).await;
        let done = house.access.disable_account(&setup(), model.id, 1).await;
        done.unwrap();
        assert!(matches!(
            try_wrong(&house, "wang").await,
            SignInError::WrongCredentials
        ));
        let right = Password::new(PASSWORD);
        let error = house.access.sign_in("wang", &right).await.unwrap_err();
        assert!(matches!(error, SignInError::Disabled));
    })
    .await;
}
