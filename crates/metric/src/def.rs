//! What a metric is: its words, its direction and its formula, as constants.

use register::{Ask, Catalogue, Counter, Label, QueryError, RegisterDef};

use crate::{When, Window};

/// A metric 指标.
#[derive(Debug)]
pub struct MetricDef {
    /// Its name for programs, for ever.
    pub key: &'static str,
    /// Its name for people.
    pub label: Label,
    /// What it belongs to; metrics of one group stand together.
    pub group: Label,
    /// How it is counted.
    pub formula: Formula,
    /// In what it is shown.
    pub measure: Measure,
    /// Which way is better.
    pub direction: Direction,
    /// Whether the plan binds by it.
    pub standing: Standing,
    /// A sentence on what counts, with its source.
    pub note: Option<Label>,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// It says how things are, not how well.
    Neutral,
}

/// What the plan says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// 约束性
    Binding,
    /// 预期性
    Expected,
    /// The plan does not say.
    Unsaid,
}

/// In what a metric is shown: its unit of measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Written behind the number.
    pub label: Label,
    /// The value times this is shown: 100 for per cent.
    pub times: i64,
    /// Digits behind the point.
    pub digits: u8,
}

impl Measure {
    /// 个 things
    pub const PIECES: Self = Self::counted(Label::new("个", ""));
    /// 家 units 单位
    pub const UNITS: Self = Self::counted(Label::new("家", "units"));
    /// 人 people
    pub const PEOPLE: Self = Self::counted(Label::new("人", "people"));
    /// 辆 vehicles
    pub const VEHICLES: Self = Self::counted(Label::new("辆", "vehicles"));
    /// 栋 buildings
    pub const BUILDINGS: Self = Self::counted(Label::new("栋", "buildings"));
    /// Per cent, with one digit behind the point.
    pub const PERCENT: Self = Self {
        label: Label::new("%", "%"),
        times: 100,
        digits: 1,
    };

    /// Something that is counted one by one.
    #[must_use]
    pub const fn counted(label: Label) -> Self {
        Self {
            label,
            times: 1,
            digits: 0,
        }
    }

    /// With so many digits behind the point.
    #[must_use]
    pub const fn digits(mut self, digits: u8) -> Self {
        self.digits = digits;
        self
    }
}

/// How a metric is counted.
#[derive(Debug)]
pub enum Formula {
    /// Rows of a register.
    Of(Source),
    /// All of them together.
    Together(&'static [Formula]),
    /// The first less the second.
    Less(&'static Formula, &'static Formula),
    /// The first over the second, times a number.
    Over(&'static Formula, &'static Formula, i64),
}

/// Rows of one register.
#[derive(Debug)]
pub struct Source {
    /// The register's key.
    pub register: &'static str,
    /// What of the rows.
    pub take: Take,
    /// Which rows.
    pub when: &'static [When],
}

/// What is taken of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// How many there are.
    Rows,
    /// The sum of a field; a field that is empty adds nothing.
    Sum(&'static str),
    /// How many values of a field there are.
    Distinct(&'static str),
    /// A figure that is entered for regions themselves, such as their residents: of a region its
    /// own, else that of its parts when all of them have one.
    Entered(&'static str),
}

/// Rows of a register that fulfil all conditions.
#[must_use]
pub const fn count(register: &'static str, when: &'static [When]) -> Formula {
    Formula::Of(Source {
        register,
        take: Take::Rows,
        when,
    })
}

/// The sum of a field over rows.
#[must_use]
pub const fn sum(register: &'static str, field: &'static str, when: &'static [When]) -> Formula {
    Formula::Of(Source {
        register,
        take: Take::Sum(field),
        when,
    })
}

/// How many values of a field stand in rows.
#[must_use]
pub const fn distinct(
    register: &'static str,
    field: &'static str,
    when: &'static [When],
) -> Formula {
    Formula::Of(Source {
        register,
        take: Take::Distinct(field),
        when,
    })
}

/// A figure that is entered for regions themselves.
#[must_use]
pub const fn entered(register: &'static str, field: &'static str) -> Formula {
    Formula::Of(Source {
        register,
        take: Take::Entered(field),
        when: &[],
    })
}

/// A part of a whole.
#[must_use]
pub const fn share(part: &'static Formula, whole: &'static Formula) -> Formula {
    Formula::Over(part, whole, 1)
}

/// So many for each `each` of a base: per 100,000 people.
#[must_use]
pub const fn per(of: &'static Formula, base: &'static Formula, each: i64) -> Formula {
    Formula::Over(of, base, each)
}

impl MetricDef {
    /// A metric that says how things are.
    #[must_use]
    pub const fn new(key: &'static str, label: Label, formula: Formula, measure: Measure) -> Self {
        Self {
            key,
            label,
            group: Label::new("其他", "Other"),
            formula,
            measure,
            direction: Direction::Neutral,
            standing: Standing::Unsaid,
            note: None,
        }
    }

    /// What it belongs to.
    #[must_use]
    pub const fn group(mut self, group: Label) -> Self {
        self.group = group;
        self
    }

    /// Which way is better.
    #[must_use]
    pub const fn better(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// The plan binds by it.
    #[must_use]
    pub const fn binding(mut self) -> Self {
        self.standing = Standing::Binding;
        self
    }

    /// The plan expects it.
    #[must_use]
    pub const fn expected(mut self) -> Self {
        self.standing = Standing::Expected;
        self
    }

    /// What counts, and where that is written.
    #[must_use]
    pub const fn note(mut self, zh: &'static str, en: &'static str) -> Self {
        self.note = Some(Label::new(zh, en));
        self
    }

    /// The registers that it counts, each once.
    #[must_use]
    pub fn registers(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = self.formula.sources().map(|one| one.register).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether it counts what happened in a period, and not how things stood at its end.
    #[must_use]
    pub fn is_flow(&self) -> bool {
        let mut when = self.formula.sources().flat_map(|source| source.when);
        when.any(|when| matches!(when, When::During(_)))
    }

    /// Whether the registers can be asked what it asks.
    ///
    /// # Errors
    /// [`DefError`]: a defect of the declaration.
    pub fn check(&self, catalogue: &Catalogue, window: &Window) -> Result<(), DefError> {
        for source in self.formula.sources() {
            let register = source.register;
            let Some(def) = catalogue.get(register) else {
                let metric = self.key;
                return Err(DefError::UnknownRegister { metric, register });
            };
            if def.scope.is_none() {
                let metric = self.key;
                return Err(DefError::NoScope { metric, register });
            }
            let refused = |source| DefError::Query {
                metric: self.key,
                source,
            };
            let ask = source.ask(def, window).map_err(refused)?;
            Counter::of(def, &ask).map_err(refused)?;
        }
        Ok(())
    }
}

/// A metric that does not fit the registers: a defect of ours, found when the program starts.
#[derive(Debug, thiserror::Error)]
pub enum DefError {
    /// Two metrics want one key.
    #[error("two metrics have the key '{0}'")]
    Twice(&'static str),
    /// There is no such register.
    #[error("the metric '{metric}' counts '{register}', and no register has this key")]
    UnknownRegister {
        /// The metric.
        metric: &'static str,
        /// The register.
        register: &'static str,
    },
    /// The register's rows belong to no region.
    #[error("the metric '{metric}' counts '{register}', whose rows belong to no region")]
    NoScope {
        /// The metric.
        metric: &'static str,
        /// The register.
        register: &'static str,
    },
    /// The register cannot be asked this.
    #[error("the metric '{metric}' asks what its register does not allow")]
    Query {
        /// The metric.
        metric: &'static str,
        /// What the register says.
        #[source]
        source: QueryError,
    },
}

impl Formula {
    /// Its sources, from left to right.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all.into_iter()
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a Source>) {
        match self {
            Self::Of(source) => all.push(source),
            Self::Together(parts) => parts.iter().for_each(|part| part.collect(all)),
            Self::Less(a, b) | Self::Over(a, b, _) => {
                a.collect(all);
                b.collect(all);
            }
        }
    }
}

impl Source {
    /// The question to its register for a window of days.
    ///
    /// # Errors
    /// [`QueryError`] for a field that the register does not have.
    pub fn ask(&self, def: &'static RegisterDef, window: &Window) -> Result<Ask, QueryError> {
        let mut filters = Vec::new();
        for when in self.when {
            filters.extend(when.filters(def, window)?);
        }
        Ok(Ask {
            filters,
            sum: match self.take {
                Take::Sum(field) | Take::Entered(field) => Some(field),
                _ => None,
            },
            each: match self.take {
                Take::Distinct(field) => Some(field),
                _ => None,
            },
        })
    }

    /// The question whether the register knew of anything up to the window's end.
    ///
    /// # Errors
    /// [`QueryError`] for a field that the register does not have.
    pub fn begun(&self, def: &'static RegisterDef, window: &Window) -> Result<Ask, QueryError> {
        let dated = self.when.iter().find_map(|when| when.begins(def, window));
        Ok(Ask {
            filters: dated.transpose()?.into_iter().collect(),
            ..Ask::default()
        })
    }

    /// Whether its rows say by their own dates to which period they belong. Others are counted as
    /// the register stood at the period's end.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        matches!(self.take, Take::Entered(_)) || self.when.iter().any(|when| when.is_dated())
    }
}
