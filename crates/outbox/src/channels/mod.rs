//! The ways out of the house, a small module each, with a configuration of its own.

mod http;
mod mail;
mod reach;
mod sms;
mod webhook;

pub use mail::{Mail, MailBody, MailConfig, MailSecurity};
pub use sms::{
    Phone, PhoneError, Sms, SmsBody, SmsConfig, SmsMethod, SmsTemplate, SuccessRule, segments,
};
pub use webhook::{Webhook, WebhookConfig};

/// A configuration that no channel can be made of.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// An address that is none.
    #[error("'{field}' is no address that can be called: {reason}")]
    Address {
        /// Which setting.
        field: &'static str,
        /// Why.
        reason: String,
    },
    /// An authority's certificate that cannot be read.
    #[error("'authorities' holds no PEM certificates: {0}")]
    Authorities(String),
    /// A setting that contradicts another.
    #[error("{0}")]
    Contradiction(&'static str),
}
