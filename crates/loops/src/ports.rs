//! What the loops ask of others: whether there is evidence, where a holder is reached, a press. The
//! binary hands over who does it.

use std::future::Future;
use std::pin::Pin;

use base::{Timestamp, Uuid};
use outbox::ChannelName;
use serde_json::Value as Json;
use store::StoreError;

/// A boxed answer, so that ports can be handed around as `Arc<dyn …>`.
pub type Answer<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// 证据 knows what is attached to a row.
pub trait Evidence: Send + Sync {
    /// How many attachments a row has.
    fn count<'a>(&'a self, register: &'static str, row: Uuid) -> Answer<'a, u64, StoreError>;
}

/// Where an organisation is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The way.
    pub channel: ChannelName,
    /// The number or mailbox.
    pub to: String,
}

/// Knows where organisations are reached. Accounts and roles have no address: their inbox tells them.
pub trait Addresses: Send + Sync {
    /// The addresses of an organisation; none is no error.
    fn of_organisation(&self, organisation: Uuid) -> Answer<'_, Vec<Address>, StoreError>;
}

/// What is printed.
#[derive(Clone, Debug)]
pub struct PrintJob {
    /// The template's name in the pack.
    pub template: String,
    /// Its version.
    pub template_version: u32,
    /// 文号
    pub number: String,
    /// Its title.
    pub title: String,
    /// Who issues it.
    pub author: String,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// The record.
    pub data: Json,
}

/// Why nothing is printed.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The pack has no such template, or not in this version.
    #[error("the pack has no template '{name}' of version {version}")]
    NoTemplate {
        /// The template.
        name: String,
        /// The version; 0 for any.
        version: u32,
    },
    /// The number cannot be written.
    #[error("the number cannot be written: {0}")]
    Number(String),
    /// The press is out of order: no font, too busy, a broken template.
    #[error("{0}")]
    Broken(String),
}

/// Prints documents 文书.
pub trait Press: Send + Sync {
    /// The version of a template that new documents are made with.
    ///
    /// # Errors
    /// [`PressError::NoTemplate`].
    fn version(&self, template: &str) -> Result<u32, PressError>;

    /// 文号 as the city writes it.
    ///
    /// # Errors
    /// [`PressError::Number`].
    fn number(&self, mark: &str, year: u16, serial: u32) -> Result<String, PressError>;

    /// The PDF; the same job gives the same bytes.
    fn print(&self, job: PrintJob) -> Answer<'_, Vec<u8>, PressError>;
}
