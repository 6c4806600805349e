//! 力量与装备 readiness: what the city's force works with is kept fit for use.
//!
//! It begins with the water: 消防水源维修 (plan L150–163, L318), a loop from the report of a fault to the
//! day on which water can be taken again.
//!
//! It is not where water sources are entered (that is `city`); it changes their state through the
//! methods of [`city::nouns::WaterSource`] and in no other way.

mod capability;
#[expect(
    missing_docs,
    reason = "the label of a field or a word is what there is to say of it"
)]
mod water_repair;

pub use self::capability::Readiness;
pub use water_repair::{Fault, RepairAction, RepairState, WaterRepair};
