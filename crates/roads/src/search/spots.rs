//! Where a snapped point stands on the arcs of its stretch, and how a search leaves or reaches it.

use super::{Closures, Cost};
use crate::network::{Arc, ArcId, JunctionId, Network};
use crate::snap::Snap;

/// Which way a search runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    /// From where ways begin, along the arcs.
    Forward,
    /// From where ways end, against the arcs.
    Backward,
}

impl Heading {
    /// The other one.
    pub(crate) const fn against(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }
}

/// A point on one arc.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot<'n> {
    pub(crate) id: ArcId,
    pub(crate) arc: &'n Arc,
    pub(crate) along_mm: u32,
}

/// The point on each arc of its stretch that is open.
pub(crate) fn spots<'n>(network: &'n Network, snap: &Snap, closures: &Closures) -> Vec<Spot<'n>> {
    let mut spots = Vec::with_capacity(2);
    let Some(arc) = network.arc(snap.arc) else {
        return spots;
    };
    let along_mm = snap.along_mm.min(arc.length_mm);
    spots.push(Spot {
        id: snap.arc,
        arc,
        along_mm,
    });
    if let Some(id) = network.twin(snap.arc)
        && let Some(arc) = network.arc(id)
    {
        spots.push(Spot {
            id,
            arc,
            along_mm: arc.length_mm - along_mm.min(arc.length_mm),
        });
    }
    spots.retain(|spot| !spot.arc.is_barred() && !closures.is_closed(spot.id));
    spots
}

impl Spot<'_> {
    /// From the beginning of the arc to here.
    pub(crate) fn before(&self) -> Cost {
        Cost::of_part(self.arc, 0, self.along_mm)
    }

    /// From here to the end of the arc.
    pub(crate) fn behind(&self) -> Cost {
        Cost::of_part(self.arc, self.along_mm, self.arc.length_mm)
    }

    /// The junction where a search that begins here gets to first, and what that costs.
    pub(crate) fn left_by(&self, heading: Heading) -> (JunctionId, Cost) {
        match heading {
            Heading::Forward => (self.arc.head, self.behind()),
            Heading::Backward => (self.arc.tail, self.before()),
        }
    }

    /// The junction from which a search gets here, and what that costs.
    pub(crate) fn reached_by(&self, heading: Heading) -> (JunctionId, Cost) {
        match heading {
            Heading::Forward => (self.arc.tail, self.before()),
            Heading::Backward => (self.arc.head, self.behind()),
        }
    }

    /// From one point to another on the same arc without leaving it, where its direction allows.
    pub(crate) fn straight_to(&self, other: &Self, heading: Heading) -> Option<Cost> {
        let (from, to) = match heading {
            Heading::Forward => (self, other),
            Heading::Backward => (other, self),
        };
        let ahead = from.id == to.id && from.along_mm <= to.along_mm;
        ahead.then(|| Cost::of_part(from.arc, from.along_mm, to.along_mm))
    }
}
