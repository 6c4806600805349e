//! A database that `fengsui evaluate` looks at, without a server.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use base::{Clock, Date};
use clap::Args;
use evaluate::{Assessed, Evaluations};
use journal::{Journal, JournalConfig};
use metric::{Metrics, Moment};

use super::versions;
use crate::database::DatabaseArgs;
use crate::declared;
use crate::pack::Pack;

/// Of which year, as of when, and where it stands.
#[derive(Args)]
pub(super) struct Asked {
    /// Which year.
    #[arg(long)]
    pub(super) year: i32,
    /// As it was shown at the end of this day, such as 2026-03-31; now when not given.
    #[arg(long)]
    pub(super) as_of: Option<Date>,
    /// The pack's folder; the built-in city when not given.
    #[arg(long)]
    pub(super) pack: Option<PathBuf>,
    #[command(flatten)]
    pub(super) database: DatabaseArgs,
}

/// A database that is only looked at.
pub(super) struct Sight {
    journal: Journal,
    pub(super) evaluations: Evaluations,
    pub(super) moment: Moment,
}

impl Sight {
    pub(super) async fn open(asked: &Asked) -> anyhow::Result<Self> {
        let pack = Pack::new(asked.pack.clone());
        let versions = Arc::new(versions(&pack)?);
        versions.of_year(asked.year)?;
        let store = asked.database.open_existing().await?;
        let opened = Journal::open(store, Clock::system(), JournalConfig::default()).await;
        let journal = opened.context("the database is no house of this program")?;
        let catalogue = Arc::new(declared::catalogue()?);
        let frame = pack.city()?.frame()?;
        let metrics = Metrics::new(declared::metrics(), journal.clone(), catalogue, frame)?;
        let moment = match asked.as_of {
            Some(day) => metrics.moment_on(day.civil()).await?,
            None => metrics.now(),
        };
        let evaluations = Evaluations::new(metrics, versions, journal.clone());
        Ok(Self {
            journal,
            evaluations,
            moment,
        })
    }

    pub(super) async fn close(self) {
        self.journal.close().await;
        self.journal.store().close().await;
    }

    /// The year, and the one before it.
    pub(super) async fn of_year(
        &self,
        year: i32,
    ) -> anyhow::Result<(Arc<Assessed>, Option<Arc<Assessed>>)> {
        let unread = "the year cannot be scored; a database of an older program is brought up to date by \
             starting its server once";
        let assessed = self.evaluations.of_year(year, self.moment).await;
        let assessed = assessed.context(unread)?;
        if assessed.areas.is_empty() {
            bail!("the register of assessed areas 考核单元 is empty; nobody can be scored");
        }
        let before = self.evaluations.year_before(year, self.moment).await;
        Ok((assessed, before.context(unread)?))
    }
}
