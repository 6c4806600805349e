//! Reading backwards: the newest first, narrowed, page by page, and never more than was bargained for.

use base::Uuid;
use journal::{Actor, Change, ChangeSet, Journal, Lane, LookedBack, Mark, Question, look_back};

use crate::database::{on_both_engines, open_journal};
use crate::subject::Model;

async fn all(journal: &Journal, question: &Question, limit: u64) -> Vec<(i64, Uuid)> {
    let (mut seen, mut mark) = (Vec::new(), None);
    loop {
        let page = look_back(journal.store(), question, mark, limit).await;
        let LookedBack { entries, next } = page.unwrap();
        assert!(entries.len() as u64 <= limit);
        seen.extend(entries.iter().map(|one| (one.position, one.entry.subject)));
        match next {
            Some(next) => mark = Some(next),
            None => return seen,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_come_first_and_each_once() {
    on_both_engines(|url| async move {
        let journal = open_journal(&url).await;
        let ids: Vec<Uuid> = (0..7).map(|_| journal.new_id()).collect();
        for id in &ids {
            journal
                .submit(Model::new(*id, "one").set(Lane::Device))
                .await
                .unwrap();
        }
        let again = Model {
            version: 1,
            ..Model::new(ids[2], "two")
        };
        journal.submit(again.set(Lane::Device)).await.unwrap();
        let mut head = journal.head();
        head.wait_for(|head| *head >= 8).await.unwrap();
        let head = *head.borrow();

        let whole = all(&journal, &Question::default(), 3).await;
        let positions: Vec<i64> = whole.iter().map(|(position, _)| *position).collect();
        assert_eq!(positions, (1..=head).rev().collect::<Vec<_>>());
        assert_eq!(whole[0].1, ids[2]);

        let ask = Question {
            subject: Some(ids[2]),
            ..Question::default()
        };
        assert_eq!(all(&journal, &ask, 1).await.len(), 2);
        let ask = Question {
            actor: Some("system:test".to_owned()),
            kind: Some("counter".to_owned()),
            ..Question::default()
        };
        let own = all(&journal, &ask, 3).await;
        assert_eq!(own.len(), 8);
        assert_eq!((own[0].1, own[7].1), (ids[2], ids[0]));
        let ask = Question {
            actor: Some("system:test".to_owned()),
            kind: Some("no such kind".to_owned()),
            ..Question::default()
        };
        assert_eq!(all(&journal, &ask, 3).await, []);

        // Of devices there is no index: they are found all the same.
        let reported = Model::new(journal.new_id(), "reported");
        let report = Change::of(&reported, "reported", journal.clock().now()).unwrap();
        let set = ChangeSet::new(Lane::Device, Actor::device("7")).with(report);
        let before = journal.clock().now();
        journal.submit(set).await.unwrap();
        let mut of_device = journal.head();
        of_device.wait_for(|head| *head >= 9).await.unwrap();
        let ask = Question {
            actor: Some("device:7".to_owned()),
            until: Some(before.plus(std::time::Duration::from_secs(9))),
            ..Question::default()
        };
        assert_eq!(all(&journal, &ask, 3).await, [(9, reported.id)]);

        let (all_of_it, behind) = (Question::default(), Some(Mark::Position(5)));
        let fourth = look_back(journal.store(), &all_of_it, behind, 1);
        let border = fourth.await.unwrap().entries[0].entry.recorded_at;
        let before = Question {
            until: Some(border),
            ..Question::default()
        };
        let after = Question {
            from: Some(border),
            ..Question::default()
        };
        let (before, after) = (
            all(&journal, &before, 50).await,
            all(&journal, &after, 50).await,
        );
        assert!(before.iter().all(|(position, _)| *position < 4));
        assert_eq!(
            before.len() + after.len(),
            9,
            "every entry lies on one side"
        );
        journal.close().await;
    })
    .await;
}
