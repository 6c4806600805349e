//! Masks: what of a personal field everybody who may read the row may see.

use seal::Mask;

use crate::{FieldDef, FieldKind, Pattern};

/// What stands for a value that cannot be read.
pub(crate) const NOTHING: &str = "***";

/// The mask of a field: numbers keep their ends, a line keeps its first character as a name does,
/// of a longer text nothing is shown.
#[must_use]
pub const fn mask_of(field: &FieldDef) -> Mask {
    match (field.kind, field.pattern) {
        (FieldKind::Text, Some(Pattern::Phone)) => Mask::Phone,
        (FieldKind::Text, Some(Pattern::IdNumber)) => Mask::IdNumber,
        (FieldKind::Text, _) => Mask::Name,
        _ => Mask::Nothing,
    }
}
