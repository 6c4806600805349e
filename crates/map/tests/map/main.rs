//! Tiles of registers whose rows are lines or areas, on both engines: drawn where they reach, small
//! ones as places, counted once when there are too many; cases of a loop like all other rows.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    missing_docs,
    reason = "a test may stop loudly and needs no manual"
)]

#[path = "../../../tiles/tests/tiles/decode.rs"]
mod decode;
mod house;

use std::collections::BTreeSet;

use base::Wgs84;
use serde_json::json;
use tiles::{EXTENT, Tile};

use crate::house::{Closure, House, Zone, city_wide, on_both_engines};

fn square(west: f64, south: f64, side: f64) -> String {
    let (east, north) = (west + side, south + side);
    format!(
        "POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))"
    )
}

fn tile_at(z: u8, east: f64, north: f64) -> Tile {
    Tile::of(z, Wgs84::from_degrees(east, north).unwrap()).unwrap()
}

fn titles(bytes: &[u8], layer: &str) -> BTreeSet<String> {
    let all = decode::features(bytes, layer);
    let title = |one: &decode::Feature| one.text("title").unwrap_or_default().to_owned();
    all.iter().map(title).collect()
}

fn named(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_area_is_drawn_where_it_reaches_and_a_small_one_is_a_place() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let zones = house.ledger::<Zone>();
        for (name, region, area) in [
            ("大区", "140802", square(111.0, 35.0, 0.2)),
            ("小区", "140821", square(111.05, 35.05, 0.0004)),
        ] {
            let row = json!({"name": name, "state": "closed", "region": region, "area": area});
            house.create(&zones, row).await;
        }
        let none = json!({"name": "无", "state": "open", "region": "140802"});
        house.create(&zones, none).await;
        let all = city_wide();
        let draw = |tile: Tile, question: &str| {
            let pairs = question.split_once('=');
            let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            map::draw_tile(&zones, &all, tile, pairs.into_iter().collect())
        };
        let near = draw(tile_at(12, 111.05, 35.05), "").await.unwrap();
        assert_eq!(titles(&near, "shapes"), named(&["大区"]));
        assert_eq!(titles(&near, "places"), named(&["小区"]));
        let drawn = &decode::features(&near, "shapes")[0];
        assert_eq!((drawn.kind, drawn.text("word")), (3, Some("closed")));
        // Cut to the tile and what is drawn around it.
        let edge = i64::from(EXTENT) + 128;
        let inside =
            |at: &(i64, i64)| (-128..=edge).contains(&at.0) && (-128..=edge).contains(&at.1);
        assert!(drawn.parts.iter().flatten().all(inside));
        // From near the small one is an area too; what lies elsewhere is not there.
        let nearer = draw(tile_at(18, 111.0502, 35.0502), "").await.unwrap();
        assert_eq!(titles(&nearer, "shapes"), named(&["大区", "小区"]));
        assert!(
            draw(tile_at(12, 112.0, 35.05), "")
                .await
                .unwrap()
                .is_empty()
        );
        // From the far side of the earth's map both are small, in each other's way, and counted.
        let world = draw(tile_at(3, 111.0, 35.0), "").await.unwrap();
        let groups = decode::features(&world, "groups");
        assert_eq!((groups.len(), groups[0].number("count")), (1, Some(2)));
        // Narrowed like the list.
        let narrowed = draw(tile_at(12, 111.05, 35.05), "region.within=140821").await;
        let narrowed = narrowed.unwrap();
        assert_eq!(titles(&narrowed, "places"), named(&["小区"]));
        assert!(decode::features(&narrowed, "shapes").is_empty());
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cases_of_a_loop_with_a_line_are_a_layer_like_all_other_rows() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let closures = house.ledger::<Closure>();
        let row = json!({"name": "占道施工", "way": "LINESTRING (111 35, 111.3 35.02)"});
        house.create(&closures, row).await;
        let all = city_wide();
        let seen =
            |east: f64| map::draw_tile(&closures, &all, tile_at(13, east, 35.01), Vec::new());
        for east in [111.1, 111.15, 111.2] {
            let tile = seen(east).await.unwrap();
            let lines = decode::features(&tile, "shapes");
            assert_eq!((lines.len(), lines[0].kind), (1, 2), "at {east}");
            assert_eq!(titles(&tile, "shapes"), named(&["占道施工"]));
        }
        assert!(seen(111.6).await.unwrap().is_empty());
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_areas_are_groups_whose_counts_are_all_of_them() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let zones = house.ledger::<Zone>();
        let many: i32 = 2_040;
        let rows = (0..many).map(|at| {
            let (east, north) = (f64::from(at % 60), f64::from(at / 60));
            let area = square(111.0 + east * 0.004, 35.0 + north * 0.004, 0.003);
            json!({"name": format!("区{at}"), "state": "open", "region": "140802", "area": area})
        });
        house.create_all(&zones, rows).await;
        let all = city_wide();
        let (mut counted, mut grouped) = (0, 0);
        // One tile of zoom 9 may hold all of them: then they are groups of the database.
        let (x, y) = tile_at(9, 111.12, 35.07).place();
        for (x, y) in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
            let tile = Tile::new(9, x, y).unwrap();
            let bytes = map::draw_tile(&zones, &all, tile, Vec::new())
                .await
                .unwrap();
            let groups = decode::features(&bytes, "groups");
            let sum: u64 = groups.iter().map(|one| one.number("count").unwrap()).sum();
            grouped += sum;
            counted += sum + decode::features(&bytes, "places").len() as u64;
            assert!(
                decode::features(&bytes, "shapes").is_empty(),
                "none is large"
            );
        }
        assert_eq!(counted, u64::from(many.unsigned_abs()));
        assert!(grouped > 0);
        house.close().await;
    })
    .await;
}
