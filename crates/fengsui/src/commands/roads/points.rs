//! Places as the command line and CSV files write them.

use std::path::Path;

use anyhow::{Context, ensure};
use base::Wgs84;

/// `longitude,latitude` in degrees.
pub(super) fn place(text: &str) -> anyhow::Result<Wgs84> {
    let numbers = text.split_once(',').and_then(|(east, north)| {
        let number = |text: &str| text.trim().parse::<f64>().ok();
        Some((number(east)?, number(north)?))
    });
    let (east, north) = numbers.with_context(|| {
        format!("{text:?} is no place; write longitude,latitude in degrees: 111.0,35.02")
    })?;
    Wgs84::from_degrees(east, north)
        .with_context(|| format!("{text:?} is off the earth; longitude comes first"))
}

/// A CSV file whose first line names the columns, lon and lat among them.
pub(super) fn places(path: &Path) -> anyhow::Result<Vec<Wgs84>> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let column = |name: &str| {
        let found = names.iter().position(|column| column.trim() == name);
        found.with_context(|| format!("{}: there is no column {name}", path.display()))
    };
    let (east, north) = (column("lon")?, column("lat")?);
    let mut places = Vec::new();
    for (line, number) in lines.zip(2..).filter(|(line, _)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |column: usize| cells.get(column).copied().unwrap_or_default();
        let found = place(&format!("{},{}", cell(east), cell(north)));
        places.push(found.with_context(|| format!("{}, line {number}", path.display()))?);
    }
    ensure!(!places.is_empty(), "{} names no place", path.display());
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_longitude_first() {
        let found = place(" -8.61, 41.15 ").unwrap();
        assert_eq!(
            (found.longitude_e7, found.latitude_e7),
            (-86_100_000, 411_500_000)
        );
        for wrong in ["", "8", "8;41", "a,b", "8,91", "nan,0"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
