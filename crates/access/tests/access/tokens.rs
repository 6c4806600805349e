//! API tokens: shown once, bound, ended by date and by hand, noted rarely.

use std::time::{Duration, Instant};

use access::{AccessError, NewApiToken, Role, Sets, Subject, permission};
use base::Timestamp;

use crate::database::{House, on_both_engines, setup};

const DAY: Duration = Duration::from_secs(24 * 3600);

fn new_token(house: &House) -> NewApiToken {
    NewApiToken {
        name: "气象局接口".to_owned(),
        permissions: vec![permission::UNIT_READ.to_owned()],
        sets: Sets::of_areas(vec!["140802".parse().unwrap()]),
        expires_at: house.clock.now().plus(30 * DAY),
    }
}

#[tokio::test]
async fn a_token_opens_what_it_was_given_until_its_day() {
    on_both_engines(|house| async move {
        let by = setup();
        let made = house.access.create_api_token(&by, new_token(&house));
        let (token, known) = made.await.unwrap();
        assert!(token.reveal().starts_with("fst_") && token.reveal().len() == 68);
        let opened = house.access.session(token.reveal()).await.unwrap().unwrap();
        assert_eq!(opened.who.role, Role::Integration);
        assert_eq!(opened.who.account, known.record.id);
        let pass = opened.who.pass;
        assert_eq!(pass.permissions(), [permission::UNIT_READ]);
        let at = |region| Subject::in_region(Some(region));
        assert!(pass.may(permission::UNIT_READ, &at("140802001")));
        assert!(!pass.may(permission::UNIT_READ, &at("140821")));
        assert!(!pass.may(permission::UNIT_WRITE, &at("140802001")));

        let wrong = format!("{}0", token.reveal());
        assert!(house.access.session(&wrong).await.unwrap().is_none());
        house.clock.advance(30 * DAY);
        assert!(
            house
                .access
                .session(token.reveal())
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}

#[tokio::test]
async fn a_revoked_token_is_shut_at_once_and_the_journal_knows_no_secret() {
    on_both_engines(|house| async move {
        let by = setup();
        let made = house.access.create_api_token(&by, new_token(&house));
        let (token, known) = made.await.unwrap();
        assert!(
            house
                .access
                .session(token.reveal())
                .await
                .unwrap()
                .is_some()
        );
        for _ in 0..2 {
            house
                .access
                .revoke_api_token(&by, known.record.id)
                .await
                .unwrap();
        }
        assert!(
            house
                .access
                .session(token.reveal())
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            house
                .neighbour()
                .session(token.reveal())
                .await
                .unwrap()
                .is_none()
        );
        let told = house.told("api_token", 2).await;
        let verbs: Vec<_> = told.iter().map(|(verb, _)| &**verb).collect();
        assert_eq!(verbs, ["created", "revoked"]);
        assert!(!format!("{told:?}").contains("fst_"));
        let known = house.access.api_tokens(&by).await.unwrap();
        assert!(known[0].record.revoked_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_a_token_more_than_integration_or_they_themselves_have() {
    on_both_engines(|house| async move {
        let access = &house.access;
        let by = setup();
        for unfit in ["account.manage", "people.personal", "session.own", "all"] {
            let mut new = new_token(&house);
            new.permissions.push(unfit.to_owned());
            let refused = access.create_api_token(&by, new).await;
            assert!(matches!(refused, Err(AccessError::TokenPermission(p)) if p == unfit));
        }
        let mut empty = new_token(&house);
        empty.permissions.clear();
        let refused = access.create_api_token(&by, empty).await;
        assert!(matches!(refused, Err(AccessError::TokenPermissions)));
        for days in [0, 732] {
            let mut new = new_token(&house);
            new.expires_at = house.clock.now().plus(days * DAY);
            let refused = access.create_api_token(&by, new).await;
            assert!(matches!(refused, Err(AccessError::TokenExpiry)), "{days}");
        }
        let county = Sets::of_areas(vec!["140821".parse().unwrap()]);
        house
            .account_in("county", Role::Administrator, county)
            .await;
        let county = house.pass("county").await;
        let refused = access.create_api_token(&county, new_token(&house)).await;
        assert!(matches!(refused, Err(AccessError::TooWide)));
        let (_, known) = access
            .create_api_token(&by, new_token(&house))
            .await
            .unwrap();
        assert!(access.api_tokens(&county).await.unwrap().is_empty());
        let refused = access.revoke_api_token(&county, known.record.id).await;
        assert!(matches!(refused, Err(AccessError::UnknownToken(_))));
    })
    .await;
}

#[tokio::test]
async fn a_use_is_noted_at_once_and_then_once_a_minute() {
    on_both_engines(|house| async move {
        let by = setup();
        let made = house.access.create_api_token(&by, new_token(&house));
        let (token, _) = made.await.unwrap();
        let before = house.journal.stats().sets;
        let used = async || house.access.api_tokens(&by).await.unwrap()[0].last_used_at;
        assert_eq!(used().await, None);
        let use_it = async || {
            for _ in 0..5 {
                assert!(
                    house
                        .access
                        .session(token.reveal())
                        .await
                        .unwrap()
                        .is_some()
                );
            }
            tokio::time::sleep(Duration::from_millis(60)).await;
        };
        // The note is written beside the answer: it may come a moment later.
        let noted = async |at: Timestamp, times: u64| {
            let deadline = Instant::now() + Duration::from_secs(10);
            let is_there =
                async || used().await == Some(at) && house.journal.stats().sets == before + times;
            while !is_there().await {
                assert!(Instant::now() < deadline, "the use is not noted");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        use_it().await;
        let first = house.clock.now();
        noted(first, 1).await;
        for _ in 0..5 {
            house.clock.advance(Duration::from_secs(10));
            use_it().await;
        }
        assert_eq!(used().await, Some(first));
        assert_eq!(house.journal.stats().sets, before + 1);
        house.clock.advance(Duration::from_secs(10));
        use_it().await;
        noted(house.clock.now(), 2).await;
    })
    .await;
}
