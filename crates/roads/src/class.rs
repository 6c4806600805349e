//! 道路等级 classes of roads, what a profile knows them by: the values of OpenStreetMap's `highway`.

/// The class of a road. Source: wiki.openstreetmap.org, Key:highway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// 高速公路 `motorway`
    Motorway,
    /// `motorway_link`
    MotorwayLink,
    /// 国道、快速路 `trunk`
    Trunk,
    /// `trunk_link`
    TrunkLink,
    /// 省道、主干路 `primary`
    Primary,
    /// `primary_link`
    PrimaryLink,
    /// 县道、次干路 `secondary`
    Secondary,
    /// `secondary_link`
    SecondaryLink,
    /// 乡道、支路 `tertiary`
    Tertiary,
    /// `tertiary_link`
    TertiaryLink,
    /// 村道 `unclassified`: a minor public road
    Unclassified,
    /// `residential`
    Residential,
    /// `living_street`
    LivingStreet,
    /// 内部道路 `service`: alleys, yards, emergency accesses
    Service,
    /// `busway`, and `bus_guideway` never
    Busway,
    /// `road`: somebody has yet to say what it is
    Road,
    /// `pedestrian`, where a tag lets engines in
    Pedestrian,
    /// `track`, where a tag lets engines in
    Track,
    /// 人行道 `footway`: for feet, as all that follow
    Footway,
    /// 小径 `path`
    Path,
    /// 台阶 `steps`
    Steps,
    /// 自行车道 `cycleway`
    Cycleway,
}

impl Class {
    /// Every class, each at the place of its code.
    pub const ALL: [Self; 22] = [
        Self::Motorway,
        Self::MotorwayLink,
        Self::Trunk,
        Self::TrunkLink,
        Self::Primary,
        Self::PrimaryLink,
        Self::Secondary,
        Self::SecondaryLink,
        Self::Tertiary,
        Self::TertiaryLink,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Busway,
        Self::Road,
        Self::Pedestrian,
        Self::Track,
        Self::Footway,
        Self::Path,
        Self::Steps,
        Self::Cycleway,
    ];

    /// Its value of `highway`.
    #[must_use]
    pub const fn highway(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::MotorwayLink => "motorway_link",
            Self::Trunk => "trunk",
            Self::TrunkLink => "trunk_link",
            Self::Primary => "primary",
            Self::PrimaryLink => "primary_link",
            Self::Secondary => "secondary",
            Self::SecondaryLink => "secondary_link",
            Self::Tertiary => "tertiary",
            Self::TertiaryLink => "tertiary_link",
            Self::Unclassified => "unclassified",
            Self::Residential => "residential",
            Self::LivingStreet => "living_street",
            Self::Service => "service",
            Self::Busway => "busway",
            Self::Road => "road",
            Self::Pedestrian => "pedestrian",
            Self::Track => "track",
            Self::Footway => "footway",
            Self::Path => "path",
            Self::Steps => "steps",
            Self::Cycleway => "cycleway",
        }
    }

    /// The class of a value of `highway`; `None` for ways that no profile moves on.
    #[must_use]
    pub fn from_highway(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.highway() == value)
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
    fn codes_and_words_lead_back() {
        for class in Class::ALL {
            assert_eq!(Class::from_code(class.code()), Some(class));
            assert_eq!(Class::from_highway(class.highway()), Some(class));
        }
        assert_eq!(Class::from_code(22), None);
        assert_eq!(Class::from_highway("construction"), None);
    }
}
