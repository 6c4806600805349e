//! A scoreboard as it is told: to a screen, and on a command line.

use api::ApiTime;
use base::Timestamp;
use metric::Area;
use rules::{Places, Score, Span, Standing, Tally, Words};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Assessed;
use crate::set_aside::{ScoreSetAside, SetAside};

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvaluationWords {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl From<Words> for EvaluationWords {
    fn from(words: Words) -> Self {
        Self {
            zh: words.zh,
            en: words.en,
        }
    }
}

impl From<&Words> for EvaluationWords {
    fn from(words: &Words) -> Self {
        words.clone().into()
    }
}

/// Points: equal ends where all is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvaluationSpan {
    /// The least, whatever the unknown turns out to be.
    pub least: String,
    /// The most.
    pub most: String,
}

impl From<Span> for EvaluationSpan {
    fn from(span: Span) -> Self {
        Self {
            least: span.least.to_string(),
            most: span.most.to_string(),
        }
    }
}

/// Points got, and of how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvaluationTally {
    /// What was got.
    pub got: EvaluationSpan,
    /// What there was to get.
    pub of: String,
    /// Of these, what is not assessed yet and was given in full.
    pub given: String,
}

impl From<Tally> for EvaluationTally {
    fn from(tally: Tally) -> Self {
        Self {
            got: tally.got.into(),
            of: tally.of.to_string(),
            given: tally.given.to_string(),
        }
    }
}

/// A place, 1 for the best; equal ends where it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvaluationPlace {
    /// The best that it may be.
    pub best: usize,
    /// The worst.
    pub worst: usize,
}

impl From<Places> for EvaluationPlace {
    fn from(places: Places) -> Self {
        Self {
            best: places.best,
            worst: places.worst,
        }
    }
}

/// 等次 the names of the grade that the least and the most of the points have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvaluationGrade {
    /// Of the least.
    #[schema(required)]
    pub least: Option<EvaluationWords>,
    /// Of the most.
    #[schema(required)]
    pub most: Option<EvaluationWords>,
}

/// When an evaluation is of.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvaluationMoment {
    /// When it was told.
    pub told_at: ApiTime,
    /// The day that it is looked at from: today, or the day of `as_of`.
    pub day: String,
    /// The position of the journal up to which everything is in it.
    pub position: i64,
    /// Whether it is as of an earlier time.
    pub past: bool,
}

impl EvaluationMoment {
    pub(crate) fn of(assessed: &Assessed, now: Timestamp) -> Self {
        Self {
            told_at: now.into(),
            day: assessed.moment.today.to_string(),
            position: assessed.position,
            past: assessed.moment.position.is_some(),
        }
    }
}

/// 被考核单位 an assessed area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EvaluationArea {
    /// What to send as the area.
    pub key: String,
    /// Its name.
    pub name: String,
    /// The regions in it.
    pub includes: Vec<String>,
    /// The regions that are carved out of it.
    pub excludes: Vec<String>,
}

impl From<&Area> for EvaluationArea {
    fn from(area: &Area) -> Self {
        let codes = |codes: &[base::RegionCode]| codes.iter().map(ToString::to_string).collect();
        Self {
            key: area.key.clone(),
            name: area.name.clone(),
            includes: codes(&area.includes),
            excludes: codes(&area.excludes),
        }
    }
}

/// 计分榜 the areas of a year by their points.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Scoreboard {
    /// The year.
    pub year: i32,
    /// The version of the evaluation by which it is scored.
    pub version: String,
    /// What the evaluation is called.
    pub title: EvaluationWords,
    /// When it is of.
    pub moment: EvaluationMoment,
    /// Whether these are all the areas there are; otherwise they are those that the caller answers for, with
    /// their places among all.
    pub complete: bool,
    /// How many areas there are.
    pub areas: usize,
    /// The year that 同比 is held against; none where no version of the evaluation was in force then.
    #[schema(required)]
    pub year_before: Option<i32>,
    /// The areas, the best first.
    pub items: Vec<ScoreRow>,
    /// 未采用 what was entered for these areas and does not fit the evaluation; the city's own too where these
    /// are all areas.
    pub set_aside: Vec<ScoreSetAside>,
}

/// An area on the scoreboard.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreRow {
    /// The area.
    pub area: EvaluationArea,
    /// Its points.
    pub total: EvaluationTally,
    /// Its place among all areas; equals share the better one.
    pub place: EvaluationPlace,
    /// Its grade.
    pub grade: EvaluationGrade,
    /// 同比 points more than the year before; less than nothing when they fell.
    #[schema(required)]
    pub change: Option<EvaluationSpan>,
    /// How many facts are not known.
    pub unknown: usize,
    /// 一级 its chapters.
    pub chapters: Vec<ScorePart>,
}

/// A chapter of an area's score.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScorePart {
    /// For programs.
    pub key: String,
    /// For people.
    pub name: EvaluationWords,
    /// Its points.
    pub tally: EvaluationTally,
}

impl Scoreboard {
    /// The scoreboard of a year, of the areas that are `seen`.
    #[must_use]
    pub fn of(
        assessed: &Assessed,
        before: Option<&Assessed>,
        seen: impl Fn(&Area) -> bool,
        now: Timestamp,
    ) -> Self {
        let ranking = assessed.evaluation.ranking.iter();
        let rows = ranking.filter_map(|standing| {
            let area = assessed.area(&standing.area).filter(|area| seen(area))?;
            ScoreRow::of(assessed, before, area, standing)
        });
        let items: Vec<ScoreRow> = rows.collect();
        let complete = items.len() == assessed.areas.len();
        let told = |one: &&SetAside| match &one.area {
            Some(key) => items.iter().any(|row| row.area.key == *key),
            None => complete,
        };
        let set_aside = assessed.set_aside.iter().filter(told);
        let set_aside = set_aside.map(Into::into).collect();
        Self {
            year: assessed.evaluation.year,
            version: assessed.scheme.version.clone(),
            title: (&assessed.scheme.title).into(),
            moment: EvaluationMoment::of(assessed, now),
            complete,
            areas: assessed.areas.len(),
            year_before: before.map(|before| before.evaluation.year),
            items,
            set_aside,
        }
    }
}

impl ScoreRow {
    pub(crate) fn of(
        assessed: &Assessed,
        before: Option<&Assessed>,
        area: &Area,
        standing: &Standing,
    ) -> Option<Self> {
        let score = assessed.score(area)?;
        let earlier = before.and_then(|before| before.score(area));
        let mut unknown: Vec<_> = score.items().flat_map(|item| &item.unknown).collect();
        unknown.sort();
        unknown.dedup();
        let named = |key: &str| {
            let mut chapters = assessed.scheme.chapters.iter();
            let chapter = chapters.find(|chapter| chapter.key == key);
            chapter.map(|chapter| (&chapter.name).into())
        };
        let chapters = score.chapters.iter().filter_map(|chapter| {
            Some(ScorePart {
                key: chapter.key.clone(),
                name: named(&chapter.key)?,
                tally: chapter.tally.into(),
            })
        });
        Some(Self {
            area: area.into(),
            total: score.total.into(),
            place: standing.places.into(),
            grade: grade(assessed, score),
            change: earlier.map(|earlier| change(score, earlier)),
            unknown: unknown.len(),
            chapters: chapters.collect(),
        })
    }
}

fn grade(assessed: &Assessed, score: &Score) -> EvaluationGrade {
    let named = |key: &Option<String>| {
        let mut grades = assessed.scheme.grades.iter();
        let grade = grades.find(|grade| Some(&grade.key) == key.as_ref());
        grade.map(|grade| (&grade.name).into())
    };
    EvaluationGrade {
        least: named(&score.least_grade),
        most: named(&score.most_grade),
    }
}

/// What is surely more, and what may be at most.
fn change(score: &Score, earlier: &Score) -> EvaluationSpan {
    let (now, then) = (score.total.got, earlier.total.got);
    Span::between(now.least.minus(then.most), now.most.minus(then.least)).into()
}
