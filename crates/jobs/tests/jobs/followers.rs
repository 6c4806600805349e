//! A follower reads each entry, again after a failure, and goes on where it was.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use base::{Label, Uuid};
use jobs::{About, Failure, Follow, Job, JobState, Jobs, Outcome};
use journal::{Actor, Change, ChangeSet, Journal, Lane, Record, Sealed};
use store::ddl::{ColumnKind, column, table};
use store::{Migration, Table, TableKind, TableShape, shape_of};

use crate::database::{end, journal, on_both_engines, until};

mod thing {
    use sea_orm::entity::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
    #[sea_orm(table_name = "thing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        #[serde(skip)]
        pub version: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

impl Table for thing::Entity {
    const KIND: TableKind = TableKind::Journalled;
}

impl Record for thing::Model {
    const KIND: &'static str = "thing";
    fn id(&self) -> Uuid {
        self.id
    }
    fn version(&self) -> i64 {
        self.version
    }
    fn set_version(&mut self, version: i64) {
        self.version = version;
    }
}

pub fn migrations() -> Vec<Migration> {
    let columns = vec![
        column("id", ColumnKind::Uuid),
        column("version", ColumnKind::BigInt),
    ];
    vec![Migration::new("test_0001_thing").tables(vec![table("thing", &["id"], columns)])]
}

pub fn shapes() -> Vec<&'static TableShape> {
    vec![shape_of::<thing::Entity>()]
}

async fn make(journal: &Journal, many: usize) {
    for _ in 0..many {
        let id = journal.new_id();
        let change = Change::of(
            &thing::Model { id, version: 0 },
            "made",
            journal.clock().now(),
        );
        let set = ChangeSet::new(Lane::Device, Actor::system("test")).with(change.unwrap());
        journal.submit(set).await.unwrap();
    }
}

/// Notes what it reads; refuses while it is told to.
#[derive(Clone, Default)]
struct Reader {
    seen: Arc<Mutex<Vec<i64>>>,
    refuses: Arc<AtomicBool>,
}

#[async_trait]
impl Follow for Reader {
    fn about(&self) -> About {
        About::new("reader", Label::new("读者", "Reader"))
    }
    async fn follow(&self, page: &[Sealed]) -> Result<Outcome, Failure> {
        if self.refuses.load(Ordering::SeqCst) {
            return Err(Failure::new("not now"));
        }
        self.seen
            .lock()
            .unwrap()
            .extend(page.iter().map(|sealed| sealed.position));
        let label = Label::new("条", "entries");
        Ok(Outcome::nothing().with(label, page.len() as u64))
    }
}

fn started(journal: &Journal, reader: &Reader) -> (jobs::Board, jobs::RunningJobs) {
    let mut jobs = Jobs::new(journal.clone());
    jobs.add(Job::follow(reader.clone())).unwrap();
    (jobs.board(), jobs.start())
}

fn up_to(position: i64) -> impl Fn(&jobs::JobStatus) -> bool {
    move |job| {
        let place = job.place;
        place.is_some_and(|place| place.position == position && place.lag() == 0)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_skips_nothing_and_goes_on_where_it_was() {
    on_both_engines(async |url| {
        let journal = journal(&url).await;
        let reader = Reader::default();
        make(&journal, 5).await;
        let (board, running) = started(&journal, &reader);
        until(&board, "reader", up_to(5)).await;

        // While it fails its lag is seen and nothing is skipped.
        reader.refuses.store(true, Ordering::SeqCst);
        make(&journal, 3).await;
        let failing = until(&board, "reader", |job| {
            job.state == JobState::Pausing && job.place.is_some_and(|place| place.lag() == 3)
        })
        .await;
        assert_eq!(failing.last_error.unwrap().reason, "not now");
        reader.refuses.store(false, Ordering::SeqCst);
        assert!(board.run_now("reader"));
        until(&board, "reader", up_to(8)).await;
        running.stop().await;

        make(&journal, 2).await;
        let (board, running) = started(&journal, &reader);
        until(&board, "reader", up_to(10)).await;
        running.stop().await;
        assert_eq!(*reader.seen.lock().unwrap(), (1..=10).collect::<Vec<_>>());
        end(journal).await;
    })
    .await;
}
