//! What the room declares holds together, and stays as it was frozen.

use std::path::Path;

use evaluate::Evaluate;

#[test]
fn its_loops_have_no_defects() {
    for def in Evaluate::declaration().loops {
        assert_eq!(def.defects(), Vec::<String>::new());
    }
}

/// A changed line that stood before is a changed frozen migration; new lines are added with
/// `BLESS=1 cargo test -p evaluate`.
#[test]
fn migrations_stay_as_they_were_frozen() {
    let ledgers = Evaluate::declaration().registers;
    let all: String = ledgers
        .iter()
        .map(|ledger| register::lock_text(ledger.def))
        .collect();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/migrations.lock");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &all).unwrap();
    }
    assert_eq!(all, std::fs::read_to_string(&file).unwrap_or_default());
}
