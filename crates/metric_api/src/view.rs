//! Metrics and values as JSON. Numbers are texts: exact ones would not survive a float.

use base::{Label, Language};
use metric::{
    Area, Direction, Exact, Leaf, Light, MetricDef, Reading, Reason, Role, Standing, light,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Words in both languages.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct MetricWords {
    zh: String,
    en: String,
}

impl From<Label> for MetricWords {
    fn from(label: Label) -> Self {
        Self {
            zh: label.zh.to_owned(),
            en: label.en.to_owned(),
        }
    }
}

/// A metric 指标.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricInfo {
    key: &'static str,
    label: MetricWords,
    group: MetricWords,
    /// The unit of measure behind the number.
    unit: MetricWords,
    /// Digits behind the point.
    digits: u8,
    /// higher, lower or neutral.
    direction: &'static str,
    /// binding 约束性, expected 预期性 or unsaid.
    standing: &'static str,
    /// What counts, and where that is written.
    #[schema(required)]
    note: Option<MetricWords>,
    /// Whether it counts what happened in the period, and not what stood at its end.
    flow: bool,
}

impl From<&MetricDef> for MetricInfo {
    fn from(def: &MetricDef) -> Self {
        Self {
            key: def.key,
            label: def.label.into(),
            group: def.group.into(),
            unit: def.measure.label.into(),
            digits: def.measure.digits,
            direction: match def.direction {
                Direction::Higher => "higher",
                Direction::Lower => "lower",
                Direction::Neutral => "neutral",
            },
            standing: match def.standing {
                Standing::Binding => "binding",
                Standing::Expected => "expected",
                Standing::Unsaid => "unsaid",
            },
            note: def.note.map(Into::into),
            flow: def.is_flow(),
        }
    }
}

/// An area that figures are given for.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct MetricArea {
    /// What to send as `area`.
    key: String,
    /// Its name; its code where none is entered.
    name: String,
    /// Whether it is an assessed area, which may be a set of regions.
    assessed: bool,
    /// The regions in it.
    includes: Vec<String>,
    /// The regions that are carved out of it.
    excludes: Vec<String>,
}

impl From<&Area> for MetricArea {
    fn from(area: &Area) -> Self {
        let codes = |codes: &[base::RegionCode]| codes.iter().map(ToString::to_string).collect();
        Self {
            key: area.key.clone(),
            name: if area.name.is_empty() {
                area.key.clone()
            } else {
                area.name.clone()
            },
            assessed: area.assessed.is_some(),
            includes: codes(&area.includes),
            excludes: codes(&area.excludes),
        }
    }
}

/// Why a value is not known.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct MetricUnknown {
    /// Its name for programs.
    code: &'static str,
    /// A sentence for people.
    text: MetricWords,
}

impl From<&Reason> for MetricUnknown {
    fn from(reason: &Reason) -> Self {
        Self {
            code: reason.code(),
            text: MetricWords {
                zh: reason.text(Language::Zh),
                en: reason.text(Language::En),
            },
        }
    }
}

/// A value for an area and a period.
#[derive(Clone, Serialize, ToSchema)]
pub(crate) struct MetricReading {
    /// As it is written in an address.
    period: String,
    /// The first day.
    from: String,
    /// The last day.
    until: String,
    /// The value as it is shown; missing when it is not known.
    #[schema(required)]
    value: Option<String>,
    /// The value before rounding: above the line.
    #[schema(required)]
    exact_over: Option<String>,
    /// The value before rounding: below the line.
    #[schema(required)]
    exact_under: Option<String>,
    /// Why it is not known; missing when it is.
    #[schema(required)]
    unknown: Option<MetricUnknown>,
    /// What the plan asks for, as it is shown.
    #[schema(required)]
    target: Option<String>,
    /// met, near or missed; missing without a target, a direction or a value.
    #[schema(required)]
    light: Option<&'static str>,
}

/// The value in the metric's measure.
pub(crate) fn measured(def: &MetricDef, value: Exact) -> Option<Exact> {
    value.times(Exact::whole(def.measure.times.into()))
}

pub(crate) fn reading(def: &MetricDef, reading: &Reading, target: Option<Exact>) -> MetricReading {
    let value = reading
        .value
        .as_ref()
        .ok()
        .and_then(|value| measured(def, *value));
    let too_large = reading.value.is_ok() && value.is_none();
    let standing = value.zip(target);
    let standing = standing.and_then(|(value, target)| light(def.direction, value, target));
    MetricReading {
        period: reading.period.to_string(),
        from: reading.period.from().to_string(),
        until: reading.period.until().to_string(),
        value: value.map(|value| value.shown(def.measure.digits)),
        exact_over: value.map(|value| value.over().to_string()),
        exact_under: value.map(|value| value.under().to_string()),
        unknown: match &reading.value {
            Err(reason) => Some(reason.into()),
            Ok(_) => too_large.then(|| (&Reason::TooLarge).into()),
        },
        target: target.map(trimmed),
        light: standing.map(|standing| match standing {
            Light::Met => "met",
            Light::Near => "near",
            Light::Missed => "missed",
        }),
    }
}

/// A target as the plan writes it: without noughts behind the point.
pub(crate) fn trimmed(target: Exact) -> String {
    let text = target.shown(4);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// One count in a value, and the question whose list shows its rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricPart {
    /// value, numerator, denominator or subtracted.
    role: &'static str,
    /// The register's key.
    register: &'static str,
    register_label: MetricWords,
    /// What it makes; missing when it is not known.
    #[schema(required)]
    value: Option<String>,
    #[schema(required)]
    unknown: Option<MetricUnknown>,
    /// How many rows the list shows.
    rows: i64,
    /// The list's filters.
    filters: Vec<MetricFilter>,
    /// The list's address under `/api/v1`.
    list: String,
    /// Whether it was counted as of an earlier time: the list then shows today's rows.
    past: bool,
}

/// A filter of a register's list.
#[derive(Serialize, ToSchema)]
pub(crate) struct MetricFilter {
    field: String,
    /// As addresses spell it; `eq` for a field alone.
    operator: String,
    values: Vec<String>,
}

impl From<&Leaf> for MetricPart {
    fn from(leaf: &Leaf) -> Self {
        let filters: Vec<MetricFilter> = leaf
            .filters
            .iter()
            .map(|filter| {
                let (operator, values) = register_api::spelled(filter);
                MetricFilter {
                    field: filter.field.clone(),
                    operator: operator.unwrap_or("eq").to_owned(),
                    values,
                }
            })
            .collect();
        Self {
            role: match leaf.role {
                Role::Value => "value",
                Role::Numerator => "numerator",
                Role::Denominator => "denominator",
                Role::Subtracted => "subtracted",
            },
            register: leaf.register.key,
            register_label: leaf.register.label.into(),
            value: leaf.number.as_ref().ok().copied().map(trimmed),
            unknown: leaf.number.as_ref().err().map(Into::into),
            rows: leaf.rows,
            list: register_api::list_address(leaf.register, &leaf.filters),
            filters,
            past: leaf.past,
        }
    }
}

impl MetricArea {
    /// Its name for people.
    pub(crate) fn title(&self) -> &str {
        &self.name
    }
}

impl MetricReading {
    /// The value as it is shown.
    pub(crate) fn shown(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The target as it is shown.
    pub(crate) fn wanted(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// How it stands to its target, in a word.
    pub(crate) fn standing(&self, language: Language) -> Option<&'static str> {
        let label = match self.light? {
            "met" => Label::new("达标", "Met"),
            "near" => Label::new("接近", "Near"),
            _ => Label::new("未达标", "Missed"),
        };
        Some(label.text(language))
    }
}
