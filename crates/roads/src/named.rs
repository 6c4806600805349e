//! 地名 places with a name, for looking an address up: settlements and what the public knows.
//!
//! Names are kept as they are written in the source; what to do with spellings is the search's.

use base::Wgs84;

/// A place with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// As the source writes it.
    pub name: String,
    /// What it is.
    pub kind: NamedKind,
    /// Where it is; of an area the middle of its box.
    pub position: Wgs84,
}

/// What a place with a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NamedKind {
    /// 城市 `place=city`
    City,
    /// 镇 `place=town`
    Town,
    /// 村 `place=village`
    Village,
    /// 自然村 `place=hamlet`, `isolated_dwelling`, `farm`
    Hamlet,
    /// `place=suburb`, `quarter`, `borough`
    Suburb,
    /// 小区 `place=neighbourhood`, `city_block`, `plot`
    Neighbourhood,
    /// `place=square`
    Square,
    /// Any other `place`.
    Locality,
    /// 医院 `amenity=hospital`, `clinic`, `doctors`
    Hospital,
    /// 学校 `amenity=school`, `kindergarten`, `college`, `university`
    School,
    /// 消防站 `amenity=fire_station`
    FireStation,
    /// 公安 `amenity=police`
    Police,
    /// 政府 `amenity=townhall`, `courthouse`, `public_building`
    Authority,
    /// 养老院 `amenity=nursing_home`, `social_facility`
    CareHome,
    /// `amenity=library`, `theatre`, `cinema`, `arts_centre`, `community_centre`
    Culture,
    /// 宗教场所 `amenity=place_of_worship`, `monastery`
    Worship,
    /// 市场 `amenity=marketplace`
    Market,
    /// 车站 `amenity=bus_station`, `ferry_terminal`
    Station,
    /// 加油站 `amenity=fuel`
    Fuel,
    /// `amenity=post_office`, `bank`
    Counter,
}

impl NamedKind {
    const ALL: [Self; 20] = [
        Self::City,
        Self::Town,
        Self::Village,
        Self::Hamlet,
        Self::Suburb,
        Self::Neighbourhood,
        Self::Square,
        Self::Locality,
        Self::Hospital,
        Self::School,
        Self::FireStation,
        Self::Police,
        Self::Authority,
        Self::CareHome,
        Self::Culture,
        Self::Worship,
        Self::Market,
        Self::Station,
        Self::Fuel,
        Self::Counter,
    ];

    /// What a value of `place` is. Source: wiki.openstreetmap.org, Key:place.
    #[must_use]
    pub fn from_place(value: &str) -> Self {
        match value {
            "city" => Self::City,
            "town" => Self::Town,
            "village" => Self::Village,
            "hamlet" | "isolated_dwelling" | "farm" => Self::Hamlet,
            "suburb" | "quarter" | "borough" => Self::Suburb,
            "neighbourhood" | "city_block" | "plot" => Self::Neighbourhood,
            "square" => Self::Square,
            _ => Self::Locality,
        }
    }

    /// What a value of `amenity` is, where the public knows such places by name; else `None`.
    /// Source: wiki.openstreetmap.org, Key:amenity.
    #[must_use]
    pub fn from_amenity(value: &str) -> Option<Self> {
        Some(match value {
            "hospital" | "clinic" | "doctors" => Self::Hospital,
            "school" | "kindergarten" | "college" | "university" => Self::School,
            "fire_station" => Self::FireStation,
            "police" => Self::Police,
            "townhall" | "courthouse" | "public_building" => Self::Authority,
            "nursing_home" | "social_facility" => Self::CareHome,
            "library" | "theatre" | "cinema" | "arts_centre" | "community_centre" => Self::Culture,
            "place_of_worship" | "monastery" => Self::Worship,
            "marketplace" => Self::Market,
            "bus_station" | "ferry_terminal" => Self::Station,
            "fuel" => Self::Fuel,
            "post_office" | "bank" => Self::Counter,
            _ => return None,
        })
    }

    /// Its number in files.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lead_back() {
        for kind in NamedKind::ALL {
            assert_eq!(NamedKind::from_code(kind.code()), Some(kind));
        }
        assert_eq!(NamedKind::from_code(20), None);
    }
}
