//! A fresh house on each engine for each story.

use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;

use base::{Clock, Uuid};
use bytes::Bytes;
use files::{About, Attachment, Files, FilesError, Limits, Place, Subject};
use futures_util::{TryStreamExt as _, stream};
use journal::{Actor, Journal, JournalConfig, Records, export_tables, rebuild_into};
use store::{Schema, Store, StoreConfig};

pub struct House {
    pub journal: Journal,
    pub files: Files,
    pub folder: tempfile::TempDir,
    pub row: Uuid,
}

/// No grace: what nothing refers to goes at the next sweep.
pub const LIMITS: Limits = Limits {
    largest: 1 << 20,
    grace: Duration::ZERO,
    most: 3,
};

fn schema() -> Schema {
    let mut schema = Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(files::migrations(), &files::table_shapes());
    schema
}

fn records() -> Records {
    let mut records = Records::new();
    records.extend(files::record_defs());
    records
}

impl House {
    async fn open(url: &str) -> Self {
        let store = Store::open(&StoreConfig::new(url)).await.unwrap();
        let schema = schema();
        schema.migrate(&store).await.unwrap();
        assert!(schema.undeclared_tables(&store).await.unwrap().is_empty());
        let journal = Journal::open(store, Clock::system(), JournalConfig::default());
        let journal = journal.await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let place = Place::folder(folder.path()).unwrap();
        Self {
            files: Files::new(journal.clone(), place, LIMITS),
            row: journal.new_id(),
            journal,
            folder,
        }
    }

    /// The same house with other bounds.
    pub fn with(&self, limits: Limits) -> Files {
        let place = Place::folder(self.folder.path()).unwrap();
        Files::new(self.journal.clone(), place, limits)
    }

    pub fn subject(&self) -> Subject<'static> {
        Subject {
            kind: "water_source",
            id: self.row,
            region: Some("140802001".to_owned()),
        }
    }

    pub async fn keep(&self, name: &str, bytes: &[u8]) -> Result<Attachment, FilesError> {
        let upload = self.files.receive(None, pieces(bytes)).await?;
        let about = About {
            subject: self.subject(),
            name,
            actor: clerk(),
        };
        self.files.keep(upload, about).await
    }

    pub async fn hanging(&self) -> Vec<String> {
        let found = files::attachments_of(self.journal.store(), "water_source", self.row).await;
        found.unwrap().into_iter().map(|one| one.name).collect()
    }

    /// The files below the place, those under way included.
    pub fn on_disk(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push(path);
                }
            }
        }
        found
    }

    pub async fn rebuilt_equal(&self) {
        let head = || *self.journal.head().borrow();
        // A rebuild reads sealed entries first: nobody may be waiting.
        for _ in 0..200 {
            let before = head();
            tokio::time::sleep(Duration::from_millis(30)).await;
            if before > 0 && before == head() {
                break;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("again.db").display());
        let target = Store::open(&StoreConfig::new(url)).await.unwrap();
        schema().migrate(&target).await.unwrap();
        let store = self.journal.store();
        rebuild_into(store, &records(), &target).await.unwrap();
        let export = async |store: &Store| export_tables(store, &records(), |_| ()).await.unwrap();
        assert_eq!(export(store).await, export(&target).await);
        target.close().await;
    }
}

pub fn clerk() -> Actor {
    Actor::account(Uuid::from_u128(7))
}

/// A body in pieces of a thousand bytes.
pub fn pieces(
    bytes: &[u8],
) -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> + Unpin + use<> {
    let all: Vec<_> = bytes
        .chunks(1000)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect();
    stream::iter(all)
}

pub async fn read(files: &Files, one: &Attachment, range: Option<std::ops::Range<u64>>) -> Vec<u8> {
    let content = files.content(one, range).await.unwrap();
    let all: Vec<Bytes> = content.stream.try_collect().await.unwrap();
    all.concat()
}

/// Runs the same story on both engines.
pub async fn on_both_engines<F, Fut>(story: F)
where
    F: Fn(House) -> Fut,
    Fut: Future<Output = House>,
{
    testbed::on_both_engines(async |url| close(story(House::open(&url).await).await).await).await;
}

async fn close(house: House) {
    house.journal.close().await;
    house.journal.store().close().await;
}
