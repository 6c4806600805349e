//! 拆点 junctions that are not passed alike by all: they are drawn as several copies of one place, with
//! links between them.
//!
//! A barrier ends one of its two roads at a copy of its junction, and a link joins both. A link is a
//! stretch of no length, numbered behind all roads, whose arcs take as long as the barrier does; whom it
//! stops does not drive them ([`Arc::BARRED`]). So a search knows nothing of barriers, one hierarchy
//! serves all that move, and a road still has one arc a direction.

use std::collections::{BTreeMap, HashMap};

use base::Wgs84;

use super::{Direction, JunctionId, Sense, Stretch, StretchId, at, count};
use crate::barrier::Barrier;
use crate::class::Class;

/// One end of an arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum End {
    Tail,
    Head,
}

/// What a link stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// The barrier of this number.
    Barrier(u32),
}

/// What is drawn beside the roads.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// Copies of junctions, behind all that were drawn.
    pub(super) copies: Vec<Wgs84>,
    /// Ends of arcs that are not at their stretch's junction but at a copy, in order.
    pub(super) moved: Vec<(StretchId, Sense, End, JunctionId)>,
    /// Links and what they stand for.
    pub(super) links: Vec<(Stretch, Link)>,
    /// The barriers that have a link, each with its junction.
    pub(super) barriers: Vec<(JunctionId, Barrier)>,
}

/// An end of a stretch at a junction: where its course begins, or where it ends.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Meeting {
    stretch: StretchId,
    is_beginning: bool,
}

impl Split {
    /// Of the junctions with a barrier those where two roads meet, or one goes on. Where more meet, which of
    /// them it stops is not known; at the end of a road it stops nothing.
    pub(super) fn of(
        junctions: &[Wgs84],
        stretches: &[Stretch],
        barriers: BTreeMap<JunctionId, Barrier>,
    ) -> Self {
        let mut split = Self::default();
        let mut meetings = meetings(stretches, barriers.keys());
        for (junction, barrier) in barriers {
            let Some([_, beyond]) = meetings
                .remove(&junction)
                .as_deref()
                .map(<[_; 2]>::try_from)
                .and_then(Result::ok)
            else {
                continue;
            };
            let Some(place) = junctions.get(at(junction.0)) else {
                continue;
            };
            let copy = split.copy(junctions, *place);
            split.leave_from(beyond, copy);
            split.arrive_at(beyond, copy);
            let number = count(split.barriers.len());
            split.link(junction, copy, Direction::Both, Link::Barrier(number));
            split.barriers.push((junction, barrier));
        }
        split.moved.sort_unstable();
        split
    }

    fn copy(&mut self, junctions: &[Wgs84], place: Wgs84) -> JunctionId {
        self.copies.push(place);
        JunctionId(count(junctions.len() + self.copies.len() - 1))
    }

    /// The arc that leaves a junction by this end of its stretch leaves another one.
    fn leave_from(
        &mut self,
        Meeting {
            stretch,
            is_beginning,
        }: Meeting,
        junction: JunctionId,
    ) {
        let sense = if is_beginning {
            Sense::Along
        } else {
            Sense::Against
        };
        self.moved.push((stretch, sense, End::Tail, junction));
    }

    /// The arc that comes to a junction by this end of its stretch comes to another one.
    fn arrive_at(
        &mut self,
        Meeting {
            stretch,
            is_beginning,
        }: Meeting,
        junction: JunctionId,
    ) {
        let sense = if is_beginning {
            Sense::Against
        } else {
            Sense::Along
        };
        self.moved.push((stretch, sense, End::Head, junction));
    }

    fn link(&mut self, from: JunctionId, to: JunctionId, direction: Direction, link: Link) {
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

/// What meets at each of some junctions, in the order of stretches.
fn meetings<'j>(
    stretches: &[Stretch],
    junctions: impl Iterator<Item = &'j JunctionId>,
) -> HashMap<JunctionId, Vec<Meeting>> {
    let mut meetings: HashMap<_, _> = junctions.map(|junction| (*junction, Vec::new())).collect();
    if meetings.is_empty() {
        return meetings;
    }
    for (stretch, number) in stretches.iter().zip(0_u32..) {
        for (end, is_beginning) in [(stretch.from, true), (stretch.to, false)] {
            if let Some(here) = meetings.get_mut(&end) {
                here.push(Meeting {
                    stretch: StretchId(number),
                    is_beginning,
                });
            }
        }
    }
    meetings
}
