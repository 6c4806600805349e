//! The job that works studies out, one after the other. In one process of a house at a time: a study that
//! is under way and that this job does not know was cut off, and is begun again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use base::{Label, Timestamp};
use jobs::{About, Alone, Failure, Outcome, Reconcile};
use register::Entered;
use routing::Roads;

use crate::desk::Desk;
use crate::findings::Findings;
use crate::paper::{FINDINGS, QUESTION};
use crate::question::Question;
use crate::runs::{Run, Stage};
use crate::solve::{Halt, solve};
use crate::study::{SitingStudy, StudyReason, StudyState, StudyStep};
use crate::tell::tell;

/// A study that was cut off so often is given up.
const MOST_TRIES: i64 = 3;
/// Between two looks whether a study was called off, in another process too.
const LOOK: Duration = Duration::from_millis(500);

/// Works studies out.
pub(crate) struct Planner(pub(crate) Desk);

#[async_trait]
impl Reconcile for Planner {
    fn about(&self) -> About {
        About::new(
            "siting_studies",
            Label::new("布点研究计算", "Siting studies worked out"),
        )
    }

    fn period(&self) -> Duration {
        Duration::from_secs(20)
    }

    fn alone(&self) -> Alone {
        Alone::House
    }

    async fn reconcile(&self) -> Result<Outcome, Failure> {
        let mut done = 0;
        while let Some(study) = self.0.waiting().await?.into_iter().next() {
            self.work(study).await?;
            done += 1;
        }
        let label = Label::new("项布点研究已处理", "siting studies dealt with");
        Ok(Outcome::nothing().with(label, done))
    }
}

impl Planner {
    async fn work(&self, mut study: Entered<SitingStudy>) -> Result<(), Failure> {
        if study.tries >= MOST_TRIES && study.state == StudyState::Running {
            let why = (StudyStep::Fail, Some(StudyReason::Interrupted));
            self.step(&mut study, why, None).await?;
            return Ok(());
        }
        if !self
            .step(&mut study, (StudyStep::Begin, None), None)
            .await?
        {
            return Ok(());
        }
        // Stations stand for decades, closures for days.
        let Some(roads) = self.0.roads.plain() else {
            let why = (StudyStep::Fail, Some(StudyReason::NoRoads));
            self.step(&mut study, why, None).await?;
            return Ok(());
        };
        let begun = self.0.runs.begin(study.id);
        let question: Question = self.0.read(study.id, QUESTION).await.map_err(told)?;
        let now = self.0.now();
        let run = begun.run.clone();
        let working = tokio::task::spawn_blocking(move || found(&question, &roads, &run, now));
        tokio::pin!(working);
        let found = loop {
            tokio::select! {
                found = &mut working => break found?,
                () = tokio::time::sleep(LOOK) => self.look(&study, &begun.run).await?,
            }
        };
        match found {
            // Somebody called it off and has written so.
            Err(Halt::Stopped) => {}
            Err(Halt::Refused(reason)) => {
                self.step(&mut study, (StudyStep::Fail, Some(reason)), None)
                    .await?;
            }
            Ok(findings) => {
                note(&mut study, &findings);
                let paper = self.0.paper(&study, FINDINGS, &findings, self.0.now());
                let paper = paper.map_err(told)?;
                self.step(&mut study, (StudyStep::Finish, None), Some(paper))
                    .await?;
            }
        }
        Ok(())
    }

    async fn step(
        &self,
        study: &mut Entered<SitingStudy>,
        what: (StudyStep, Option<StudyReason>),
        paper: Option<journal::Change>,
    ) -> Result<bool, Failure> {
        self.0.step(study, what, paper).await.map_err(told)
    }

    /// Ends a run whose study was called off.
    async fn look(&self, study: &Entered<SitingStudy>, run: &Run) -> Result<(), Failure> {
        let stands = self.0.by_id(study.id).await.map_err(told)?;
        if stands.is_none_or(|stands| stands.state != StudyState::Running) {
            run.stop();
        }
        Ok(())
    }
}

/// It takes the processor for as long as its effort allows.
fn found(
    question: &Question,
    roads: &Arc<Roads>,
    run: &Run,
    now: Timestamp,
) -> Result<Findings, Halt> {
    let begun = Instant::now();
    let solved = solve(question, roads, run)?;
    run.tell(Stage::Telling);
    Ok(tell(&solved, roads, now, begun.elapsed()))
}

/// The figures that a list shows.
fn note(study: &mut Entered<SitingStudy>, findings: &Findings) {
    study.covered_today = Some(hundredths(findings.today.covered));
    study.covered_proposed = Some(hundredths(findings.proposed.covered));
    study.covered_planned = findings.planned.map(|plan| hundredths(plan.covered));
    study.gap = findings.quality.gap.map(hundredths);
    study.roads = Some(findings.roads.tag.clone());
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "per cents, and gaps of a thousand of them at most"
)]
fn hundredths(percent: f64) -> i64 {
    (percent.clamp(-1e9, 1e9) * 100.0).round() as i64
}

fn told(problem: api::Problem) -> Failure {
    Failure::new(problem.code())
}
