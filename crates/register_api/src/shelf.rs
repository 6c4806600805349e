//! What hangs on the rows of registers beside their fields.

use files::Files;

/// Attachments, and where labels lead.
#[derive(Clone)]
pub struct Shelf {
    /// The attachments.
    pub files: Files,
    /// Where people reach this house.
    pub address: Address,
}

/// Where people reach this house: what a label leads to for years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A known one: `https://fire.example.gov.cn`.
    Known(String),
    /// The one that the request came to, by this scheme.
    AsAsked(&'static str),
}

impl Address {
    /// Without a slash at its end; `host` is the one that the request names.
    pub(crate) fn of(&self, host: &str) -> String {
        match self {
            Self::Known(address) => address.trim_end_matches('/').to_owned(),
            Self::AsAsked(scheme) => format!("{scheme}://{host}"),
        }
    }
}
