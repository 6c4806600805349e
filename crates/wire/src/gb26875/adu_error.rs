//! What can be wrong with an application data unit.
//!
//! Invariant: one variant, one fault; the sentence is for the person who reads a device's log.

use super::TypeFlag;

/// Why an ADU is not what its type and count promise, or cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[expect(
    missing_docs,
    reason = "each field is named in the sentence of its variant"
)]
pub enum AduError {
    /// Neither empty nor long enough for a type and a count.
    #[error("the application data unit has {length} byte and no object count")]
    NoCount { length: usize },
    /// A count of zero.
    #[error("an application data unit of type {type_flag} has an object count of 0")]
    NoObjects { type_flag: TypeFlag },
    /// A count above the limit of the type.
    #[error("type {type_flag} allows {limit} objects and the count is {count}")]
    TooManyObjects {
        type_flag: TypeFlag,
        count: u8,
        limit: u8,
    },
    /// Fewer bytes than the count needs.
    #[error("{count} objects of type {type_flag} need {need} bytes and only {have} are there")]
    TooShort {
        type_flag: TypeFlag,
        count: u8,
        need: usize,
        have: usize,
    },
    /// More bytes than the count needs.
    #[error("{extra} bytes follow the last of {count} objects of type {type_flag}")]
    TrailingBytes {
        type_flag: TypeFlag,
        count: u8,
        extra: usize,
    },
    /// A query for too many operation records.
    #[error("{wanted} operation records are wanted, the limit is 102")]
    TooManyWanted { wanted: u8 },
    /// No objects given to encode; a heartbeat is an empty ADU and needs no encoding.
    #[error("there is no object to encode")]
    NothingToEncode,
    /// Objects of different types, or several raw ones.
    #[error("objects of different types cannot share an application data unit")]
    MixedObjects,
    /// A text above the width of its field.
    #[error("a text of {length} bytes does not fit its field of {limit}")]
    TextTooLong { length: usize, limit: usize },
    /// The objects together are above the limit of the ADU.
    #[error("the objects take {length} bytes, an application data unit holds 1024")]
    TooLong { length: usize },
}
