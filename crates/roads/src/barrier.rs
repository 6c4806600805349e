//! 路障 barriers: gates, bollards, chains and whatever else stands on a road at one place.
//!
//! A barrier is kept as what its tags say. Who passes it, and after how long, a
//! [`Profile`](crate::Profile) decides ([`Passing`]); so one network serves all that move on it.

use serde::Deserialize;

use crate::osm::{Tags, value};

/// The kind of a barrier. Source: wiki.openstreetmap.org, Key:barrier, values that stand on nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BarrierKind {
    /// 大门 `gate`
    Gate,
    /// 道闸 `lift_gate`
    LiftGate,
    /// `swing_gate`
    SwingGate,
    /// 伸缩门 `sliding_gate`
    SlidingGate,
    /// `wicket_gate`
    WicketGate,
    /// `kissing_gate`: for feet
    KissingGate,
    /// `hampshire_gate`: a piece of fence that is taken away
    HampshireGate,
    /// `bump_gate`
    BumpGate,
    /// 隔离桩 `bollard`
    Bollard,
    /// 石墩 `block`
    Block,
    /// 水泥隔离墩 `jersey_barrier`
    JerseyBarrier,
    /// `planter`
    Planter,
    /// `log`
    Log,
    /// `debris`
    Debris,
    /// 铁链 `chain`
    Chain,
    /// `rope`
    Rope,
    /// `cycle_barrier`
    CycleBarrier,
    /// `motorcycle_barrier`
    MotorcycleBarrier,
    /// 限高杆 `height_restrictor`
    HeightRestrictor,
    /// `bus_trap`
    BusTrap,
    /// `sump_buster`
    SumpBuster,
    /// `spikes`
    Spikes,
    /// `stile`
    Stile,
    /// `turnstile`
    Turnstile,
    /// `full-height_turnstile`
    FullHeightTurnstile,
    /// 收费站 `toll_booth`
    TollBooth,
    /// 口岸 `border_control`
    BorderControl,
    /// `sally_port`
    SallyPort,
    /// `cattle_grid`
    CattleGrid,
    /// 路缘石 `kerb`
    Kerb,
    /// `entrance`: a gap
    Entrance,
    /// Any other value.
    Other,
}

impl BarrierKind {
    /// Every kind, each at the place of its code.
    pub const ALL: [Self; 32] = [
        Self::Gate,
        Self::LiftGate,
        Self::SwingGate,
        Self::SlidingGate,
        Self::WicketGate,
        Self::KissingGate,
        Self::HampshireGate,
        Self::BumpGate,
        Self::Bollard,
        Self::Block,
        Self::JerseyBarrier,
        Self::Planter,
        Self::Log,
        Self::Debris,
        Self::Chain,
        Self::Rope,
        Self::CycleBarrier,
        Self::MotorcycleBarrier,
        Self::HeightRestrictor,
        Self::BusTrap,
        Self::SumpBuster,
        Self::Spikes,
        Self::Stile,
        Self::Turnstile,
        Self::FullHeightTurnstile,
        Self::TollBooth,
        Self::BorderControl,
        Self::SallyPort,
        Self::CattleGrid,
        Self::Kerb,
        Self::Entrance,
        Self::Other,
    ];

    /// Its value of `barrier`; `other` for what has none here.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gate => "gate",
            Self::LiftGate => "lift_gate",
            Self::SwingGate => "swing_gate",
            Self::SlidingGate => "sliding_gate",
            Self::WicketGate => "wicket_gate",
            Self::KissingGate => "kissing_gate",
            Self::HampshireGate => "hampshire_gate",
            Self::BumpGate => "bump_gate",
            Self::Bollard => "bollard",
            Self::Block => "block",
            Self::JerseyBarrier => "jersey_barrier",
            Self::Planter => "planter",
            Self::Log => "log",
            Self::Debris => "debris",
            Self::Chain => "chain",
            Self::Rope => "rope",
            Self::CycleBarrier => "cycle_barrier",
            Self::MotorcycleBarrier => "motorcycle_barrier",
            Self::HeightRestrictor => "height_restrictor",
            Self::BusTrap => "bus_trap",
            Self::SumpBuster => "sump_buster",
            Self::Spikes => "spikes",
            Self::Stile => "stile",
            Self::Turnstile => "turnstile",
            Self::FullHeightTurnstile => "full-height_turnstile",
            Self::TollBooth => "toll_booth",
            Self::BorderControl => "border_control",
            Self::SallyPort => "sally_port",
            Self::CattleGrid => "cattle_grid",
            Self::Kerb => "kerb",
            Self::Entrance => "entrance",
            Self::Other => "other",
        }
    }

    /// The kind of this name; `None` for what has none here.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.name() == name)
    }

    /// Its number in files.
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }
}

/// How a barrier is passed, the easiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passing {
    /// As if nothing stood there.
    Free,
    /// After so many seconds: a gate is opened, a chain is cut.
    OpensInS(u32),
    /// Not at all.
    Closed,
}

/// What of a barrier's tags may count for somebody, beside the keys that a profile names.
const WORDS: [&str; 14] = [
    "access",
    "vehicle",
    "motor_vehicle",
    "motorcar",
    "hgv",
    "foot",
    "bicycle",
    "emergency",
    "locked",
    "maxweight",
    "maxheight",
    "maxheight:physical",
    "maxwidth",
    "maxwidth:physical",
];

/// 路障 something that stands on a road at one place, as its tags describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barrier {
    kind: BarrierKind,
    words: Vec<(String, String)>,
}

impl Barrier {
    /// What these tags of a node describe; `None` when it is no barrier.
    #[must_use]
    pub fn of(tags: &[(&str, &str)]) -> Option<Self> {
        Self::with_words(tags, |_| false)
    }

    /// As [`Barrier::of`], with the words of further keys.
    pub(crate) fn with_words(tags: &Tags<'_>, counts: impl Fn(&str) -> bool) -> Option<Self> {
        let said = value(tags, "barrier").filter(|said| *said != "no")?;
        let words = tags.iter();
        let words = words.filter(|(key, _)| WORDS.contains(key) || counts(key));
        Some(Self {
            kind: BarrierKind::named(said).unwrap_or(BarrierKind::Other),
            words: words
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        })
    }

    pub(crate) const fn kept(kind: BarrierKind, words: Vec<(String, String)>) -> Self {
        Self { kind, words }
    }

    /// What it is.
    #[must_use]
    pub const fn kind(&self) -> BarrierKind {
        self.kind
    }

    /// Those of its tags that may count for somebody.
    #[must_use]
    pub fn words(&self) -> &[(String, String)] {
        &self.words
    }

    pub(crate) fn tags(&self) -> Vec<(&str, &str)> {
        let words = self.words.iter();
        words
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back() {
        for kind in BarrierKind::ALL {
            assert_eq!(BarrierKind::from_code(kind.code()), Some(kind));
            assert_eq!(BarrierKind::named(kind.name()), Some(kind));
        }
        assert_eq!(BarrierKind::from_code(32), None);
    }

    #[test]
    fn only_what_counts_for_somebody_is_kept() {
        let tags = [("barrier", "gate"), ("locked", "yes"), ("colour", "red")];
        let gate = Barrier::of(&tags).unwrap();
        assert_eq!(gate.kind(), BarrierKind::Gate);
        assert_eq!(gate.tags(), [("locked", "yes")]);
        let coloured = Barrier::with_words(&tags, |key| key == "colour").unwrap();
        assert_eq!(coloured.words().len(), 2);
        assert_eq!(Barrier::of(&[("barrier", "no")]), None);
        assert_eq!(Barrier::of(&[("highway", "crossing")]), None);
        let fence = Barrier::of(&[("barrier", "fence")]).unwrap();
        assert_eq!(fence.kind(), BarrierKind::Other);
    }
}
