//! 附件 attachments: photos, certificates, drawings that hang on a record of any kind.
//!
//! How one comes in ([`Files::receive`], then [`Upload::keep`]):
//! 1. its bytes go into a temporary file without a name, counted, hashed (SM3) and bounded;
//! 2. what it is is told by its bytes ([`media_of`]), never by what the sender says;
//! 3. its content goes to the store under its digest, and is on disk there before anything else;
//! 4. one journalled entry says what hangs on which record, and only then the upload is answered.
//!
//! Invariants:
//! * an entry that stands has its content: the store acknowledged before the entry was committed;
//! * an upload that was cut off leaves nothing: the temporary file has no name, and content that
//!   no entry refers to is swept ([`Files::sweep`]);
//! * two uploads of the same bytes are two attachments of one content;
//! * a removal is an entry too; the content goes when nothing refers to it any more, and not before
//!   [`Limits::grace`] has passed, so that an upload of the moment never loses what it found.
//!
//! It decides nothing about who may see or hang on what: an attachment is as visible as its record,
//! which the HTTP side asks for. It does not look for malware, and it hands content out as bytes:
//! that a browser runs none of it is the headers' work, above.

mod attachment;
mod error;
mod media;
mod place;
mod sweep;
mod thumbnail;
mod upload;

use std::sync::Arc;
use std::time::Duration;

use journal::Journal;
use tokio::sync::Semaphore;

pub use attachment::{
    Attachment, Subject, attachments_of, count_of, hanging_on, migrations, record_defs,
    table_shapes,
};
pub use error::FilesError;
pub use media::{Media, Preview, media_of, safe_name};
pub use place::{Place, PlaceError};
pub use sweep::Swept;
pub use upload::{About, Content, Upload};

/// Bounds.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes of one file.
    pub largest: u64,
    /// How long content that nothing refers to stays.
    pub grace: Duration,
    /// The most attachments of one record.
    pub most: u64,
}

impl Default for Limits {
    /// 64 MiB: a photo of a phone or a scanned certificate, not a film. A day of grace, longer than
    /// any upload takes. 200 attachments.
    fn default() -> Self {
        Self {
            largest: 64 << 20,
            grace: Duration::from_secs(24 * 3600),
            most: 200,
        }
    }
}

/// Pictures that are made small at a time: one more would take memory from what matters.
const AT_A_TIME: usize = 2;

/// The attachments of one database and their store. Clones share it.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    journal: Journal,
    place: Place,
    limits: Limits,
    drawing: Semaphore,
}

impl Files {
    /// Over a migrated database and a place for contents.
    #[must_use]
    pub fn new(journal: Journal, place: Place, limits: Limits) -> Self {
        Self(Arc::new(Inner {
            journal,
            place,
            limits,
            drawing: Semaphore::new(AT_A_TIME),
        }))
    }

    /// The bounds.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    fn journal(&self) -> &Journal {
        &self.0.journal
    }

    fn place(&self) -> &Place {
        &self.0.place
    }
}
