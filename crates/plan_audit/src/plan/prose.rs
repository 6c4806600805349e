//! What sentences and small boxes say.

use serde::Deserialize;

/// A figure in a sentence: so much of a quantity, in an area, in a year or over years.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Line of the plan's text.
    pub line: u32,
    /// Of what.
    pub quantity: String,
    /// Where; the whole when nothing is said.
    pub area: Option<String>,
    /// A year (the state at its end, or what it brought) or a span of years (what they brought).
    pub period: String,
    /// As printed.
    pub printed: String,
    /// Counted in.
    #[serde(default)]
    pub measure: String,
    /// Said as 近, 余, 以上, 不足: no figure that another could contradict by digits.
    #[serde(default)]
    pub about: bool,
}

/// Growth in a sentence.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// Line of the plan's text.
    pub line: u32,
    /// Of what.
    pub quantity: String,
    /// Where; the whole when nothing is said.
    pub area: Option<String>,
    /// Since when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// As printed, without the word for its direction.
    pub printed: String,
    /// `%`, `‰` or what the quantity is counted in.
    pub measure: String,
    /// 下降 and not 上升.
    #[serde(default)]
    pub falls: bool,
}

/// A share whose part and whole are printed beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Line of the plan's text.
    pub line: u32,
    /// Of what.
    pub quantity: String,
    /// The part as printed.
    pub part: String,
    /// The whole as printed.
    pub whole: String,
    /// The share of what is missing in the whole (缺建率) and not of the part.
    #[serde(default)]
    pub missing: bool,
    /// As printed.
    pub printed: String,
    /// `%` or `‰`.
    pub measure: String,
}

/// A product whose factors are printed beside it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Line of the plan's text.
    pub line: u32,
    /// Of what.
    pub quantity: String,
    /// As printed.
    pub factors: Vec<String>,
    /// As printed.
    pub printed: String,
}

/// What is to be reached by the end of a year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Line of the plan's text. Targets of one quantity on one line are one series.
    pub line: u32,
    /// Of what.
    pub quantity: String,
    /// Where; the whole when nothing is said.
    pub area: Option<String>,
    /// By the end of which year.
    pub year: i32,
    /// As printed.
    pub printed: String,
    /// Counted in.
    pub measure: String,
    /// Less is better.
    #[serde(default)]
    pub falls: bool,
}

/// What every year is measured by: a target without a year, as evaluations print them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Line of the plan's text.
    pub line: u32,
    /// Of what; compared with targets of the same quantity.
    pub quantity: String,
    /// As printed.
    pub printed: String,
    /// Counted in.
    pub measure: String,
    /// Less is better.
    #[serde(default)]
    pub falls: bool,
}

/// What is to be finished, or stands already.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Line of the plan's text.
    pub line: u32,
    /// What will stand or be done.
    pub event: String,
    /// By the end of which year; the last of the base period for what the review reports.
    pub year: i32,
    /// As printed, in a few words.
    pub printed: String,
    /// Only named as a wider or a narrower thing than elsewhere: a reader may think it another one.
    #[serde(default)]
    pub loosely: bool,
}

/// A share of a whole that every year of the plan has to bring.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// Line of the plan's text.
    pub line: u32,
    /// What each year brings.
    pub quantity: String,
    /// Of which whole.
    pub of: String,
    /// As printed.
    pub printed: String,
    /// `%` or `‰`.
    pub measure: String,
}

/// A headline indicator.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Line of the plan's text.
    pub line: u32,
    /// What it is called.
    pub name: String,
    /// Its value at the beginning as printed.
    pub base: String,
    /// Its target as printed.
    pub target: String,
    /// Counted in.
    #[serde(default)]
    pub measure: String,
    /// Less is better.
    #[serde(default)]
    pub falls: bool,
    /// Which quantity is above the line.
    pub numerator: String,
    /// Over which years the base is the yearly mean; a year for a state.
    pub base_period: String,
    /// Which quantity is below the line.
    pub denominator: String,
    /// For how many of the denominator's units it is (100000 for 每十万人).
    #[serde(default = "one")]
    pub per: i64,
    /// What the plan adds to the numerator until its end, when that is a state.
    #[serde(default)]
    pub additions: Vec<String>,
}

fn one() -> i64 {
    1
}

/// Names that the plan lists. Their number is held against statements on the same quantity.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameList {
    /// Line of the plan's text.
    pub line: u32,
    /// What they are; the quantity of a statement that counts them.
    pub of: String,
    /// The names.
    #[serde(default)]
    pub members: Vec<String>,
    /// 其余: all of this list that none of those in `besides` names.
    pub rest_of: Option<String>,
    /// What the lists are of that 其余 leaves out.
    #[serde(default)]
    pub besides: Vec<String>,
}

/// A numbered title.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Line of the plan's text.
    pub line: u32,
    /// Which titles it is one of: the contents, the headings, the boxes.
    pub set: String,
    /// Its number; equal numbers of different sets are one thing.
    pub number: String,
    /// As printed.
    pub title: String,
}
