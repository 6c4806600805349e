//! 底图 the base map: outlines and names of the pack, read once, sent as they are.

use base::{Wgs84, sm3};
use serde::Deserialize;
use serde_json::{Value as Json, json};

use crate::Outlined;
use crate::county::{self, County};

/// The base map as one answer, with its tag.
#[derive(Clone, Debug)]
pub struct BaseMap {
    pub(crate) text: String,
    pub(crate) tag: String,
    /// Who lies where, as far as outlines say it.
    pub(crate) counties: Vec<County>,
    /// Its places, for whoever looks one up.
    pub(crate) places: Vec<BasePlace>,
}

/// 地名 a place of the pack.
#[derive(Clone, Debug)]
pub(crate) struct BasePlace {
    pub(crate) zh: String,
    pub(crate) en: String,
    pub(crate) position: Wgs84,
}

#[derive(Deserialize)]
struct PlaceWords {
    zh: String,
    en: String,
    longitude: f64,
    latitude: f64,
}

impl PlaceWords {
    /// None where the degrees are impossible: what the screens leave out too.
    fn place(self) -> Option<BasePlace> {
        Some(BasePlace {
            position: Wgs84::from_degrees(self.longitude, self.latitude)?,
            zh: self.zh,
            en: self.en,
        })
    }
}

/// A pack whose base map cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BaseMapError {
    /// It is no JSON of the expected form.
    #[error("the pack's base map cannot be read")]
    Form(#[from] serde_json::Error),
    /// The outlines are no collection of features.
    #[error("the pack's outlines are no GeoJSON collection of features")]
    Outlines,
}

/// Names of places as a pack says them.
#[derive(Deserialize)]
struct Places {
    source: Json,
    places: Vec<Json>,
}

impl BaseMap {
    /// From the pack's two files: `outlines`, a GeoJSON collection with a member `source`, and
    /// `places`, `{"source": {"zh", "en"}, "places": [{"zh", "en", "rank", "longitude",
    /// "latitude"}]}`. Both in WGS-84.
    ///
    /// # Errors
    /// [`BaseMapError`].
    pub fn read(outlines: &str, places: &str) -> Result<Self, BaseMapError> {
        let mut outlines: Json = serde_json::from_str(outlines)?;
        let places: Places = serde_json::from_str(places)?;
        let kind = outlines.get("type").and_then(Json::as_str);
        let is_list = outlines.get("features").is_some_and(Json::is_array);
        if kind != Some("FeatureCollection") || !is_list {
            return Err(BaseMapError::Outlines);
        }
        let counties = county::all_of(&outlines);
        let named = places.places.iter().cloned();
        let named = named
            .filter_map(|place| serde_json::from_value::<PlaceWords>(place).ok()?.place())
            .collect();
        let source = outlines
            .as_object_mut()
            .and_then(|all| all.remove("source"))
            .unwrap_or(Json::Null);
        let whole = json!({
            "outlines": outlines,
            "places": places.places,
            "sources": [source, places.source],
        });
        Ok(Self {
            counties,
            places: named,
            ..Self::of(whole.to_string())
        })
    }

    /// The outlines of the pack: code, names and rings of each county.
    pub fn outlines(&self) -> impl Iterator<Item = Outlined<'_>> {
        self.counties.iter().map(|county| Outlined {
            region: &county.region,
            zh: &county.zh,
            en: &county.en,
            centre: county.centre,
            rings: county.rings(),
        })
    }

    /// A base map without anything on it.
    #[must_use]
    pub fn blank() -> Self {
        let nothing = json!({
            "outlines": {"type": "FeatureCollection", "features": []},
            "places": [],
            "sources": [],
        });
        Self::of(nothing.to_string())
    }

    fn of(text: String) -> Self {
        let tag = format!("\"{:.16}\"", sm3(&[text.as_bytes()]).to_string());
        Self {
            text,
            tag,
            counties: Vec::new(),
            places: Vec::new(),
        }
    }
}
