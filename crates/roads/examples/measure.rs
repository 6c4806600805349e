//! Reads an extract, builds its network, and asks it a thousand random questions beside a textbook's
//! Dijkstra (an ordered set instead of a heap, costs as floating seconds, everything by key).
//!
//! `cargo run --release -p roads --example measure -- FILE.osm.pbf`. Both searches go from junction
//! to junction in the largest strongly connected part, stop at the goal, and must agree; where the first
//! street is one way, ours has to drive it and may take longer. A ratio above
//! one means that ours is faster. Memory is the growth of the process's peak.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fs::File;
use std::time::{Duration, Instant};

use base::{Metres, Polygon, Wgs84};
use roads::synthetic::{Plan, Town, Words, draw};
use roads::{
    ArcId, Dijkstra, JunctionId, Limits, Network, Refusal, Report, Snap, SnapIndex, SpeedTable,
    Terms, read,
};

const QUESTIONS: usize = 1_000;
const ENGINES: usize = 20;

type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name an extract: .osm.pbf or .osm")?;
    let before = peak();
    let (extract, reading) =
        timed(|| read(File::open(&path)?, &Limits::default()).map_err(Failure::from));
    let extract = extract?;
    let (built, building) = timed(|| Network::of(&extract, &SpeedTable::default()));
    drop(extract);
    let (network, report) = built?;
    told(&report);
    println!(
        "reading {reading:.0?}, building {building:.0?}, memory {} MB",
        (peak() - before) / 1024
    );
    println!(
        "pairs of junctions that an arc joins, loops left out: {}",
        joined(&network)
    );
    kept(&network)?;
    let (index, indexing) = timed(|| SnapIndex::new(&network));
    println!("index of snapping {indexing:.0?}");
    let pairs = pairs(&network);
    snapping(&network, &index, &pairs);
    routes(&network, &pairs)?;
    drawn()
}

/// A made-up city of fifty thousand junctions in a hundred towns.
fn drawn() -> Result<(), Failure> {
    let place = |east: i32, north: i32| Wgs84 {
        longitude_e7: 1_105_000_000 + east,
        latitude_e7: 346_000_000 + north,
    };
    let (width, height) = (14_000_000, 10_000_000);
    let corners = [(0, 0), (width, 0), (width, height), (0, height), (0, 0)];
    let ring = corners.map(|(east, north)| place(east, north)).to_vec();
    let outline = Polygon::new(vec![ring])?;
    let town = |number: i32| Town {
        position: place(
            600_000 + number % 10 * 1_400_000,
            400_000 + number / 10 * 1_000_000,
        ),
        weight: if number % 9 == 0 { 40 } else { 3 },
    };
    let towns: Vec<Town> = (0..100).map(town).collect();
    let plan = Plan {
        outlines: &[outline],
        towns: &towns,
        words: Words {
            stems: &["A", "B", "C", "D", "E", "F", "G", "H"],
            across: " Street",
            along: " Road",
            county_road: "X",
            expressway: "G1",
        },
        junctions: 50_000,
        seed: 1,
    };
    let (network, time) = timed(|| draw(&plan, &SpeedTable::default()));
    let network = network?;
    let (junctions, arcs) = (network.junctions().len(), network.arcs().len());
    println!("made-up city: {junctions} junctions, {arcs} arcs, {time:.0?}");
    Ok(())
}

fn told(report: &Report) {
    let counts = &report.counts;
    println!(
        "nodes {} (repeated {}, off the earth {})",
        counts.nodes, counts.nodes_repeated, counts.nodes_off_earth
    );
    println!(
        "ways {}: taken {}, without highway {}",
        counts.ways, counts.ways_taken, counts.ways_other
    );
    for reason in Refusal::ALL {
        println!("  refused, {reason:?}: {}", counts.refused(reason));
    }
    println!(
        "relations {}, named places {}",
        counts.relations, counts.named
    );
    println!(
        "absent nodes {}, stretches too long {}",
        report.nodes_absent, report.stretches_too_long
    );
    println!(
        "junctions {}, stretches {}, arcs {}",
        report.junctions, report.stretches, report.arcs
    );
    println!("strong: {:?}", report.strong);
    println!("weak: {:?}", report.weak);
}

/// Arcs as programs count them that keep one edge between two junctions.
fn joined(network: &Network) -> usize {
    let parts = network.strong_parts();
    let arcs = network.arcs().iter().filter(|arc| arc.tail != arc.head);
    let inside = arcs.filter(|arc| parts.in_largest(arc.tail) && parts.in_largest(arc.head));
    inside
        .map(|arc| (arc.tail, arc.head))
        .collect::<BTreeSet<_>>()
        .len()
}

/// Through the file format and back.
fn kept(network: &Network) -> Result<(), Failure> {
    let mut file = Vec::new();
    let (written, writing) = timed(|| network.write_to(&mut file));
    written?;
    let (again, reading) = timed(|| Network::read_from(file.as_slice()));
    if again? != *network {
        return Err("the file gives another network".into());
    }
    println!(
        "file {} KB, written {writing:.0?}, read {reading:.0?}",
        file.len() / 1024
    );
    Ok(())
}

/// Two junctions of the largest part, for each question; the same in every run.
fn pairs(network: &Network) -> Vec<[ArcId; 2]> {
    let parts = network.strong_parts();
    let inside = |id: &ArcId| {
        network
            .arc(*id)
            .is_some_and(|arc| parts.in_largest(arc.tail) && parts.in_largest(arc.head))
    };
    let arcs = (0..u32::try_from(network.arcs().len()).unwrap_or(u32::MAX)).map(ArcId);
    let arcs: Vec<ArcId> = arcs.filter(inside).collect();
    let mut state = 2_026_u64;
    let mut any = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let index = usize::try_from(state >> 33).unwrap_or(0) % arcs.len().max(1);
        arcs.get(index).copied().unwrap_or(ArcId(0))
    };
    (0..QUESTIONS).map(|_| [any(), any()]).collect()
}

fn snapping(network: &Network, index: &SnapIndex, pairs: &[[ArcId; 2]]) {
    // From beside a road, and from a kilometre off most of them.
    for (name, (east, north), within) in [
        ("snap", (5_000, -3_000), 500.0),
        ("snap from afar", (90_000, -60_000), 2_000.0),
    ] {
        let places = pairs.iter().filter_map(|[arc, _]| {
            let junction = network.arc(*arc)?.tail;
            let mut place = *network.junctions().get(usize::try_from(junction.0).ok()?)?;
            place.longitude_e7 += east;
            place.latitude_e7 += north;
            Some(place)
        });
        let mut times: Vec<Duration> = places
            .map(|place| timed(|| index.nearest(network, place, Metres(within))).1)
            .collect();
        shown(name, &mut times);
    }
}

fn routes(network: &Network, pairs: &[[ArcId; 2]]) -> Result<(), Failure> {
    let mut dijkstra = Dijkstra::new(network);
    let textbook = Textbook::of(network);
    let (mut ours, mut theirs, mut many) = (Vec::new(), Vec::new(), Vec::new());
    for [from, to] in pairs {
        let (tail, head) = match (network.arc(*from), network.arc(*to)) {
            (Some(from), Some(to)) => (from.tail, to.tail),
            _ => continue,
        };
        let points = (
            Snap::on_arc(network, *from, 0),
            Snap::on_arc(network, *to, 0),
        );
        let (Some(begin), Some(end)) = points else {
            continue;
        };
        let (route, time) = timed(|| dijkstra.route(&begin, &end, &Terms::default()));
        ours.push(time);
        let (seconds, time) = timed(|| textbook.seconds(tail, head));
        theirs.push(time);
        let found = route.map(|route| route.cost.time_ms);
        // The textbook begins by any arc of the junction; ours too, unless its street is one way.
        let agrees = match (found, seconds) {
            (Some(found), Some(seconds)) => {
                let longer = found as f64 - seconds * 1_000.0;
                longer.abs() < 1.0 || longer > 0.0 && network.twin(*from).is_none()
            }
            (found, seconds) => found.is_none() && seconds.is_none(),
        };
        if !agrees {
            return Err(
                format!("{from:?} to {to:?}: {found:?} ms, the textbook {seconds:?} s").into(),
            );
        }
    }
    for chunk in pairs.chunks(ENGINES) {
        let engines: Vec<Snap> = chunk
            .iter()
            .filter_map(|[from, _]| Snap::on_arc(network, *from, 0))
            .collect();
        if let Some(fire) = chunk
            .first()
            .and_then(|[_, to]| Snap::on_arc(network, *to, 0))
        {
            many.push(timed(|| dijkstra.from_many(&engines, &fire, &Terms::default())).1);
        }
    }
    shown("route", &mut ours);
    shown("textbook", &mut theirs);
    shown("twenty engines to one fire", &mut many);
    let sum = |times: &[Duration]| times.iter().sum::<Duration>().as_secs_f64();
    println!("ratio: textbook / ours {:.1}", sum(&theirs) / sum(&ours));
    Ok(())
}

/// The plain peer: adjacency by key, an ordered set of what is open, floating seconds.
struct Textbook {
    edges: BTreeMap<u32, Vec<(u32, f64)>>,
}

impl Textbook {
    fn of(network: &Network) -> Self {
        let mut edges: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
        for arc in network.arcs() {
            let seconds = f64::from(arc.time_ms) / 1_000.0;
            edges
                .entry(arc.tail.0)
                .or_default()
                .push((arc.head.0, seconds));
        }
        Self { edges }
    }

    fn seconds(&self, from: JunctionId, to: JunctionId) -> Option<f64> {
        let mut best: HashMap<u32, f64> = HashMap::from([(from.0, 0.0)]);
        // Bits of a float that is not negative are ordered as the float is.
        let mut open = BTreeSet::from([(0_u64, from.0)]);
        while let Some((bits, here)) = open.pop_first() {
            let cost = f64::from_bits(bits);
            if here == to.0 {
                return Some(cost);
            }
            for (next, seconds) in self.edges.get(&here).into_iter().flatten() {
                let candidate = cost + seconds;
                let known = best.get(next).copied().unwrap_or(f64::INFINITY);
                if candidate < known {
                    open.remove(&(known.to_bits(), *next));
                    open.insert((candidate.to_bits(), *next));
                    best.insert(*next, candidate);
                }
            }
        }
        None
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed())
}

fn shown(what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let share = |percent: usize| {
        times
            .get(times.len() * percent / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what}: {} times, p50 {:.2?}, p99 {:.2?}",
        times.len(),
        share(50),
        share(99)
    );
}

/// The process's peak of resident memory in KB, where the system tells it; else 0.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
