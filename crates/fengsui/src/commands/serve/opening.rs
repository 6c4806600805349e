//! What a server opens before it serves: the journal, the keys of personal values, attachments.

use std::path::Path;

use anyhow::Context;
use base::Clock;
use files::{Files, Limits, Place};
use journal::{Journal, JournalConfig, SealKey};
use register_api::{Address, Shelf};
use seal::{MasterKeys, Seal};
use store::{Store, StoreConfig, StoreError};

use super::Options;
use crate::declared;

pub(super) async fn open_journal(options: &Options) -> anyhow::Result<Journal> {
    let url = options.database.url();
    let store = Store::open(&StoreConfig::new(&url))
        .await
        .with_context(|| format!("cannot open the database {}", shown(&url)))?;
    let migrated = declared::schema().migrate(&store).await;
    migrated.map_err(|error| begun_before(error, &options.database.data))?;
    let seal_key = options.seal_key.as_deref().map(read_key).transpose()?;
    let config = JournalConfig {
        seal_key,
        ..JournalConfig::default()
    };
    Ok(Journal::open(store, Clock::system(), config).await?)
}

/// Before fire stations and transmitters became registers, no house kept anything but trials: such a
/// database is not carried over, and its owner reads what to do.
fn begun_before(error: StoreError, data: &Path) -> anyhow::Error {
    match error {
        StoreError::UnknownMigration(name) if name == "city_0001_nouns" => anyhow::anyhow!(
            "this database was begun by a trial version whose fire stations and devices were no \
             registers yet, and cannot be used any more; move {} away, or name another database, \
             and begin anew",
            data.display()
        ),
        other => other.into(),
    }
}

/// Reads the master keys of personal values and proves that they fit the database. A file is made
/// only where the database holds nothing that an older file would have to open.
pub(super) async fn open_personal(options: &Options, journal: &Journal) -> anyhow::Result<Seal> {
    let beside = || options.database.data.join("personal-keys");
    let path = options.personal_keys.clone().unwrap_or_else(beside);
    let there = path.try_exists();
    let there = there.with_context(|| format!("cannot look for {}", path.display()))?;
    let keys = if there {
        MasterKeys::read(&path)?
    } else {
        if seal::is_in_use(journal.store()).await? {
            anyhow::bail!(
                "the file of master keys {} is missing, and the database holds personal values \
                 that need it; bring it back, or name its place with --personal-keys",
                path.display()
            );
        }
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        MasterKeys::create(&path)?
    };
    let seal = Seal::new(journal.clone(), keys);
    seal.check().await?;
    Ok(seal)
}

/// Where attachments are kept, and where labels lead.
pub(super) fn shelf(options: &Options, journal: &Journal) -> anyhow::Result<Shelf> {
    let beside = options.database.data.join("files");
    let place = match &options.files {
        None => Place::folder(&beside)?,
        Some(address) => Place::open(address, &beside)?,
    };
    let limits = Limits {
        largest: options.largest_file << 20,
        ..Limits::default()
    };
    let scheme = if options.behind_tls { "https" } else { "http" };
    let address = match &options.public_url {
        None => Address::AsAsked(scheme),
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => {
            Address::Known(url.clone())
        }
        Some(_) => anyhow::bail!("--public-url begins with http:// or https://"),
    };
    Ok(Shelf {
        files: Files::new(journal.clone(), place, limits),
        address,
    })
}

fn read_key(path: &Path) -> anyhow::Result<SealKey> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the seal key {}", path.display()))?;
    SealKey::from_hex(&text).with_context(|| path.display().to_string())
}

/// An address without its password.
pub(super) fn shown(url: &str) -> String {
    match url
        .split_once("://")
        .and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?)))
    {
        Some((scheme, (who, place))) => {
            let name = who.split(':').next().unwrap_or_default();
            format!("{scheme}://{name}@{place}")
        }
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(shown("postgres://u:secret@host/db"), "postgres://u@host/db");
        assert_eq!(shown("sqlite:data/f.db"), "sqlite:data/f.db");
    }
}
