//! What the auditor says.

use serde::{Serialize, Serializer};

use crate::message::{Detail, Message};

/// What kind of contradiction a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A sum or subtotal is not that of its parts.
    Sum,
    /// A state is not the one before it and what was added.
    Chain,
    /// A column or row that is elsewhere the difference or a multiple of others is not so here.
    Relation,
    /// A share is not that of its part and whole, or was cut off instead of rounded.
    Share,
    /// Growth is not that of the two figures.
    Growth,
    /// A product is not that of its factors.
    Product,
    /// A value breaks its own series.
    Series,
    /// One quantity has two values.
    Conflict,
    /// A whole is not the sum of its areas or years, which stand elsewhere.
    Parts,
    /// Two indicators cannot both be right, or one not with what the plan adds.
    Indicator,
    /// A count is not that of the names that are listed.
    Count,
    /// A name differs from that of the same thing elsewhere, or has no counterpart there.
    Name,
    /// Targets contradict each other, or where things stand already.
    Target,
    /// One thing is to be finished at two times.
    Time,
    /// Points do not add up, or an item stands there twice.
    Points,
    /// More can be taken off than an item has.
    Deduction,
    /// A schedule stays below the least that the plan asks of every year.
    Minimum,
    /// A project's facts do not fit its class.
    Standard,
}

/// How sure the auditor is that whoever reads both places agrees that not both can be right.
///
/// | hundredths | meaning |
/// |---|---|
/// | 90–99 | arithmetic on printed figures alone; only a misprint or a mistake explains it |
/// | 70–89 | two places that are read as one quantity, one thing or one relation; the reading is all but plain |
/// | 50–69 | the reading is likely, another is possible |
/// | 30–49 | worth a look: by the letter only, by an unverified standard, or by the look of a series |
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Confidence(u8);

impl Confidence {
    /// Arithmetic on what is printed.
    pub const ARITHMETIC: Self = Self(95);
    /// Two places read as one.
    pub const PLAIN: Self = Self(80);
    /// Another reading is possible.
    pub const LIKELY: Self = Self(60);
    /// Worth a look.
    pub const LOOK: Self = Self(40);

    /// In hundredths, 0–100.
    pub const fn hundredths(self) -> u8 {
        self.0
    }
}

impl Serialize for Confidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(f64::from(self.0) / 100.0)
    }
}

/// One contradiction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind it is.
    pub kind: Kind,
    /// Line of the plan's text where the doubted figure or name stands.
    pub line: u32,
    /// What it is about: a quantity with area and time, an item, a project, a list.
    pub subject: String,
    /// As printed there.
    pub printed: String,
    /// What follows from the other places, in the printed unit.
    pub computed: String,
    /// Lines of the other places.
    pub against: Vec<u32>,
    /// In words.
    pub message: Message,
    /// How sure the auditor is.
    pub confidence: Confidence,
}

impl Finding {
    pub(crate) fn new(
        line: u32,
        printed: impl Into<String>,
        computed: impl Into<String>,
        confidence: Confidence,
        detail: Detail,
    ) -> Self {
        let (printed, computed) = (printed.into(), computed.into());
        Self {
            kind: detail.kind(),
            line,
            subject: detail.subject().to_owned(),
            message: detail.message(&printed, &computed),
            printed,
            computed,
            against: Vec::new(),
            confidence,
        }
    }

    /// With the lines of the other places.
    pub(crate) fn against(mut self, lines: impl IntoIterator<Item = u32>) -> Self {
        self.against = lines
            .into_iter()
            .filter(|line| *line != self.line)
            .collect();
        self.against.sort_unstable();
        self.against.dedup();
        self
    }
}
