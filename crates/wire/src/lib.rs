//! Protocol codecs of the platform: bytes in, typed values out, and back.
//!
//! Invariants:
//! - No sockets, no clocks, no threads: a caller pushes bytes and pulls events, so that the same
//!   code serves TCP, UDP, a replay file and a test.
//! - Hostile bytes can neither panic a codec, nor make it hold more than a fixed amount of
//!   memory, nor cost more than a constant per byte.
//! - What a codec accepts it can write again, byte for byte.
//!
//! Not here: which device a source address belongs to, what is stored, when a frame is answered.
//! Those are the rooms above.

pub mod gb26875;
