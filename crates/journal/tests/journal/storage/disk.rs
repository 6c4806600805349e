//! A database of either engine on a disk of ours, and the power switch of both.

use std::os::unix::fs::PermissionsExt;

use journal::{Journal, JournalConfig};
use lyingfs::apart::{self, Apart};
use lyingfs::postgres::{Cluster, Postgres};
use lyingfs::{Cut, Options};
use tempfile::TempDir;

const DISK: &str = "storage::disk::disk_process";

/// Run by the tests of this folder in a process of its own: the disk that they test on.
#[test]
fn disk_process() {
    apart::serve();
}

/// The order of the fields is the order in which they go.
pub struct DiskDatabase {
    engine: OnDisk,
    pub disk: Apart,
    _place: TempDir,
}

enum OnDisk {
    Sqlite,
    Postgres(Cluster),
}

impl DiskDatabase {
    fn sqlite(what: &str) -> Option<Self> {
        let place = tempfile::tempdir().unwrap();
        let disk = Apart::mount_or_skip(what, DISK, place.path(), &Options::default())?;
        Some(Self {
            engine: OnDisk::Sqlite,
            disk,
            _place: place,
        })
    }

    /// A server of its own, which answers.
    pub fn postgres(what: &str) -> Option<Self> {
        let what = format!("{what} on PostgreSQL");
        let postgres = Postgres::find_or_skip(&what)?;
        let place = tempfile::tempdir().unwrap();
        // The server may run as somebody else, who has to pass through here.
        std::fs::set_permissions(place.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let disk = Apart::mount_or_skip(&what, DISK, place.path(), &postgres.options())?;
        let mut cluster = postgres.init(disk.path()).unwrap();
        cluster.start().unwrap();
        Some(Self {
            engine: OnDisk::Postgres(cluster),
            disk,
            _place: place,
        })
    }

    pub fn url(&self) -> String {
        match &self.engine {
            OnDisk::Sqlite => format!("sqlite:{}", self.disk.path().join("fengsui.db").display()),
            OnDisk::Postgres(cluster) => cluster.url(),
        }
    }

    pub async fn journal(&self, config: JournalConfig) -> Journal {
        let store = crate::database::open_store(&self.url()).await;
        let clock = base::Clock::system();
        Journal::open(store, clock, config).await.unwrap()
    }

    /// The power comes back, and with it the database; its recovery is over when this returns.
    /// Programs that used it are to be dead or done by now.
    pub fn power_on(&mut self, cut: Cut) {
        if let OnDisk::Postgres(cluster) = &mut self.engine {
            cluster.kill();
        }
        self.disk.power_on(cut).unwrap();
        self.start_again();
    }

    /// What an operator does when the trouble is over: PostgreSQL may have shut itself down.
    pub fn start_again(&mut self) {
        if let OnDisk::Postgres(cluster) = &mut self.engine {
            cluster.start().unwrap();
        }
    }

    /// The server, when the engine is one.
    pub fn server(&mut self) -> Option<&mut Cluster> {
        match &mut self.engine {
            OnDisk::Sqlite => None,
            OnDisk::Postgres(cluster) => Some(cluster),
        }
    }
}

/// Runs the same story with each engine on a fresh disk.
pub async fn on_both_engines(what: &str, story: impl AsyncFn(DiskDatabase)) {
    if let Some(database) = DiskDatabase::sqlite(what) {
        story(database).await;
    }
    if let Some(database) = DiskDatabase::postgres(what) {
        story(database).await;
    }
}
