//! Measures the hierarchy on an extract beside Dijkstra's algorithm, and holds it against it.
//!
//! `cargo run --release -p roads --example swift -- FILE.osm.pbf`. Points lie on random arcs of the
//! largest strongly connected part.

use std::error::Error;
use std::fs::File;
use std::time::{Duration, Instant};

use roads::{
    ArcId, Closures, Customised, Dijkstra, Ground, Hierarchy, Limits, Network, Snap, SnapIndex,
    SpeedTable, Swift, Terms, Weight, covered, read,
};

type Failure = Box<dyn Error>;

const PAIRS: usize = 1_000;

fn main() -> Result<(), Failure> {
    let path = std::env::args()
        .nth(1)
        .ok_or("name an extract: .osm.pbf or .osm")?;
    let extract = read(File::open(&path)?, &Limits::default())?;
    let (network, _) = Network::of(&extract, &SpeedTable::default())?;
    let (hierarchy, time) = timed(|| Hierarchy::of(&network));
    let hierarchy = hierarchy?;
    println!("hierarchy: {time:.0?}, {} arcs", hierarchy.arcs());
    let (again, time) = timed(|| Hierarchy::with_order(&network, hierarchy.order().to_vec()));
    again?;
    println!("hierarchy of a known order: {time:.1?}");
    ready(&network, &hierarchy)?;
    let open = Closures::none();
    let anew = || Customised::of(&hierarchy, &network, Weight::Time, &open);
    let mut customised = anew();
    several("customise", 20, |_| anew());
    several("customise in place", 20, |_| {
        customised.renew(&hierarchy, &network, &open);
    });
    let points = points(&network, 2 * PAIRS);
    closing(&network, &hierarchy, &mut customised, &points);
    let swift = Swift::new(&network, &hierarchy, &customised);
    isochrones(&network, &points);
    pairs(&network, swift, &points)
}

/// From the bytes of a saved graph to answers.
fn ready(network: &Network, hierarchy: &Hierarchy) -> Result<(), Failure> {
    let mut file = Vec::new();
    network.write_with(hierarchy.order(), &mut file)?;
    println!("saved graph: {} KB", file.len() / 1024);
    several("  read, network alone", 10, |_| {
        Network::read_from(file.as_slice())
    });
    several("  read, with hierarchy", 10, |_| {
        Network::read_with_hierarchy(file.as_slice())
    });
    several("  index of snapping", 10, |_| SnapIndex::new(network));
    several("  digest", 10, |_| base::sm3(&[&file]));
    Ok(())
}

fn isochrones(network: &Network, points: &[Snap]) {
    let mut dijkstra = Dijkstra::new(network);
    for minutes in [5, 10, 30] {
        let terms = Terms {
            within: Some(minutes * 60_000),
            ..Terms::default()
        };
        several(&format!("area of {minutes} minutes"), 100, |number| {
            points.get(number).map(|from| dijkstra.area(from, &terms))
        });
        let (mut rings, mut corners) = (0, 0);
        several("its ground, area included", 100, |number| {
            let area = points.get(number).map(|from| dijkstra.area(from, &terms));
            let parts = covered(network, &area.unwrap_or_default());
            let ground = Ground::along(network, &parts);
            rings += ground.polygons.iter().map(Vec::len).sum::<usize>();
            corners += ground
                .polygons
                .iter()
                .flatten()
                .map(Vec::len)
                .sum::<usize>();
        });
        println!("  {} rings, {} corners each", rings / 100, corners / 100);
    }
}

fn closing(network: &Network, hierarchy: &Hierarchy, customised: &mut Customised, at: &[Snap]) {
    several("close or open one stretch", 200, |number| {
        let mut closures = Closures::none();
        if number % 2 == 0
            && let Some(arc) = at.get(number).and_then(|snap| network.arc(snap.arc))
        {
            closures.close_stretch(network, arc.stretch);
        }
        customised.update(hierarchy, network, &closures, &[]);
    });
}

fn pairs(network: &Network, mut swift: Swift<'_>, points: &[Snap]) -> Result<(), Failure> {
    let (from, to) = points.split_at(PAIRS);
    let mut dijkstra = Dijkstra::new(network);
    let terms = Terms::default();
    let pair = |number: usize| from.get(number).zip(to.get(number));
    let mut costs = Vec::new();
    let mut expected = Vec::new();
    several("cost of a pair", PAIRS, |number| {
        costs.push(pair(number).and_then(|(from, to)| swift.cost(from, to)));
    });
    several("route of a pair", PAIRS, |number| {
        pair(number).and_then(|(from, to)| swift.route(from, to))
    });
    several("route of a pair, Dijkstra", PAIRS, |number| {
        let route = pair(number).and_then(|(from, to)| dijkstra.route(from, to, &terms));
        expected.push(route.map(|route| route.cost));
    });
    if costs != expected {
        return Err("the hierarchy and Dijkstra disagree".into());
    }
    let (a, b) = (from.get(..100), to.get(..400));
    let (a, b) = (a.unwrap_or_default(), b.unwrap_or_default());
    several("100 x 400", 20, |_| swift.matrix(a, b));
    several("1000 x 1000", 5, |_| swift.matrix(from, to));
    several("one to 1000", 20, |_| {
        from.first().map(|one| swift.to_many(one, to))
    });
    Ok(())
}

/// Points on random arcs whose ends lie in the largest part.
fn points(network: &Network, many: usize) -> Vec<Snap> {
    let parts = network.strong_parts();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut points = Vec::new();
    while points.len() < many {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let number = u32::try_from(state % network.arcs().len().max(1) as u64);
        let arc = ArcId(number.unwrap_or_default());
        let inside = network
            .arc(arc)
            .is_some_and(|arc| parts.in_largest(arc.tail) && parts.in_largest(arc.head));
        let length = network.arc(arc).map_or(0, |arc| arc.length_mm);
        points.extend(Snap::on_arc(network, arc, length / 3).filter(|_| inside));
    }
    points
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let began = Instant::now();
    let done = work();
    (done, began.elapsed())
}

fn several<T>(what: &str, times: usize, mut work: impl FnMut(usize) -> T) {
    let mut taken: Vec<Duration> = (0..times).map(|number| timed(|| work(number)).1).collect();
    taken.sort_unstable();
    let part = |hundredths: usize| taken.get(times * hundredths / 100).copied();
    println!(
        "{what}: {times} times, p50 {:.1?}, p99 {:.1?}",
        part(50).unwrap_or_default(),
        part(99).unwrap_or_default()
    );
}
