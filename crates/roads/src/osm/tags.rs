//! What the tags of a way say about moving on it, to what a [`Profile`] describes.
//!
//! Engines get through where a private car may not: only a plain "no" keeps them out, and
//! `emergency` has the last word. Not read: conditional and timed tags.

use crate::class::Class;
use crate::named::NamedKind;
use crate::network::Direction;
use crate::profile::{AccessKey, Profile, Rule, Signs, Size, metres, tonnes};
use crate::speed::Speed;

/// Keys with their values, as the source gives them.
pub(crate) type Tags<'t> = [(&'t str, &'t str)];

pub(crate) fn value<'t>(tags: &Tags<'t>, key: &str) -> Option<&'t str> {
    let found = tags.iter().find(|(name, _)| *name == key);
    found.map(|(_, value)| *value)
}

/// Why a way with `highway` is no road for what moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// Of a class that the profile does not move on (for engines footways, steps, what is being built or
    /// was planned), or of one that asks for leave and has none.
    Class,
    /// Its tags keep it out.
    Access,
    /// An open area (`area=yes`), along whose rim nobody drives.
    Area,
    /// The direction changes by the hour (`oneway=reversible`), so that none can be relied on.
    Reversible,
    /// The number of another way that came before.
    Repeated,
    /// Fewer than two of its nodes are there.
    TooShort,
    /// Its `maxweight`, `maxheight` or `maxwidth` is less than what would pass.
    Size,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Class,
        Self::Access,
        Self::Area,
        Self::Reversible,
        Self::Repeated,
        Self::TooShort,
        Self::Size,
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

/// What a way is to what moves; `None` when it has no `highway` at all.
pub(crate) fn road(tags: &Tags<'_>, profile: &Profile) -> Option<Result<Road, Refusal>> {
    value(tags, "highway").map(|highway| driven(highway, tags, profile))
}

fn driven(highway: &str, tags: &Tags<'_>, profile: &Profile) -> Result<Road, Refusal> {
    let class = Class::from_highway(highway).filter(|class| profile.drives_on(*class));
    let class = class.ok_or(Refusal::Class)?;
    if value(tags, "area") == Some("yes") {
        return Err(Refusal::Area);
    }
    match leave(tags, profile) {
        Leave::Refused => return Err(Refusal::Access),
        Leave::Unsaid if profile.wants_leave(class) => return Err(Refusal::Class),
        Leave::Unsaid | Leave::Given(_) => {}
    }
    if !has_room(tags, profile.size) {
        return Err(Refusal::Size);
    }
    let direction = match profile.one_way {
        Rule::Obeyed => direction(class, tags)?,
        Rule::Ignored => Direction::Both,
    };
    Ok(Road {
        class,
        direction,
        limits: limits(tags, profile),
    })
}

/// What the tags of access say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave<'p> {
    /// By the word of this key.
    Given(&'p AccessKey),
    Unsaid,
    Refused,
}

/// The most particular key decides. Source: wiki.openstreetmap.org, Key:access and Key:emergency.
pub(crate) fn leave<'p>(tags: &Tags<'_>, profile: &'p Profile) -> Leave<'p> {
    let said = profile.access.iter().find_map(|access| {
        let word = value(tags, &access.key)?;
        let keeps_out = profile.kept_out_by.iter().any(|kept_out| kept_out == word);
        Some(match (keeps_out, access.gives_leave) {
            (true, _) => Leave::Refused,
            (false, true) => Leave::Given(access),
            (false, false) => Leave::Unsaid,
        })
    });
    said.unwrap_or(Leave::Unsaid)
}

/// Whether it is light, low and narrow enough. A limit without a figure is none.
pub(crate) fn has_room(tags: &Tags<'_>, size: Size) -> bool {
    let within = |own: Option<f64>, key: &str, figure: fn(&str) -> Option<f64>| {
        let limit = value(tags, key).and_then(figure);
        own.zip(limit).is_none_or(|(own, limit)| own <= limit)
    };
    within(size.weight_t, "maxweight", tonnes)
        && within(size.height_m, "maxheight", metres)
        && within(size.height_m, "maxheight:physical", metres)
        && within(size.width_m, "maxwidth", metres)
        && within(size.width_m, "maxwidth:physical", metres)
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

/// What signs allow where they count, and what the surface does.
fn limits(tags: &Tags<'_>, profile: &Profile) -> [Option<Speed>; 2] {
    let sign = |key| match profile.signs {
        Signs::Respected => value(tags, key).and_then(Speed::from_maxspeed),
        Signs::Ignored => None,
    };
    let both = sign("maxspeed");
    let surface = value(tags, "surface").and_then(|surface| profile.on_surface(surface));
    ["maxspeed:forward", "maxspeed:backward"].map(|key| {
        let limits = [sign(key).or(both), surface];
        limits.into_iter().flatten().min()
    })
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
        by("fire_engine", tags)
    }

    fn by(profile: &str, tags: &Tags<'_>) -> Result<Road, Refusal> {
        road(tags, &Profile::named(profile).unwrap()).unwrap()
    }

    #[test]
    fn each_profile_goes_where_it_can() {
        let steps = [("highway", "steps")];
        assert_eq!(by("fire_engine", &steps), Err(Refusal::Class));
        assert_eq!(by("electric_cart", &steps), Err(Refusal::Class));
        assert!(by("micro_station", &steps).is_ok());
        let yard = [("highway", "service"), ("access", "private")];
        assert!(by("fire_engine", &yard).is_ok());
        assert_eq!(by("light_vehicle", &yard), Err(Refusal::Access));
        let one_way = [("highway", "primary"), ("oneway", "yes")];
        let direction = |profile| by(profile, &one_way).unwrap().direction;
        assert_eq!(direction("light_vehicle"), Direction::Along);
        assert_eq!(direction("micro_station"), Direction::Both);
        let low = [("highway", "primary"), ("maxheight", "2.2 m")];
        assert_eq!(by("light_vehicle", &low), Err(Refusal::Size));
        assert!(by("electric_cart", &low).is_ok());
        let heavy = [("highway", "primary"), ("maxweight", "3.5")];
        assert!(by("light_vehicle", &heavy).is_ok());
        let mud = [
            ("highway", "tertiary"),
            ("surface", "mud"),
            ("maxspeed", "60"),
        ];
        let limits = |profile| by(profile, &mud).unwrap().limits;
        assert_eq!(limits("light_vehicle"), [Speed::from_kmh(10); 2]);
        assert_eq!(limits("micro_station"), [Speed::from_kmh(3); 2]);
        assert_eq!(limits("fire_engine"), [Speed::from_kmh(60); 2]);
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
        let engine = Profile::named("fire_engine").unwrap();
        assert_eq!(road(&[("building", "yes")], &engine), None);
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
