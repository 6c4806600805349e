//! The words of all findings, in both languages, in this one place.

mod composed;

use serde::Serialize;

use crate::finding::Kind;
use crate::period::Period;

use composed::{conflict, share, standard};

/// One text in Chinese and in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// What a finding says, as values. Names and labels are the plan's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// A sum of cells of its own table.
    Sum { subject: String, parts: usize },
    /// A mean of cells of its own table.
    Mean { subject: String, parts: usize },
    /// A cell that should be the difference of two others.
    Difference {
        subject: String,
        left: String,
        right: String,
    },
    /// A cell that should be a multiple of another.
    Multiple {
        subject: String,
        of: String,
        times: i64,
    },
    /// A share; `cut` when the printed digits are those of a number that was cut off.
    Share {
        subject: String,
        part: String,
        whole: String,
        times: i64,
        missing: bool,
        cut: bool,
    },
    /// A rate of a whole that is more than all of it.
    Over { subject: String },
    /// Growth between two figures.
    Growth {
        subject: String,
        from: String,
        to: String,
    },
    /// A state after a year's additions.
    Chain { subject: String, before: String },
    /// What a series of years begins from, ends with or adds up to.
    Ends { subject: String, of: String },
    /// A state that is printed as nothing though something stands.
    Blank { subject: String, of: String },
    /// A product.
    Product { subject: String },
    /// A value that leaves an otherwise constant series.
    Constant { subject: String },
    /// A value that leaves an otherwise rising or falling series.
    Monotone { subject: String },
    /// A value that seems to have lost or won a digit.
    Digit { subject: String },
    /// Two quantities that are equal in all other years.
    Twin { subject: String, other: String },
    /// One quantity with two values; `repeats` when the line prints the figures of another period.
    Conflict {
        subject: String,
        repeats: Option<Period>,
    },
    /// A whole and its areas.
    Areas { subject: String },
    /// A span and its years.
    Years { subject: String },
    /// Two indicators over one denominator.
    Denominator {
        subject: String,
        other: String,
        denominator: String,
    },
    /// An indicator and what the plan adds.
    Additions { subject: String },
    /// A count and a list.
    Count { of: String },
    /// An area that a table over all areas leaves out.
    MissingAreas { table: String },
    /// One number, two titles.
    Title { number: String, set: String },
    /// Titles that differ by one letter.
    AlmostEqual { set: String },
    /// A number that is left out or given twice.
    Numbering { set: String },
    /// A name that has no counterpart.
    Unlisted { list: String },
    /// A name that is spelled otherwise.
    Spelling { list: String },
    /// Two targets of one year.
    TwoTargets { subject: String, year: i32 },
    /// A target that falls behind an earlier one, or behind what stands.
    Backwards {
        subject: String,
        year: i32,
        since: i32,
    },
    /// One thing, two times.
    TwoTimes { subject: String },
    /// A project's end in a table and in a sentence.
    Schedule { project: String },
    /// A project that ends before it begins.
    Dates { project: String },
    /// Points of a chapter or a block.
    Points { subject: String },
    /// One item twice.
    Twice { item: String },
    /// More than all points.
    Deduction { item: String, times: String },
    /// A year below the least share.
    Minimum {
        subject: String,
        of: String,
        years: String,
    },
    /// A fact against the standard of its class.
    Standard {
        project: String,
        class: String,
        fact: String,
        source: String,
        fits: Option<String>,
    },
}

impl Detail {
    /// The kind that it belongs to.
    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Sum { .. } | Self::Mean { .. } => Kind::Sum,
            Self::Difference { .. } | Self::Multiple { .. } => Kind::Relation,
            Self::Share { .. } | Self::Over { .. } => Kind::Share,
            Self::Growth { .. } => Kind::Growth,
            Self::Chain { .. } | Self::Ends { .. } | Self::Blank { .. } => Kind::Chain,
            Self::Product { .. } => Kind::Product,
            Self::Constant { .. } | Self::Monotone { .. } | Self::Digit { .. } => Kind::Series,
            Self::Conflict { .. } | Self::Twin { .. } => Kind::Conflict,
            Self::Areas { .. } | Self::Years { .. } => Kind::Parts,
            Self::Denominator { .. } | Self::Additions { .. } => Kind::Indicator,
            Self::Count { .. } => Kind::Count,
            Self::MissingAreas { .. }
            | Self::Title { .. }
            | Self::AlmostEqual { .. }
            | Self::Numbering { .. }
            | Self::Unlisted { .. }
            | Self::Spelling { .. } => Kind::Name,
            Self::TwoTargets { .. } | Self::Backwards { .. } => Kind::Target,
            Self::TwoTimes { .. } | Self::Schedule { .. } | Self::Dates { .. } => Kind::Time,
            Self::Points { .. } | Self::Twice { .. } => Kind::Points,
            Self::Deduction { .. } => Kind::Deduction,
            Self::Minimum { .. } => Kind::Minimum,
            Self::Standard { .. } => Kind::Standard,
        }
    }

    /// What it is about: a quantity with area and time, an item, a project, a list.
    pub(crate) fn subject(&self) -> &str {
        match self {
            Self::Sum { subject, .. }
            | Self::Mean { subject, .. }
            | Self::Difference { subject, .. }
            | Self::Multiple { subject, .. }
            | Self::Share { subject, .. }
            | Self::Growth { subject, .. }
            | Self::Chain { subject, .. }
            | Self::Ends { subject, .. }
            | Self::Blank { subject, .. }
            | Self::Product { subject }
            | Self::Over { subject }
            | Self::Constant { subject }
            | Self::Monotone { subject }
            | Self::Digit { subject }
            | Self::Twin { subject, .. }
            | Self::Conflict { subject, .. }
            | Self::Areas { subject }
            | Self::Years { subject }
            | Self::Denominator { subject, .. }
            | Self::Additions { subject }
            | Self::TwoTargets { subject, .. }
            | Self::Backwards { subject, .. }
            | Self::TwoTimes { subject }
            | Self::Points { subject }
            | Self::Minimum { subject, .. } => subject,
            Self::Count { of: what }
            | Self::MissingAreas { table: what }
            | Self::Title { number: what, .. }
            | Self::AlmostEqual { set: what }
            | Self::Numbering { set: what }
            | Self::Unlisted { list: what }
            | Self::Spelling { list: what }
            | Self::Schedule { project: what }
            | Self::Dates { project: what }
            | Self::Twice { item: what }
            | Self::Deduction { item: what, .. }
            | Self::Standard { project: what, .. } => what,
        }
    }

    /// The words, with what is printed (`p`) and what was computed (`c`).
    pub(crate) fn message(&self, p: &str, c: &str) -> Message {
        let (zh, en) = self
            .of_figures(p, c)
            .or_else(|| self.of_things(p, c))
            .unwrap_or_default();
        Message { zh, en }
    }

    #[rustfmt::skip]
    fn of_figures(&self, p: &str, c: &str) -> Option<(String, String)> {
        Some(match self {
            Self::Sum { subject, parts } => (
                format!("{subject}印为{p}，所列{parts}项之和为{c}"),
                format!("{subject} is printed as {p}; its {parts} parts add up to {c}")),
            Self::Mean { subject, parts } => (
                format!("{subject}印为{p}，所列{parts}项的平均数为{c}"),
                format!("{subject} is printed as {p}; the mean of its {parts} parts is {c}")),
            Self::Difference { subject, left, right } => (
                format!("{subject}印为{p}，而{left}与{right}相加为{c}（其他各处均相符）"),
                format!("{subject} is printed as {p}; {left} and {right} add up to {c}, as they do elsewhere")),
            Self::Multiple { subject, of, times } => (
                format!("{subject}印为{p}，其他各处均为{of}的{times}倍，此处应为{c}"),
                format!("{subject} is printed as {p}; elsewhere it is {times} times {of}, here {c}")),
            Self::Share { subject, part, whole, times, missing, cut } => share(subject, part, whole, *times, *missing, *cut, p, c),
            Self::Over { subject } => (
                format!("{subject}印为{p}，不可能超过全部（{c}）"),
                format!("{subject} is printed as {p}, more than all of it ({c})")),
            Self::Growth { subject, from, to } => (
                format!("{subject}印为{p}，由{from}到{to}算得{c}"),
                format!("{subject} is printed as {p}; from {from} to {to} it is {c}")),
            Self::Chain { subject, before } => (
                format!("{subject}印为{p}，上年{before}加本年新增为{c}"),
                format!("{subject} is printed as {p}; the year before, {before}, and this year's additions make {c}")),
            Self::Ends { subject, of } => (
                format!("{subject}印为{p}，与逐年数推得的{c}（{of}）不符"),
                format!("{subject} is printed as {p}; the years give {c} ({of})")),
            Self::Blank { subject, of } => (
                format!("{subject}印为{p}，而{of}为{c}"),
                format!("{subject} is printed as {p} though {of} is {c}")),
            Self::Product { subject } => (
                format!("{subject}印为{p}，所列各数之积为{c}"),
                format!("{subject} is printed as {p}; its factors make {c}")),
            Self::Constant { subject } => (
                format!("{subject}印为{p}，其余各年均为{c}"),
                format!("{subject} is printed as {p}; all other years have {c}")),
            Self::Monotone { subject } => (
                format!("{subject}印为{p}，其余各年逐年单向变化，前后年之间约为{c}"),
                format!("{subject} is printed as {p}; all other years go one way, and its neighbours suggest {c}")),
            Self::Digit { subject } => (
                format!("{subject}印为{p}，与其余各年相差约十倍，疑缺位或多位（如{c}）"),
                format!("{subject} is printed as {p}, some ten times off all other years: a digit too few or too many (as {c})")),
            Self::Twin { subject, other } => (
                format!("{subject}印为{p}，与{other}其余各年均相同，而此年{other}为{c}"),
                format!("{subject} is printed as {p}; {other}, the same in all other years, is {c}")),
            Self::Conflict { subject, repeats } => conflict(subject, *repeats, p, c),
            Self::Areas { subject } => (
                format!("{subject}印为{p}，所辖各部分之和为{c}"),
                format!("{subject} is printed as {p}; its areas add up to {c}")),
            Self::Years { subject } => (
                format!("{subject}印为{p}，各年之和为{c}"),
                format!("{subject} is printed as {p}; its years add up to {c}")),
            Self::Denominator { subject, other, denominator } => (
                format!("{subject}印为{p}；按{other}反推{denominator}，应为{c}"),
                format!("{subject} is printed as {p}; with the {denominator} that follows from {other} it is {c}")),
            Self::Additions { subject } => (
                format!("{subject}目标印为{p}，按规划所列新增数只能到{c}"),
                format!("{subject} is to become {p}; what the plan adds brings it to {c}")),
            _ => return None,
        })
    }

    #[rustfmt::skip]
    fn of_things(&self, p: &str, c: &str) -> Option<(String, String)> {
        Some(match self {
            Self::Count { of } => (
                format!("{of}印为{p}，所列名单为{c}"),
                format!("{of}: {p} are counted, {c} are listed")),
            Self::MissingAreas { table } => (
                format!("“{table}”缺少{c}"),
                format!("{table} leaves out {c}")),
            Self::Title { number, set } => (
                format!("{number}印为“{p}”，{set}为“{c}”"),
                format!("{number} is called {p} here and {c} in {set}")),
            Self::AlmostEqual { set } => (
                format!("{set}“{p}”与“{c}”只差一字"),
                format!("{set}: {p} and {c} differ by one letter")),
            Self::Numbering { set } => (
                format!("{set}编号印为{p}，顺次应为{c}"),
                format!("{set}: number {p} stands where {c} should")),
            Self::Unlisted { list } => (
                format!("“{p}”不在{list}之列（最相近者：{c}）"),
                format!("{p} is not among {list} (most alike: {c})")),
            Self::Spelling { list } => (
                format!("“{p}”在{list}中写作“{c}”"),
                format!("{p} is written {c} among {list}")),
            Self::TwoTargets { subject, year } => (
                format!("{subject}{year}年目标此处为{p}，他处为{c}"),
                format!("{subject}: the target of {year} is {p} here and {c} elsewhere")),
            Self::Backwards { subject, year, since } => (
                format!("{subject}{year}年目标{p}，不及{since}年已有的{c}"),
                format!("{subject}: the target {p} of {year} falls behind {c} of {since}")),
            Self::TwoTimes { subject } => (
                format!("{subject}此处为{p}，他处为{c}"),
                format!("{subject}: {p} here, {c} elsewhere")),
            Self::Schedule { project } => (
                format!("{project}此处于{p}完成，项目表竣工时间为{c}"),
                format!("{project} is finished in {p} here; the table of projects says {c}")),
            Self::Dates { project } => (
                format!("{project}竣工时间印为{p}，开工时间为{c}"),
                format!("{project} ends in {p} and begins in {c}")),
            Self::Points { subject } => (
                format!("{subject}印为{p}分，所列各项合计{c}分"),
                format!("{subject} has {p} points; what is listed has {c}")),
            Self::Twice { item } => (
                format!("“{item}”（{p}分）重复列出，前见{c}"),
                format!("{item} ({p} points) stands there twice, first at {c}")),
            Self::Deduction { item, times } => (
                format!("“{item}”满分{p}分，{times}最多可扣{c}分"),
                format!("{item} has {p} points; {times} can take off {c}")),
            Self::Minimum { subject, of, years } => (
                format!("{subject}：每年须不少于{of}的{c}，{years}年为{p}"),
                format!("{subject}: every year has to bring {c} of {of}; {years} bring {p}")),
            Self::Standard { project, class, fact, source, fits } => standard(project, class, fact, source, fits.as_deref(), p, c),
            _ => return None,
        })
    }
}
