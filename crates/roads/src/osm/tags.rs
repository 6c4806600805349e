//! What the tags of a way say about driving on it.
//!
//! Engines get through where a private car may not: only a plain "no" keeps them out, and
//! `emergency` has the last word. Not read: gates and bollards on nodes, turn restrictions (an
//! engine with blue lights turns where it can), conditional and timed tags, widths and weights.

use crate::class::Class;
use crate::named::NamedKind;
use crate::network::Direction;
use crate::speed::Speed;

/// Keys with their values, as the source gives them.
pub(crate) type Tags<'t> = [(&'t str, &'t str)];

pub(crate) fn value<'t>(tags: &Tags<'t>, key: &str) -> Option<&'t str> {
    let found = tags.iter().find(|(name, _)| *name == key);
    found.map(|(_, value)| *value)
}

/// Why a way with `highway` is no road for an engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Of a class that no engine drives on (footways, steps, what is being built or was planned),
    /// or of one that asks for leave and has none.
    Class,
    /// Its tags keep motor vehicles out.
    Access,
    /// An open area (`area=yes`), along whose rim nobody drives.
    Area,
    /// The direction changes by the hour (`oneway=reversible`), so that none can be relied on.
    Reversible,
    /// The number of another way that came before.
    Repeated,
    /// Fewer than two of its nodes are there.
    TooShort,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::Class,
        Self::Access,
        Self::Area,
        Self::Reversible,
        Self::Repeated,
        Self::TooShort,
    ];
}

/// What is known of a road but its course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Road {
    pub(crate) class: Class,
    pub(crate) direction: Direction,
    /// Along the way, and against it.
    pub(crate) limits: [Option<Speed>; 2],
}

/// What a way is to an engine; `None` when it has no `highway` at all.
pub(crate) fn road(tags: &Tags<'_>) -> Option<Result<Road, Refusal>> {
    value(tags, "highway").map(|highway| driven(highway, tags))
}

fn driven(highway: &str, tags: &Tags<'_>) -> Result<Road, Refusal> {
    let class = Class::from_highway(highway).ok_or(Refusal::Class)?;
    if value(tags, "area") == Some("yes") {
        return Err(Refusal::Area);
    }
    match leave(tags) {
        Leave::Refused => return Err(Refusal::Access),
        Leave::Unsaid if class.wants_leave() => return Err(Refusal::Class),
        Leave::Unsaid | Leave::Given => {}
    }
    Ok(Road {
        class,
        direction: direction(class, tags)?,
        limits: limits(tags),
    })
}

/// What the tags of access say to an engine.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leave {
    Given,
    Unsaid,
    Refused,
}

/// The most particular key decides. Source: wiki.openstreetmap.org, Key:access and Key:emergency.
fn leave(tags: &Tags<'_>) -> Leave {
    let keys = ["emergency", "motor_vehicle", "vehicle", "access"];
    let said = keys.iter().find_map(|key| {
        value(tags, key).map(|word| match (*key, word) {
            (_, "no") => Leave::Refused,
            ("emergency" | "motor_vehicle", _) => Leave::Given,
            _ => Leave::Unsaid,
        })
    });
    said.unwrap_or(Leave::Unsaid)
}

/// Motorways and their links and roundabouts are one way without saying so. Source:
/// wiki.openstreetmap.org, Key:oneway; of links it says that they should be tagged, and where they
/// are not, not to drive against the traffic is the safe reading.
fn direction(class: Class, tags: &Tags<'_>) -> Result<Direction, Refusal> {
    match value(tags, "oneway") {
        Some("yes" | "true" | "1") => return Ok(Direction::Along),
        Some("-1" | "reverse") => return Ok(Direction::Against),
        Some("no" | "false" | "0" | "alternating") => return Ok(Direction::Both),
        Some("reversible") => return Err(Refusal::Reversible),
        _ => {}
    }
    let round = matches!(value(tags, "junction"), Some("roundabout" | "circular"));
    let motorway = matches!(class, Class::Motorway | Class::MotorwayLink);
    Ok(if round || motorway {
        Direction::Along
    } else {
        Direction::Both
    })
}

fn limits(tags: &Tags<'_>) -> [Option<Speed>; 2] {
    let limit = |key| value(tags, key).and_then(Speed::from_maxspeed);
    let both = limit("maxspeed");
    [
        limit("maxspeed:forward").or(both),
        limit("maxspeed:backward").or(both),
    ]
}

/// What a place with a name is, when it is one worth finding.
pub(crate) fn named_kind(tags: &Tags<'_>) -> Option<NamedKind> {
    match value(tags, "place") {
        Some(place) => Some(NamedKind::from_place(place)),
        None => value(tags, "amenity").and_then(NamedKind::from_amenity),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(tags: &Tags<'_>) -> Result<Road, Refusal> {
        road(tags).unwrap()
    }

    #[test]
    fn the_most_particular_word_on_access_decides() {
        let service =
            |more: &Tags<'static>| way(&[&[("highway", "service")], more].concat()).map(|_| ());
        assert_eq!(service(&[]), Ok(()));
        assert_eq!(service(&[("access", "private")]), Ok(()));
        assert_eq!(service(&[("access", "no")]), Err(Refusal::Access));
        assert_eq!(service(&[("vehicle", "no")]), Err(Refusal::Access));
        assert_eq!(service(&[("motor_vehicle", "no")]), Err(Refusal::Access));
        assert_eq!(
            service(&[("access", "no"), ("motor_vehicle", "yes")]),
            Ok(())
        );
        assert_eq!(
            service(&[("motor_vehicle", "no"), ("emergency", "yes")]),
            Ok(())
        );
        assert_eq!(service(&[("emergency", "no")]), Err(Refusal::Access));
    }

    #[test]
    fn feet_and_fields_want_leave() {
        assert_eq!(
            way(&[("highway", "footway"), ("emergency", "yes")]),
            Err(Refusal::Class)
        );
        assert_eq!(way(&[("highway", "pedestrian")]), Err(Refusal::Class));
        assert!(way(&[("highway", "pedestrian"), ("emergency", "yes")]).is_ok());
        assert!(way(&[("highway", "track"), ("motor_vehicle", "yes")]).is_ok());
        assert_eq!(way(&[("highway", "construction")]), Err(Refusal::Class));
        assert_eq!(road(&[("building", "yes")]), None);
    }

    #[test]
    fn one_way_streets_are_said_or_implied() {
        let direction = |tags: &Tags<'_>| way(tags).map(|road| road.direction);
        assert_eq!(direction(&[("highway", "primary")]), Ok(Direction::Both));
        assert_eq!(direction(&[("highway", "motorway")]), Ok(Direction::Along));
        assert_eq!(
            direction(&[("highway", "motorway"), ("oneway", "no")]),
            Ok(Direction::Both)
        );
        let round = [("highway", "primary"), ("junction", "roundabout")];
        assert_eq!(direction(&round), Ok(Direction::Along));
        assert_eq!(
            direction(&[("highway", "primary"), ("oneway", "-1")]),
            Ok(Direction::Against)
        );
        let reversible = [("highway", "primary"), ("oneway", "reversible")];
        assert_eq!(direction(&reversible), Err(Refusal::Reversible));
    }

    #[test]
    fn limits_of_one_direction_go_before_those_of_both() {
        let tags = [
            ("highway", "primary"),
            ("maxspeed", "50"),
            ("maxspeed:backward", "30 mph"),
        ];
        assert_eq!(
            way(&tags).unwrap().limits,
            [Speed::from_kmh(50), Speed::from_metres_per_hour(48_280)]
        );
    }
}
