//! Items, blocks, chapters and the total of one area.

use serde::Serialize;

use super::Sight;
use super::points::points;
use super::step::{Missing, Step};
use crate::facts::Correction;
use crate::{AreaFacts, Block, Chapter, Item, Points, Span, Treatment};

/// Points got, and of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// What was got; a span where something is not known.
    pub got: Span,
    /// What there was to get.
    pub of: Points,
    /// Of these, what is not assessed yet and was given in full.
    pub given: Points,
    /// What is not assessed yet and counts for nothing, beside `of`.
    pub left_out: Points,
}

/// The score of one area.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Score {
    /// The area.
    pub area: String,
    /// All of it.
    pub total: Tally,
    /// The key of the grade that the least of the total has.
    pub least_grade: Option<String>,
    /// The key of the grade that the most of the total has.
    pub most_grade: Option<String>,
    /// 一级
    pub chapters: Vec<ChapterScore>,
}

/// The score of a chapter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChapterScore {
    /// The chapter.
    pub key: String,
    /// All of its blocks.
    pub tally: Tally,
    /// 二级
    pub blocks: Vec<BlockScore>,
}

/// The score of a block.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BlockScore {
    /// The block.
    pub key: String,
    /// All of its items.
    pub tally: Tally,
    /// 三级
    pub items: Vec<ItemScore>,
}

/// The score of an item, and how it was reached.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ItemScore {
    /// The item.
    pub key: String,
    /// Its points.
    pub tally: Tally,
    /// How they came about.
    pub steps: Vec<Step>,
    /// What is not known of it.
    pub unknown: Vec<Missing>,
}

impl Tally {
    const NOTHING: Self = Self {
        got: Span::exactly(Points::NONE),
        of: Points::NONE,
        given: Points::NONE,
        left_out: Points::NONE,
    };

    fn sum(parts: impl Iterator<Item = Self>) -> Self {
        parts.fold(Self::NOTHING, |sum, part| Self {
            got: sum.got.plus(part.got),
            of: sum.of.plus(part.of),
            given: sum.given.plus(part.given),
            left_out: sum.left_out.plus(part.left_out),
        })
    }
}

impl Score {
    /// Its items, in their order.
    pub fn items(&self) -> impl Iterator<Item = &ItemScore> {
        let blocks = self.chapters.iter().flat_map(|chapter| &chapter.blocks);
        blocks.flat_map(|block| &block.items)
    }

    /// The score of an item.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&ItemScore> {
        self.items().find(|item| item.key == key)
    }
}

/// Scores one area.
pub(crate) fn score(sight: &Sight<'_>, area: &AreaFacts) -> Score {
    let of_chapter = |chapter: &Chapter| {
        let blocks = chapter.blocks.iter();
        let blocks: Vec<BlockScore> = blocks.map(|one| block(sight, one, area)).collect();
        ChapterScore {
            key: chapter.key.clone(),
            tally: Tally::sum(blocks.iter().map(|block| block.tally)),
            blocks,
        }
    };
    let chapters: Vec<ChapterScore> = sight.scheme.chapters.iter().map(of_chapter).collect();
    let total = Tally::sum(chapters.iter().map(|chapter| chapter.tally));
    let grade = |points| {
        let grade = sight.scheme.grade(points, total.of);
        grade.map(|grade| grade.key.clone())
    };
    Score {
        area: area.area.clone(),
        least_grade: grade(total.got.least),
        most_grade: grade(total.got.most),
        total,
        chapters,
    }
}

fn block(sight: &Sight<'_>, block: &Block, area: &AreaFacts) -> BlockScore {
    let items = block.items.iter();
    let items: Vec<ItemScore> = items.map(|one| item(sight, one, area)).collect();
    BlockScore {
        key: block.key.clone(),
        tally: Tally::sum(items.iter().map(|item| item.tally)),
        items,
    }
}

fn item(sight: &Sight<'_>, item: &Item, area: &AreaFacts) -> ItemScore {
    let (mut tally, mut steps) = if item.rule.is_asked_in(sight.year) {
        let (got, steps) = points(sight, &item.rule, item.points);
        (earned(got, item.points), steps)
    } else {
        not_yet(item)
    };
    let mut corrections: Vec<&Correction> = area.corrections.iter().collect();
    corrections.retain(|correction| correction.item == item.key);
    corrections.sort();
    tally.got = corrected(&tally, &corrections, &mut steps);
    let mut unknown: Vec<_> = steps.iter().flat_map(Step::missing).collect();
    unknown.sort();
    unknown.dedup();
    ItemScore {
        key: item.key.clone(),
        tally,
        steps,
        unknown,
    }
}

const fn earned(got: Span, of: Points) -> Tally {
    Tally {
        got,
        of,
        given: Points::NONE,
        left_out: Points::NONE,
    }
}

/// An item of which nothing is asked yet. Reading a scheme lets none stand that does not say what becomes of it.
fn not_yet(item: &Item) -> (Tally, Vec<Step>) {
    let treatment = item.before.unwrap_or(Treatment::LeftOut);
    let tally = match treatment {
        Treatment::Full => Tally {
            given: item.points,
            ..earned(Span::exactly(item.points), item.points)
        },
        Treatment::LeftOut => Tally {
            left_out: item.points,
            ..Tally::NOTHING
        },
    };
    let step = Step::NotYet {
        from: item.rule.first_year(),
        treatment,
    };
    (tally, vec![step])
}

/// All corrections together, within nothing and what there is to get.
fn corrected(tally: &Tally, corrections: &[&Correction], steps: &mut Vec<Step>) -> Span {
    if corrections.is_empty() {
        return tally.got;
    }
    let points = corrections.iter().map(|correction| correction.points);
    let sum = points.fold(Points::NONE, Points::plus);
    let unbounded = tally.got.map(|points| points.plus(sum));
    let bounded = unbounded.map(|points| points.within(tally.of));
    steps.extend(
        corrections
            .iter()
            .map(|one| Step::Corrected((*one).clone())),
    );
    if bounded != unbounded {
        steps.push(Step::Bounded { unbounded });
    }
    bounded
}
