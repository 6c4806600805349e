//! A real extract, where one is at hand: `FENGSUI_OSM_SAMPLE` names the file, PBF or XML.

use std::io::Write as _;

use base::Metres;
use roads::{Dijkstra, Limits, Network, Snap, SnapIndex, SpeedTable, StretchId, Terms, read};

/// The file's bytes, or the reason on stderr: what a passing test prints is not shown.
fn sample() -> Option<Vec<u8>> {
    match std::env::var_os("FENGSUI_OSM_SAMPLE") {
        Some(path) => Some(std::fs::read(path).unwrap()),
        None => {
            let reason = "skipped: FENGSUI_OSM_SAMPLE names no OpenStreetMap extract";
            let mut told = std::io::stderr();
            writeln!(told, "{reason}").unwrap();
            None
        }
    }
}

/// A point near every so many junctions of the largest part.
fn points(network: &Network, count: usize) -> Vec<Snap> {
    let parts = network.strong_parts();
    let inside = |id: StretchId| parts.lead_on(network, id);
    let index = SnapIndex::new(network);
    let step = network.junctions().len() / count;
    let places = network.junctions().iter().step_by(step.max(1));
    places
        .filter_map(|place| index.nearest_where(network, *place, Metres(5_000.0), inside))
        .collect()
}

#[test]
fn a_real_city_is_mostly_one_piece_and_answers_agree() {
    let Some(bytes) = sample() else { return };
    let extract = read(bytes.as_slice(), &Limits::default()).unwrap();
    let (network, report) = Network::of(&extract, &SpeedTable::default()).unwrap();
    assert_eq!(report.arcs, network.arcs().len());
    assert!(
        report.strong.junctions as usize * 10 > report.junctions * 8,
        "{report:?}"
    );

    let mut file = Vec::new();
    network.write_to(&mut file).unwrap();
    assert_eq!(Network::read_from(file.as_slice()).unwrap(), network);

    let points = points(&network, 12);
    let (fire, engines) = points.split_first().unwrap();
    let mut dijkstra = Dijkstra::new(&network);
    let terms = Terms::default();
    let together = dijkstra.from_many(engines, fire, &terms);
    for (engine, cost) in engines.iter().zip(together) {
        let alone = dijkstra.route(engine, fire, &terms).unwrap();
        assert_eq!(Some(alone.cost), cost);
        assert_eq!(dijkstra.to_many(engine, &[*fire], &terms), [cost]);
    }
}

#[test]
fn a_real_file_that_is_cut_off_is_told() {
    let Some(bytes) = sample() else { return };
    for part in 1..8 {
        let cut = bytes.len() * part / 8;
        assert!(
            read(&bytes[..cut], &Limits::default()).is_err(),
            "cut at {cut}"
        );
    }
}
