//! The plain peer: a list of edges that holds the points as vertices of their own, and Bellman and
//! Ford's algorithm, which tries every edge as often as there are vertices.

use roads::{ArcId, Closures, Cost, Network, Snap, Weight};

struct Edge {
    from: usize,
    to: usize,
    cost: (u64, u64),
}

/// An open arc, where a point stands on it, and how long it takes up to so many millimetres.
fn stands(network: &Network, snap: &Snap, closures: &Closures) -> Vec<(ArcId, u64)> {
    let length = network.arc(snap.arc).unwrap().length_mm;
    let mut stands = vec![(snap.arc, u64::from(snap.along_mm))];
    if let Some(twin) = network.twin(snap.arc) {
        stands.push((twin, u64::from(length - snap.along_mm)));
    }
    stands.retain(|(arc, _)| !closures.is_closed(*arc));
    stands
}

fn stretch(network: &Network, id: ArcId, from: u64, to: u64, weight: Weight) -> (u64, u64) {
    let arc = network.arc(id).unwrap();
    let (length, time) = (u64::from(arc.length_mm), u64::from(arc.time_ms));
    let until = |mm: u64| (time * mm).checked_div(length).unwrap_or(0);
    // A link has no length and takes its time.
    let time = if length == 0 {
        time
    } else {
        until(to) - until(from)
    };
    let length = to - from;
    match weight {
        Weight::Time => (time, length),
        Weight::Length => (length, time),
    }
}

/// What the best way costs, by trying everything.
pub(crate) fn best(
    network: &Network,
    from: &Snap,
    to: &Snap,
    weight: Weight,
    closures: &Closures,
) -> Option<Cost> {
    let junctions = network.junctions().len();
    let (begin, end) = (junctions, junctions + 1);
    let mut edges = Vec::new();
    for (index, arc) in network.arcs().iter().enumerate() {
        let id = ArcId(u32::try_from(index).unwrap());
        if !arc.is_barred() && !closures.is_closed(id) {
            edges.push(Edge {
                from: arc.tail.0 as usize,
                to: arc.head.0 as usize,
                cost: stretch(network, id, 0, u64::from(arc.length_mm), weight),
            });
        }
    }
    let (starts, stops) = (
        stands(network, from, closures),
        stands(network, to, closures),
    );
    for &(id, at) in &starts {
        let arc = network.arc(id).unwrap();
        let cost = stretch(network, id, at, u64::from(arc.length_mm), weight);
        edges.push(Edge {
            from: begin,
            to: arc.head.0 as usize,
            cost,
        });
        for &(other, until) in stops
            .iter()
            .filter(|(other, until)| *other == id && *until >= at)
        {
            let cost = stretch(network, other, at, until, weight);
            edges.push(Edge {
                from: begin,
                to: end,
                cost,
            });
        }
    }
    for &(id, until) in &stops {
        let tail = network.arc(id).unwrap().tail.0 as usize;
        let cost = stretch(network, id, 0, until, weight);
        edges.push(Edge {
            from: tail,
            to: end,
            cost,
        });
    }
    let found = bellman_ford(&edges, junctions + 2, begin)[end]?;
    Some(match weight {
        Weight::Time => Cost {
            time_ms: found.0,
            length_mm: found.1,
        },
        Weight::Length => Cost {
            time_ms: found.1,
            length_mm: found.0,
        },
    })
}

fn bellman_ford(edges: &[Edge], vertices: usize, begin: usize) -> Vec<Option<(u64, u64)>> {
    let mut best = vec![None; vertices];
    best[begin] = Some((0, 0));
    for _ in 0..vertices {
        for edge in edges {
            if let Some((first, second)) = best[edge.from] {
                let cost = (first + edge.cost.0, second + edge.cost.1);
                if best[edge.to].is_none_or(|before| cost < before) {
                    best[edge.to] = Some(cost);
                }
            }
        }
    }
    best
}
