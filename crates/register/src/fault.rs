//! What is wrong with a row that somebody wants to write: everything at once, each at its field.

use base::{Label, Language};

/// One complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, by name.
    pub field: String,
    /// For programs.
    pub code: FaultCode,
    /// For people; `{name}` stands for the parameter of that name.
    pub message: Label,
    /// What the message's names stand for.
    pub params: Vec<(&'static str, String)>,
}

/// Kinds of complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultCode {
    /// The register has no such field.
    UnknownField,
    /// The value is of another type.
    WrongType,
    /// A value is needed.
    Required,
    /// The text is too long.
    TooLong,
    /// The number is too small or too great.
    OutOfRange,
    /// The text does not have its form.
    Pattern,
    /// The word is none of the choices.
    NotAChoice,
    /// The text holds characters that nobody can see.
    ControlCharacter,
    /// The row that is referred to does not exist.
    UnknownReference,
    /// The row that is referred to is retired.
    RetiredReference,
    /// Another row holds this value.
    NotUnique,
    /// The places make no line or area.
    Shape,
    /// A rule across fields.
    Rule,
}

impl FaultCode {
    /// The code as it is sent.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown_field",
            Self::WrongType => "wrong_type",
            Self::Required => "required",
            Self::TooLong => "too_long",
            Self::OutOfRange => "out_of_range",
            Self::Pattern => "pattern",
            Self::NotAChoice => "not_a_choice",
            Self::ControlCharacter => "control_character",
            Self::UnknownReference => "unknown_reference",
            Self::RetiredReference => "retired_reference",
            Self::NotUnique => "not_unique",
            Self::Shape => "shape",
            Self::Rule => "rule",
        }
    }
}

impl Fault {
    /// A complaint whose message has nothing to fill in.
    #[must_use]
    pub fn new(field: impl Into<String>, code: FaultCode, message: Label) -> Self {
        Self {
            field: field.into(),
            code,
            message,
            params: Vec::new(),
        }
    }

    /// Says what a name in the message stands for.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((name, value.to_string()));
        self
    }

    /// The message with its parameters.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let message = self.message.text(language).to_owned();
        self.params.iter().fold(message, |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }
}

/// Complaints about one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// None.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds one.
    pub fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// For rules across fields: complains at `field` in these words.
    pub fn rule(&mut self, field: &str, message: Label) {
        self.add(Fault::new(field, FaultCode::Rule, message));
    }

    /// Adds those of `others` that are about fields nobody complained about yet: a rule that sees
    /// an unreadable field as an empty one would otherwise complain about what was never entered.
    pub(crate) fn add_about_other_fields(&mut self, others: Self) {
        let fresh: Vec<Fault> = others
            .0
            .into_iter()
            .filter(|fault| !self.is_at(&fault.field))
            .collect();
        self.0.extend(fresh);
    }

    /// Whether there is a complaint about this field.
    #[must_use]
    pub fn is_at(&self, field: &str) -> bool {
        self.0.iter().any(|fault| fault.field == field)
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Fault> {
        self.0.iter()
    }
}
