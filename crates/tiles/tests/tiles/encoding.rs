//! A tile's bytes say what was put into it; lines and areas are cut to the tile and its margin.

use base::Wgs84;
use proptest::collection::vec;
use proptest::prelude::*;
use tiles::{EXTENT, Geometry, LayerWriter, Shape, Tile, TilePoint, clip};

use crate::decode::{self, Told};

fn point(x: i32, y: i32) -> TilePoint {
    TilePoint { x, y }
}

fn written(geometry: &Geometry) -> Vec<decode::Feature> {
    let mut layer = LayerWriter::new("shapes");
    layer.feature(geometry, &[]);
    let mut bytes = Vec::new();
    layer.write(&mut bytes);
    decode::features(&bytes, "shapes")
}

#[test]
fn a_tile_says_its_layers_and_their_values() {
    let mut layer = LayerWriter::new("places");
    let (id, word) = (layer.key("id"), layer.key("word"));
    let good = layer.shared_text("完好");
    for name in ["甲", "乙"] {
        let own = layer.own_text(name);
        let again = layer.shared_text("完好");
        assert_eq!(good, again);
        layer.point(point(3, 4095), &[(id, own), (word, again)]);
    }
    let mut counts = LayerWriter::new("groups");
    let count = counts.key("count");
    let many = counts.number(u64::MAX);
    counts.point(point(0, 0), &[(count, many)]);
    let mut tile = Vec::new();
    layer.write(&mut tile);
    counts.write(&mut tile);
    LayerWriter::new("empty").write(&mut tile);
    let layers = decode::tile(&tile);
    assert_eq!(layers.len(), 2, "a layer without features is left out");
    assert_eq!((layers[0].version, layers[0].extent), (2, 4096));
    let names: Vec<_> = layers[0]
        .features
        .iter()
        .map(|one| one.text("id").unwrap())
        .collect();
    assert_eq!(names, ["甲", "乙"]);
    assert_eq!(layers[0].features[1].parts, [[(3, 4095)]]);
    assert_eq!(layers[1].features[0].told["count"], Told::Number(u64::MAX));
}

#[test]
fn an_outer_ring_turns_one_way_and_its_hole_the_other() {
    let ring = |size: i32| {
        vec![
            point(0, 0),
            point(size, 0),
            point(size, size),
            point(0, size),
        ]
    };
    let mut turned = ring(100);
    turned.reverse();
    for outer in [ring(100), turned] {
        let drawn = written(&Geometry::Rings(vec![outer, ring(50)]));
        let areas: Vec<i64> = drawn[0].parts.iter().map(|ring| twice_area(ring)).collect();
        assert_eq!(areas, [20_000, -5_000]);
    }
    let flat = vec![point(0, 0), point(5, 5), point(10, 10)];
    assert!(written(&Geometry::Rings(vec![flat])).is_empty());
    assert!(written(&Geometry::Lines(vec![vec![point(1, 1), point(1, 1)]])).is_empty());
}

fn twice_area(ring: &[(i64, i64)]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter()
        .zip(next)
        .map(|(a, b)| a.0 * b.1 - b.0 * a.1)
        .sum()
}

#[test]
fn a_line_through_many_tiles_has_its_part_in_each() {
    let line = Shape::Line(
        [(110.2, 34.6), (112.0, 35.8)]
            .map(|(east, north)| Wgs84::from_degrees(east, north).unwrap())
            .into(),
    );
    let bounds = line.bounds().unwrap();
    let mut touched = 0;
    for x in 824..=831 {
        for y in 400..=410 {
            let tile = Tile::new(10, x, y).unwrap();
            if let Some(Geometry::Lines(parts)) = clip(line.project(tile), 64) {
                touched += 1;
                let inside = -64..=EXTENT + 64;
                for place in parts.concat() {
                    assert!(
                        inside.contains(&place.x) && inside.contains(&place.y),
                        "{place:?}"
                    );
                }
                let box_of = tile.bounds();
                assert!(box_of.west <= bounds.east && box_of.east >= bounds.west);
            }
        }
    }
    assert!((6..=16).contains(&touched), "{touched}");
}

#[test]
fn an_area_around_a_tile_fills_it_and_one_beside_it_is_not_there() {
    let square = |from: i32, to: i32| {
        Geometry::Rings(vec![vec![
            point(from, from),
            point(to, from),
            point(to, to),
            point(from, to),
        ]])
    };
    let Some(Geometry::Rings(rings)) = clip(square(-100_000, 100_000), 64) else {
        panic!("it is gone")
    };
    let ring: Vec<_> = rings[0]
        .iter()
        .map(|p| (i64::from(p.x), i64::from(p.y)))
        .collect();
    assert_eq!(twice_area(&ring).abs(), 2 * 4224 * 4224);
    assert_eq!(clip(square(5_000, 6_000), 64), None);
    assert_eq!(
        clip(Geometry::Points(vec![point(-1, 0), point(0, 4096)]), 64),
        None
    );
}

fn coordinate() -> impl Strategy<Value = TilePoint> {
    (-10_000..14_000, -10_000..14_000).prop_map(|(x, y)| point(x, y))
}

/// The length of a line inside a box, found by walking it in small steps.
fn walked(line: &[TilePoint], low: f64, high: f64) -> f64 {
    const STEPS: u32 = 4_000;
    let pairs = line.iter().zip(line.iter().skip(1));
    pairs
        .map(|(a, b)| {
            let (dx, dy) = (f64::from(b.x - a.x), f64::from(b.y - a.y));
            let inside = (0..STEPS).filter(|step| {
                let share = (f64::from(*step) + 0.5) / f64::from(STEPS);
                let (x, y) = (f64::from(a.x) + share * dx, f64::from(a.y) + share * dy);
                (low..=high).contains(&x) && (low..=high).contains(&y)
            });
            dx.hypot(dy) * f64::from(u32::try_from(inside.count()).unwrap()) / f64::from(STEPS)
        })
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_cut_line_is_as_long_as_what_of_it_lies_inside(line in vec(coordinate(), 2..6)) {
        let expected = walked(&line, -64.0, 4160.0);
        let parts = match clip(Geometry::Lines(vec![line.clone()]), 64) {
            Some(Geometry::Lines(parts)) => parts,
            _ => Vec::new(),
        };
        let found: f64 = parts.iter().map(|part| walked(part, f64::MIN, f64::MAX)).sum();
        let slack = 8.0 * f64::from(u32::try_from(line.len()).unwrap());
        prop_assert!((expected - found).abs() <= slack, "{expected} {found}");
    }

    #[test]
    fn places_come_back_as_they_went_in(all in vec((coordinate(), "[a-z甲乙]{0,9}"), 1..50)) {
        let mut layer = LayerWriter::new("places");
        let id = layer.key("id");
        for (at, name) in &all {
            let own = layer.own_text(name);
            layer.point(*at, &[(id, own)]);
        }
        let mut bytes = Vec::new();
        layer.write(&mut bytes);
        let read = decode::features(&bytes, "places");
        let read: Vec<_> = read
            .iter()
            .map(|one| (one.parts[0][0], one.text("id").unwrap().to_owned()))
            .collect();
        let given: Vec<_> = all
            .iter()
            .map(|(at, name)| ((i64::from(at.x), i64::from(at.y)), name.clone()))
            .collect();
        prop_assert_eq!(read, given);
    }
}
