//! How dense streets are, and how many of them a hydrant serves.

use base::{Bounds, Metres, Wgs84};
use roads::{Class, Draft, SpeedTable};
use routing::{RoadSource, Roads, SurveyQuestion};

use crate::street;

/// Streets in a grid of 11 by 11, 200 m apart, and one lonely road of 20 km to the north.
fn town(class: Class) -> Roads {
    let mut draft = Draft::new();
    let (narrow, degree) = (35.0_f64.to_radians().cos(), 111_320.0);
    let place = |x: i32, y: f64| {
        let east = 111.0 + f64::from(x) * 200.0 / degree / narrow;
        Wgs84::from_degrees(east, 35.0 + y * 200.0 / degree).unwrap()
    };
    let mut junctions = Vec::new();
    for x in 0..11 {
        for y in 0..11 {
            junctions.push(draft.junction(place(x, f64::from(y))).unwrap());
        }
    }
    let far = draft.junction(place(5, 110.0)).unwrap();
    let mut pairs = vec![(junctions[5 * 11 + 10], far, "远郊路")];
    for x in 0..11 {
        for y in 0..11 {
            let at = junctions[x * 11 + y];
            pairs.extend((x < 10).then(|| (at, junctions[(x + 1) * 11 + y], "横街")));
            pairs.extend((y < 10).then(|| (at, junctions[x * 11 + y + 1], "纵街")));
        }
    }
    for (from, to, name) in pairs {
        draft.street(&street(from, to, class, name)).unwrap();
    }
    Roads::of(
        draft.finish(&SpeedTable::default()),
        RoadSource::openstreetmap(),
    )
    .unwrap()
}

fn question(hydrants: Vec<Wgs84>) -> SurveyQuestion {
    SurveyQuestion {
        hydrants,
        radius: Metres(150.0),
        spacing: Metres(120.0),
        built_up: 4.0,
        within: None,
    }
}

/// What is said of a street does not depend on how much around it is looked at.
#[test]
fn a_box_says_of_its_streets_what_the_whole_says() {
    let roads = town(Class::Residential);
    let hydrant = Wgs84::from_degrees(111.01, 35.01).unwrap();
    let whole = roads.survey(&question(vec![hydrant]));
    let place = |east, north| Wgs84::from_degrees(east, north).unwrap();
    let within = Bounds {
        south_west: place(111.006, 35.006),
        north_east: place(111.012, 35.011),
    };
    let part = roads.survey(&SurveyQuestion {
        within: Some(within),
        ..question(vec![hydrant])
    });
    assert!((20..whole.streets.len() / 2).contains(&part.streets.len()));
    for street in &part.streets {
        assert!(whole.streets.contains(street), "{street:?}");
    }
    let contains = |at: Wgs84| {
        (111.006..=111.012).contains(&at.longitude()) && (35.006..=35.011).contains(&at.latitude())
    };
    let inside = whole.streets.iter().filter(|one| contains(one.middle));
    assert!(inside.clone().count() > 10);
    for street in inside {
        assert!(part.streets.contains(street), "{street:?}");
    }
}

fn sum(roads: &Roads, asked: &SurveyQuestion) -> (f64, f64, f64) {
    let survey = roads.survey(asked);
    survey.streets.iter().fold((0.0, 0.0, 0.0), |sum, one| {
        (
            sum.0 + one.length.0,
            sum.1 + one.served.0,
            sum.2 + one.spaced.0,
        )
    })
}

#[test]
fn streets_are_built_up_where_they_lie_close() {
    let roads = town(Class::Residential);
    let survey = roads.survey(&question(Vec::new()));
    let length: f64 = survey.streets.iter().map(|one| one.length.0).sum();
    // 44 km of grid, less what lies at its corners where the country begins; of the road out of town the
    // first kilometre at most.
    assert!((40_000.0..45_000.0).contains(&length), "{length}");
    let km2 = survey.squares.len() as f64 * survey.square_km2;
    assert!((4.0..9.0).contains(&km2), "{km2}");
    let density = length / 1e3 / km2;
    assert!((5.0..12.0).contains(&density), "{density}");
    // A higher mark leaves nothing; motorways and paths are no streets.
    let high = SurveyQuestion {
        built_up: 40.0,
        ..question(Vec::new())
    };
    assert!(roads.survey(&high).streets.is_empty());
    for class in [Class::Motorway, Class::Footway, Class::Track] {
        let none = town(class).survey(&question(Vec::new()));
        assert!(none.streets.is_empty() && none.squares.is_empty());
    }
}

#[test]
fn a_hydrant_serves_what_is_within_its_radius() {
    let roads = town(Class::Residential);
    let (all, served, spaced) = sum(&roads, &question(Vec::new()));
    assert!(all > 0.0 && served == 0.0 && spaced == 0.0);
    // One at a crossing in the middle: 150 m of each of four streets, and 60 m.
    let junction = roads.network().junctions()[5 * 11 + 5];
    let (_, served, spaced) = sum(&roads, &question(vec![junction]));
    assert!((served - 600.0).abs() <= 40.0, "{served}");
    assert!((spaced - 240.0).abs() <= 40.0, "{spaced}");
    // One at each crossing: 200 m apart all is served, and 80 m of each 200 are too far for the spacing.
    let everywhere = roads.network().junctions().to_vec();
    let (all, served, spaced) = sum(&roads, &question(everywhere));
    assert!(served / all > 0.97, "{served} of {all}");
    assert!((spaced / all - 0.6).abs() < 0.05, "{spaced} of {all}");
}

#[test]
fn what_is_bare_is_drawn_in_one_piece() {
    let roads = town(Class::Residential);
    let middle = roads.network().junctions()[5 * 11 + 5];
    let survey = roads.survey(&question(vec![middle]));
    for street in &survey.streets {
        let bare: usize = street.bare.iter().map(Vec::len).sum();
        let steps = (street.length.0 - street.served.0) / 10.0;
        assert!((bare as f64 - steps).abs() <= 2.0, "{street:?}");
        assert!(street.bare.len() <= 1);
    }
}
