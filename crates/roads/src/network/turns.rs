//! 转向限制 turns that are forbidden, and which of a source's restrictions are drawn.

use std::collections::{HashMap, HashSet};

use super::split::{Meeting, meetings};
use super::{Draft, DraftError, JunctionId, Network, Sense, StretchId, count};
use crate::osm::{Effect, Extract, Restriction, TurnCounts};

/// A turn from one stretch, driven in one sense, into another, or into itself the other way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Turn {
    /// From where.
    pub from: (StretchId, Sense),
    /// Into what.
    pub to: (StretchId, Sense),
}

/// Whom a forbidden turn is forbidden to, in words of the source: `motorcar`, `hgv`, `emergency`. Whether
/// something that moves is one of them, its profile says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TurnRule {
    /// These alone; none for all.
    pub only_for: Option<String>,
    /// Not these.
    pub except: Vec<String>,
}

/// A way of the source as it was drawn: its stretches follow each other.
pub(super) struct Drawn {
    pub(super) id: i64,
    pub(super) first: u32,
    pub(super) end: u32,
}

/// What became of restrictions, before it is known which turns the network follows.
pub(super) struct Told {
    counts: TurnCounts,
    /// One turn of each restriction that is drawn and forbids any.
    turns: Vec<Turn>,
}

impl Told {
    /// What became of them. Where a barrier stands, or all too many turns are forbidden at one junction, what
    /// was drawn is not followed.
    pub(super) fn counted(self, network: &Network) -> TurnCounts {
        let followed: HashSet<Turn> = network.bans().map(|(turn, _)| turn).collect();
        let lost = self.turns.iter().filter(|turn| !followed.contains(turn));
        let lost = u64::from(count(lost.count()));
        TurnCounts {
            followed: self.counts.followed - lost,
            unclear: self.counts.unclear + lost,
            ..self.counts
        }
    }
}

/// Draws the restrictions of an extract.
pub(super) fn draw(
    draft: &mut Draft,
    extract: &Extract,
    ways: &[Drawn],
    junction_of: impl Fn(i64) -> Option<JunctionId>,
) -> Result<Told, DraftError> {
    let mut told = Told {
        counts: *extract.turn_counts(),
        turns: Vec::new(),
    };
    let counts = &mut told.counts;
    let restrictions = extract.restrictions();
    if restrictions.is_empty() {
        return Ok(told);
    }
    let ways: HashMap<i64, &Drawn> = ways.iter().map(|way| (way.id, way)).collect();
    let at: Vec<Option<JunctionId>> = restrictions
        .iter()
        .map(|one| junction_of(one.via))
        .collect();
    let meetings = meetings(draft.stretches(), at.iter().flatten());
    for (restriction, junction) in restrictions.iter().zip(at) {
        let met = junction.and_then(|junction| meetings.get(&junction));
        let turns = match met {
            Some(met) => turns(restriction, met, &ways, draft),
            None => Err(NotDrawn::OffRoads),
        };
        match turns {
            Ok(turns) => {
                counts.followed += 1;
                told.turns.extend(turns.first());
                for turn in turns {
                    draft.ban(turn, &restriction.rule)?;
                }
            }
            Err(NotDrawn::OffRoads) => counts.off_roads += 1,
            Err(NotDrawn::Unclear) => counts.unclear += 1,
        }
    }
    Ok(told)
}

/// Why a restriction is not drawn.
enum NotDrawn {
    /// A road of it is none of the network's, or does not lead to its node.
    OffRoads,
    /// It may mean one turn or another.
    Unclear,
}

/// What a restriction forbids.
fn turns(
    restriction: &Restriction,
    met: &[Meeting],
    ways: &HashMap<i64, &Drawn>,
    draft: &Draft,
) -> Result<Vec<Turn>, NotDrawn> {
    let of = |ways_named: &[i64], end: fn(&Meeting, &Draft) -> Option<(StretchId, Sense)>| {
        let each = ways_named.iter().map(|id| {
            let way = ways.get(id).ok_or(NotDrawn::OffRoads)?;
            let on_it = met
                .iter()
                .filter(|one| (way.first..way.end).contains(&one.stretch.0));
            let ends: Vec<_> = on_it.filter_map(|one| end(one, draft)).collect();
            if ends.is_empty() {
                Err(NotDrawn::OffRoads)
            } else {
                Ok(ends)
            }
        });
        each.collect::<Result<Vec<_>, NotDrawn>>()
    };
    let from = of(&restriction.from, Meeting::arriving)?;
    let to = of(&restriction.to, Meeting::leaving)?;
    if from.is_empty() || to.is_empty() {
        return Err(NotDrawn::Unclear);
    }
    if restriction.effect == Effect::NoUTurn && restriction.from == restriction.to {
        let turned = from.iter().flatten().map(|(stretch, sense)| Turn {
            from: (*stretch, *sense),
            to: (*stretch, sense.against()),
        });
        return Ok(turned
            .filter(|turn| to.iter().flatten().any(|to| *to == turn.to))
            .collect());
    }
    // A way that goes on at the node may be meant on either side of it.
    let single = |ends: Vec<Vec<(StretchId, Sense)>>| {
        let ends = ends.into_iter().map(|ends| match ends[..] {
            [end] => Ok(end),
            _ => Err(NotDrawn::Unclear),
        });
        ends.collect::<Result<Vec<_>, NotDrawn>>()
    };
    let (from, to) = (single(from)?, single(to)?);
    let forbidden: Vec<(StretchId, Sense)> = match restriction.effect {
        Effect::No | Effect::NoUTurn => to,
        Effect::Only => {
            let out = met.iter().filter_map(|one| one.leaving(draft));
            out.filter(|out| !to.contains(out)).collect()
        }
    };
    let pairs = from
        .iter()
        .flat_map(|from| forbidden.iter().map(|to| (*from, *to)));
    Ok(pairs.map(|(from, to)| Turn { from, to }).collect())
}
