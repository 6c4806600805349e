//! A ledger's refusals as problems.

use api::{FieldError, Problem, Text};
use axum::http::StatusCode;
use base::Language;
use files::FilesError;
use register::{Fault, Label, LedgerError, QueryError, Referrer};
use seal::SealError;
use serde_json::{Value as Json, json};

/// The problem of a refusal that has nothing to show; conflicts are told by [`crate::routes`],
/// which can show rows.
pub fn of_ledger(error: LedgerError) -> Problem {
    match error {
        LedgerError::Faults(faults) => Problem::invalid(faults.iter().map(field_error)),
        LedgerError::Conflict { .. } => Problem::precondition_failed(Json::Null),
        LedgerError::NotFound { .. } => Problem::not_found(),
        LedgerError::Retired => retired(),
        LedgerError::ReferredTo(referrers) => referred_to(&referrers),
        LedgerError::Query(error) => question(error),
        LedgerError::Commit(error) => error.into(),
        LedgerError::Store(error) => error.into(),
        LedgerError::Seal(error) => of_seal(error),
        LedgerError::NoSeal => Problem::internal("personal values, and no keys"),
        LedgerError::Journal(error) => error.into(),
        LedgerError::Canonical(error) => error.into(),
    }
}

/// The problem of personal values that cannot be worked with.
fn of_seal(error: SealError) -> Problem {
    match error {
        SealError::Reason => reason(),
        SealError::Store(error) => error.into(),
        SealError::Commit(error) => error.into(),
        SealError::Canonical(error) => error.into(),
        other => Problem::internal(other),
    }
}

/// A reason is missing, too short or too long.
pub(crate) fn reason() -> Problem {
    let words = Label::new(
        "请写明理由，2 至 200 字",
        "write a reason of 2 to 200 characters",
    );
    Problem::invalid([FieldError::new("reason", words)])
}

/// The problem of an attachment.
pub(crate) fn of_files(error: FilesError) -> Problem {
    match error {
        FilesError::TooLarge { most } => {
            let mib = most >> 20;
            let title = Label::new("文件过大", "The file is too large");
            let detail = Text::new(
                format!("一个附件不得超过 {mib} MiB；请压缩照片，录像请存放在录像系统中。"),
                format!(
                    "An attachment may hold {mib} MiB; make the photo smaller, keep films elsewhere."
                ),
            );
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", title).detail(detail)
        }
        FilesError::TooMany { most } => {
            let title = Label::new("附件过多", "Too many attachments");
            let detail = Text::new(
                format!("一条记录最多 {most} 个附件，请先移除不需要的。"),
                format!("A record may have {most} attachments; remove some first."),
            );
            Problem::new(StatusCode::CONFLICT, "too_many", title).detail(detail)
        }
        FilesError::Empty => Problem::malformed(Label::new(
            "文件是空的，请重新选择",
            "the file is empty; choose again",
        )),
        FilesError::CutOff => Problem::malformed(Label::new(
            "文件没有传完，没有保存任何内容，请重试",
            "the file did not arrive whole; nothing was saved, try again",
        )),
        FilesError::NotFound | FilesError::NoPicture => Problem::not_found(),
        FilesError::DiskFull => {
            let title = Label::new("附件存储已满", "The store of attachments is full");
            let detail = Label::new(
                "没有保存任何内容，请联系维护人员腾出空间。",
                "Nothing was saved; ask whoever maintains this server for space.",
            );
            Problem::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", title).detail(detail)
        }
        FilesError::Place(error) => {
            tracing::error!(%error, "the store of attachments does not work");
            Problem::unavailable(10)
        }
        FilesError::Temporary(error) => Problem::internal(error),
        FilesError::Commit(error) => error.into(),
        FilesError::Store(error) => error.into(),
        FilesError::Canonical(error) => error.into(),
    }
}

fn field_error(fault: &Fault) -> FieldError {
    FieldError::new(fault.field.clone(), text_of(fault))
}

fn text_of(fault: &Fault) -> Text {
    Text::new(fault.text(Language::Zh), fault.text(Language::En))
}

fn retired() -> Problem {
    let title = Label::new("该记录已停用", "The row is out of use");
    let detail = Label::new("请先恢复，再修改。", "Restore it first, then change it.");
    Problem::new(StatusCode::CONFLICT, "retired", title).detail(detail)
}

fn referred_to(referrers: &[Referrer]) -> Problem {
    let title = Label::new("仍被其他记录引用", "Other rows refer to it");
    let detail = Label::new(
        "请先停用引用它的记录，或让它们改引别的记录。",
        "Retire the rows that refer to it, or let them refer to another.",
    );
    let rows: Vec<Json> = referrers
        .iter()
        .map(|one| {
            json!({
                "register": one.register,
                "label": {"zh": one.label.zh, "en": one.label.en},
                "field": one.field,
                "rows": one.rows,
            })
        })
        .collect();
    Problem::new(StatusCode::CONFLICT, "referred_to", title)
        .detail(detail)
        .current(json!({ "referrers": rows }))
}

/// A row would stand in an area that the caller does not answer for.
pub(crate) fn outside_areas(field: &'static str) -> Problem {
    let words = Label::new(
        "请填写您负责的辖区内的区划",
        "name a region inside the areas that you answer for",
    );
    Problem::invalid([FieldError::new(field, words)])
}

/// The problem of a question that the register does not allow.
pub(crate) fn question(error: QueryError) -> Problem {
    let english = error.to_string();
    let chinese = match &error {
        QueryError::UnknownField { field, .. } => format!("没有字段“{field}”"),
        QueryError::NotFiltered(field) => format!("不能按“{field}”筛选"),
        QueryError::NotSorted(field) => format!("不能按“{field}”排序"),
        QueryError::NotSearched(_) => "此台账不能按词检索".to_owned(),
        QueryError::Operator { field, .. } => format!("“{field}”不能这样比较"),
        QueryError::Value { field, fault } => match fault {
            Some(fault) => format!("“{field}”：{}", fault.text(Language::Zh)),
            None => format!("“{field}”的比较值有误"),
        },
        QueryError::Cursor => "页码标记不属于此列表，请从第一页开始".to_owned(),
    };
    Problem::malformed(Text::new(chinese, english))
}
