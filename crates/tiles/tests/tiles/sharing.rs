//! The tiles of a zoom share the earth out, and a place stands where it should.

use base::Wgs84;
use proptest::prelude::*;
use tiles::{Bounds, EXTENT, MAX_ZOOM, Tile};

pub fn anywhere() -> impl Strategy<Value = Wgs84> {
    let degrees = (-1_800_000_000..=1_800_000_000, -900_000_000..=900_000_000);
    degrees.prop_map(|(longitude_e7, latitude_e7)| Wgs84 {
        longitude_e7,
        latitude_e7,
    })
}

#[test]
fn what_is_no_tile_has_no_address() {
    for (z, x, y) in [
        (0, 0, 1),
        (0, 1, 0),
        (3, 8, 0),
        (3, 0, 8),
        (MAX_ZOOM + 1, 0, 0),
        (31, 0, 0),
        (32, 0, 0),
        (u8::MAX, u32::MAX, u32::MAX),
        (22, u32::MAX, 0),
    ] {
        assert_eq!(Tile::new(z, x, y), None, "{z}/{x}/{y}");
    }
    assert!(Tile::new(22, (1 << 22) - 1, 0).is_some());
}

#[test]
fn the_corners_of_the_earth_and_the_date_line_have_their_tile() {
    let at = |longitude_e7, latitude_e7| Wgs84 {
        longitude_e7,
        latitude_e7,
    };
    for (place, x, y) in [
        (at(-1_800_000_000, 900_000_000), 0, 0),
        (at(1_800_000_000, 900_000_000), 3, 0),
        (at(1_800_000_000, -900_000_000), 3, 3),
        (at(-1_800_000_000, -900_000_000), 0, 3),
        (at(0, 0), 2, 1),
        (at(-1, -1), 1, 2),
    ] {
        assert_eq!(Tile::of(2, place), Tile::new(2, x, y), "{place:?}");
    }
}

#[test]
fn neighbours_share_an_edge_to_the_last_unit() {
    for z in [1, 7, 14, MAX_ZOOM] {
        let last = (1_u32 << z) - 1;
        for x in [0, last / 3, last - 1] {
            let here = Tile::new(z, x, x).unwrap().bounds();
            let east = Tile::new(z, x + 1, x).unwrap().bounds();
            let south = Tile::new(z, x, x + 1).unwrap().bounds();
            assert_eq!((here.east, here.south), (east.west, south.north));
        }
    }
}

#[test]
fn a_box_over_the_date_line_is_two() {
    let fiji = Bounds::from_degrees([177.0, -20.0, -178.0, -15.0]).unwrap();
    let inside = |east: f64| fiji.contains(Wgs84::from_degrees(east, -17.0).unwrap());
    assert_eq!(fiji.parts().count(), 2);
    assert!(inside(179.5) && inside(180.0) && inside(-179.0) && inside(-180.0) && inside(-178.0));
    assert!(!inside(0.0) && !inside(176.9) && !inside(-177.9));
    assert_eq!(Bounds::from_degrees([0.0, 2.0, 1.0, 1.0]), None);
    assert_eq!(Bounds::from_degrees([0.0, f64::NAN, 1.0, 1.0]), None);
    assert_eq!(Bounds::from_degrees([-181.0, 0.0, 1.0, 1.0]), None);
}

proptest! {
    #[test]
    fn every_place_lies_in_one_tile_of_a_zoom(place in anywhere(), z in 0..=MAX_ZOOM) {
        let tile = Tile::of(z, place).unwrap();
        prop_assert!(tile.bounds().contains(place));
        let (x, y) = tile.place();
        for (right, down) in [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)] {
            let (Some(x), Some(y)) = (x.checked_add_signed(right), y.checked_add_signed(down)) else {
                continue;
            };
            if let Some(neighbour) = Tile::new(z, x, y) {
                prop_assert!(!neighbour.bounds().contains(place));
            }
        }
    }

    #[test]
    fn a_place_stands_in_its_tile_within_a_unit_of_the_edge(place in anywhere(), z in 0..=MAX_ZOOM) {
        let tile = Tile::of(z, place).unwrap();
        let (free, kept) = (tile.project(place), tile.project_inside(place));
        prop_assert!((0..EXTENT).contains(&kept.x) && (0..EXTENT).contains(&kept.y));
        // Whole units of 1e-7 degrees are coarser than a tile's own at the deepest zooms.
        let slack = if z > 18 { 64 } else { 1 };
        prop_assert!((free.x - kept.x).abs() <= slack && (free.y - kept.y).abs() <= slack, "{free:?}");
    }
}
