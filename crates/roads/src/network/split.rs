//! 拆点 junctions that are not passed alike by all: they are drawn as several copies of one place, with
//! links between them.
//!
//! A link is a stretch of no length, numbered behind all roads. Whom it stops does not drive its arc
//! ([`Arc::BARRED`](super::Arc::BARRED)). So a search knows nothing of barriers and turns, one hierarchy
//! serves all that move, and a road still has one arc a direction.
//!
//! A barrier ends one of its two roads at a copy of its junction, and a link joins both for as long as the
//! barrier takes.
//!
//! Of a junction with forbidden turns, arcs that come in and may go on alike make a *row*, arcs that go out
//! and may be reached alike make a *column*. Each gets a copy, and a link leads from each row to each column,
//! barred to whom one of its rules binds. A row and a column share one copy where no rule is evaded by
//! passing through it; so one forbidden turn costs one copy and two links.

use std::collections::{BTreeMap, HashMap};

use base::Wgs84;

use super::turns::Turn;
use super::{Direction, Draft, JunctionId, Sense, Stretch, StretchId, at, count};
use crate::barrier::Barrier;
use crate::class::Class;

/// One end of an arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum End {
    Tail,
    Head,
}

/// A stretch in one sense.
pub(super) type Driven = (StretchId, Sense);

/// What a link stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// The barrier of this number.
    Barrier(u32),
    /// Turns that these rules forbid.
    Turns(Vec<u32>),
}

/// What is drawn beside the roads.
#[derive(Debug, Default)]
pub(super) struct Split {
    drawn: usize,
    /// Copies of junctions, behind all that were drawn.
    pub(super) copies: Vec<Wgs84>,
    /// Ends of arcs that are not at their stretch's junction but at a copy, in order.
    pub(super) moved: Vec<(StretchId, Sense, End, JunctionId)>,
    /// Links and what they stand for.
    pub(super) links: Vec<(Stretch, Link)>,
    /// The barriers that have a link, each with its junction.
    pub(super) barriers: Vec<(JunctionId, Barrier)>,
    /// The forbidden turns that have a link, with the numbers of their rules.
    pub(super) bans: Vec<(Turn, u32)>,
}

/// An end of a stretch at a junction: where its course begins, or where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Meeting {
    pub(super) stretch: StretchId,
    is_beginning: bool,
}

impl Meeting {
    const fn senses(self) -> [Sense; 2] {
        if self.is_beginning {
            [Sense::Against, Sense::Along]
        } else {
            [Sense::Along, Sense::Against]
        }
    }

    /// The stretch as it is driven towards the junction; none where that is not allowed.
    pub(super) fn arriving(&self, draft: &Draft) -> Option<Driven> {
        self.driven(draft.stretches(), self.senses()[0])
    }

    /// The stretch as it is driven away from the junction; none where that is not allowed.
    pub(super) fn leaving(&self, draft: &Draft) -> Option<Driven> {
        self.driven(draft.stretches(), self.senses()[1])
    }

    fn driven(self, stretches: &[Stretch], sense: Sense) -> Option<Driven> {
        let stretch = stretches.get(at(self.stretch.0))?;
        stretch.allows(sense).then_some((self.stretch, sense))
    }
}

/// At a junction, which rules forbid to turn from one road into another.
type Forbidden = BTreeMap<(Driven, Driven), Vec<u32>>;

/// No junction has more rows, or columns, and no forbidden turn costs more links: of one that wants more,
/// nothing is drawn. Roads of the world need three or four.
const MOST_ALIKE: usize = 16;
const MOST_LINKS: usize = 10;
/// Rules that forbid turns at one junction.
const MOST_RULES: usize = 4_096;

impl Split {
    /// Of the junctions with a barrier those where two roads meet, or one goes on. Where more meet, which of
    /// them it stops is not known; at the end of a road it stops nothing. Of the others, those with forbidden
    /// turns.
    pub(super) fn of(
        junctions: &[Wgs84],
        stretches: &[Stretch],
        barriers: BTreeMap<JunctionId, Barrier>,
        bans: Vec<(JunctionId, Turn, u32)>,
    ) -> Self {
        let mut split = Self {
            drawn: junctions.len(),
            ..Self::default()
        };
        let turned = bans.iter().map(|(junction, ..)| junction);
        let mut meetings = meetings(stretches, barriers.keys().chain(turned));
        let place = |junction: JunctionId| junctions.get(at(junction.0)).copied();
        for (junction, barrier) in barriers {
            let met = meetings.get(&junction).map(Vec::as_slice);
            if let (Some(&[_, beyond]), Some(place)) = (met, place(junction)) {
                split.stop(junction, place, beyond, barrier);
                meetings.remove(&junction);
            }
        }
        let mut at_junction: BTreeMap<JunctionId, Forbidden> = BTreeMap::new();
        for (junction, turn, rule) in bans {
            let forbidden = at_junction.entry(junction).or_default();
            let rules = forbidden.entry((turn.from, turn.to)).or_default();
            if let Err(free) = rules.binary_search(&rule) {
                rules.insert(free, rule);
            }
        }
        for (junction, forbidden) in at_junction {
            let crossing = meetings.get(&junction);
            let crossing = crossing.and_then(|met| Crossing::of(stretches, met, &forbidden));
            if let (Some(crossing), Some(place)) = (crossing, place(junction)) {
                split.part(junction, place, &crossing, &forbidden);
            }
        }
        split.moved.sort_unstable();
        split
    }

    /// Puts a barrier between a junction and the road beyond it.
    fn stop(&mut self, junction: JunctionId, place: Wgs84, beyond: Meeting, barrier: Barrier) {
        let copy = self.copy(place);
        let [arriving, leaving] = beyond.senses();
        self.moved.push((beyond.stretch, arriving, End::Head, copy));
        self.moved.push((beyond.stretch, leaving, End::Tail, copy));
        let number = count(self.barriers.len());
        self.link([junction, copy], Direction::Both, Link::Barrier(number));
        self.barriers.push((junction, barrier));
    }

    /// Draws rows and columns of a junction.
    fn part(
        &mut self,
        junction: JunctionId,
        place: Wgs84,
        crossing: &Crossing,
        forbidden: &Forbidden,
    ) {
        let Crossing { rows, columns } = crossing;
        let shared = crossing.shared();
        let mut unused = Some(junction);
        let mut node = |split: &mut Self| unused.take().unwrap_or_else(|| split.copy(place));
        let of_rows: Vec<JunctionId> = rows.iter().map(|_| node(self)).collect();
        let of_columns: Vec<JunctionId> = (0..columns.len())
            .map(|column| {
                let row = shared.iter().position(|own| *own == Some(column));
                let row = row.and_then(|row| of_rows.get(row)).copied();
                row.unwrap_or_else(|| node(self))
            })
            .collect();
        for (row, to) in rows.iter().zip(&of_rows) {
            let ends = row
                .members
                .iter()
                .map(|(stretch, sense)| (*stretch, *sense, End::Head, *to));
            self.moved.extend(ends);
        }
        for (column, from) in columns.iter().zip(&of_columns) {
            let ends = column
                .iter()
                .map(|(stretch, sense)| (*stretch, *sense, End::Tail, *from));
            self.moved.extend(ends);
        }
        for (row, from) in rows.iter().zip(&of_rows) {
            for (rules, to) in row
                .rules
                .iter()
                .zip(&of_columns)
                .filter(|(_, to)| *to != from)
            {
                self.link([*from, *to], Direction::Along, Link::Turns(rules.clone()));
            }
        }
        for ((from, to), rules) in forbidden {
            let turn = Turn {
                from: *from,
                to: *to,
            };
            self.bans.extend(rules.iter().map(|rule| (turn, *rule)));
        }
    }

    fn copy(&mut self, place: Wgs84) -> JunctionId {
        self.copies.push(place);
        JunctionId(count(self.drawn + self.copies.len() - 1))
    }

    fn link(&mut self, [from, to]: [JunctionId; 2], direction: Direction, link: Link) {
        let stretch = Stretch {
            from,
            to,
            class: Class::Road,
            direction,
            limits: [None; 2],
            length_mm: 0,
            name: 0,
            first_place: 0,
            places: 0,
            arcs: [None; 2],
        };
        self.links.push((stretch, link));
    }
}

/// What comes into a junction and goes out of it, by what may be done there.
struct Crossing {
    rows: Vec<Row>,
    columns: Vec<Vec<Driven>>,
}

/// What comes in and may go on alike.
struct Row {
    members: Vec<Driven>,
    /// Of each column the rules that forbid to turn into it.
    rules: Vec<Vec<u32>>,
}

impl Crossing {
    /// None where it would be larger than any is.
    fn of(stretches: &[Stretch], met: &[Meeting], forbidden: &Forbidden) -> Option<Self> {
        let driven = |which: usize| {
            let senses = met.iter().map(move |one| (one, one.senses()));
            senses.filter_map(move |(one, senses)| one.driven(stretches, *senses.get(which)?))
        };
        let rows = alike(
            driven(0),
            forbidden
                .iter()
                .map(|((from, to), rules)| (*from, *to, rules)),
        );
        let columns = alike(
            driven(1),
            forbidden
                .iter()
                .map(|((from, to), rules)| (*to, *from, rules)),
        );
        let (most, links) = (rows.len().max(columns.len()), rows.len() * columns.len());
        let bound: usize = forbidden.values().map(Vec::len).sum();
        if most > MOST_ALIKE || links > MOST_LINKS * forbidden.len() || bound > MOST_RULES {
            return None;
        }
        let rules = |row: &[Driven], column: &[Driven]| {
            let pair = row.first().copied().zip(column.first().copied());
            let rules = pair.and_then(|pair| forbidden.get(&pair));
            rules.cloned().unwrap_or_default()
        };
        let rows = rows.into_iter().map(|members| Row {
            rules: columns
                .iter()
                .map(|column| rules(&members, column))
                .collect(),
            members,
        });
        Some(Self {
            rows: rows.collect(),
            columns,
        })
    }

    /// Of each row the column that shares its copy, if one may: nothing forbids to turn into it, and who comes
    /// through it from another row is bound by all that binds it on the straight way.
    fn shared(&self) -> Vec<Option<usize>> {
        let mut shared: Vec<Option<usize>> = Vec::new();
        for row in &self.rows {
            let mut columns = 0..self.columns.len();
            let column = columns
                .find(|column| !shared.contains(&Some(*column)) && self.may_share(row, *column));
            shared.push(column);
        }
        shared
    }

    fn may_share(&self, row: &Row, column: usize) -> bool {
        let binds =
            |rules: Option<&Vec<u32>>, rule| rules.is_some_and(|rules| rules.contains(rule));
        row.rules.get(column).is_some_and(Vec::is_empty)
            && self.rows.iter().all(|other| {
                let mut straight = other.rules.iter().zip(&row.rules);
                straight.all(|(rules, on)| {
                    let through = other.rules.get(column);
                    rules
                        .iter()
                        .all(|rule| binds(through, rule) || on.contains(rule))
                })
            })
    }
}

/// Roads in groups of those that the same rules bind towards the same others.
fn alike<'f>(
    roads: impl Iterator<Item = Driven>,
    bound: impl Iterator<Item = (Driven, Driven, &'f Vec<u32>)>,
) -> Vec<Vec<Driven>> {
    let mut of_each: HashMap<Driven, Vec<(Driven, &Vec<u32>)>> = HashMap::new();
    for (road, other, rules) in bound {
        of_each.entry(road).or_default().push((other, rules));
    }
    let mut groups: BTreeMap<Vec<(Driven, &Vec<u32>)>, Vec<Driven>> = BTreeMap::new();
    for road in roads {
        let rules = of_each.get(&road).cloned().unwrap_or_default();
        groups.entry(rules).or_default().push(road);
    }
    groups.into_values().collect()
}

/// What meets at each of some junctions, in the order of stretches.
pub(super) fn meetings<'j>(
    stretches: &[Stretch],
    junctions: impl Iterator<Item = &'j JunctionId>,
) -> HashMap<JunctionId, Vec<Meeting>> {
    let mut meetings: HashMap<_, _> = junctions.map(|junction| (*junction, Vec::new())).collect();
    let last = meetings.keys().map(|junction| at(junction.0)).max();
    let mut wanted = vec![false; last.map_or(0, |last| last + 1)];
    for junction in meetings.keys() {
        if let Some(wanted) = wanted.get_mut(at(junction.0)) {
            *wanted = true;
        }
    }
    for (stretch, number) in stretches.iter().zip(0_u32..) {
        for (end, is_beginning) in [(stretch.from, true), (stretch.to, false)] {
            if wanted.get(at(end.0)) == Some(&true)
                && let Some(here) = meetings.get_mut(&end)
            {
                here.push(Meeting {
                    stretch: StretchId(number),
                    is_beginning,
                });
            }
        }
    }
    meetings
}
