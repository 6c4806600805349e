//! 密封 personal values sealed per subject: names, phones, identity numbers, whatever tells who
//! somebody is. Registers and journal bodies hold sealed texts only.
//!
//! How it fits together:
//! * each subject has a key of its own; its values are sealed with SM4-GCM (GB/T 32907-2016, RFC
//!   8998), bound to (kind, id, field), so that a text moved to another row or field does not open;
//! * a subject's key is kept wrapped by a master key, which comes from a file and never enters the
//!   database; changing the master key wraps the keys anew and leaves every sealed text alone;
//! * destroying a subject's key is erasure: what the journal and every copy of it hold of that
//!   subject's values stays as bytes that nobody can read ([`Seal::erase`], a journalled act);
//! * a value is found by an equal value through a keyed HMAC-SM3 digest in a table of its own, which
//!   erasure empties; a digest in a journal body could never be taken back, so none goes there;
//! * a person sees a mask; the value itself only by [`Seal::open_with_reason`], which journals who
//!   reads what and why before it opens anything.
//!
//! Invariants: plaintext, keys and digests are never journalled and never logged; the key table is
//! operational, so `journal rebuild` gives rows whose values open exactly while their keys stand.
//!
//! It is not the sealing of the journal's chain (that is `journal`'s signature), and it decides
//! nothing about who may read: that is `access`, above.
//!
//! How a register uses it, for a row that is created or changed:
//!
//! ```ignore
//! let sealed = seal.seal(Subject::new("person", id), &[("name", "张三"), ("phone", "13812345678")]).await?;
//! // sealed.texts go into the record's columns, in the order of the fields
//! let by_phone = seal.lookup_row(Subject::new("person", id), "phone", Some("13812345678"), Lookup::Unique).await?;
//! let set = sealed.beside.into_iter().fold(ChangeSet::new(lane, actor).with(change), ChangeSet::beside);
//! journal.submit(set.beside(by_phone)).await?;   // CommitError::Duplicate: the phone is taken
//! ```

mod cipher;
mod error;
mod keys;
mod lookup;
mod mask;
mod master;
mod reading;
mod seal;
mod sweep;
mod tables;

pub use cipher::is_sealed;
pub use error::{MasterKeyError, SealError};
pub use keys::is_in_use;
pub use lookup::{Lookup, Normal};
pub use mask::Mask;
pub use master::{MasterKey, MasterKeys};
pub use reading::{Opened, Reader, Reading, Shown};
pub use seal::{Seal, Sealed, Subject};
pub use tables::{erasure, migrations, personal_read, table_shapes};

/// The kinds of journalled records of this room.
#[must_use]
pub fn record_defs() -> Vec<journal::RecordDef> {
    vec![
        journal::RecordDef::of::<erasure::Model>(),
        journal::RecordDef::of::<personal_read::Model>(),
    ]
}
