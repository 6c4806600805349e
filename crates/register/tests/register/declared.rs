//! What a declaration says, and how much of it there is.

use register::{Catalogue, CatalogueError, FieldKind, Register, lock_text};

use crate::samples::{Hydrant, Organisation, Sample, Zone};

#[test]
fn ten_fields_with_a_rule_stay_under_a_hundred_lines() {
    let text = include_str!("samples.rs");
    let from = text.find("#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]");
    let to = text.find("// The declaration of the hydrant ends here.");
    let lines = text[from.unwrap()..to.unwrap()].lines().count();
    assert_eq!(Hydrant::DEF.fields.len(), 10);
    assert!(lines < 100, "{lines} lines");
}

#[test]
fn the_descriptor_holds_what_was_declared() {
    let def = Hydrant::DEF;
    assert_eq!((def.key, def.title), ("hydrant", "name"));
    assert_eq!(
        (def.scope, def.geometry),
        (Some("region"), Some("position"))
    );
    let (_, diameter) = def.field("diameter").unwrap();
    assert_eq!((diameter.min, diameter.max), (Some(50), Some(1200)));
    assert_eq!(diameter.unit, Some(register::Label::new("mm", "mm")));
    assert!(!diameter.required && diameter.filter && !diameter.list);
    let (_, state) = def.field("state").unwrap();
    let keys: Vec<_> = state.choices().iter().map(|word| word.key).collect();
    assert_eq!(keys, ["usable", "broken", "out_of_use"]);
    assert!(state.required);
    let (_, maintainer) = def.field("maintainer").unwrap();
    assert_eq!(maintainer.kind, FieldKind::Reference("organisation"));
    assert_eq!((def.schema(), Sample::DEF.schema()), (1, 3));
}

/// The frozen migrations: a line that stood here must not change.
#[test]
fn the_migrations_stay_as_they_were() {
    let text: String = [Organisation::DEF, Hydrant::DEF, Sample::DEF, Zone::DEF]
        .into_iter()
        .map(lock_text)
        .collect();
    assert_eq!(text, include_str!("migrations.lock"));
}

#[test]
fn registers_that_do_not_fit_are_found_at_the_start() {
    let twice = Catalogue::new([Organisation::DEF, Organisation::DEF]);
    assert_eq!(twice.unwrap_err(), CatalogueError::Twice("organisation"));
    let alone = Catalogue::new([Hydrant::DEF]).unwrap_err();
    assert_eq!(
        alone.to_string(),
        "'hydrant.maintainer' refers to 'organisation', and no register has this key"
    );
}
