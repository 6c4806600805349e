//! The codecs seen from outside: vectors, properties against an oracle, hostile bytes.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that meets what it did not expect shall stop there"
)]

mod checks;
mod describe;
mod dialects;
mod objects;
mod smoke;
mod stream;
mod vectors;

use wire::gb26875::{Address, Command, Header, TimeLabel, Version};

/// A header for tests that look at something else.
fn header(command: Command) -> Header {
    Header {
        sequence: 0x0102,
        version: Version::default(),
        sent: TimeLabel([0x20, 0x3A, 9, 0x1A, 9, 0x0C]),
        source: Address::new(889).unwrap(),
        destination: Address::new(88888).unwrap(),
        command,
    }
}
