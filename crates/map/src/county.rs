//! 县界 in which county a place lies, by the pack's outlines. They are coarse: near a border the answer
//! is a help for whoever looks for a place, and no decision rests on it.

use base::Wgs84;
use serde_json::Value as Json;

/// A county with its outline.
#[derive(Clone, Debug)]
pub(crate) struct County {
    /// Its code.
    pub(crate) region: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    /// Where its name stands.
    pub(crate) centre: Option<Wgs84>,
    /// All rings of its areas, holes among them.
    rings: Vec<Vec<[f64; 2]>>,
}

impl County {
    /// All rings of its areas, holes among them.
    pub(crate) fn rings(&self) -> &[Vec<[f64; 2]>] {
        &self.rings
    }

    /// Whether the place lies in it, by the even-odd rule, for which holes are rings like others.
    pub(crate) fn holds(&self, place: Wgs84) -> bool {
        let (x, y) = (place.longitude(), place.latitude());
        let crossings = self.rings.iter().flat_map(|ring| {
            let sides = ring.iter().zip(ring.iter().cycle().skip(1));
            sides.filter(|([ax, ay], [bx, by])| {
                (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
            })
        });
        crossings.count() % 2 == 1
    }
}

/// The county in which a place lies.
pub(crate) fn of(counties: &[County], place: Wgs84) -> Option<&County> {
    counties.iter().find(|county| county.holds(place))
}

/// Which of them it is.
pub(crate) fn position(counties: &[County], place: Wgs84) -> Option<usize> {
    counties.iter().position(|county| county.holds(place))
}

/// The counties of a collection of features; one that says no name or no area is left out.
pub(crate) fn all_of(outlines: &Json) -> Vec<County> {
    let features = outlines.get("features").and_then(Json::as_array);
    let features = features.into_iter().flatten();
    features.filter_map(county).collect()
}

fn county(feature: &Json) -> Option<County> {
    let properties = feature.get("properties")?;
    let text = |name: &str| Some(properties.get(name)?.as_str()?.to_owned());
    let mut rings = Vec::new();
    collect_rings(feature.get("geometry")?.get("coordinates")?, &mut rings);
    let centre = properties.get("centre").and_then(pair);
    Some(County {
        region: text("region")?,
        zh: text("zh")?,
        en: text("en")?,
        centre: centre.and_then(|[x, y]| Wgs84::from_degrees(x, y)),
        rings,
    })
}

/// Rings of a polygon or of many, however deep they lie.
fn collect_rings(coordinates: &Json, rings: &mut Vec<Vec<[f64; 2]>>) {
    let Some(parts) = coordinates.as_array() else {
        return;
    };
    let ring: Option<Vec<[f64; 2]>> = parts.iter().map(pair).collect();
    match ring.filter(|ring| !ring.is_empty()) {
        Some(ring) => rings.push(ring),
        None => parts.iter().for_each(|part| collect_rings(part, rings)),
    }
}

fn pair(place: &Json) -> Option<[f64; 2]> {
    let numbers = place.as_array()?;
    Some([numbers.first()?.as_f64()?, numbers.get(1)?.as_f64()?])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_lies_in_one_county_and_not_in_its_hole() {
        let square = |west: f64, east: f64| {
            json!([
                [west, 0.0],
                [east, 0.0],
                [east, 10.0],
                [west, 10.0],
                [west, 0.0]
            ])
        };
        let hole = json!([[2.0, 2.0], [4.0, 2.0], [4.0, 4.0], [2.0, 4.0], [2.0, 2.0]]);
        let feature = |region: &str, kind: &str, coordinates: Json| {
            json!({
                "properties": {"region": region, "zh": region, "en": region, "centre": [1.0, 1.0]},
                "geometry": {"type": kind, "coordinates": coordinates},
            })
        };
        let outlines = json!({"features": [
            feature("140802", "Polygon", json!([square(0.0, 10.0), hole])),
            feature("140821", "MultiPolygon", json!([[square(10.0, 20.0)], [square(30.0, 40.0)]])),
            {"properties": {}, "geometry": null},
        ]});
        let counties = all_of(&outlines);
        let at = |x: f64, y: f64| {
            let place = Wgs84::from_degrees(x, y).unwrap();
            of(&counties, place).map(|county| county.region.as_str())
        };
        assert_eq!(at(1.0, 5.0), Some("140802"));
        assert_eq!(at(3.0, 3.0), None);
        assert_eq!(at(15.0, 5.0), Some("140821"));
        assert_eq!(at(35.0, 5.0), Some("140821"));
        assert_eq!(at(25.0, 5.0), None);
    }
}
