//! 路障 what a profile says of gates, bollards and chains.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{AccessKey, Profile, ProfileError, metres};
use crate::barrier::{Barrier, BarrierKind, Passing};
use crate::osm::{Leave, has_room, leave, value};

/// Seconds: nobody waits longer for a barrier.
pub(super) const LONGEST: u32 = 3_600;

/// As it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    kinds: BTreeMap<String, Passing>,
    #[serde(rename = "else")]
    otherwise: Passing,
    locked: Passing,
}

/// How barriers are passed, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Barriers {
    kinds: BTreeMap<BarrierKind, Passing>,
    /// All other kinds.
    otherwise: Passing,
    /// One that is locked, where its kind is passed more easily.
    locked: Passing,
}

impl Default for Barriers {
    /// The fire engine's, as `fire_engine` has them.
    fn default() -> Self {
        use BarrierKind as Kind;
        let kinds = [
            (Kind::Gate, Passing::OpensInS(30)),
            (Kind::SwingGate, Passing::OpensInS(30)),
            (Kind::SlidingGate, Passing::OpensInS(30)),
            (Kind::HampshireGate, Passing::OpensInS(30)),
            (Kind::LiftGate, Passing::OpensInS(15)),
            (Kind::Chain, Passing::OpensInS(30)),
            (Kind::Rope, Passing::OpensInS(10)),
            (Kind::BumpGate, Passing::Free),
            (Kind::TollBooth, Passing::Free),
            (Kind::BorderControl, Passing::Free),
            (Kind::SallyPort, Passing::Free),
            (Kind::CattleGrid, Passing::Free),
            (Kind::Kerb, Passing::Free),
            (Kind::Entrance, Passing::Free),
            (Kind::BusTrap, Passing::Free),
        ];
        Self {
            kinds: kinds.into(),
            otherwise: Passing::Closed,
            locked: Passing::OpensInS(60),
        }
    }
}

impl Barriers {
    pub(super) fn from_record(record: Record) -> Result<Self, ProfileError> {
        believed("barriers.else", record.otherwise)?;
        believed("barriers.locked", record.locked)?;
        let mut kinds = BTreeMap::new();
        for (word, passing) in record.kinds {
            believed(&format!("barriers.kinds.{word}"), passing)?;
            let kind = BarrierKind::named(&word).ok_or(ProfileError::Barrier(word))?;
            kinds.insert(kind, passing);
        }
        Ok(Self {
            kinds,
            otherwise: record.otherwise,
            locked: record.locked,
        })
    }

    pub(super) fn passing(&self, barrier: &Barrier, profile: &Profile) -> Passing {
        let tags = barrier.tags();
        if !has_room(&tags, profile.size) {
            return Passing::Closed;
        }
        // A bar that is known to be high enough hinders nobody.
        let height = value(&tags, "maxheight").and_then(metres);
        let is_high_enough = barrier.kind() == BarrierKind::HeightRestrictor
            && profile.size.height_m.and(height).is_some();
        let mut by_kind = match self.kinds.get(&barrier.kind()) {
            _ if is_high_enough => Passing::Free,
            Some(passing) => *passing,
            None => self.otherwise,
        };
        if value(&tags, "locked") == Some("yes") {
            by_kind = by_kind.max(self.locked);
        }
        match leave(&tags, profile) {
            Leave::Refused => Passing::Closed,
            Leave::Given(key) => key.past_barriers.unwrap_or(by_kind).min(by_kind),
            Leave::Unsaid => by_kind,
        }
    }
}

pub(super) fn believed_keys(access: &[AccessKey]) -> Result<(), ProfileError> {
    access.iter().try_for_each(|access| {
        let field = format!("access.{}.past_barriers", access.key);
        access
            .past_barriers
            .map_or(Ok(()), |passing| believed(&field, passing))
    })
}

fn believed(field: &str, passing: Passing) -> Result<(), ProfileError> {
    match passing {
        Passing::OpensInS(seconds) if !(1..=LONGEST).contains(&seconds) => {
            Err(ProfileError::Delay {
                field: field.to_owned(),
                seconds,
            })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing(profile: &str, tags: &[(&str, &str)]) -> Passing {
        let profile = Profile::named(profile).unwrap();
        profile.passing(&Barrier::of(tags).unwrap())
    }

    #[test]
    fn each_mover_passes_what_it_can() {
        let table = [
            (
                "gate",
                Passing::OpensInS(30),
                Passing::OpensInS(20),
                Passing::Free,
            ),
            (
                "lift_gate",
                Passing::OpensInS(15),
                Passing::OpensInS(15),
                Passing::Free,
            ),
            (
                "chain",
                Passing::OpensInS(30),
                Passing::Closed,
                Passing::Free,
            ),
            ("bollard", Passing::Closed, Passing::Closed, Passing::Free),
            (
                "cycle_barrier",
                Passing::Closed,
                Passing::Closed,
                Passing::Free,
            ),
            ("kerb", Passing::Free, Passing::Free, Passing::Free),
            ("toll_booth", Passing::Free, Passing::Free, Passing::Free),
            ("yes", Passing::Closed, Passing::Closed, Passing::Free),
        ];
        for (kind, engine, car, foot) in table {
            let tags = [("barrier", kind)];
            assert_eq!(passing("fire_engine", &tags), engine, "{kind}");
            assert_eq!(passing("light_vehicle", &tags), car, "{kind}");
            assert_eq!(passing("micro_station", &tags), foot, "{kind}");
        }
    }

    #[test]
    fn words_open_and_close() {
        let with = |kind, key, word| [("barrier", kind), (key, word)];
        let engine = |kind, key, word| passing("fire_engine", &with(kind, key, word));
        assert_eq!(engine("bollard", "emergency", "yes"), Passing::OpensInS(15));
        assert_eq!(
            engine("bollard", "emergency", "designated"),
            Passing::OpensInS(15)
        );
        assert_eq!(engine("gate", "motor_vehicle", "yes"), Passing::Free);
        assert_eq!(engine("kerb", "emergency", "yes"), Passing::Free);
        assert_eq!(engine("toll_booth", "emergency", "no"), Passing::Closed);
        assert_eq!(engine("gate", "access", "private"), Passing::OpensInS(30));
        assert_eq!(engine("gate", "locked", "yes"), Passing::OpensInS(60));
        let car = |kind, key, word| passing("light_vehicle", &with(kind, key, word));
        assert_eq!(car("gate", "access", "private"), Passing::Closed);
        assert_eq!(car("gate", "locked", "yes"), Passing::Closed);
        assert_eq!(car("bollard", "emergency", "yes"), Passing::Closed);
        let foot = |kind, key, word| passing("micro_station", &with(kind, key, word));
        assert_eq!(foot("gate", "foot", "no"), Passing::Closed);
        assert_eq!(foot("gate", "motor_vehicle", "no"), Passing::Free);
    }

    #[test]
    fn a_size_decides_before_all_words() {
        let low = [
            ("barrier", "height_restrictor"),
            ("maxheight", "2.1"),
            ("emergency", "yes"),
        ];
        assert_eq!(passing("light_vehicle", &low), Passing::Closed);
        assert_eq!(passing("electric_cart", &low), Passing::Free);
        let high = [("barrier", "height_restrictor"), ("maxheight", "3.5")];
        assert_eq!(passing("light_vehicle", &high), Passing::Free);
        // Nobody said how high an engine is.
        assert_eq!(passing("fire_engine", &high), Passing::Closed);
        let narrow = [("barrier", "cycle_barrier"), ("maxwidth:physical", "0.9 m")];
        assert_eq!(passing("electric_cart", &narrow), Passing::Closed);
        assert_eq!(passing("micro_station", &narrow), Passing::Free);
    }

    #[test]
    fn what_is_absurd_is_named() {
        let json = include_str!("../../profiles/fire_engine.json");
        let said = |from: &str, to: &str| {
            assert!(json.contains(from), "{from}");
            let refused = Profile::from_json(&json.replace(from, to)).unwrap_err();
            refused.to_string()
        };
        let late = said(
            "\"lift_gate\": { \"opens_in_s\": 15 }",
            "\"lift_gate\": { \"opens_in_s\": 3601 }",
        );
        assert_eq!(
            late,
            "barriers.kinds.lift_gate: nobody waits 3601 s for it; give 1 to 3600, or `closed`"
        );
        assert!(said("\"lift_gate\"", "\"moat\"").contains("`moat`"));
        let at_once = said(
            "\"past_barriers\": { \"opens_in_s\": 15 }",
            "\"past_barriers\": { \"opens_in_s\": 0 }",
        );
        assert!(at_once.contains("access.emergency.past_barriers"));
    }
}
