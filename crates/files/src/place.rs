//! Where contents stand: a folder, or a store that speaks S3.
//!
//! An address is `file:///folder`, `s3://bucket/prefix`. What an S3 store further needs (keys,
//! region, endpoint) comes from the environment by its usual names (`AWS_ACCESS_KEY_ID`, …), so that
//! no secret stands in an address, a process list or a log.

use std::path::{Path as FolderPath, PathBuf};
use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};

/// Where contents stand. Clones share it.
#[derive(Clone)]
pub struct Place {
    pub(crate) store: Arc<dyn ObjectStore>,
    /// Where uploads under way lie.
    pub(crate) waiting: PathBuf,
    shown: String,
}

/// Why an address cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// It is none that we know.
    #[error("'{0}' is no place for attachments: write file:///folder or s3://bucket/prefix")]
    Address(String),
    /// The folder cannot be made or used.
    #[error("cannot use the folder {}: {error}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// The store cannot be set up.
    #[error("cannot use the store of attachments: {0}")]
    Store(#[from] object_store::Error),
}

impl std::fmt::Debug for Place {
    /// The address alone.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Place").field(&self.shown).finish()
    }
}

impl Place {
    /// A folder of this machine; made where it is missing. Every write is synced, its folder too.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn folder(path: &FolderPath) -> Result<Self, PlaceError> {
        made(path)?;
        shelves(path).map_err(|error| PlaceError::Folder {
            path: path.to_owned(),
            error,
        })?;
        let store = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            waiting: path.to_owned(),
            shown: path.display().to_string(),
        })
    }

    /// The place of an address; uploads under way lie in `waiting`, a folder of this machine.
    ///
    /// # Errors
    /// [`PlaceError`].
    pub fn open(address: &str, waiting: &FolderPath) -> Result<Self, PlaceError> {
        if let Some(path) = address.strip_prefix("file://") {
            return Self::folder(FolderPath::new(path));
        }
        let bucket = address.strip_prefix("s3://");
        let (bucket, prefix) = match bucket.map(|rest| rest.split_once('/').unwrap_or((rest, ""))) {
            Some((bucket, prefix)) if !bucket.is_empty() && !address.contains(['@', '?']) => {
                (bucket, prefix.trim_matches('/'))
            }
            // What was typed may hold a secret; only its beginning is said.
            _ => {
                let scheme = address.split_once("://").map_or("", |(scheme, _)| scheme);
                return Err(PlaceError::Address(format!("{scheme}://…")));
            }
        };
        made(waiting)?;
        // One TLS for the whole house; whoever came first has set it.
        let _set_already = rustls::crypto::ring::default_provider().install_default();
        let options = ClientOptions::new().with_timeout(std::time::Duration::from_secs(60));
        let retry = RetryConfig {
            max_retries: 3,
            retry_timeout: std::time::Duration::from_secs(30),
            ..RetryConfig::default()
        };
        let store = AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_client_options(options)
            .with_retry(retry)
            .build()?;
        let store: Arc<dyn ObjectStore> = if prefix.is_empty() {
            Arc::new(store)
        } else {
            Arc::new(PrefixStore::new(store, prefix))
        };
        Ok(Self {
            store,
            waiting: waiting.to_owned(),
            shown: format!("s3://{bucket}/{prefix}"),
        })
    }
}

/// Where contents stand below the place; `list` looks there and nowhere else.
pub(crate) const CONTENTS: &str = "sm3";
/// Where small pictures stand; they can be made again.
pub(crate) const SMALL: &str = "small";

/// `sm3/ab/abcd…`: two digits more, so that no folder grows beyond what a disk likes.
pub(crate) fn path_of(root: &str, digest: &str) -> Path {
    let head = digest.get(..2).unwrap_or(digest);
    Path::from_iter([root, head, digest])
}

/// All folders that contents can stand in, made and synced at once: of two uploads that need one new
/// folder, the second would else be acknowledged before the first has synced the folder's name.
fn shelves(path: &FolderPath) -> std::io::Result<()> {
    let root = path.join(CONTENTS);
    for head in 0..=u8::MAX {
        std::fs::create_dir_all(root.join(format!("{head:02x}")))?;
    }
    for folder in [root.as_path(), path] {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

fn made(path: &FolderPath) -> Result<(), PlaceError> {
    std::fs::create_dir_all(path).map_err(|error| PlaceError::Folder {
        path: path.to_owned(),
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_address_is_refused_without_repeating_it() {
        let folder = tempfile::tempdir().unwrap();
        for wrong in [
            "s3://",
            "s3://key:secret@bucket/x",
            "s3://bucket/x?secret=1",
            "ftp://key:secret@x",
            "/plain/path",
        ] {
            let error = Place::open(wrong, folder.path()).unwrap_err().to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn a_bucket_is_set_up_without_being_asked() {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::open("s3://bucket/prefix/", folder.path()).unwrap();
        assert_eq!(format!("{place:?}"), "Place(\"s3://bucket/prefix\")");
    }
}
