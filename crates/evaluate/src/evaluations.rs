//! The evaluation of a year: gathered, scored, and kept until something changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use journal::Journal;
use metric::{Area, Metrics, Moment, region_area};
use rules::{AreaFacts, CityFacts, Evaluation, Scheme, Scope, Score, Versions, evaluate};

use crate::EvaluateError;
use crate::by_hand::ByHand;
use crate::facts::{self, Counting};
use crate::set_aside::{SetAside, Whose};

/// Evaluations that are kept; when there are more, all go.
const MOST: usize = 64;

/// The evaluations of a city. Clones share what is kept.
#[derive(Clone)]
pub struct Evaluations(Arc<Inner>);

struct Inner {
    metrics: Metrics,
    versions: Arc<Versions>,
    journal: Journal,
    kept: Mutex<HashMap<Key, Arc<Assessed>>>,
}

/// Which evaluation it is: the year, the day that it is looked at from, and the journal's position if it is
/// an earlier one.
type Key = (i32, Date, Option<i64>);

/// A year, evaluated.
#[derive(Debug)]
pub struct Assessed {
    /// The version of the evaluation by which it was.
    pub scheme: Scheme,
    /// The assessed areas, in their order; a score names its area by the key.
    pub areas: Vec<Area>,
    /// All scores and the ranking.
    pub evaluation: Evaluation,
    /// What was entered or corrected and does not fit the evaluation: the city's, then area by area.
    pub set_aside: Vec<SetAside>,
    /// The moment that it is of.
    pub moment: Moment,
    /// The journal's position up to which everything is in it.
    pub position: i64,
}

impl Assessed {
    /// The area of this key, or of the one region with this code.
    #[must_use]
    pub fn area(&self, key: &str) -> Option<&Area> {
        let of_code =
            |area: &&Area| matches!(area.includes.as_slice(), [one] if one.as_str() == key);
        let mut areas = self.areas.iter();
        let by_key = areas.find(|area| area.key == key);
        by_key.or_else(|| self.areas.iter().find(of_code))
    }

    /// The score of an area.
    #[must_use]
    pub fn score(&self, area: &Area) -> Option<&Score> {
        let mut scores = self.evaluation.scores.iter();
        scores.find(|score| score.area == area.key)
    }
}

impl Evaluations {
    /// By these versions, from these metrics and what stands in the journal's registers.
    #[must_use]
    pub fn new(metrics: Metrics, versions: Arc<Versions>, journal: Journal) -> Self {
        Self(Arc::new(Inner {
            metrics,
            versions,
            journal,
            kept: Mutex::default(),
        }))
    }

    /// The metrics that facts are counted by.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Where rows stand.
    pub(crate) fn store(&self) -> &store::Store {
        self.0.journal.store()
    }

    /// The version by which a year is evaluated; none where there is none, or several.
    pub(crate) fn scheme(&self, year: i32) -> Option<&Scheme> {
        self.0.versions.of_year(year).ok()
    }

    /// The evaluation of a year, now or as of a moment. Asked again before anything was written, it is the
    /// one that was made; after a change, metrics give what they keep and only entries are read anew.
    ///
    /// # Errors
    /// No version of the evaluation for the year; rows that do not fit it; the database's refusal.
    pub async fn of_year(&self, year: i32, moment: Moment) -> Result<Arc<Assessed>, EvaluateError> {
        // Before anything is read: what comes later makes it stale, and never the other way round.
        let head = *self.0.journal.head().borrow();
        let key = (year, moment.today, moment.position);
        let fresh = |kept: &Arc<Assessed>| moment.position.is_some() || kept.position == head;
        if let Some(kept) = self.kept(key).filter(fresh) {
            return Ok(kept);
        }
        if moment.position.is_none() {
            self.0.metrics.catch_up().await?;
        }
        let made = Arc::new(self.made(year, moment, head).await?);
        self.keep(key, Arc::clone(&made));
        Ok(made)
    }

    /// The evaluation of the year before, 同比; none where no version of the evaluation was in force then.
    ///
    /// # Errors
    /// As [`Evaluations::of_year`].
    pub async fn year_before(
        &self,
        year: i32,
        moment: Moment,
    ) -> Result<Option<Arc<Assessed>>, EvaluateError> {
        match self.of_year(year - 1, moment).await {
            Ok(assessed) => Ok(Some(assessed)),
            Err(EvaluateError::Version(_)) => Ok(None),
            Err(other) => Err(other),
        }
    }

    async fn made(&self, year: i32, moment: Moment, head: i64) -> Result<Assessed, EvaluateError> {
        let inner = &*self.0;
        facts::year(year)?;
        let scheme = inner.versions.of_year(year)?;
        let areas = inner.metrics.assessed_areas().await?;
        let store = inner.journal.store();
        let by_hand = ByHand::read(store, year, moment.position).await?;
        let counting = Counting {
            metrics: &inner.metrics,
            scheme,
            year,
            moment,
        };
        let counted = counting.of(Scope::Area, &areas).await?;
        let (of_city_by_hand, mut set_aside) = by_hand.entries(scheme, Whose::City);
        let mut given = Vec::with_capacity(areas.len());
        for (area, facts) in areas.iter().zip(counted) {
            let of = Whose::area(area);
            let (entries, aside) =
                of.map_or_else(Default::default, |of| by_hand.entries(scheme, of));
            set_aside.extend(aside);
            let corrections = of.map(|of| by_hand.corrections(scheme, of));
            let (corrections, aside) = corrections.unwrap_or_default();
            set_aside.extend(aside);
            given.push(AreaFacts {
                area: area.key.clone(),
                facts,
                entries,
                corrections,
            });
        }
        let whole = region_area(inner.metrics.city().region.clone(), String::new());
        let of_city = counting
            .of(Scope::City, std::slice::from_ref(&whole))
            .await?;
        let city = CityFacts {
            facts: of_city.into_iter().flatten().collect(),
            entries: of_city_by_hand,
        };
        let evaluation = evaluate(scheme, year, &given, &city).map_err(EvaluateError::Refused)?;
        Ok(Assessed {
            scheme: scheme.clone(),
            areas,
            evaluation,
            set_aside,
            moment,
            position: moment.position.unwrap_or(head),
        })
    }

    fn kept(&self, key: Key) -> Option<Arc<Assessed>> {
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key).cloned()
    }

    fn keep(&self, key: Key, made: Arc<Assessed>) {
        let mut kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, made);
    }
}
