//! Two people at once: one wins, the other hears of it, and nobody beside them suffers.

use futures_util::future::join_all;
use journal::{Actor, ChangeSet, CommitError, Lane};
use sea_orm::EntityTrait;

use crate::database::{on_both_engines, open_journal};
use crate::subject::{Entity, Model};

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_in_a_group_fails_only_its_own_set() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let shared = Model::new(journal.new_id(), "shared");
        journal.submit(shared.set(Lane::Dispatch)).await.unwrap();
        let current = Model {
            version: 1,
            ..shared.clone()
        };

        // Fifty sets at once: one pair fights over the shared counter, one repeats its creation,
        // the others are innocent neighbours of the same group.
        let mut sets = vec![
            Model {
                value: 1,
                ..current.clone()
            }
            .set(Lane::Device),
            Model {
                value: 2,
                ..current.clone()
            }
            .set(Lane::Device),
            shared.set(Lane::Device),
        ];
        sets.extend((0..47).map(|_| Model::new(journal.new_id(), "alone").set(Lane::Device)));
        let answers = join_all(sets.into_iter().map(|set| journal.submit(set))).await;

        let refused: Vec<_> = answers.iter().filter_map(|a| a.as_ref().err()).collect();
        assert_eq!(refused.len(), 2, "{refused:?}");
        for refusal in refused {
            assert!(
                matches!(refusal, CommitError::Conflict { .. }),
                "{refusal:?}"
            );
        }
        let rows = Entity::find().all(journal.store().reader()).await.unwrap();
        assert_eq!(rows.len(), 48);
        let shared = rows.iter().find(|row| row.name == "shared").unwrap();
        assert_eq!(
            (shared.version, shared.value),
            (2, 1),
            "the first of the two won"
        );
        journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_is_written_whole_or_not_at_all() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let known = Model::new(journal.new_id(), "known");
        journal.submit(known.set(Lane::Dispatch)).await.unwrap();
        let fresh = Model::new(journal.new_id(), "fresh");
        let now = journal.clock().now();
        let both = ChangeSet::new(Lane::Dispatch, Actor::system("test"))
            .with(journal::Change::of(&fresh, "counted", now).unwrap())
            .with(
                journal::Change::of(
                    &Model {
                        version: 7,
                        ..known
                    },
                    "counted",
                    now,
                )
                .unwrap(),
            );
        let refusal = journal.submit(both).await.unwrap_err();
        assert!(
            matches!(
                refusal,
                CommitError::Conflict {
                    expected: 7,
                    found: 1,
                    ..
                }
            ),
            "{refusal:?}"
        );
        assert_eq!(
            Entity::find()
                .all(journal.store().reader())
                .await
                .unwrap()
                .len(),
            1
        );
        journal.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_set_may_carry_a_subject_through_several_states() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let first = Model::new(journal.new_id(), "steps");
        let second = Model {
            version: 1,
            value: 5,
            ..first.clone()
        };
        let now = journal.clock().now();
        let set = ChangeSet::new(Lane::Dispatch, Actor::system("test"))
            .with(journal::Change::of(&first, "created", now).unwrap())
            .with(journal::Change::of(&second, "counted", now).unwrap());
        journal.submit(set).await.unwrap();
        let row = Entity::find_by_id(first.id)
            .one(journal.store().reader())
            .await
            .unwrap()
            .unwrap();
        assert_eq!((row.version, row.value), (2, 5));
        journal.close().await;
    })
    .await;
}

/// Who lost looks at once for what won: it has to be there.
#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_is_told_when_the_winner_is_on_disk() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let mut current = Model::new(journal.new_id(), "shared");
        journal.submit(current.set(Lane::Dispatch)).await.unwrap();
        for round in 1..=60 {
            current.version = round;
            let sets = [1, 2, 3].map(|value| Model {
                value,
                ..current.clone()
            });
            let told = sets.map(|counter| {
                let journal = journal.clone();
                tokio::spawn(async move {
                    let answer = journal.submit(counter.set(Lane::Dispatch)).await;
                    let row = Entity::find_by_id(counter.id);
                    let seen = row.one(journal.store().reader()).await.unwrap().unwrap();
                    (answer, seen)
                })
            });
            for seat in join_all(told).await {
                let (answer, seen) = seat.unwrap();
                if let Err(CommitError::Conflict { found, .. }) = answer {
                    assert_eq!((found, seen.version), (round + 1, round + 1));
                }
            }
        }
        journal.close().await;
    })
    .await;
}
