use super::*;
use crate::crossing::{Side, crosses, turns_back};

fn polygon(text: &str) -> Result<Polygon, ShapeError> {
    Polygon::from_wkt(text)
}

#[test]
fn wkt_there_and_back() {
    for text in [
        "LINESTRING (111 35, 111.5 35.25, -0.0000001 -89.9999999)",
        "LINESTRING (0 0, 0 1)",
    ] {
        assert_eq!(Line::from_wkt(text).unwrap().to_string(), text);
    }
    for text in [
        "POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0))",
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))",
    ] {
        assert_eq!(polygon(text).unwrap().to_string(), text);
    }
    assert!(Line::from_wkt("  linestring(1 2,3 4)  ").is_ok());
    assert!(Line::from_wkt("linestring(1 2,3 4)\u{3000}").is_ok());
}

#[test]
fn rings_are_turned_as_they_should_be() {
    let clockwise = polygon("POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 2 1, 2 2, 1 2, 1 1))");
    let text = clockwise.unwrap().to_string();
    assert_eq!(
        text,
        "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1))"
    );
}

#[test]
fn what_is_no_shape_says_why() {
    let crossing = |ring, side, other_ring, other_side| ShapeError::Crossing {
        ring,
        side,
        other_ring,
        other_side,
    };
    for (text, why) in [
        ("POLYGON ((0 0, 1 0, 1 1, 0 1))", ShapeError::Open(1)),
        ("POLYGON ((0 0, 1 0, 0 0))", ShapeError::RingTooShort(1)),
        (
            "POLYGON ((0 0, 0 0, 0 0, 0 0))",
            ShapeError::RingTooShort(1),
        ),
        // A bow tie, a spike, a ring that touches itself in a corner.
        ("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))", crossing(1, 3, 1, 1)),
        (
            "POLYGON ((0 0, 2 0, 4 0, 2 0, 2 2, 0 0))",
            crossing(1, 3, 1, 1),
        ),
        (
            "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (20 20, 20 21, 21 21, 20 20))",
            ShapeError::HoleOutside(2),
        ),
        (
            "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 5, 5 5, 5 1, 1 1), (2 2, 2 3, 3 3, 2 2))",
            ShapeError::HoleOutside(3),
        ),
        ("POLYGON ((0 0, 181 0, 1 1, 0 0))", ShapeError::Place),
        ("POLYGON ()", ShapeError::Text("POLYGON")),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0)", ShapeError::Text("POLYGON")),
        (
            "POLYGON ((0 0 5, 1 0 5, 1 1 5, 0 0 5))",
            ShapeError::Text("POLYGON"),
        ),
        (
            "POLYGON ((0 x, 1 0, 1 1, 0 0))",
            ShapeError::Text("POLYGON"),
        ),
        ("LINESTRING (0 0, 1 1)", ShapeError::Text("POLYGON")),
        ("", ShapeError::Text("POLYGON")),
        ("POLYGON ((NaN 0, 1 0, 1 1, NaN 0))", ShapeError::Place),
    ] {
        assert_eq!(polygon(text).unwrap_err(), why, "{text}");
    }
    assert_eq!(
        Line::from_wkt("LINESTRING (1 1, 1 1)"),
        Err(ShapeError::TooShort)
    );
    let long = format!("LINESTRING ({}0 0)", "1 1, 2 2, ".repeat(MOST_PLACES / 2));
    assert_eq!(Line::from_wkt(&long), Err(ShapeError::TooMany));
    let hole_that_touches = "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (0 1, 1 2, 2 1, 0 1))";
    assert!(matches!(
        polygon(hole_that_touches),
        Err(ShapeError::Crossing { .. })
    ));
}

/// Against the plain way: every side against every other.
#[test]
fn crossings_are_found_as_by_looking_at_all_pairs() {
    let mut seed = 7_u64;
    let mut number = |limit: u64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % limit
    };
    let (mut good, mut bad) = (0, 0);
    for _ in 0..4_000 {
        let corners = 3 + number(5) as usize;
        let mut ring: Vec<Wgs84> = (0..corners)
            .map(|_| Wgs84 {
                longitude_e7: number(6) as i32,
                latitude_e7: number(6) as i32,
            })
            .collect();
        ring.push(ring[0]);
        ring.dedup();
        if ring.len() < 4 {
            continue;
        }
        let of = ring.len() - 1;
        let side = |at: usize| Side {
            ring: 0,
            at,
            of,
            from: ring[at],
            to: ring[at + 1],
        };
        let plain = (0..of).any(|a| {
            (a + 1..of).any(|b| {
                let (a, b) = (side(a), side(b));
                if a.follows(&b) {
                    turns_back(&a, &b)
                } else {
                    crosses(&a, &b)
                }
            })
        });
        assert_eq!(
            meet(std::slice::from_ref(&ring)).is_err(),
            plain,
            "{ring:?}"
        );
        if plain { bad += 1 } else { good += 1 }
    }
    assert!(good > 300 && bad > 300, "{good} {bad}");
}

#[test]
fn ten_thousand_places_are_checked_at_once() {
    let around = (0..MOST_PLACES - 1).map(|n| {
        let angle = n as f64 / (MOST_PLACES - 1) as f64 * std::f64::consts::TAU;
        Wgs84::from_degrees(111.0 + angle.cos(), 35.0 + angle.sin()).unwrap()
    });
    let mut ring: Vec<Wgs84> = around.collect();
    ring.push(ring[0]);
    let began = std::time::Instant::now();
    let bounds = Polygon::new(vec![ring]).unwrap().bounds();
    assert!(began.elapsed() < std::time::Duration::from_secs(2));
    assert_eq!(bounds.south_west.longitude_e7, 1_100_000_000);
    assert_eq!(bounds.north_east.latitude_e7, 360_000_000);
}

#[test]
fn ways_into_through_and_beside_an_area() {
    let ring = polygon("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (3 3, 3 6, 6 6, 6 3, 3 3))").unwrap();
    let at = |east, north| Wgs84::from_degrees(east, north).unwrap();
    assert!(
        ring.contains(at(1.0, 1.0)) && !ring.contains(at(4.0, 4.0)),
        "a hole is outside"
    );
    assert!(!ring.contains(at(10.0, 4.0)));
    let meets = |from: (f64, f64), to: (f64, f64)| ring.meets(at(from.0, from.1), at(to.0, to.1));
    for (from, to) in [
        ((1.0, 1.0), (2.0, 2.0)),
        ((-1.0, 1.0), (10.0, 1.0)),
        ((1.0, 1.0), (20.0, 20.0)),
        ((20.0, 20.0), (1.0, 1.0)),
        ((-1.0, 0.0), (1.0, 0.0)),
    ] {
        assert!(meets(from, to), "{from:?} {to:?}");
    }
    for (from, to) in [
        ((-1.0, -1.0), (10.0, -1.0)),
        ((4.0, 4.0), (5.0, 5.0)),
        ((-3.0, 5.0), (5.0, 20.0)),
    ] {
        assert!(!meets(from, to), "{from:?} {to:?}");
    }
}
