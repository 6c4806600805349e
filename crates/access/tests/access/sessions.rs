//! Sessions: they end when they are ended, when nobody uses them, and with their account.

use std::time::Duration;

use access::{Access, AccessError, Password, Role};

use crate::database::{on_both_engines, setup};

const MINUTE: Duration = Duration::from_secs(60);

async fn stands(access: &Access, token: &access::Token) -> bool {
    access.session(token.reveal()).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_stands_while_it_is_used_and_idles_out() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        for _ in 0..4 {
            house.clock.advance(10 * MINUTE);
            assert!(stands(&house.access, &token).await);
            wait_for_note(&house.access, &token).await;
        }
        house.clock.advance(30 * MINUTE);
        assert!(!stands(&house.access, &token).await);
        assert!(
            !stands(&house.access, &token).await,
            "looking does not wake it"
        );
    })
    .await;
}

/// The note of a use is written behind the answer.
async fn wait_for_note(access: &Access, token: &access::Token) {
    for _ in 0..200 {
        let session = access.session(token.reveal()).await.unwrap().unwrap();
        if session.last_seen_at == access.journal().clock().now() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the use of a session was not noted");
}

#[tokio::test]
async fn a_use_is_noted_at_most_once_a_minute() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        let signed_in = house.sign_in("wang").await;
        let before = house.journal.stats().sets;
        for _ in 0..5 {
            house.clock.advance(MINUTE / 6);
            assert!(stands(&house.access, &signed_in.token).await);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(house.journal.stats().sets, before);
        house.clock.advance(MINUTE);
        for _ in 0..5 {
            assert!(stands(&house.access, &signed_in.token).await);
        }
        wait_for_note(&house.access, &signed_in.token).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(house.journal.stats().sets, before + 1);
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_one_session_and_a_late_note_does_not_bring_it_back() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        let one = house.sign_in("wang").await.token;
        let other = house.sign_in("wang").await.token;
        house.clock.advance(5 * MINUTE);
        // The look leaves a note behind that races with the end.
        assert!(stands(&house.access, &one).await);
        house.access.sign_out(one.reveal()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!stands(&house.access, &one).await);
        assert!(!stands(&house.neighbour(), &one).await);
        assert!(stands(&house.access, &other).await);
        assert!(!stands(&house.neighbour(), &one).await);
        assert!(house.access.session("no token").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_disabled_account_is_out_at_once_here_and_soon_elsewhere() {
    on_both_engines(|house| async move {
        let model = house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        let neighbour = house.neighbour();
        assert!(stands(&house.access, &token).await);
        assert!(stands(&neighbour, &token).await);
        let done = house.access.disable_account(&setup(), model.id, 1).await;
        done.unwrap();
        assert!(!stands(&house.access, &token).await);
        house.clock.advance(house.access.config().believe);
        assert!(!stands(&neighbour, &token).await);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_of_the_old_one() {
    on_both_engines(|house| async move {
        let model = house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        assert!(stands(&house.access, &token).await);
        let fresh = Password::new("another-long-one");
        let done = house
            .access
            .set_password(&setup(), model.id, fresh.clone())
            .await;
        done.unwrap();
        assert!(!stands(&house.access, &token).await);
        house.access.sign_in("wang", &fresh).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_used_all_day_ends_with_the_day() {
    on_both_engines(|house| async move {
        house.account("wang", Role::Dispatcher).await;
        let token = house.sign_in("wang").await.token;
        let lifetime = house.access.config().lifetime;
        let mut lived = Duration::ZERO;
        while lived + 20 * MINUTE < lifetime {
            house.clock.advance(20 * MINUTE);
            lived += 20 * MINUTE;
            assert!(stands(&house.access, &token).await, "after {lived:?}");
            wait_for_note(&house.access, &token).await;
        }
        house.clock.advance(lifetime - lived);
        assert!(!stands(&house.access, &token).await);
        assert!(!stands(&house.neighbour(), &token).await);
    })
    .await;
}

#[tokio::test]
async fn run_out_sessions_are_ended_with_their_record_and_later_cleared() {
    on_both_engines(|house| async move {
        let wang = house.account("wang", Role::Dispatcher).await;
        let keep = Duration::from_secs(7 * 24 * 3600);
        let gone = house.sign_in("wang").await.token;
        house.access.sign_out(gone.reveal()).await.unwrap();
        house.sign_in("wang").await;
        house.clock.advance(29 * MINUTE);
        let fresh = house.sign_in("wang").await.token;
        house.clock.advance(MINUTE);
        let tended = house.access.tend_sessions(keep).await.unwrap();
        assert_eq!((tended.ended, tended.cleared), (1, 0));
        assert!(stands(&house.access, &fresh).await);
        assert_eq!(house.access.sessions_of(wang.id).await.unwrap().len(), 1);
        let again = house.access.tend_sessions(keep).await.unwrap();
        assert_eq!(again, access::Tended::default(), "nothing is left to do");

        house.clock.advance(keep + MINUTE);
        let tended = house.access.tend_sessions(keep).await.unwrap();
        assert_eq!((tended.ended, tended.cleared), (1, 2));
        let told = house.told("sign_in", 6).await;
        let mut endings: Vec<_> = told
            .iter()
            .filter(|(verb, _)| verb == "ended")
            .map(|(_, body)| body["ended_by"].as_str().unwrap())
            .collect();
        endings.sort_unstable();
        assert_eq!(endings, ["aged", "idle", "signed_out"]);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_sees_sessions_and_ends_one_or_all() {
    on_both_engines(|house| async move {
        let wang = house.account("wang", Role::Dispatcher).await;
        let one = house.sign_in("wang").await.token;
        house.clock.advance(MINUTE);
        let other = house.sign_in("wang").await.token;
        let open = house.access.sessions_of(wang.id).await.unwrap();
        assert_eq!(open.len(), 2);
        assert!(open[0].created_at > open[1].created_at);
        let actor = || setup().actor();
        let first = open[1].sign_in;
        house
            .access
            .end_sessions(actor(), wang.id, first)
            .await
            .unwrap();
        assert!(!stands(&house.access, &one).await);
        assert!(stands(&house.access, &other).await);
        let again = house.access.end_sessions(actor(), wang.id, first).await;
        assert!(matches!(again, Err(AccessError::UnknownSession)));
        house
            .access
            .end_sessions(actor(), wang.id, None)
            .await
            .unwrap();
        assert!(!stands(&house.access, &other).await);
        house
            .access
            .end_sessions(actor(), wang.id, None)
            .await
            .unwrap();
    })
    .await;
}
