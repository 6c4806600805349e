//! 城 the nouns that every room shares: registers, responders, and last positions.
//!
//! Invariants:
//! * all of them are journalled but positions; they change through the journal and nowhere else;
//! * a responder's `assignment_id` is the one lock that keeps a unit off two scenes: whoever sends
//!   or frees a responder writes its record in the same change set as the assignment;
//! * no place name stands in this code: a city is a pack, see [`sample`].
//!
//! It is not where force is chosen or sent (that is dispatch), nor where a device's frames are
//! understood (that is monitor).

mod capability;
mod error;
pub mod facts;
mod metrics;
mod migrations;
#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
pub mod nouns;
pub mod position;
mod read;
mod responder;
mod roads_today;
mod roster;
mod routes;
pub mod sample;

pub use self::capability::City;
pub use self::error::CityError;
pub use self::migrations::migrations;
pub use self::read::{stations, transmitter_by_address, transmitters_by_ids, unit_kind};
pub use self::responder::{
    Responder, ResponderKind, responder_by_id, responders, responders_by_ids, responders_in_service,
};
pub use self::roster::Roster;

/// The entities, for rooms that need a filter of their own.
pub mod entity {
    pub use crate::responder::entity as responder;
}

use base::Wgs84;

/// The position that two nullable columns tell, when both do.
pub(crate) fn position(longitude_e7: Option<i32>, latitude_e7: Option<i32>) -> Option<Wgs84> {
    let (longitude_e7, latitude_e7) = (longitude_e7?, latitude_e7?);
    Some(Wgs84 {
        longitude_e7,
        latitude_e7,
    })
}
