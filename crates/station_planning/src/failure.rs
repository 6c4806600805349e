//! Refusals as problems: what is wrong, and what to do next.

use api::{Problem, Text};
use axum::http::StatusCode;
use base::Label;
use loops::PressError;
use register::Choice as _;

use crate::study::StudyState;

pub(crate) fn no_roads() -> Problem {
    let title = Label::new("没有路网", "There are no roads");
    let detail = Label::new(
        "布点研究按道路用时计算，请先由维护人员导入路网（fengsui import osm）。",
        "A siting study reckons along roads; have them brought in first (fengsui import osm).",
    );
    Problem::new(StatusCode::CONFLICT, "no_roads", title).detail(detail)
}

pub(crate) fn has_ended(state: StudyState) -> Problem {
    let title = Label::new("研究已经结束", "The study has ended");
    let detail = Text::new(
        format!("当前状态为“{}”，不能再取消。", words(state).zh),
        format!(
            "Its state is '{}'; it cannot be called off.",
            words(state).en
        ),
    );
    Problem::new(StatusCode::CONFLICT, "study_ended", title).detail(detail)
}

pub(crate) fn not_done(state: StudyState) -> Problem {
    let title = Label::new("还没有结果", "There is no result");
    let detail = Text::new(
        format!("当前状态为“{}”，完成后才有结果和报告。", words(state).zh),
        format!(
            "Its state is '{}'; results come when it is done.",
            words(state).en
        ),
    );
    Problem::new(StatusCode::CONFLICT, "study_not_done", title).detail(detail)
}

pub(crate) fn of_press(error: PressError) -> Problem {
    match error {
        PressError::NoTemplate { name, .. } => loops_api::no_template(&name),
        other => Problem::internal(other),
    }
}

pub(crate) fn of_database(error: sea_orm::DbErr) -> Problem {
    store::StoreError::from(error).into()
}

fn words(state: StudyState) -> Label {
    let found = StudyState::CHOICES
        .iter()
        .find(|one| one.key == state.key());
    found.map_or_else(|| Label::new("", ""), |one| one.label)
}
