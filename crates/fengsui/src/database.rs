//! Where the database is, as every command that needs one is told.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use store::{Store, StoreConfig};

/// Where the database is.
#[derive(Args)]
pub(crate) struct DatabaseArgs {
    /// Where everything is stored.
    #[arg(long, env = "FENGSUI_DATA", default_value = "data")]
    pub(crate) data: PathBuf,
    /// The database, as sqlite:PATH or postgres://…; a SQLite file in the data folder when not given.
    #[arg(long, env = "FENGSUI_DATABASE")]
    pub(crate) database: Option<String>,
}

impl DatabaseArgs {
    /// The database's address.
    pub(crate) fn url(&self) -> String {
        let file = || format!("sqlite:{}", self.data.join("fengsui.db").display());
        self.database.clone().unwrap_or_else(file)
    }

    /// Opens a database that must be there already.
    pub(crate) async fn open_existing(&self) -> anyhow::Result<Store> {
        let url = self.url();
        if let Some(path) = url.strip_prefix("sqlite:")
            && !Path::new(path).exists()
        {
            bail!("there is no database at {path}; name its folder with --data");
        }
        let store = Store::open(&StoreConfig::new(&url)).await;
        store.with_context(|| format!("cannot open {url}"))
    }
}
