//! Which part of each stretch is reached, in whichever direction.

use crate::network::{Network, Sense, StretchId};
use crate::search::Reached;

/// A part of a stretch, measured along its course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Covered {
    /// The stretch.
    pub stretch: StretchId,
    /// From so many millimetres behind its beginning.
    pub from_mm: u32,
    /// To so many.
    pub to_mm: u32,
}

/// The parts of stretches that are reached on one of their arcs, in order, none meeting another.
#[must_use]
pub fn covered(network: &Network, reached: &[Reached]) -> Vec<Covered> {
    let mut parts: Vec<Covered> = reached
        .iter()
        .filter_map(|part| {
            let arc = network.arc(part.leg.arc)?;
            let (from_mm, to_mm) = match arc.sense {
                Sense::Along => (part.leg.from_mm, part.leg.to_mm),
                Sense::Against => (
                    arc.length_mm.saturating_sub(part.leg.to_mm),
                    arc.length_mm.saturating_sub(part.leg.from_mm),
                ),
            };
            Some(Covered {
                stretch: arc.stretch,
                from_mm,
                to_mm,
            })
        })
        .collect();
    parts.sort_unstable();
    let mut joined: Vec<Covered> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.stretch == part.stretch && part.from_mm <= last.to_mm => {
                last.to_mm = last.to_mm.max(part.to_mm);
            }
            _ => joined.push(part),
        }
    }
    joined
}

/// 覆盖道路长度 how much road that is, in millimetres; a road of two directions counts once.
#[must_use]
pub fn covered_mm(parts: &[Covered]) -> u64 {
    let lengths = parts
        .iter()
        .map(|part| u64::from(part.to_mm - part.from_mm));
    lengths.sum()
}
