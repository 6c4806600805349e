//! What stands in a box of the map, against looking at every row.

use std::collections::{BTreeMap, BTreeSet};

use base::{Uuid, Wgs84};
use register::{Filter, Operator, PlaceQuestion, Query, Stored, Value};
use serde_json::json;
use tiles::{Bounds, Grid, Tile};

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::{Hydrant, Organisation, Zone};

/// Places that are neither in order nor even: a small sequence without a crate of its own.
fn spread(seed: u32) -> impl Iterator<Item = f64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1 << 24)
    })
}

async fn fill(house: &House) -> Vec<Stored> {
    let ledger = house.ledger::<Hydrant>();
    let mut numbers = spread(7);
    let mut rows = Vec::new();
    for at in 0..160 {
        // Most lie in one town, some at the date line, some at the very corner of a tile.
        let (east, north) = match at % 16 {
            0 => (180.0, -17.0),
            1 => (-179.9, -17.1),
            2 => (112.5, 35.0),
            _ => (
                110.9 + 0.2 * numbers.next().unwrap(),
                35.0 + 0.1 * numbers.next().unwrap(),
            ),
        };
        let region = if at % 3 == 0 { "140802" } else { "140821" };
        let position = (at % 10 != 9).then(|| json!({"longitude": east, "latitude": north}));
        let row = json!({
            "name": format!("栓 {at}"), "state": "broken", "region": region, "position": position,
        });
        let row = ledger.create(&clerk(), &object(row)).await.unwrap();
        rows.push(if at % 8 == 5 {
            ledger.retire(&clerk(), row.id, row.version).await.unwrap()
        } else {
            row
        });
    }
    rows
}

fn place(row: &Stored) -> Option<Wgs84> {
    match row.value(house_def(), "position") {
        Some(Value::Point(place)) => Some(*place),
        _ => None,
    }
}

fn house_def() -> &'static register::RegisterDef {
    <Hydrant as register::Register>::DEF
}

fn boxes() -> Vec<Bounds> {
    let degrees = [
        [-180.0, -90.0, 180.0, 90.0],
        [110.95, 35.02, 111.05, 35.08],
        [112.5, 35.0, 112.5, 35.0],
        [179.0, -18.0, -179.0, -16.0],
        [0.0, 0.0, 1.0, 1.0],
    ];
    let mut boxes: Vec<_> = degrees
        .into_iter()
        .filter_map(Bounds::from_degrees)
        .collect();
    for (z, x, y) in [(0, 0, 0), (9, 413, 202), (12, 3310, 1621), (12, 3311, 1621)] {
        boxes.push(Tile::new(z, x, y).unwrap().bounds());
    }
    boxes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_holds_the_rows_in_use_whose_place_lies_in_it() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let rows = fill(&house).await;
        let ledger = house.ledger::<Hydrant>();
        for bounds in boxes() {
            for scope in [None, Some(vec!["140802".parse().unwrap()])] {
                let query = Query {
                    inside: Some(bounds),
                    scope: scope.clone(),
                    ..Query::default()
                };
                let seen = |row: &&Stored| {
                    row.retired_at.is_none()
                        && place(row).is_some_and(|place| bounds.contains(place))
                        && (scope.is_none() || row.region(house_def()).as_deref() == Some("140802"))
                };
                let expected: BTreeMap<Uuid, Wgs84> = rows
                    .iter()
                    .filter(seen)
                    .map(|row| (row.id, place(row).unwrap()))
                    .collect();
                let question = PlaceQuestion {
                    query: query.clone(),
                    limit: 1_000,
                };
                let found = ledger.places(&question).await.unwrap();
                let found: BTreeMap<_, _> = found.iter().map(|one| (one.id, one.at)).collect();
                assert_eq!(found, expected, "{bounds:?}");
                // A list of the same question holds the same rows.
                let listed = Query {
                    limit: 500,
                    ..query
                };
                let listed = ledger.list(&listed).await.unwrap().rows;
                let listed: BTreeSet<_> = listed.iter().map(|row| row.id).collect();
                assert_eq!(listed, expected.keys().copied().collect(), "{bounds:?}");
                let few = PlaceQuestion {
                    limit: 3,
                    ..question
                };
                let few = ledger.places(&few).await.unwrap().len();
                assert_eq!(few, expected.len().min(3));
            }
        }
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_groups_as_the_program_would() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let rows = fill(&house).await;
        let ledger = house.ledger::<Hydrant>();
        for (z, x, y) in [(0, 0, 0), (5, 25, 12), (9, 413, 202), (12, 3310, 1621)] {
            let tile = Tile::new(z, x, y).unwrap();
            let grid = Grid::of(tile);
            let query = Query {
                inside: Some(grid.bounds),
                ..Query::default()
            };
            let groups = ledger.place_groups(&query, grid).await.unwrap();
            let mut expected: BTreeMap<(i64, i64), u64> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.retired_at.is_none()) {
                if let Some(place) = place(row).filter(|place| grid.bounds.contains(*place)) {
                    *expected.entry(grid.cell(place)).or_default() += 1;
                }
            }
            let found: BTreeMap<_, _> = groups
                .iter()
                .map(|one| (grid.cell(one.middle), one.count))
                .collect();
            assert_eq!(found, expected, "{tile:?}");
            let filtered = Query {
                filters: vec![Filter {
                    field: "region".to_owned(),
                    operator: Operator::Within,
                    value: json!("140802"),
                }],
                ..query
            };
            let fewer = ledger.place_groups(&filtered, grid).await.unwrap();
            let sum = |all: &[tiles::Group]| all.iter().map(|one| one.count).sum::<u64>();
            assert!(sum(&fewer) <= sum(&groups));
        }
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_say_what_they_are_called_and_a_register_without_a_place_has_none() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let rows = fill(&house).await;
        let ledger = house.ledger::<Hydrant>();
        let ids = rows.iter().take(3).map(|row| row.id).collect();
        let titles = ledger.own_titles(ids).await.unwrap();
        assert_eq!(titles[&rows[1].id], "栓 1");
        assert_eq!(titles.len(), 3);
        let question = PlaceQuestion {
            query: Query {
                inside: Some(Bounds::EARTH),
                ..Query::default()
            },
            limit: 10,
        };
        let organisations = house.ledger::<Organisation>();
        assert_eq!(organisations.places(&question).await.unwrap(), []);
        house.close().await;
    })
    .await;
}

/// Squares along a road, some of them retired, one without an area.
async fn fill_zones(house: &House) -> Vec<Stored> {
    let ledger = house.ledger::<Zone>();
    let mut rows = Vec::new();
    for at in 0..24 {
        let (west, south) = (110.9 + 0.011 * f64::from(at), 35.0 + 0.003 * f64::from(at));
        let (east, north) = (west + 0.02, south + 0.01);
        let ring =
            format!("POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {south}))");
        let row = json!({
            "name": format!("区 {at}"), "state": if at % 2 == 0 { "usable" } else { "broken" },
            "region": if at % 3 == 0 { "140802" } else { "140821" },
            "area": (at != 23).then_some(ring),
        });
        let row = ledger.create(&clerk(), &object(row)).await.unwrap();
        rows.push(if at % 8 == 5 {
            ledger.retire(&clerk(), row.id, row.version).await.unwrap()
        } else {
            row
        });
    }
    rows
}

fn area(row: &Stored) -> Option<base::Bounds> {
    let def = <Zone as register::Register>::DEF;
    row.value(def, "area")?.bounds()
}

fn meets(bounds: Bounds, area: base::Bounds) -> bool {
    let (low, high) = (area.south_west, area.north_east);
    let north = i64::from(low.latitude_e7) < bounds.north;
    let south = i64::from(high.latitude_e7) >= bounds.south;
    let aside = |part: Bounds| {
        i64::from(low.longitude_e7) < part.east && i64::from(high.longitude_e7) >= part.west
    };
    north && south && bounds.parts().any(aside)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_box_holds_the_areas_that_reach_into_it_and_each_is_counted_once() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let rows = fill_zones(&house).await;
        let ledger = house.ledger::<Zone>();
        let used = || rows.iter().filter(|row| row.retired_at.is_none());
        for indexed in [false, true] {
            if indexed {
                house.index::<Zone>().await;
            }
            for bounds in boxes() {
                let query = Query {
                    inside: Some(bounds),
                    limit: 500,
                    ..Query::default()
                };
                let reaching = used().filter(|row| area(row).is_some_and(|own| meets(bounds, own)));
                let expected: BTreeSet<Uuid> = reaching.map(|row| row.id).collect();
                let listed = ledger.list(&query).await.unwrap().rows;
                let listed: BTreeSet<_> = listed.iter().map(|row| row.id).collect();
                assert_eq!(listed, expected, "{bounds:?}");
                let question = PlaceQuestion { query, limit: 100 };
                let found = ledger.outlines(&question).await.unwrap();
                for one in &found {
                    let row = rows.iter().find(|row| row.id == one.id).unwrap();
                    assert_eq!(Some(&one.shape), row.value(ledger.def(), "area"));
                    assert!(["usable", "broken"].contains(&one.word.as_deref().unwrap()));
                }
                let found: BTreeSet<_> = found.iter().map(|one| one.id).collect();
                assert_eq!(found, expected, "{bounds:?}");
                assert_eq!(ledger.places(&question).await.unwrap(), []);
            }
        }
        // Over all tiles of a zoom, an area is counted where its middle lies and nowhere else.
        for z in [0, 9, 12] {
            let mut counted = 0;
            let corner = Tile::of(z, Wgs84::from_degrees(110.9, 35.0).unwrap()).unwrap();
            let (x, y) = corner.place();
            let near = |from: u32| from.saturating_sub(3)..from + 6;
            let tiles = near(x).flat_map(|x| near(y).map(move |y| (x, y)));
            for tile in tiles.filter_map(|(x, y)| Tile::new(z, x, y)) {
                let grid = Grid::of(tile);
                let query = Query {
                    inside: Some(grid.bounds),
                    ..Query::default()
                };
                let groups = ledger.place_groups(&query, grid).await.unwrap();
                assert!(groups.iter().all(|one| grid.bounds.contains(one.middle)));
                counted += groups.iter().map(|one| one.count).sum::<u64>();
            }
            let expected = used().filter(|row| area(row).is_some()).count() as u64;
            assert_eq!(counted, expected, "zoom {z}");
        }
        house.close().await;
    })
    .await;
}
