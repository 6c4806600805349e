//! A message: what a room wants said outside, to whom, under which key.

use std::fmt;

use base::{CanonicalError, Timestamp, Uuid, canonical_bytes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Row, RowMode};

use crate::tables::message::Model;

/// The ways out of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChannelName {
    /// HTTP POST of JSON to another system.
    Webhook,
    /// 邮件 e-mail.
    Mail,
    /// 短信 short message through a gateway.
    Sms,
}

impl ChannelName {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Webhook, Self::Mail, Self::Sms];

    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }

    /// Reads the stored form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.as_str() == text)
    }
}

impl fmt::Display for ChannelName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageState {
    /// It is to be delivered, now or later.
    Waiting,
    /// Its receiver took it.
    Sent,
    /// It was refused for good, or tried often or long enough; the reason is kept.
    GivenUp,
}

impl MessageState {
    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::GivenUp => "given_up",
        }
    }
}

/// Why a message cannot be put in.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The key cannot stand in a header.
    #[error("the idempotency key '{0}' must be 1 to 200 visible ASCII characters without spaces")]
    Key(String),
    /// Nobody is named.
    #[error("the message '{key}' names no recipient")]
    NoRecipient {
        /// Its key.
        key: String,
    },
    /// The body has no canonical bytes.
    #[error("the body of message '{key}' cannot be kept")]
    Body {
        /// The message's key.
        key: String,
        /// Why.
        #[source]
        source: CanonicalError,
    },
}

/// A message to the outside.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    pub(crate) id: Uuid,
    pub(crate) key: String,
    pub(crate) channel: ChannelName,
    pub(crate) recipient: String,
    pub(crate) body: String,
    pub(crate) cause: String,
    pub(crate) created_at: Timestamp,
    pub(crate) attempt: i32,
}

const LONGEST_KEY: usize = 200;

impl Message {
    /// A message of `body` (see the channel's own body type) to `recipient` (a URL, a mail
    /// address, a phone number). Its id and time come from the journal's `new_id` and clock.
    ///
    /// `key` names the effect, not the attempt: the same key is the same message for ever, so it is
    /// built from what it speaks of (`alarm:<id>:first-sms:<account>`). Logs, receivers and status
    /// pages see it: no number, no name, no secret belongs in it.
    ///
    /// # Errors
    /// [`MessageError`] when key, recipient or body cannot be kept.
    pub fn new<B: Serialize + ?Sized>(
        (id, now): (Uuid, Timestamp),
        channel: ChannelName,
        key: impl Into<String>,
        recipient: impl Into<String>,
        body: &B,
    ) -> Result<Self, MessageError> {
        let (key, recipient) = (key.into(), recipient.into());
        if key.is_empty() || key.len() > LONGEST_KEY || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(MessageError::Key(key));
        }
        if recipient.trim().is_empty() {
            return Err(MessageError::NoRecipient { key });
        }
        let bytes = match canonical_bytes(body) {
            Ok(bytes) => bytes,
            Err(source) => return Err(MessageError::Body { key, source }),
        };
        Ok(Self {
            id,
            key,
            channel,
            recipient,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            cause: String::new(),
            created_at: now,
            attempt: 0,
        })
    }

    /// Says which entry or subject it speaks of, as `kind:id`.
    #[must_use]
    pub fn about(mut self, cause: impl Into<String>) -> Self {
        self.cause = cause.into();
        self
    }

    /// The row that a room puts beside its change.
    ///
    /// A second row of the same key is left out ([`RowMode::Ignore`]): two changes that ask for one
    /// effect both succeed, and a message that is sent or under way is not started anew.
    #[must_use]
    pub fn row(&self) -> Row {
        let now = self.created_at.into();
        let model = Model {
            id: self.id,
            key: self.key.clone(),
            channel: self.channel.as_str().to_owned(),
            recipient: self.recipient.clone(),
            body: self.body.clone(),
            state: MessageState::Waiting.as_str().to_owned(),
            attempts: 0,
            due_at: now,
            lease_until: None,
            last_error: None,
            created_at: now,
            asked_at: now,
            failed_at: None,
            settled_at: None,
            receipt: None,
            cause: self.cause.clone(),
        };
        Row::of(&model, RowMode::Ignore)
    }

    /// Its id.
    #[must_use]
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// Its idempotency key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The way it goes.
    #[must_use]
    pub const fn channel(&self) -> ChannelName {
        self.channel
    }

    /// To whom: a URL, a mail address, a phone number.
    #[must_use]
    pub fn recipient(&self) -> &str {
        &self.recipient
    }

    /// Its body as canonical JSON.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Its body as the channel's own type.
    ///
    /// # Errors
    /// What serde says of a body of another shape.
    pub fn body_as<B: DeserializeOwned>(&self) -> Result<B, serde_json::Error> {
        serde_json::from_str(&self.body)
    }

    /// What it speaks of.
    #[must_use]
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// When it was put in.
    #[must_use]
    pub const fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Which attempt this is, from 1; 0 before it was claimed.
    #[must_use]
    pub const fn attempt(&self) -> i32 {
        self.attempt
    }
}

impl fmt::Debug for Message {
    /// Without recipient and body, so that no log line can hold a person's number or words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("key", &self.key)
            .field("channel", &self.channel)
            .field("attempt", &self.attempt)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn message(key: &str, body: &serde_json::Value) -> Result<Message, MessageError> {
        let made = (Uuid::now_v7(), Timestamp::from_micros(5));
        Message::new(made, ChannelName::Sms, key, "13812345678", body)
    }

    #[test]
    fn a_key_fits_into_a_header_or_is_refused() {
        assert!(message("alarm:1:sms", &json!({})).is_ok());
        for bad in ["", "two words", "钥匙", "line\r\nbreak", &"k".repeat(201)] {
            assert!(
                matches!(message(bad, &json!({})), Err(MessageError::Key(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_body_is_canonical_and_a_float_is_refused() {
        let kept = message("k", &json!({"b": 1, "a": "火警"})).unwrap();
        assert_eq!(kept.body(), r#"{"a":"火警","b":1}"#);
        assert!(matches!(
            message("k", &json!(1.5)),
            Err(MessageError::Body { .. })
        ));
    }

    #[test]
    fn what_is_printed_for_a_log_holds_no_person() {
        let shown = format!("{:?}", message("k", &json!({"text": "火警"})).unwrap());
        assert!(
            !shown.contains("13812345678") && !shown.contains("火警"),
            "{shown}"
        );
    }

    #[test]
    fn names_read_back() {
        for name in ChannelName::ALL {
            assert_eq!(ChannelName::parse(name.as_str()), Some(name));
        }
        assert_eq!(ChannelName::parse("pigeon"), None);
    }
}
