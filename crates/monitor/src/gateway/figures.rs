//! What a gateway counts.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::Serialize;

/// A count that tasks raise and anybody reads.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, many: usize) {
        self.0.fetch_add(many as u64, Ordering::Relaxed);
    }

    pub(crate) fn one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn one_less(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! figures {
    ($($name:ident $doc:literal,)*) => {
        #[derive(Debug, Default)]
        pub(crate) struct Counts { $(pub(crate) $name: Count,)* }

        /// Live figures of a gateway, since it started.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct Figures { $(#[doc = $doc] pub $name: u64,)* }

        impl Counts {
            pub(crate) fn now(&self) -> Figures {
                Figures { $($name: self.$name.now(),)* }
            }
        }
    };
}

figures! {
    connections "Connections that are open now.",
    accepted "Connections that were ever accepted.",
    turned_away "Connections that were over the limit.",
    frames "Valid frames.",
    confirms "Confirms 确认 handed to connections.",
    denies "Denials 否认 handed to connections.",
    denies_held_back "Denials that were not sent because a connection had too many.",
    resends "Frames that were stored before.",
    not_stored "Frames that could not be stored and got no answer.",
    rejected "Starts that led to no valid frame.",
    skipped_bytes "Bytes that belonged to nothing.",
    idle_closed "Connections closed for silence.",
}
