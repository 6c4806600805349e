//! Descriptors: what a register and its fields are, as constants.
//!
//! The macro makes them through the functions of [`FieldDef`], which check while compiling that a
//! mark fits the field's type.

use base::Label;

use crate::typed::FieldType;
use crate::{ChoiceDef, Faults, FieldKind, Pattern, Symbol, Value};

/// A register 台账.
#[derive(Debug)]
pub struct RegisterDef {
    /// Its name for programs, for ever: the journal's kind and the table's name.
    pub key: &'static str,
    /// Its name for people.
    pub label: Label,
    /// The field that a row is called by.
    pub title: &'static str,
    /// The field with the region that a row belongs to.
    pub scope: Option<&'static str>,
    /// The field with the place that stands on the map.
    pub geometry: Option<&'static str>,
    /// Who writes its rows.
    pub keeper: Keeper,
    /// The sign that its rows are on the map.
    pub symbol: Symbol,
    /// The field of one word whose tones colour the map; it stands in the map's frozen index.
    pub colour: Option<&'static str>,
    /// 填报指引 the address that tells what a form asks next by what stands in it already, as a URI template
    /// (RFC 6570) of the fields that it goes by: `/api/v1/…/form{?year,fact}`. It answers `api::FormGuide`.
    pub guide: Option<&'static str>,
    /// What reading its rows asks for: `<permission>.read`.
    pub read_permission: &'static str,
    /// What entering and changing its rows asks for: `<permission>.write`.
    pub write_permission: &'static str,
    /// What reading its personal fields uncovered asks for: `<permission>.personal`.
    pub personal_permission: &'static str,
    /// The fields, in the order of the struct.
    pub fields: &'static [FieldDef],
    /// The rules across fields, on values that have the fields' types.
    pub rules: fn(&[Value], &mut Faults),
}

/// Who writes the rows of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// Whoever has its permission, at a form or by a file.
    People,
    /// Its loop 闭环 alone: a row is a case and changes by actions.
    Loop,
}

/// One field.
#[derive(Debug)]
pub struct FieldDef {
    /// Its name in JSON and in the table.
    pub name: &'static str,
    /// Its name for people.
    pub label: Label,
    /// A sentence beside the form's field.
    pub help: Option<Label>,
    /// What it holds.
    pub kind: FieldKind,
    /// The unit of measure, as written behind the number.
    pub unit: Option<Label>,
    /// Whether a new or changed row must hold a value.
    pub required: bool,
    /// Whether the struct can be made without it.
    pub optional: bool,
    /// Whether no two rows hold the same value, retired ones included.
    pub unique: bool,
    /// The smallest number.
    pub min: Option<i64>,
    /// The greatest number.
    pub max: Option<i64>,
    /// The most characters of a text.
    pub max_chars: usize,
    /// What a text must look like.
    pub pattern: Option<Pattern>,
    /// The schema version it came with.
    pub since: i32,
    /// The schema version from which it has its index; [`FieldDef::since`] where not said.
    pub marked_since: i32,
    /// Whether it is about a person.
    pub personal: bool,
    /// Whether lists show it.
    pub list: bool,
    /// Whether lists can be narrowed by it.
    pub filter: bool,
    /// Whether lists can be ordered by it.
    pub sort: bool,
    /// Whether the search looks into it.
    pub search: bool,
    /// What a new form starts with, as text.
    pub default: Option<&'static str>,
}

/// Characters that a text holds at most when nothing else is said.
const LINE: usize = 200;
const LONG: usize = 4_000;

impl FieldDef {
    /// A field that holds a `T`.
    #[must_use]
    pub const fn of<T: FieldType>(name: &'static str, label: Label) -> Self {
        Self {
            name,
            label,
            help: None,
            kind: T::KIND,
            unit: None,
            required: !T::OPTIONAL,
            optional: T::OPTIONAL,
            unique: false,
            min: None,
            max: None,
            max_chars: LINE,
            pattern: None,
            since: 1,
            marked_since: 1,
            personal: false,
            list: false,
            filter: false,
            sort: false,
            search: false,
            default: None,
        }
    }

    /// A sentence beside the form's field.
    #[must_use]
    pub const fn help(mut self, help: Label) -> Self {
        self.help = Some(help);
        self
    }

    /// The unit of measure.
    #[must_use]
    pub const fn unit(mut self, unit: Label) -> Self {
        assert!(self.kind.is_number(), "`unit` is for numbers");
        self.unit = Some(unit);
        self
    }

    /// It must hold a value.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// No two rows hold the same value.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        let fits = self.kind.is_ordered() && !matches!(self.kind, FieldKind::LongText);
        assert!(fits, "`unique` is not for long texts, sets and places");
        self.unique = true;
        self
    }

    /// It is about a person: sealed wherever it stands, masked where it is shown.
    #[must_use]
    pub const fn personal(mut self) -> Self {
        assert!(self.kind.is_text(), "`personal` is for texts");
        self.personal = true;
        self
    }

    /// Lists show it.
    #[must_use]
    pub const fn list(mut self) -> Self {
        self.list = true;
        self
    }

    /// Lists can be narrowed by it.
    #[must_use]
    pub const fn filter(mut self) -> Self {
        self.filter = true;
        self
    }

    /// Lists can be ordered by it.
    #[must_use]
    pub const fn sort(mut self) -> Self {
        let fits = self.kind.is_ordered() && !matches!(self.kind, FieldKind::LongText);
        assert!(fits, "`sort` is not for long texts, sets and places");
        self.sort = true;
        self
    }

    /// The search looks into it.
    #[must_use]
    pub const fn search(mut self) -> Self {
        assert!(self.kind.is_text(), "`search` is for texts");
        self.search = true;
        self
    }

    /// It holds line breaks.
    #[must_use]
    pub const fn long(mut self) -> Self {
        assert!(self.kind.is_text(), "`long` is for texts");
        self.kind = FieldKind::LongText;
        self.max_chars = LONG;
        self
    }

    /// The most characters.
    #[must_use]
    pub const fn max_chars(mut self, most: usize) -> Self {
        assert!(self.kind.is_text(), "`max_chars` is for texts");
        self.max_chars = most;
        self
    }

    /// The smallest number.
    #[must_use]
    pub const fn min(mut self, least: i64) -> Self {
        assert!(self.kind.is_number(), "`min` is for numbers");
        self.min = Some(least);
        self
    }

    /// The greatest number.
    #[must_use]
    pub const fn max(mut self, most: i64) -> Self {
        assert!(self.kind.is_number(), "`max` is for numbers");
        self.max = Some(most);
        self
    }

    /// It is kept in a smallest unit, of this many digits behind the point.
    #[must_use]
    pub const fn scale(mut self, scale: u8) -> Self {
        let fits = matches!(self.kind, FieldKind::Integer) && scale > 0 && scale < 16;
        assert!(fits, "`scale` is for integers, from 1 to 15");
        self.kind = FieldKind::Decimal { scale };
        self
    }

    /// What the text must look like.
    #[must_use]
    pub const fn pattern(mut self, pattern: Pattern) -> Self {
        assert!(self.kind.is_text(), "`pattern` is for texts");
        self.pattern = Some(pattern);
        self
    }

    /// The register that it refers to.
    #[must_use]
    pub const fn reference(mut self, target: &'static str) -> Self {
        let fits = matches!(self.kind, FieldKind::Reference(_));
        assert!(fits, "`reference` is for fields of the type Reference");
        self.kind = FieldKind::Reference(target);
        self
    }

    /// The schema version it came with.
    #[must_use]
    pub const fn since(mut self, schema: i32) -> Self {
        let fits = schema >= 1 && (schema == 1 || self.optional);
        assert!(fits, "a later field is optional: old rows lack it");
        self.since = schema;
        if self.marked_since < schema {
            self.marked_since = schema;
        }
        self
    }

    /// The schema version from which it is unique, filtered or sorted by.
    #[must_use]
    pub const fn marked_since(mut self, schema: i32) -> Self {
        assert!(schema >= self.since, "a mark comes with its field or later");
        self.marked_since = schema;
        self
    }

    /// What a new form starts with.
    #[must_use]
    pub const fn default(mut self, text: &'static str) -> Self {
        self.default = Some(text);
        self
    }

    /// The words it may hold, where it holds words.
    #[must_use]
    pub const fn choices(&self) -> &'static [ChoiceDef] {
        match self.kind {
            FieldKind::Choice(words) | FieldKind::Choices(words) => words,
            _ => &[],
        }
    }
}

impl RegisterDef {
    /// Itself, when the parts fit each other; the program does not compile otherwise.
    #[must_use]
    pub const fn checked(self) -> Self {
        let mut rest = self.fields;
        while let Some((field, after)) = rest.split_first() {
            let sorted_or_filtered = field.sort || field.filter || field.search;
            assert!(
                !(field.personal && sorted_or_filtered),
                "a personal field is neither filtered, sorted nor searched"
            );
            assert!(
                !(field.personal && field.unique),
                "a personal field is not unique: sealed texts never are equal"
            );
            if let FieldKind::Reference(target) = field.kind {
                assert!(!target.is_empty(), "a Reference says `reference = \"…\"`");
            }
            if same(field.name, self.title) {
                assert!(matches!(field.kind, FieldKind::Text), "the title is a text");
                assert!(
                    !field.personal,
                    "the title is not personal: everybody sees it"
                );
            }
            if let Some(scope) = self.scope
                && same(field.name, scope)
            {
                assert!(
                    matches!(field.kind, FieldKind::Region),
                    "the scope is a region"
                );
            }
            if let Some(geometry) = self.geometry
                && same(field.name, geometry)
            {
                assert!(
                    field.kind.is_geometry(),
                    "the geometry is a place, a line or a polygon"
                );
            }
            if let Some(colour) = self.colour
                && same(field.name, colour)
            {
                assert!(
                    matches!(field.kind, FieldKind::Choice(_)),
                    "the colour is a choice of one word"
                );
                assert!(!field.personal, "what colours the map is nothing personal");
            }
            rest = after;
        }
        self
    }

    /// The field of this name, with its place among the fields.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<(usize, &'static FieldDef)> {
        let fields: &'static [FieldDef] = self.fields;
        fields
            .iter()
            .enumerate()
            .find(|(_, field)| field.name == name)
    }

    /// The version of the bodies that are written now.
    #[must_use]
    pub fn schema(&self) -> i32 {
        let latest = self.fields.iter().map(|field| field.since).max();
        latest.unwrap_or(1)
    }
}

/// Equality of texts while compiling.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_a, rest_b);
    }
    a.is_empty() && b.is_empty()
}
