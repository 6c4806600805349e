//! Why a value is not known, said to people.

use base::{Label, Language};

/// Why a value is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The register holds no row yet.
    NothingEntered(Label),
    /// No row of the register holds this date by the period's end.
    NothingDated {
        /// The register.
        register: Label,
        /// The field.
        field: Label,
    },
    /// No row of the register is of this year and area.
    NothingOfYear(Label),
    /// The period ends before the register's first row.
    BeforeData(Label),
    /// The period has not begun.
    NotBegun,
    /// There is nothing to divide by.
    NothingToDivideBy,
    /// A figure is not entered for some regions.
    NotEntered {
        /// The figure.
        field: Label,
        /// Codes of the regions.
        regions: Vec<String>,
    },
    /// The number is beyond what can be reckoned exactly.
    TooLarge,
}

impl Reason {
    /// Its name for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingEntered(_) => "nothing_entered",
            Self::NothingDated { .. } => "nothing_dated",
            Self::NothingOfYear(_) => "nothing_of_year",
            Self::BeforeData(_) => "before_data",
            Self::NotBegun => "not_begun",
            Self::NothingToDivideBy => "nothing_to_divide_by",
            Self::NotEntered { .. } => "not_entered",
            Self::TooLarge => "too_large",
        }
    }

    /// A sentence for people.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            Self::NothingEntered(register) if zh => format!("“{}”台账尚无记录", register.zh),
            Self::NothingEntered(register) => format!("the register '{}' is empty", register.en),
            Self::NothingDated { register, field } if zh => {
                format!("“{}”台账尚无填写“{}”的记录", register.zh, field.zh)
            }
            Self::NothingDated { register, field } => {
                format!("no row of '{}' holds '{}' yet", register.en, field.en)
            }
            Self::NothingOfYear(register) if zh => {
                format!("“{}”台账没有这一年度、这一区域的记录", register.zh)
            }
            Self::NothingOfYear(register) => {
                format!("'{}' holds nothing of this year and area", register.en)
            }
            Self::BeforeData(register) if zh => {
                format!("“{}”台账的记录晚于这一时期", register.zh)
            }
            Self::BeforeData(register) => {
                format!("the register '{}' begins after this period", register.en)
            }
            Self::NotBegun if zh => "这一时期尚未开始".to_owned(),
            Self::NotBegun => "the period has not begun".to_owned(),
            Self::NothingToDivideBy if zh => "分母为零，无从计算".to_owned(),
            Self::NothingToDivideBy => "there is nothing to divide by".to_owned(),
            Self::NotEntered { field, regions } if zh => {
                format!("未填“{}”：区划 {}", field.zh, regions.join("、"))
            }
            Self::NotEntered { field, regions } => {
                format!(
                    "'{}' is not entered: region {}",
                    field.en,
                    regions.join(", ")
                )
            }
            Self::TooLarge if zh => "数值过大，无法精确计算".to_owned(),
            Self::TooLarge => "the number is too large to reckon exactly".to_owned(),
        }
    }
}
