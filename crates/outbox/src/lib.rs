//! 待发箱 the outbox: what the house says to the outside (SMS, webhook, mail) is delivered at least
//! once, with an idempotency key, and never inside a request that changes state.
//!
//! How a message travels:
//! 1. a room puts [`Message::row`] beside its change: message and change are one transaction;
//! 2. a [`Deliverer`] is rung ([`Bell`]) or looks by itself, and claims what is due with a lease in
//!    a short transaction;
//! 3. the [`Channel`] calls out, with no transaction open and under a time limit;
//! 4. the outcome is noted: sent, waiting for another attempt, or given up with its reason;
//! 5. an administrator sees [`Outbox::status`] and asks again with [`Outbox::retry`].
//!
//! Invariants:
//! * a refused change leaves no message, a committed one leaves exactly one for its key;
//! * while a lease runs nobody else delivers its message, whatever the clocks say: a lease is taken
//!   over by who saw it stand still for its whole length on a clock that cannot be set;
//! * a crash between delivery and its note means a second delivery with the same key, never none;
//! * every message is tried at least once before it is given up;
//! * one channel never waits for another.
//!
//! It is not exactly-once: the receiver tells a repeat by its key. It keeps no order between
//! messages, and it is no journal: an administrator's retry is for the caller to write there.

mod attempt;
mod backoff;
mod channel;
pub mod channels;
mod deliverer;
mod lane;
mod lease;
mod limits;
mod mask;
mod message;
mod outbox;
mod queue;
mod secret;
mod status;
mod tables;

pub use channel::{Channel, DeliveryError, Receipt};
pub use deliverer::Deliverer;
pub use limits::{Limits, LimitsError};
pub use message::{ChannelName, Message, MessageError, MessageState};
pub use outbox::{Bell, Outbox};
pub use secret::Secret;
pub use status::{ChannelStatus, GivenUp, LastError};
pub use tables::{migrations, table_shapes};
