//! A graph from its file to answers.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use base::{Metres, Wgs84};
use roads::{Closures, Customised, Hierarchy, Network, Parts, Snap, SnapIndex, Swift, Weight};

/// A graph that answers.
pub(crate) struct Graph {
    pub(crate) network: Network,
    pub(crate) hierarchy: Hierarchy,
    pub(crate) customised: Customised,
    snaps: SnapIndex,
    joined: Parts,
}

/// A road is looked for no farther than this, to say how far it is.
const FARTHEST: Metres = Metres(100_000.0);

impl Graph {
    /// Reads a graph. What finds places and what finds ways are made beside each other.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let read = Network::read_with_order(bytes.as_slice());
        let (network, order) = read.with_context(|| format!("{} is no graph", path.display()))?;
        ensure!(
            !order.is_empty(),
            "{} holds roads without a hierarchy; make it by `fengsui roads build`",
            path.display()
        );
        let (ways, places) = std::thread::scope(|scope| {
            let places = scope.spawn(|| (SnapIndex::new(&network), network.strong_parts()));
            (ways(&network, order), places.join())
        });
        let (hierarchy, customised) =
            ways.with_context(|| format!("{} is no graph", path.display()))?;
        let (snaps, joined) =
            places.map_err(|_| anyhow::anyhow!("the index of places could not be made"))?;
        Ok(Self {
            network,
            hierarchy,
            customised,
            snaps,
            joined,
        })
    }

    /// Ready for questions.
    pub(crate) fn swift(&self) -> Swift<'_> {
        Swift::new(&self.network, &self.hierarchy, &self.customised)
    }

    /// The road at a place, of those that lead to all others.
    pub(crate) fn snap(&self, what: &str, place: Wgs84, reach: Metres) -> anyhow::Result<Snap> {
        let leads_on = |stretch| self.joined.lead_on(&self.network, stretch);
        let found = self
            .snaps
            .nearest_where(&self.network, place, FARTHEST, leads_on);
        let (east, north) = (place.longitude(), place.latitude());
        let Some(snap) = found else {
            bail!("{what} ({east}, {north}) lies more than 100 km from any road of the graph");
        };
        ensure!(
            snap.distance.0 <= reach.0,
            "{what} ({east}, {north}) lies {:.0} m from the nearest road, and {:.0} m are the most; \
             a larger --reach takes it all the same",
            snap.distance.0,
            reach.0
        );
        Ok(snap)
    }
}

fn ways(
    network: &Network,
    order: Vec<u32>,
) -> Result<(Hierarchy, Customised), roads::HierarchyError> {
    let hierarchy = Hierarchy::with_order(network, order)?;
    let open = Closures::none();
    let customised = Customised::of(&hierarchy, network, Weight::Time, &open);
    Ok((hierarchy, customised))
}
