//! 路线 a way from point to point: what it costs, the arcs it drives, its course, its streets in turn.

use base::Wgs84;

use super::Cost;
use super::spots::Spot;
use crate::network::{ArcId, Network};

/// An arc that is driven, or a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The arc.
    pub arc: ArcId,
    /// From so many millimetres behind its beginning.
    pub from_mm: u32,
    /// To so many.
    pub to_mm: u32,
}

/// A way from point to point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// What it costs, the sum over its legs.
    pub cost: Cost,
    /// What it drives, in turn; never empty.
    pub legs: Vec<Leg>,
}

/// One street of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StreetRun<'n> {
    /// Its name; empty when it has none.
    pub name: &'n str,
    /// What driving it costs.
    pub cost: Cost,
}

impl Leg {
    /// What driving it costs; nothing for an arc that the network does not have.
    #[must_use]
    pub fn cost(&self, network: &Network) -> Cost {
        let arc = network.arc(self.arc);
        arc.map_or_else(Cost::default, |arc| {
            Cost::of_part(arc, self.from_mm, self.to_mm)
        })
    }

    /// Its course, both ends included.
    #[must_use]
    pub fn places(&self, network: &Network) -> Vec<Wgs84> {
        let course = network.course(self.arc);
        course.map_or_else(Vec::new, |course| course.between(self.from_mm, self.to_mm))
    }
}

impl Route {
    /// Its course on the ground; one place when it begins where it ends.
    #[must_use]
    pub fn places(&self, network: &Network) -> Vec<Wgs84> {
        let legs = self.legs.iter();
        let mut places: Vec<Wgs84> = legs.flat_map(|leg| leg.places(network)).collect();
        places.dedup();
        places
    }

    /// Its streets in turn. Stretches of one name that follow each other are one; those where it
    /// drives no millimetre are left out. What a barrier takes counts for the street that leads to it.
    #[must_use]
    pub fn streets<'n>(&self, network: &'n Network) -> Vec<StreetRun<'n>> {
        let mut runs: Vec<StreetRun<'n>> = Vec::new();
        for leg in &self.legs {
            let Some(stretch) = network.stretch_of(leg.arc) else {
                continue;
            };
            let (name, cost) = (network.name(stretch), leg.cost(network));
            if leg.from_mm == leg.to_mm {
                if let Some(run) = runs.last_mut() {
                    run.cost = run.cost.plus(cost);
                }
                continue;
            }
            match runs.last_mut().filter(|run| run.name == name) {
                Some(run) => run.cost = run.cost.plus(cost),
                None => runs.push(StreetRun { name, cost }),
            }
        }
        runs
    }
}

/// The route over these arcs, from a point on the first to a point on the last.
pub(crate) fn joined(
    network: &Network,
    arcs: &[ArcId],
    origin: &[Spot<'_>],
    goal: &[Spot<'_>],
    cost: Cost,
) -> Option<Route> {
    let along = |spots: &[Spot<'_>], id: ArcId| {
        let spot = spots.iter().find(|spot| spot.id == id);
        spot.map(|spot| spot.along_mm)
    };
    let mut legs = Vec::with_capacity(arcs.len());
    for id in arcs {
        legs.push(Leg {
            arc: *id,
            from_mm: 0,
            to_mm: network.arc(*id)?.length_mm,
        });
    }
    let first = legs.first_mut()?;
    first.from_mm = along(origin, first.arc)?;
    let last = legs.last_mut()?;
    last.to_mm = along(goal, last.arc)?;
    Some(Route { cost, legs })
}
