//! The loops' refusals as problems.

use api::{FieldError, Problem, Text};
use axum::http::StatusCode;
use base::{Label, Language};
use loops::{LoopError, PressError};
use register::{Faults, LedgerError};
use serde_json::json;

use crate::view::Standing;

/// A refusal in the API's words.
pub(crate) fn of_loop(error: LoopError) -> Problem {
    match error {
        LoopError::NotFound => Problem::not_found(),
        LoopError::Stale(file) => Problem::precondition_failed(Standing::of(&file)),
        LoopError::NotNow(file) => not_now().current(Standing::of(&file)),
        LoopError::NotYours => Problem::new(
            StatusCode::FORBIDDEN,
            "not_yours",
            Label::new("此操作不由您办理", "This action is not yours to take"),
        )
        .detail(Label::new(
            "请由承办人办理，或先移交。",
            "Whom the case is with takes it; it can be handed over first.",
        )),
        LoopError::Refused(why) => conflict("refused", Label::new("现在不能办理", "Not now"), why),
        LoopError::Faults(faults) => Problem::invalid(errors(&faults)),
        LoopError::Effect { label, faults, .. } => effect(label, &faults),
        LoopError::EvidenceMissing => conflict(
            "evidence_missing",
            Label::new("缺少证据", "Evidence is missing"),
            Label::new(
                "请先上传照片或文件，再办理。",
                "Attach a photo or a file first.",
            ),
        ),
        LoopError::MissingYear(missing) => missing_year(missing.year, &missing.date.to_string()),
        LoopError::NoRules { day, .. } => rules(&Text::new(
            format!("{day}没有生效的办理规则，请联系管理员在城市包中补充。"),
            format!("No rules are in force on {day}; ask who keeps the city pack to add them."),
        )),
        LoopError::RulesLack { version, name, .. } => rules(&Text::new(
            format!("办理规则“{version}”中没有“{name}”，请联系管理员在城市包中补充。"),
            format!("The rules '{version}' lack '{name}'; ask who keeps the city pack to add it."),
        )),
        LoopError::NoReceiver => Problem::invalid([FieldError::new(
            "to",
            Label::new(
                "此人或机构不能承办，请另选",
                "nobody of this name can take the case; choose another",
            ),
        )]),
        LoopError::Press(error) => press(&error),
        LoopError::Ledger(LedgerError::Retired) => conflict(
            "retired",
            Label::new("所涉记录已停用", "A record that it touches is out of use"),
            Label::new("请先恢复该记录。", "Restore that record first."),
        ),
        LoopError::Ledger(error) => Problem::internal(error),
        LoopError::Commit(error) => error.into(),
        LoopError::Journal(error) => error.into(),
        LoopError::Store(error) => error.into(),
        LoopError::Canonical(error) => error.into(),
        other @ (LoopError::Calendar(_) | LoopError::Misfit(_) | LoopError::Message(_)) => {
            Problem::internal(other)
        }
    }
}

fn conflict(code: &'static str, title: Label, detail: Label) -> Problem {
    Problem::new(StatusCode::CONFLICT, code, title).detail(detail)
}

fn not_now() -> Problem {
    conflict(
        "not_now",
        Label::new(
            "当前状态不能这样办理",
            "The case's state does not allow this",
        ),
        Label::new(
            "请看最新状态后再办理。",
            "Look at its present state and decide again.",
        ),
    )
}

fn errors(faults: &Faults) -> impl Iterator<Item = FieldError> + '_ {
    faults.iter().map(|fault| {
        let text = Text::new(fault.text(Language::Zh), fault.text(Language::En));
        FieldError::new(fault.field.clone(), text)
    })
}

fn effect(label: Label, faults: &Faults) -> Problem {
    let told = |language| {
        let all: Vec<String> = faults.iter().map(|fault| fault.text(language)).collect();
        all.join("; ")
    };
    let title = Label::new(
        "相关台账不接受这次办理",
        "A register refuses what follows from it",
    );
    Problem::new(StatusCode::CONFLICT, "effect_refused", title).detail(Text::new(
        format!("{}：{}", label.zh, told(Language::Zh)),
        format!("{}: {}", label.en, told(Language::En)),
    ))
}

/// The year is named for programs too.
fn missing_year(year: i16, day: &str) -> Problem {
    let title = Text::new(
        format!("缺少{year}年放假安排"),
        format!("The holidays of {year} are not known"),
    );
    Problem::new(StatusCode::CONFLICT, "missing_year", title)
        .detail(Text::new(
            format!(
                "时限涉及{day}，须依据国务院办公厅{year}年放假通知计算。请联系管理员在城市包中补充该年通知。"
            ),
            format!(
                "The deadline depends on {day}. Ask who keeps the city pack to add the State \
                 Council's notice for {year}."
            ),
        ))
        .current(json!({ "year": year }))
}

fn rules(detail: &Text) -> Problem {
    let title = Label::new("缺少办理规则", "Rules are missing");
    Problem::new(StatusCode::CONFLICT, "rules_missing", title).detail(detail.clone())
}

/// A report that the pack has no template for: whoever keeps the pack can mend it.
#[must_use]
pub fn no_template(name: &str) -> Problem {
    let title = Label::new(
        "城市包缺少报告模板",
        "The pack has no template for the report",
    );
    let detail = Text::new(
        format!("请在城市包 documents 中加入 {name}.typ。"),
        format!("Put {name}.typ into the pack's folder documents."),
    );
    Problem::new(StatusCode::CONFLICT, "no_template", title).detail(detail)
}

fn press(error: &PressError) -> Problem {
    tracing::warn!(%error, "a document was not printed");
    let title = Label::new("文书不能打印", "The document cannot be printed");
    let detail = match error {
        PressError::NoTemplate { name, version } => Text::new(
            format!("城市包中没有模板“{name}”第{version}版，请联系管理员补充。"),
            format!("The city pack has no version {version} of the template '{name}'."),
        ),
        PressError::Number(why) => Text::new(
            format!("文号不能生成：{why}"),
            format!("The number cannot be written: {why}"),
        ),
        PressError::Broken(why) => Text::new(format!("打印不成功：{why}"), why.clone()),
    };
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "press", title)
        .detail(detail)
        .retry_after(30)
}
