//! One area's score as it is told: items, how their points came about, and what each fact rests on.

use std::collections::BTreeSet;

use base::Timestamp;
use metric::Area;
use rules::{
    BlockScore, ChapterScore, Compared, FactDef, Item, ItemScore, Kind, Ranked, Reference, Scheme,
    Single, Step, Unknown, sentence,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::Assessed;
use crate::by_hand::{ATTACHMENT, CASE};
use crate::facts::METRIC;
use crate::set_aside::ScoreSetAside;
use crate::view::{EvaluationMoment, EvaluationTally, EvaluationWords, ScoreRow};

/// 考核明细 an area's score of a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AreaScore {
    /// The year.
    pub year: i32,
    /// The version of the evaluation by which it is scored.
    pub version: String,
    /// When it is of.
    pub moment: EvaluationMoment,
    /// The area as it stands on the scoreboard.
    pub standing: ScoreRow,
    /// 一级, 二级 the chapters' blocks, in the evaluation's order.
    pub blocks: Vec<ScoreBlock>,
    /// 未采用 what was entered for the area and does not fit the evaluation.
    pub set_aside: Vec<ScoreSetAside>,
}

/// 二级 a block of items.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreBlock {
    /// The key of its chapter.
    pub chapter: String,
    /// For programs.
    pub key: String,
    /// For people.
    pub name: EvaluationWords,
    /// Its points.
    pub tally: EvaluationTally,
    /// Its items.
    pub items: Vec<ScoreItem>,
}

/// 三级 考核项 an item.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreItem {
    /// For programs.
    pub key: String,
    /// For people.
    pub name: EvaluationWords,
    /// Line of the plan's text.
    pub line: u32,
    /// Who answers for it.
    pub responsible: EvaluationWords,
    /// Its rule, worded from its data.
    pub rule: EvaluationWords,
    /// Its points.
    pub tally: EvaluationTally,
    /// How they came about.
    pub steps: Vec<EvaluationWords>,
    /// What its rule looks at.
    pub facts: Vec<ScoreFact>,
    /// 更正 its corrections.
    pub corrections: Vec<ScoreCorrection>,
}

/// A fact, and what is known of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreFact {
    /// What to enter as the fact.
    pub key: String,
    /// For people.
    pub name: EvaluationWords,
    /// yes, number or events.
    pub kind: &'static str,
    /// What a number counts.
    #[schema(required)]
    pub measure: Option<EvaluationWords>,
    /// What there should be to show for it; missing where it is never entered.
    #[schema(required)]
    pub evidence: Option<EvaluationWords>,
    /// metric, entry, unknown, unclaimed (an exemption that nobody entered), or not_asked in this year.
    pub from: &'static str,
    /// The metric that counts it, where that exists.
    #[schema(required)]
    pub metric: Option<ScoreMetric>,
    /// What was found: one, or one of each part.
    pub found: Vec<ScoreFound>,
}

/// The metric behind a fact.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreMetric {
    /// Its key.
    pub key: String,
    /// The address under which its value opens down to the rows.
    pub address: String,
}

/// What was found of a fact.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreFound {
    /// Which part, of a fact that consists of several.
    #[schema(required)]
    pub member: Option<String>,
    /// What that part is called.
    #[schema(required)]
    pub part: Option<EvaluationWords>,
    /// Of what is done or not.
    #[schema(required)]
    pub done: Option<bool>,
    /// Of a number.
    #[schema(required)]
    pub number: Option<String>,
    /// Of events.
    #[schema(required)]
    pub events: Option<Vec<String>>,
    /// Why it is not known.
    #[schema(required)]
    pub unknown: Option<EvaluationWords>,
    /// The same for programs.
    #[schema(required)]
    pub reason: Option<&'static str>,
    /// The cases of the entries that it rests on.
    pub cases: Vec<String>,
    /// What there is to show for it: attachments of these cases.
    pub attachments: Vec<String>,
}

/// A correction that stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ScoreCorrection {
    /// Its case.
    pub case: String,
    /// What it adds; less than nothing takes away.
    pub points: String,
    /// Why.
    pub why: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: String,
}

impl AreaScore {
    /// The score of an area; none where it is not among those that were evaluated.
    #[must_use]
    pub fn of(
        assessed: &Assessed,
        before: Option<&Assessed>,
        area: &Area,
        now: Timestamp,
    ) -> Option<Self> {
        let ranking = &assessed.evaluation.ranking;
        let standing = ranking.iter().find(|one| one.area == area.key)?;
        let score = assessed.score(area)?;
        let told = Told { assessed, area };
        let of_chapter = |chapter: &ChapterScore| {
            let blocks = chapter.blocks.iter();
            let blocks = blocks.filter_map(|block| told.block(&chapter.key, block));
            blocks.collect::<Vec<_>>()
        };
        Some(Self {
            year: assessed.evaluation.year,
            version: assessed.scheme.version.clone(),
            moment: EvaluationMoment::of(assessed, now),
            standing: ScoreRow::of(assessed, before, area, standing)?,
            blocks: score.chapters.iter().flat_map(of_chapter).collect(),
            set_aside: told.set_aside(),
        })
    }
}

struct Told<'t> {
    assessed: &'t Assessed,
    area: &'t Area,
}

impl Told<'_> {
    fn set_aside(&self) -> Vec<ScoreSetAside> {
        let all = self.assessed.set_aside.iter();
        let own = all.filter(|one| one.area.as_ref() == Some(&self.area.key));
        own.map(Into::into).collect()
    }

    fn scheme(&self) -> &Scheme {
        &self.assessed.scheme
    }

    fn block(&self, chapter: &str, score: &BlockScore) -> Option<ScoreBlock> {
        let blocks = self.scheme().chapters.iter();
        let mut blocks = blocks.flat_map(|chapter| &chapter.blocks);
        let block = blocks.find(|block| block.key == score.key)?;
        let items = score.items.iter().filter_map(|score| {
            let item = self.scheme().item(&score.key)?;
            Some(self.item(item, score))
        });
        Some(ScoreBlock {
            chapter: chapter.to_owned(),
            key: score.key.clone(),
            name: (&block.name).into(),
            tally: score.tally.into(),
            items: items.collect(),
        })
    }

    fn item(&self, item: &Item, score: &ItemScore) -> ScoreItem {
        let steps = flat(&score.steps);
        let worded = steps.iter().map(|step| step.words(self.scheme()).into());
        let facts = self.scheme().facts_of(item);
        ScoreItem {
            key: item.key.clone(),
            name: (&item.name).into(),
            line: item.line,
            responsible: (&item.responsible).into(),
            rule: sentence(self.scheme(), item).into(),
            tally: score.tally.into(),
            steps: worded.collect(),
            facts: facts.map(|fact| self.fact(fact, &steps)).collect(),
            corrections: steps.iter().filter_map(|step| correction(step)).collect(),
        }
    }

    fn fact(&self, fact: &FactDef, steps: &[&Step]) -> ScoreFact {
        let mut found: Vec<ScoreFound> = Vec::new();
        let mut counted = None;
        for step in steps {
            let (name, sources) = match step {
                Step::Compared(one) => (&one.fact, &one.sources),
                Step::Ranked(one) => (&one.fact, &one.sources),
                _ => continue,
            };
            if *name != fact.key {
                continue;
            }
            let metric = sources.iter().find(|one| one.kind == METRIC);
            counted = counted.or(metric.map(|one| one.id.clone()));
            let one = match step {
                Step::Compared(compared) => of_compared(compared),
                Step::Ranked(ranked) => of_ranked(ranked),
                _ => continue,
            };
            let each = fact.each.as_ref().zip(one.member.as_deref());
            let one = ScoreFound {
                part: each.map(|(each, name)| each.called(name).into()),
                ..one
            };
            // Two conditions may look at one fact; it is told once.
            if !found.iter().any(|told| told.member == one.member) {
                found.push(one);
            }
        }
        // What nobody spoke of is missing part by part.
        if let (Some(each), [one]) = (&fact.each, found.as_slice())
            && one.member.is_none()
            && !each.expected().is_empty()
        {
            let parts = each.expected().into_iter().map(|name| ScoreFound {
                part: Some(each.called(&name).into()),
                member: Some(name),
                ..one.clone()
            });
            found = parts.collect();
        }
        let known = found.iter().any(|one| one.unknown.is_none());
        ScoreFact {
            key: fact.key.clone(),
            name: (&fact.name).into(),
            kind: match fact.kind {
                Kind::Yes => "yes",
                Kind::Number => "number",
                Kind::Events => "events",
            },
            measure: fact.measure.as_ref().map(Into::into),
            evidence: fact.evidence.as_ref().map(Into::into),
            from: match (&counted, found.is_empty(), known) {
                (Some(_), ..) => "metric",
                (None, true, _) if steps.iter().any(|step| is_not_due(step, &fact.key)) => {
                    "not_asked"
                }
                (None, true, _) => "unclaimed",
                (None, false, true) => "entry",
                (None, false, false) => "unknown",
            },
            metric: counted.map(|key| self.metric(fact, key)),
            found,
        }
    }

    /// Where the metric's value opens: of the area, or of the whole city.
    fn metric(&self, fact: &FactDef, key: String) -> ScoreMetric {
        let (year, moment) = (self.assessed.evaluation.year, self.assessed.moment);
        let area = match fact.of {
            rules::Scope::Area => format!("&area={}", self.area.key),
            rules::Scope::City => String::new(),
        };
        let as_of = moment.position.map(|at| format!("&as_of=position:{at}"));
        let as_of = as_of.unwrap_or_default();
        ScoreMetric {
            address: format!("/api/v1/metrics/{key}?period={year:04}{area}{as_of}"),
            key,
        }
    }
}

/// Whether the step says that the fact is not asked in this year.
fn is_not_due(step: &Step, key: &str) -> bool {
    match step {
        Step::NotYet { .. } => true,
        Step::NotDue { fact, .. } => fact == key,
        _ => false,
    }
}

/// The steps with those inside parts, in their order.
pub(crate) fn flat(steps: &[Step]) -> Vec<&Step> {
    let mut all = Vec::new();
    for step in steps {
        all.push(step);
        if let Step::Part { steps, .. } = step {
            all.extend(flat(steps));
        }
    }
    all
}

fn of_compared(compared: &Compared) -> ScoreFound {
    told(
        compared.member.clone(),
        compared.found.as_ref(),
        &compared.sources,
    )
}

fn of_ranked(ranked: &Ranked) -> ScoreFound {
    let number = ranked.found.clone().map(Single::Number);
    told(None, number.as_ref(), &ranked.sources)
}

fn told(
    member: Option<String>,
    found: Result<&Single, &Unknown>,
    sources: &[Reference],
) -> ScoreFound {
    let of_kind = |kind: &str| {
        let of_kind = sources.iter().filter(|one| one.kind == kind);
        let ids: BTreeSet<String> = of_kind.map(|one| one.id.clone()).collect();
        ids.into_iter().collect()
    };
    let unknown = found.err();
    let mut told = ScoreFound {
        member,
        part: None,
        done: None,
        number: None,
        events: None,
        unknown: unknown.map(|why| why.words().into()),
        reason: unknown.map(Unknown::code),
        cases: of_kind(CASE),
        attachments: of_kind(ATTACHMENT),
    };
    match found {
        Ok(Single::Yes(yes)) => told.done = Some(*yes),
        Ok(Single::Number(number)) => told.number = Some(number.to_string()),
        Ok(Single::Events(events)) => {
            told.events = Some(events.iter().map(|one| one.what.clone()).collect());
        }
        Err(_) => {}
    }
    told
}

fn correction(step: &Step) -> Option<ScoreCorrection> {
    let Step::Corrected(one) = step else {
        return None;
    };
    Some(ScoreCorrection {
        case: one.source.id.clone(),
        points: one.points.to_string(),
        why: one.why.clone(),
        by: one.by.clone(),
        on: one.on.to_string(),
    })
}
