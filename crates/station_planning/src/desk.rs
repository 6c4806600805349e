//! What can be done with studies: ask for one, call it off, read what was found, print it.

use std::sync::Arc;

use api::{Caller, Problem};
use base::{RegionCode, Timestamp, Uuid};
use capability::Platform;
use jobs::Signal;
use journal::{Actor, Change, ChangeSet, CommitError, Journal, Lane};
use loops::Press;
use map::CityMap;
use register::{Entered, entered};
use routing::RoadBook;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};

use crate::asked::NewStudy;
use crate::failure;
use crate::findings::Findings;
use crate::gather::Gatherer;
use crate::paper::{self, FINDINGS, QUESTION};
use crate::question::Question;
use crate::runs::Runs;
use crate::study::{SitingStudy, StudyReason, StudyState, StudyStep};

/// How often a cancellation looks again when the job was faster.
const ATTEMPTS: usize = 8;

/// Everything that can be done with studies. Clones share it.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) journal: Journal,
    pub(crate) roads: RoadBook,
    pub(crate) map: CityMap,
    pub(crate) press: Arc<dyn Press>,
    pub(crate) runs: Runs,
    /// Pokes the job.
    pub(crate) signal: Signal,
}

impl Desk {
    pub(crate) fn new(
        platform: &Platform,
        map: CityMap,
        press: Arc<dyn Press>,
        (runs, signal): (Runs, Signal),
    ) -> Self {
        Self {
            journal: platform.journal.clone(),
            roads: platform.roads.clone(),
            map,
            press,
            runs,
            signal,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.journal.clock().now()
    }

    /// Asks for a study: what it counts is read now, and the job is poked.
    ///
    /// # Errors
    /// Every field that is wrong; an area that is not the caller's; no roads.
    pub(crate) async fn ask(
        &self,
        caller: &Caller,
        asked: &NewStudy,
    ) -> Result<Entered<SitingStudy>, Problem> {
        let read = asked.read()?;
        let common = common(&read.regions);
        let answers_for = |code: &RegionCode| caller.covers(Some(code.as_str()));
        let Some(region) = common.filter(|_| read.regions.iter().all(answers_for)) else {
            return Err(Problem::denied());
        };
        if self.roads.current().is_none() {
            return Err(failure::no_roads());
        }
        let regions = read.regions.clone();
        let gatherer = Gatherer {
            map: &self.map,
            caller,
            regions: &regions,
        };
        let question = gatherer.gather(asked, read).await?;
        let now = self.now();
        let row = row_of(&question, &regions, region, caller, now);
        let mut study = Entered::new(self.journal.new_id(), row, now);
        let set = ChangeSet::new(Lane::Dispatch, caller.actor())
            .with(study.write("asked", now)?)
            .with(self.paper(&study, QUESTION, &question, now)?);
        self.journal.submit(set).await?;
        self.signal.poke();
        Ok(study)
    }

    /// A paper of a study.
    pub(crate) fn paper<T: serde::Serialize>(
        &self,
        study: &Entered<SitingStudy>,
        part: &str,
        what: &T,
        now: Timestamp,
    ) -> Result<Change, Problem> {
        let text = serde_json::to_string(what).map_err(Problem::internal)?;
        let paper = paper::Model {
            id: self.journal.new_id(),
            version: 0,
            study: study.id,
            region: Some(study.region.as_str().to_owned()),
            part: part.to_owned(),
            text,
        };
        Ok(Change::of(&paper, "written", now)?)
    }

    /// A study of the caller's areas.
    ///
    /// # Errors
    /// [`Problem::not_found`], also for what lies elsewhere.
    pub(crate) async fn study(
        &self,
        caller: &Caller,
        id: Uuid,
    ) -> Result<Entered<SitingStudy>, Problem> {
        let study = self.by_id(id).await?;
        study
            .filter(|study| caller.covers(Some(study.region.as_str())))
            .ok_or_else(Problem::not_found)
    }

    pub(crate) async fn by_id(&self, id: Uuid) -> Result<Option<Entered<SitingStudy>>, Problem> {
        let condition = Expr::col(Alias::new("id")).eq(id);
        let found = entered::<SitingStudy>(self.journal.store(), condition).await;
        Ok(found.map_err(failure::of_database)?.pop())
    }

    /// Calls a study off that has not ended.
    ///
    /// # Errors
    /// One that has ended; a version that is not the one that stands.
    pub(crate) async fn cancel(
        &self,
        caller: &Caller,
        id: Uuid,
        version: i64,
    ) -> Result<Entered<SitingStudy>, Problem> {
        // The job may take it a step on in the same moment, once; what stands then is called off.
        for _ in 0..ATTEMPTS {
            let mut study = self.study(caller, id).await?;
            let Some(state) = study.state.after(StudyStep::Cancel) else {
                return Err(failure::has_ended(study.state));
            };
            // That it was begun since does not stand in the way of who wants to call it off.
            if study.version < version {
                let stands = crate::view::StudyView::of(&study, None);
                return Err(Problem::precondition_failed(stands));
            }
            let now = self.now();
            study.state = state;
            study.ended_at = Some(now);
            let change = study.write("called_off", now)?;
            let set = ChangeSet::new(Lane::Dispatch, caller.actor()).with(change);
            match self.journal.submit(set).await {
                Err(CommitError::Conflict { .. }) => {}
                Err(other) => return Err(other.into()),
                Ok(_) => {
                    if let Some(run) = self.runs.get(id) {
                        run.stop();
                    }
                    return Ok(study);
                }
            }
        }
        Err(Problem::unavailable(1))
    }

    /// What a study counts, and what was found.
    ///
    /// # Errors
    /// A study that is not done; a layer in it that is not open to the caller.
    pub(crate) async fn found(
        &self,
        caller: &Caller,
        id: Uuid,
    ) -> Result<(Entered<SitingStudy>, Question, Findings), Problem> {
        let study = self.study(caller, id).await?;
        if study.state != StudyState::Done {
            return Err(failure::not_done(study.state));
        }
        let question: Question = self.read(id, QUESTION).await?;
        let open = |layer: &String| self.map.is_open(caller, layer);
        if !question.sources.iter().all(|source| open(&source.layer)) {
            return Err(Problem::denied());
        }
        let findings = self.read(id, FINDINGS).await?;
        Ok((study, question, findings))
    }

    pub(crate) async fn read<T: serde::de::DeserializeOwned>(
        &self,
        study: Uuid,
        part: &str,
    ) -> Result<T, Problem> {
        let text = paper::text_of(self.journal.store(), study, part).await?;
        let text = text.ok_or_else(Problem::not_found)?;
        serde_json::from_str(&text).map_err(Problem::internal)
    }

    /// Studies that wait or that were under way when a house stopped, the oldest first.
    pub(crate) async fn waiting(&self) -> Result<Vec<Entered<SitingStudy>>, sea_orm::DbErr> {
        let states = [StudyState::Waiting, StudyState::Running].map(register::Choice::key);
        let condition = Expr::col(Alias::new("state")).is_in(states);
        let all = entered::<SitingStudy>(self.journal.store(), condition).await?;
        Ok(all
            .into_iter()
            .filter(|one| one.retired_at.is_none())
            .collect())
    }

    /// Takes a study one step on, as the machine; `false` when a person was faster.
    pub(crate) async fn step(
        &self,
        study: &mut Entered<SitingStudy>,
        (step, reason): (StudyStep, Option<StudyReason>),
        paper: Option<Change>,
    ) -> Result<bool, Problem> {
        let Some(state) = study.state.after(step) else {
            return Ok(false);
        };
        let now = self.now();
        study.state = state;
        study.reason = reason;
        let verb = match step {
            StudyStep::Begin => {
                study.begun_at = Some(now);
                study.tries += 1;
                "begun"
            }
            StudyStep::Finish => "finished",
            StudyStep::Cancel => "called_off",
            StudyStep::Fail => "given_up",
        };
        if step != StudyStep::Begin {
            study.ended_at = Some(now);
        }
        let mut set = ChangeSet::new(Lane::Import, Actor::system("siting"));
        set = set.with(study.write(verb, now)?);
        if let Some(paper) = paper {
            set = set.with(paper);
        }
        match self.journal.submit(set).await {
            Ok(_) => Ok(true),
            Err(CommitError::Conflict { .. }) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }
}

fn row_of(
    question: &Question,
    regions: &[RegionCode],
    region: RegionCode,
    caller: &Caller,
    now: Timestamp,
) -> SitingStudy {
    let terms = &question.terms;
    let codes: Vec<&str> = regions.iter().map(RegionCode::as_str).collect();
    let count = |length: usize| i64::try_from(length).unwrap_or(i64::MAX);
    SitingStudy {
        name: question.name.clone(),
        state: StudyState::Waiting,
        reason: None,
        region,
        regions: codes.join(" "),
        model: terms.model,
        standing: terms.standing,
        standard: terms.standard.into(),
        turnout: terms.turnout.into(),
        new_stations: terms.new_stations.map(Into::into),
        effort: terms.effort.into(),
        points: count(question.points.len()),
        candidates: count(question.candidates.len()),
        covered_today: None,
        covered_proposed: None,
        covered_planned: None,
        gap: None,
        roads: None,
        asked_by: caller.display_name.clone(),
        asked_at: now,
        begun_at: None,
        ended_at: None,
        tries: 0,
    }
}

/// The smallest region that holds all of these; none where they have nothing in common.
fn common(regions: &[RegionCode]) -> Option<RegionCode> {
    let first = regions.first()?;
    [12, 9, 6, 4]
        .into_iter()
        .filter_map(|length| first.as_str().get(..length)?.parse::<RegionCode>().ok())
        .find(|code| {
            regions
                .iter()
                .all(|one| one.as_str().starts_with(code.as_str()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_the_smallest_above_them_in_common() {
        let codes = |codes: &[&str]| -> Vec<RegionCode> {
            codes.iter().map(|code| code.parse().unwrap()).collect()
        };
        let named = |all: &[&str]| common(&codes(all)).map(|code| code.as_str().to_owned());
        assert_eq!(named(&["140802", "140881"]).as_deref(), Some("1408"));
        assert_eq!(
            named(&["140802001", "140802002"]).as_deref(),
            Some("140802")
        );
        assert_eq!(named(&["140802001"]).as_deref(), Some("140802001"));
        assert_eq!(named(&["1408", "6101"]), None);
    }
}
