//! The declaration, its machine and its diagram.

use loops::{LoopDef, RuleBook};
use proptest::prelude::*;
use readiness::{RepairAction, WaterRepair};
use register::Choice;

fn def() -> LoopDef {
    LoopDef::of::<WaterRepair>()
}

fn drawn() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/diagrams/water_repair.mmd"
    );
    if std::env::var_os("FENGSUI_DRAW").is_some() {
        std::fs::write(path, def().mermaid()).unwrap();
    }
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn the_declaration_holds() {
    assert_eq!(def().defects(), Vec::<String>::new());
    let rules = include_str!("../../../../packs/yuncheng/loops/water_repair.json");
    RuleBook::from_json([rules]).unwrap().fits(&def()).unwrap();
}

#[test]
fn the_drawn_machine_is_this_one() {
    assert_eq!(drawn(), def().mermaid(), "draw it anew: `fengsui diagrams`");
}

#[test]
fn what_is_frozen_stays_frozen() {
    let text = register::lock_text(def().register);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/migrations.lock");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(file).unwrap_or_default());
}

proptest! {
    /// Whatever people try in whatever order: the case walks along the arrows that are drawn, and
    /// along no other way.
    #[test]
    fn any_life_walks_along_the_diagram(
        tried in proptest::collection::vec(proptest::sample::select(RepairAction::CHOICES), 0..40)
    ) {
        let (def, drawn) = (def(), drawn());
        let mut state = def.opening.1;
        for action in tried {
            let next = def.next(state, action.key);
            let arrow = |to: &str| format!("    {state} --> {to}: {}\n", action.key);
            let arrows = def.states.iter().filter(|to| drawn.contains(&arrow(to.key)));
            prop_assert_eq!(arrows.map(|to| to.key).collect::<Vec<_>>(), next.into_iter().collect::<Vec<_>>());
            prop_assert!(!(def.is_end(state) && next.is_some()));
            state = next.unwrap_or(state);
        }
    }
}
