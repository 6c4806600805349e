//! What a screen must know of a register to draw its list and its form.

use api::Caller;
use register::{FieldDef, FieldKind, Keeper, Label, RegisterDef};
use serde::Serialize;
use utoipa::ToSchema;

/// Words in both languages.
#[derive(Serialize, ToSchema)]
pub(crate) struct Words {
    zh: &'static str,
    en: &'static str,
}

impl From<Label> for Words {
    fn from(label: Label) -> Self {
        Self {
            zh: label.zh,
            en: label.en,
        }
    }
}

/// A register 台账.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterInfo {
    /// Its name in addresses.
    key: &'static str,
    label: Words,
    /// The field that a row is called by.
    title: &'static str,
    /// The field with the region that a row belongs to.
    #[schema(required)]
    scope: Option<&'static str>,
    /// The field with the place that stands on the map.
    #[schema(required)]
    geometry: Option<&'static str>,
    /// Its rows are cases: its loop alone writes them.
    managed: bool,
    /// Whether the caller may enter and change rows.
    may_write: bool,
    /// Whether the caller may read personal fields uncovered, each with a reason.
    may_read_personal: bool,
    /// Whether rows can be searched by words.
    searchable: bool,
    /// The address that tells what a form asks next by what stands in it (RFC 6570); it answers FormGuide.
    #[schema(required)]
    guide: Option<&'static str>,
    fields: Vec<FieldInfo>,
}

/// A field of a register.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldInfo {
    name: &'static str,
    label: Words,
    #[schema(required)]
    help: Option<Words>,
    /// text, long_text, integer, decimal, money, boolean, date, time, choice, choices, reference,
    /// region, point, line or polygon.
    kind: &'static str,
    /// Digits behind the point, of decimals and amounts.
    #[schema(required)]
    scale: Option<u8>,
    /// The unit of measure.
    #[schema(required)]
    unit: Option<Words>,
    required: bool,
    unique: bool,
    /// It is about a person and leaves masked.
    personal: bool,
    /// Lists show it.
    list: bool,
    filter: bool,
    /// The caller may find rows by an equal value of this personal field.
    lookup: bool,
    sort: bool,
    search: bool,
    /// The smallest number, in smallest units.
    #[schema(required)]
    min: Option<i64>,
    /// The greatest number, in smallest units.
    #[schema(required)]
    max: Option<i64>,
    /// The most characters of a text.
    #[schema(required)]
    max_chars: Option<usize>,
    #[schema(required)]
    choices: Option<Vec<ChoiceInfo>>,
    /// The register that it refers to.
    #[schema(required)]
    reference: Option<&'static str>,
    /// What a new form starts with.
    #[schema(required)]
    default: Option<&'static str>,
}

/// A word that a choice may be.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChoiceInfo {
    key: &'static str,
    label: Words,
}

/// All registers that the caller may read.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterList {
    pub(crate) items: Vec<RegisterInfo>,
}

impl RegisterInfo {
    pub(crate) fn of(def: &'static RegisterDef, caller: &Caller) -> Self {
        let reads_personal = caller.permits(def.personal_permission);
        let field = |field| FieldInfo::of(field, reads_personal.then_some(Uncovers));
        Self {
            key: def.key,
            label: def.label.into(),
            title: def.title,
            scope: def.scope,
            geometry: def.geometry,
            managed: def.keeper == Keeper::Loop,
            may_write: caller.permits(def.write_permission),
            may_read_personal: reads_personal && def.fields.iter().any(|field| field.personal),
            searchable: def.fields.iter().any(|field| field.search),
            guide: def.guide,
            fields: def.fields.iter().map(field).collect(),
        }
    }
}

/// That the caller may read personal fields.
#[derive(Clone, Copy)]
struct Uncovers;

impl FieldInfo {
    fn of(field: &'static FieldDef, uncovers: Option<Uncovers>) -> Self {
        let choices = field.choices().iter().map(|choice| ChoiceInfo {
            key: choice.key,
            label: choice.label.into(),
        });
        let words: Vec<ChoiceInfo> = choices.collect();
        Self {
            name: field.name,
            label: field.label.into(),
            help: field.help.map(Into::into),
            kind: field.kind.as_str(),
            scale: field.kind.scale(),
            unit: field.unit.map(Into::into),
            required: field.required,
            unique: field.unique,
            personal: field.personal,
            list: field.list,
            filter: field.filter,
            lookup: uncovers.is_some() && field.lookup().is_some(),
            sort: field.sort,
            search: field.search,
            min: field.min,
            max: field.max,
            max_chars: field.kind.is_text().then_some(field.max_chars),
            choices: (!words.is_empty()).then_some(words),
            reference: match field.kind {
                FieldKind::Reference(target) => Some(target),
                _ => None,
            },
            default: field.default,
        }
    }
}
