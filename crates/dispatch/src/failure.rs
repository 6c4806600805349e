//! Refusals of dispatch as problems: the one place that decides what a caller sees of them.

use api::{FieldError, Problem, Text};
use axum::http::StatusCode;
use base::Label;

use crate::desk::{Taken, Unavailable};
use crate::error::DispatchError;
use crate::machine::Refused;
use crate::routes::view;

impl From<DispatchError> for Problem {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::NotFound => Self::not_found(),
            DispatchError::StaleIncident(file) => {
                Self::precondition_failed(view::Incident::from(*file))
            }
            DispatchError::StaleAssignment(assignment) => {
                Self::precondition_failed(view::Assignment::from(*assignment))
            }
            DispatchError::Taken(taken) => responders_taken(&taken),
            DispatchError::StillOut(names) => still_out(&names),
            DispatchError::State(refused) => not_in_this_state(refused),
            DispatchError::Invalid { field, message } => {
                Self::invalid([FieldError::new(field, message)])
            }
            DispatchError::Commit(error) => error.into(),
            DispatchError::Journal(error) => error.into(),
            DispatchError::Ledger(error) => register_api::problem_of(error),
            DispatchError::City(error) => city(error),
        }
    }
}

fn city(error: city::CityError) -> Problem {
    match error {
        city::CityError::Store(error) => error.into(),
        city::CityError::Commit(error) => error.into(),
        other => Problem::internal(other),
    }
}

fn responders_taken(taken: &[Taken]) -> Problem {
    let title = Label::new("有力量不能调派", "Some responders cannot be sent");
    let zh: Vec<String> = taken.iter().map(taken_zh).collect();
    let en: Vec<String> = taken.iter().map(taken_en).collect();
    Problem::new(StatusCode::CONFLICT, "responders_taken", title)
        .detail(Text::new(
            format!("{}。本次没有调派任何力量，请改选后再下达。", zh.join(";")),
            format!("{}. Nobody was sent; choose again.", en.join("; ")),
        ))
        .current(
            taken
                .iter()
                .map(view::TakenResponder::from)
                .collect::<Vec<_>>(),
        )
}

fn taken_zh(taken: &Taken) -> String {
    let name = &taken.name;
    match (taken.why, &taken.incident_number) {
        (Unavailable::Busy, Some(number)) => format!("{name}已在警情 {number} 出动"),
        (Unavailable::Busy, None) => format!("{name}已出动"),
        (Unavailable::OutOfService, _) => format!("{name}不在执勤"),
        (Unavailable::NoPosition | Unavailable::StalePosition, _) => format!("{name}位置不明"),
    }
}

fn taken_en(taken: &Taken) -> String {
    let name = &taken.name;
    match (taken.why, &taken.incident_number) {
        (Unavailable::Busy, Some(number)) => format!("{name} is on incident {number}"),
        (Unavailable::Busy, None) => format!("{name} is on another assignment"),
        (Unavailable::OutOfService, _) => format!("{name} is out of service"),
        (Unavailable::NoPosition | Unavailable::StalePosition, _) => {
            format!("the position of {name} is not known")
        }
    }
}

fn still_out(names: &[String]) -> Problem {
    let title = Label::new("还有力量未归", "Force is still out");
    let detail = Text::new(
        format!("{}尚未返队或撤销，请先处理后再结案。", names.join("、")),
        format!(
            "{} still work for this incident; release or cancel them first.",
            names.join(", ")
        ),
    );
    Problem::new(StatusCode::CONFLICT, "force_still_out", title).detail(detail)
}

fn not_in_this_state(refused: Refused) -> Problem {
    let title = Label::new("现在不能这样做", "This is not possible now");
    let (state, action) = (refused.state, refused.action);
    let detail = Text::new(
        format!(
            "当前状态“{}”不允许“{}”，请重新读取后再操作。",
            in_chinese(state),
            in_chinese(action)
        ),
        format!("The state '{state}' does not allow '{action}'; read it again."),
    );
    Problem::new(StatusCode::CONFLICT, "state_refuses", title).detail(detail)
}

/// The trade's words for states, actions and steps; an unknown one is shown as it is.
fn in_chinese(word: &'static str) -> &'static str {
    const WORDS: [(&str, &str); 16] = [
        ("open", "处置中"),
        ("under_control", "控制"),
        ("extinguished", "熄灭"),
        ("closed", "已结案"),
        ("close", "结案"),
        ("reopen", "重新立案"),
        ("assign", "调派"),
        ("raise_level", "提升等级"),
        ("ordered", "已下达"),
        ("acknowledged", "确认"),
        ("turned_out", "出动"),
        ("on_scene", "到场"),
        ("water_on", "出水"),
        ("released", "返队"),
        ("returned", "归队"),
        ("cancelled", "撤销"),
    ];
    let known = WORDS.iter().find(|(english, _)| *english == word);
    known.map_or(word, |(_, chinese)| chinese)
}
