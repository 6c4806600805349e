//! Failures of the rooms below as problems: one place decides what a caller sees of them.

use access::{AccessError, SetsError};
use axum::http::StatusCode;
use base::Label;
use journal::{CommitError, JournalError};
use ports::PortError;
use sea_orm::DbErr;
use store::StoreError;

use crate::problem::{FieldError, Problem, Text};

/// Seconds after which a busy or absent database is worth another try.
const RETRY: u64 = 2;

impl From<CommitError> for Problem {
    fn from(error: CommitError) -> Self {
        match &error {
            CommitError::Conflict { .. } => {
                let title =
                    Label::new("记录已被他人修改", "The record was changed by someone else");
                let detail = Label::new(
                    "没有保存任何内容，请重新读取后再提交。",
                    "Nothing was saved; read it again and decide again.",
                );
                Self::new(StatusCode::CONFLICT, "conflict", title).detail(detail)
            }
            CommitError::Duplicate => {
                let title = Label::new("记录已存在", "It exists already");
                Self::new(StatusCode::CONFLICT, "duplicate", title)
            }
            CommitError::Overloaded | CommitError::Unavailable | CommitError::Closed => {
                Self::unavailable(RETRY)
            }
            CommitError::DiskFull => {
                tracing::error!("no space is left on the disk of the database");
                let title = Label::new("数据库磁盘已满", "The disk of the database is full");
                let detail = Label::new(
                    "没有保存任何内容，请立即通知维护人员。",
                    "Nothing was saved; tell whoever maintains this server at once.",
                );
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full", title).detail(detail)
            }
            CommitError::InDoubt => {
                let title =
                    Label::new("无法确认是否已保存", "It is not known whether it was saved");
                let detail = Label::new(
                    "保存时连接中断，请先核对记录，再决定是否重做。",
                    "The connection broke while saving; look whether it is there before repeating it.",
                );
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "in_doubt", title).detail(detail)
            }
            CommitError::Refused(_) => Self::internal(error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.is_temporary() {
            tracing::warn!(%error, "the database was not available to a request");
            Self::unavailable(RETRY)
        } else {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            Self::internal(cause.unwrap_or_else(|| error.to_string()))
        }
    }
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        StoreError::from(error).into()
    }
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Store(error) => error.into(),
            other => Self::internal(other),
        }
    }
}

impl From<base::CanonicalError> for Problem {
    fn from(error: base::CanonicalError) -> Self {
        Self::internal(error)
    }
}

impl From<PortError> for Problem {
    fn from(error: PortError) -> Self {
        match error {
            PortError::Refused(reason) => {
                let title = Label::new("请求被拒绝", "The request was refused");
                Self::new(StatusCode::CONFLICT, "refused", title)
                    .detail(Text::new(reason.clone(), reason))
            }
            PortError::Unavailable(cause) => {
                tracing::warn!(%cause, "a room was not available to a request");
                Self::unavailable(RETRY)
            }
        }
    }
}

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        let field = |name: &str, zh: &str| {
            Self::invalid([FieldError::new(name, Text::new(zh, error.to_string()))])
        };
        match error {
            AccessError::Username(_) => field(
                "username",
                "用户名应为 2 至 32 个小写字母、数字或 . _ - 字符",
            ),
            AccessError::UsernameTaken(_) => field("username", "用户名已被使用"),
            AccessError::Password => field("password", "密码应为 10 至 256 个字符"),
            AccessError::DisplayName => field("name", "名称应为 1 至 40 个字符"),
            AccessError::RoleOfMachines => field("role", "该角色仅用于接口令牌"),
            AccessError::Sets(unfit) => field("sets", unfit_sets(unfit)),
            AccessError::TooWide => field("sets", "超出您自己的权限范围"),
            AccessError::TokenPermission(_) => field("permissions", "接口令牌不能有此权限"),
            AccessError::TokenPermissions => field("permissions", "请至少选择一项权限"),
            AccessError::TokenExpiry => field("expires_at", "有效期应在两年以内"),
            AccessError::OwnAccount => {
                let title = Label::new(
                    "不能更改自己账号的权限",
                    "Nobody changes the rights of their own account",
                );
                let detail = Label::new("请由其他管理员操作。", "Ask another administrator.");
                Self::new(StatusCode::CONFLICT, "own_account", title).detail(detail)
            }
            AccessError::LastAdministrator => {
                let title = Label::new("这是最后一名全市管理员", "This is the last administrator");
                let detail = Label::new(
                    "请先设置另一名全市管理员。",
                    "Make another administrator of the whole city first.",
                );
                Self::new(StatusCode::CONFLICT, "last_administrator", title).detail(detail)
            }
            AccessError::UnknownAccount(_)
            | AccessError::UnknownSession
            | AccessError::UnknownToken(_) => Self::not_found(),
            AccessError::Store(error) => error.into(),
            AccessError::Commit(error) => error.into(),
            AccessError::Canonical(_) | AccessError::Unreadable { .. } | AccessError::Crypto(_) => {
                Self::internal(error)
            }
        }
    }
}

const fn unfit_sets(error: SetsError) -> &'static str {
    match error {
        SetsError::AreaMissing => "该角色至少需要一个行政区划",
        SetsError::UnitMissing => "该角色需要本单位或服务单位",
        SetsError::UnitsUnfit => "该角色不按单位限定范围",
        SetsError::SectorsUnfit => "该角色不按行业限定范围",
        SetsError::TooMany => "每类范围最多 500 项",
    }
}
