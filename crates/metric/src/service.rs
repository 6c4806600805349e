//! All metrics in use: values by area and period, now and as of then.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base::{RegionCode, Timestamp};
use jiff::civil::Date;
use jiff::tz::Offset;
use journal::{Journal, JournalError, position_at, sealed_at};
use register::{Catalogue, Cells, Ledger, LedgerError, QueryError, Register, RegisterDef};
use tokio::sync::watch;

use crate::board::{Board, BoardFigures, Named};
use crate::past::Past;
use crate::period::{day_of, end_of};
use crate::reading::{Counted, read};
use crate::wanted::{Wanted, window};
use crate::{
    Area, AreaError, DefError, Exact, MetricDef, MetricTarget, Period, Reading, Reason, Source,
    Step, target,
};

/// The city whose metrics these are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CityFrame {
    /// The whole city.
    pub region: RegionCode,
    /// Its offset from UTC, by which its days begin.
    pub offset: Offset,
}

/// When the asker looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day there.
    pub today: Date,
    /// The journal's position; `None` for now.
    pub position: Option<i64>,
}

/// Why no value was given.
#[derive(Debug, thiserror::Error)]
pub enum MetricsError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A register.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A question that the register does not allow: the declarations were checked at the start.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// An area that cannot be told.
    #[error(transparent)]
    Area(#[from] AreaError),
}

/// The metrics of a program over one journal.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    defs: Vec<&'static MetricDef>,
    journal: Journal,
    catalogue: Arc<Catalogue>,
    city: CityFrame,
    board: Board,
    past: Past,
    /// The last position of days that are over: they do not move.
    ends: Mutex<HashMap<Date, i64>>,
}

impl Metrics {
    /// The metrics `defs`, each checked against the registers.
    ///
    /// # Errors
    /// [`DefError`]: a defect of a declaration.
    pub fn new(
        defs: Vec<&'static MetricDef>,
        journal: Journal,
        catalogue: Arc<Catalogue>,
        city: CityFrame,
    ) -> Result<Self, DefError> {
        let today = day_of(journal.clock().now(), city.offset);
        let window = window(Period::of(Step::Day, today), today, city.offset);
        let mut known = std::collections::BTreeSet::new();
        for def in &defs {
            if !known.insert(def.key) {
                return Err(DefError::Twice(def.key));
            }
            def.check(&catalogue, &window)?;
        }
        let board = Board::new(journal.clone(), Arc::clone(&catalogue));
        Ok(Self(Arc::new(Inner {
            defs,
            journal,
            catalogue,
            city,
            board,
            past: Past::default(),
            ends: Mutex::default(),
        })))
    }

    /// All metrics, as declared.
    #[must_use]
    pub fn defs(&self) -> &[&'static MetricDef] {
        &self.0.defs
    }

    /// The metric of this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'static MetricDef> {
        self.0.defs.iter().find(|def| def.key == key).copied()
    }

    /// The city.
    #[must_use]
    pub fn city(&self) -> &CityFrame {
        &self.0.city
    }

    /// The registers.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The register of this key, to be listed.
    pub(crate) fn ledger(&self, key: &str) -> Option<Ledger> {
        let def = self.0.catalogue.get(key)?;
        let catalogue = Arc::clone(&self.0.catalogue);
        Some(Ledger::new(def, self.0.journal.clone(), catalogue))
    }

    /// What was counted since the start.
    #[must_use]
    pub fn figures(&self) -> BoardFigures {
        self.0.board.figures()
    }

    /// Follows the journal until it is told to stop.
    pub async fn follow(&self, stop: watch::Receiver<bool>) {
        self.0.board.follow(stop).await;
    }

    /// Takes in all that has a position by now.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn catch_up(&self) -> Result<(), MetricsError> {
        let newest = *self.0.journal.head().borrow();
        self.0.board.catch_up(newest).await
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        Moment {
            today: day_of(self.0.journal.clock().now(), self.0.city.offset),
            position: None,
        }
    }

    /// A point in time: what had a position then.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn moment_at(&self, at: Timestamp) -> Result<Moment, MetricsError> {
        Ok(Moment {
            today: day_of(at, self.0.city.offset),
            position: Some(position_at(self.0.journal.store(), at).await?),
        })
    }

    /// The end of a day of the city.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn moment_on(&self, day: Date) -> Result<Moment, MetricsError> {
        let known = self.ends().get(&day).copied();
        if let Some(position) = known {
            return Ok(Moment {
                today: day,
                position: Some(position),
            });
        }
        let end = end_of(day, self.0.city.offset).as_micros();
        let moment = self.moment_at(Timestamp::from_micros(end - 1)).await?;
        if let (Some(position), true) = (moment.position, day < self.now().today) {
            self.ends().insert(day, position);
        }
        Ok(moment)
    }

    fn ends(&self) -> MutexGuard<'_, HashMap<Date, i64>> {
        self.0.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A position of the journal; `None` when there is no such position yet.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn moment_of(&self, position: i64) -> Result<Option<Moment>, MetricsError> {
        let sealed = sealed_at(self.0.journal.store(), position).await?;
        Ok(sealed.map(|at| Moment {
            today: day_of(at, self.0.city.offset),
            position: Some(position),
        }))
    }

    /// The values of a metric: for each area, one of each period.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn readings(
        &self,
        metric: &'static MetricDef,
        areas: &[Area],
        periods: &[Period],
        moment: Moment,
    ) -> Result<(Vec<Vec<Reading>>, i64), MetricsError> {
        let mut wanted = Vec::new();
        for period in periods {
            for source in metric.formula.sources() {
                wanted.push(self.wanted(source, *period, moment).await?);
            }
        }
        let main: Vec<(&Named, Option<i64>)> =
            wanted.iter().map(|one| (&one.main, one.position)).collect();
        let (main, position) = self.cells(&main).await?;
        // Whether the register had begun matters only where nothing was counted.
        let bare = |cells: &Cells| cells.is_empty();
        let asked: Vec<(&Named, Option<i64>)> = wanted
            .iter()
            .zip(&main)
            .filter(|(_, cells)| bare(cells))
            .map(|(one, _)| (&one.begun, one.position))
            .collect();
        let mut begun = self.cells(&asked).await?.0.into_iter();
        let counted = wanted.iter().zip(main).map(|(one, cells)| {
            let empty = bare(&cells) && begun.next().is_none_or(|begun| bare(&begun));
            one.counted(cells, empty, moment)
        });
        let counted: Vec<Counted> = counted.collect();
        let sources = metric.formula.sources().count();
        let of_area = |area: &Area| {
            let of_period = periods.iter().zip(counted.chunks(Ord::max(sources, 1)));
            let read = of_period.map(|(period, counted)| {
                let mut reading = read(&metric.formula, counted, area, *period);
                if period.from() > moment.today {
                    reading.value = Err(Reason::NotBegun);
                }
                reading
            });
            read.collect()
        };
        let position = moment.position.unwrap_or(position);
        Ok((areas.iter().map(of_area).collect(), position))
    }

    /// What is asked for a source in a period, and as of when. What carries no dates of its own is
    /// looked at as it stood at the period's end.
    async fn wanted(
        &self,
        source: &Source,
        period: Period,
        moment: Moment,
    ) -> Result<Wanted, MetricsError> {
        let inner = &*self.0;
        let unknown = || QueryError::UnknownField {
            register: source.register,
            field: String::new(),
        };
        let def = inner.catalogue.get(source.register).ok_or_else(unknown)?;
        let window = window(period, moment.today, inner.city.offset);
        let mut position = moment.position;
        if !source.is_dated() && period.until() < moment.today {
            let end = self.moment_on(period.until()).await?.position;
            position = match (position, end) {
                (Some(now), Some(end)) => Some(Ord::min(now, end)),
                (now, end) => end.or(now),
            };
        }
        Ok(Wanted {
            main: Named::of(def, source.ask(def, &window)?),
            begun: Named::of(def, source.begun(def, &window)?),
            position,
            take: source.take,
            ends: period.until(),
        })
    }

    /// Cells of questions, each now or as of a position, and the position that they stand at.
    async fn cells(
        &self,
        asked: &[(&Named, Option<i64>)],
    ) -> Result<(Vec<Arc<Cells>>, i64), MetricsError> {
        let inner = &*self.0;
        let now: Vec<Named> = asked
            .iter()
            .filter(|(_, position)| position.is_none())
            .map(|(named, _)| Named::of(named.def, named.ask.clone()))
            .collect();
        let (found, position) = inner.board.answers(&now).await?;
        let mut found = found.into_iter();
        let mut then: BTreeMap<&str, Vec<(usize, &Named, i64)>> = BTreeMap::new();
        let mut cells: Vec<Arc<Cells>> = Vec::with_capacity(asked.len());
        for (at, (named, as_of)) in asked.iter().enumerate() {
            match as_of {
                None => cells.push(found.next().unwrap_or_default()),
                Some(as_of) => {
                    cells.push(Arc::default());
                    then.entry(named.def.key)
                        .or_default()
                        .push((at, named, *as_of));
                }
            }
        }
        for of_kind in then.into_values() {
            let asked: Vec<(&Named, i64)> = of_kind
                .iter()
                .map(|(_, named, as_of)| (*named, *as_of))
                .collect();
            let answers = inner.past.answers(&inner.journal, &asked).await?;
            for ((at, ..), answer) in of_kind.iter().zip(answers) {
                if let Some(place) = cells.get_mut(*at) {
                    *place = answer;
                }
            }
        }
        Ok((cells, position))
    }

    /// The targets of a metric for areas: of the period itself, else, of what stands and does not
    /// happen, of the year in which it ends.
    ///
    /// # Errors
    /// The database's refusal.
    pub async fn targets(
        &self,
        metric: &'static MetricDef,
        areas: &[Area],
        period: Period,
        moment: Moment,
    ) -> Result<Vec<Option<Exact>>, MetricsError> {
        let Some(def) = self.target_register() else {
            return Ok(vec![None; areas.len()]);
        };
        let mut periods = vec![period];
        if !metric.is_flow() && period.step() != Step::Year {
            periods.push(period.year());
        }
        let named = periods
            .iter()
            .map(|period| Named::of(def, target::ask(metric, *period)));
        let named: Vec<Named> = named.collect();
        let asked: Vec<_> = named.iter().map(|named| (named, moment.position)).collect();
        let (cells, _) = self.cells(&asked).await?;
        let of_area = |area: &Area| {
            let mut found = cells.iter().map(|cells| target::of_area(cells, area));
            found.find_map(|target| target)
        };
        Ok(areas.iter().map(of_area).collect())
    }

    fn target_register(&self) -> Option<&'static RegisterDef> {
        self.0.catalogue.get(MetricTarget::DEF.key)
    }
}
