//! 填报指引 what a form asks next, told while it is filled in.
//!
//! A register whose fields hang on each other in a way that no declaration can know (which facts a year's
//! evaluation asks for is in the pack) names an address in its declaration (`guide`). The screen asks it again
//! whenever one of the fields that it goes by changes. It only helps: what may be entered is decided where rows
//! are written.

use serde::Serialize;
use utoipa::ToSchema;

/// What a form asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormGuide {
    /// The fields that it has something to say of; all others stand as they are declared.
    pub fields: Vec<FieldGuide>,
}

/// What is said of one field. What is missing stays as it is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldGuide {
    /// The field.
    pub name: &'static str,
    /// Whether the form shows it. What is not shown is not sent.
    pub shown: bool,
    /// Whether it must be filled in.
    #[schema(required)]
    pub required: Option<bool>,
    /// What it is called here.
    #[schema(required)]
    pub label: Option<FormWords>,
    /// What to write.
    #[schema(required)]
    pub help: Option<FormWords>,
    /// The unit of measure behind its number.
    #[schema(required)]
    pub unit: Option<FormWords>,
    /// What it may be, in the order in which it is offered.
    #[schema(required)]
    pub choices: Option<Vec<FormChoice>>,
}

/// Something that a field may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormChoice {
    /// What is entered.
    pub key: String,
    /// What people read.
    pub label: FormWords,
    /// Under which heading it stands.
    #[schema(required)]
    pub group: Option<FormWords>,
}

/// Words in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FormWords {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl FormWords {
    /// Words.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }
}

impl FieldGuide {
    /// A field that is shown as it is declared.
    #[must_use]
    pub fn shown(name: &'static str) -> Self {
        Self {
            name,
            shown: true,
            ..Self::default()
        }
    }

    /// A field that has no place here.
    #[must_use]
    pub fn hidden(name: &'static str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// It has to be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = Some(true);
        self
    }
}
