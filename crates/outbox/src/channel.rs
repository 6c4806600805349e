//! What a way out of the house must do: one call, one answer.

use std::time::Duration;

use async_trait::async_trait;

use crate::{ChannelName, Message};

/// A way out. It makes one attempt; when to repeat and when to stop is the [`crate::Deliverer`]'s.
#[async_trait]
pub trait Channel: Send + Sync {
    /// Which messages are its own.
    fn name(&self) -> ChannelName;

    /// Delivers once, carrying [`Message::key`] to the receiver. Dropping the call ends it.
    ///
    /// # Errors
    /// [`DeliveryError`], which says whether another attempt may help.
    async fn deliver(&self, message: &Message) -> Result<Receipt, DeliveryError>;
}

/// The receiver took it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What the receiver calls it, if it said so: kept for a dispute.
    pub reference: Option<String>,
}

/// The receiver did not take it, or nobody knows. Reasons are kept and shown to administrators:
/// they hold no secrets.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// Another attempt may succeed.
    #[error("{reason}")]
    Temporary {
        /// Why.
        reason: String,
        /// How long the receiver asked to be left alone.
        retry_after: Option<Duration>,
    },
    /// No attempt will succeed until somebody changes something.
    #[error("{reason}")]
    Permanent {
        /// Why.
        reason: String,
    },
}

impl DeliveryError {
    /// Temporary, without a wish of the receiver's.
    pub fn temporary(reason: impl Into<String>) -> Self {
        Self::Temporary {
            reason: reason.into(),
            retry_after: None,
        }
    }

    /// Permanent.
    pub fn permanent(reason: impl Into<String>) -> Self {
        Self::Permanent {
            reason: reason.into(),
        }
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::Temporary { reason, .. } | Self::Permanent { reason } => reason,
        }
    }
}
