//! Remote monitoring over real sockets on both engines; one file per promise.

mod alarms;
mod crowd;
mod database;
mod device;
mod duplicates;
mod durable;
mod exchanges;
mod rig;
mod stream;
mod vectors;
mod verification;
