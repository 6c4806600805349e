//! 辖区 the district of a station, and what the rules of siting say of it (建标152-2017).

use base::{Metres, Wgs84};
use routing::{Mover, Roads};

use crate::cover::{Demand, mean, tenths};
use crate::findings::{District, Warning, WarningKind, Words};
use crate::question::{Neighbour, NeighbourKind, Site};

/// 辖区面积 km² at most: 一级站 7, 二级站 4, 小型站 2, 近郊 15.
const FIRST: f64 = 7.0;
const SECOND: f64 = 4.0;
const SMALL: f64 = 2.0;
const SUBURB: f64 = 15.0;
/// 距易燃易爆危险品场所边界 metres at least, and the entrances of crowded buildings.
const FROM_DANGEROUS: Metres = Metres(300.0);
const FROM_CROWDED: Metres = Metres(50.0);
/// The side of a cell of ground that is counted, metres.
const CELL: f64 = 100.0;
/// Metres in a degree of latitude on the mean sphere.
const METRES_A_DEGREE: f64 = 111_195.08;

/// The demand that each of these sites is the first at; in their order.
pub(crate) fn demand_of(demand: &Demand<'_>, sites: &[usize]) -> Vec<District> {
    let first = demand.table.first(sites, demand.points.len());
    let district = |site: &usize| {
        let own: Vec<(u32, i64)> = first
            .iter()
            .zip(demand.points)
            .filter_map(|(one, point)| {
                let (who, drive) = (*one)?;
                (who == *site).then_some((drive, point.weight))
            })
            .collect();
        let worst = own.iter().map(|(drive, _)| *drive).max();
        District {
            points: own.len(),
            weight: demand.share(own.iter().map(|(_, weight)| weight).sum()),
            mean: mean(&own).map(|drive| tenths(drive + f64::from(demand.turnout))),
            worst: worst.map(|drive| demand.arrival(drive)),
            late: own
                .iter()
                .filter(|(drive, _)| *drive > demand.drive)
                .count(),
            area: 0.0,
        }
    };
    sites.iter().map(district).collect()
}

/// The ground that the site at `own` reaches in so many seconds and that no other lies nearer to, km².
/// Nearer is meant as the crow flies: right to about a cell, and far quicker than by road.
pub(crate) fn area(roads: &Roads, places: &[Wgs84], own: usize, drive: u32) -> f64 {
    let Some(place) = places.get(own) else {
        return 0.0;
    };
    let reach = roads.reach(&[*place], f64::from(drive), Mover::FireEngine);
    let rings: Vec<&[Wgs84]> = reach
        .ground
        .polygons
        .iter()
        .flatten()
        .map(Vec::as_slice)
        .collect();
    let near: Vec<Wgs84> = places
        .iter()
        .enumerate()
        .filter(|(at, other)| *at != own && place.distance(**other).0 < FARTHEST.0)
        .map(|(_, other)| *other)
        .collect();
    let corners = rings.iter().copied().flatten();
    let (mut west, mut south, mut east, mut north) = (f64::MAX, f64::MAX, f64::MIN, f64::MIN);
    for corner in corners {
        west = west.min(corner.longitude());
        east = east.max(corner.longitude());
        south = south.min(corner.latitude());
        north = north.max(corner.latitude());
    }
    if west > east {
        return 0.0;
    }
    let up = CELL / METRES_A_DEGREE;
    let over = up / place.latitude().to_radians().cos().max(0.01);
    let mut cells = 0_u32;
    let mut y = south + up / 2.0;
    while y < north {
        let crossings = crossings(&rings, y);
        let mut x = west + over / 2.0;
        while x < east {
            let inside = crossings.iter().filter(|at| **at < x).count() % 2 == 1;
            if inside && is_nearest(*place, &near, (x, y)) {
                cells += 1;
            }
            x += over;
        }
        y += up;
    }
    tenths(f64::from(cells) * CELL * CELL / 1e6)
}

/// Beyond this no two districts of a few minutes meet.
const FARTHEST: Metres = Metres(20_000.0);

/// Where the rings cross a latitude.
fn crossings(rings: &[&[Wgs84]], latitude: f64) -> Vec<f64> {
    let sides = rings.iter().flat_map(|ring| ring.windows(2));
    let crossed = sides.filter_map(|side| match side {
        [a, b] if (a.latitude() > latitude) != (b.latitude() > latitude) => {
            let along = (latitude - a.latitude()) / (b.latitude() - a.latitude());
            Some(a.longitude() + along * (b.longitude() - a.longitude()))
        }
        _ => None,
    });
    crossed.collect()
}

fn is_nearest(own: Wgs84, others: &[Wgs84], (x, y): (f64, f64)) -> bool {
    let Some(here) = Wgs84::from_degrees(x, y) else {
        return false;
    };
    let mine = own.distance(here).0;
    others.iter().all(|other| other.distance(here).0 >= mine)
}

/// What the rules say against a station with such a district; of a proposed one what stands near it too.
pub(crate) fn warnings(site: &Site, area: f64, near: Option<&[Neighbour]>) -> Vec<Warning> {
    let mut all: Vec<Warning> = too_large(site, area).into_iter().collect();
    for neighbour in near.unwrap_or_default() {
        let (least, kind) = match neighbour.kind {
            NeighbourKind::Dangerous => (FROM_DANGEROUS, WarningKind::Dangerous),
            NeighbourKind::Crowded => (FROM_CROWDED, WarningKind::Crowded),
        };
        let apart = site.place.distance(neighbour.place);
        if apart.0 < least.0 {
            all.push(Warning {
                kind,
                words: too_near(&neighbour.title, apart, least, neighbour.kind),
            });
        }
    }
    all
}

/// The largest district that its class may have; of one that is not built yet the suburbs' is.
fn most_of(class: Option<&str>) -> f64 {
    match class {
        Some("ordinary_first" | "special") => FIRST,
        Some("ordinary_second") => SECOND,
        Some("small") => SMALL,
        _ => SUBURB,
    }
}

fn too_large(site: &Site, area: f64) -> Option<Warning> {
    let most = most_of(site.class.as_deref());
    let words = if area > most.max(SUBURB) {
        Words::new(
            format!("辖区 {area} km²，超过近郊 {SUBURB} km²"),
            format!("a district of {area} km², above the {SUBURB} of suburbs"),
        )
    } else if area > most {
        Words::new(
            format!("辖区 {area} km²，超过城区本级站 {most} km²（近郊 {SUBURB} km² 以内）"),
            format!(
                "a district of {area} km², above the {most} of its class in a city, within the {SUBURB} of suburbs"
            ),
        )
    } else if site.class.is_none() && area > FIRST {
        Words::new(
            format!("辖区 {area} km²，在城区超过一级站 {FIRST} km²，近郊可行"),
            format!("a district of {area} km²: above {FIRST} in a city, admitted in suburbs"),
        )
    } else {
        return None;
    };
    Some(Warning {
        kind: WarningKind::DistrictArea,
        words,
    })
}

fn too_near(title: &str, apart: Metres, least: Metres, kind: NeighbourKind) -> Words {
    let (apart, least) = (apart.0.round(), least.0);
    match kind {
        NeighbourKind::Dangerous => Words::new(
            format!(
                "距易燃易爆单位{title}约 {apart} m，应不小于 {least} m，并在上风侧，请现场核对"
            ),
            format!(
                "some {apart} m from {title} (flammables); {least} m at least, upwind: to be looked at"
            ),
        ),
        NeighbourKind::Crowded => Words::new(
            format!("距{title}约 {apart} m，距人员密集场所主要出口应不小于 {least} m，请现场核对"),
            format!(
                "some {apart} m from {title}; {least} m at least from exits of crowded places: to be looked at"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(class: Option<&str>) -> Site {
        Site {
            id: None,
            layer: None,
            title: "站".to_owned(),
            place: Wgs84::from_degrees(111.0, 35.0).unwrap(),
            region: String::new(),
            class: class.map(str::to_owned),
            inside: true,
        }
    }

    fn kinds(found: &[Warning]) -> Vec<WarningKind> {
        found.iter().map(|one| one.kind).collect()
    }

    #[test]
    fn a_district_is_held_against_its_class() {
        let said = |class, area| kinds(&warnings(&site(class), area, None));
        assert_eq!(said(Some("small"), 2.0), []);
        assert_eq!(said(Some("small"), 2.1), [WarningKind::DistrictArea]);
        assert_eq!(said(Some("ordinary_first"), 6.9), []);
        assert_eq!(said(None, 6.9), []);
        assert_eq!(said(None, 8.0), [WarningKind::DistrictArea]);
        let beyond = warnings(&site(Some("ordinary_first")), 16.0, None);
        assert!(beyond[0].words.zh.contains("近郊 15"));
    }

    #[test]
    fn a_proposed_site_keeps_its_distance() {
        let at = |east: f64, kind| Neighbour {
            title: "油库".to_owned(),
            place: Wgs84::from_degrees(111.0 + east, 35.0).unwrap(),
            kind,
        };
        let near = [
            at(0.003, NeighbourKind::Dangerous),
            at(0.004, NeighbourKind::Dangerous),
            at(0.0004, NeighbourKind::Crowded),
            at(0.001, NeighbourKind::Crowded),
        ];
        let found = kinds(&warnings(&site(None), 0.0, Some(&near)));
        assert_eq!(found, [WarningKind::Dangerous, WarningKind::Crowded]);
    }
}
