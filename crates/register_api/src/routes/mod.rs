//! The operations of a register: which there are, what each asks for, and where they are served.

mod attachments;
mod files;
mod labels;
mod personal;
mod read;
mod views;
mod write;

pub(crate) use files::attachment;

use std::sync::Arc;

use access::OperationRule;
use api::{Caller, Page, Problem};
use axum::Json;
use axum::extract::State;
use axum::routing::MethodRouter;
use register::{Catalogue, Keeper, LedgerError, RegisterDef, Stored};
use utoipa::ToSchema as _;
use utoipa::openapi::{RefOr, Response, Schema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Room;
use crate::import::Shown;
use crate::info::{RegisterInfo, RegisterList};
use crate::view::RegisterRow;
use crate::{document, scope};

/// One operation that every register has.
pub(crate) struct Operation {
    /// HTTP method.
    pub(crate) method: &'static str,
    /// Behind the register's address.
    pub(crate) tail: &'static str,
    /// Whether it changes something.
    pub(crate) writes: bool,
    /// Its name for programs; `{key}` is put behind it.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) summary: &'static str,
    /// What it takes beside the address.
    pub(crate) asks: Asks,
    /// What it is asked in the query, beside what [`Asks::Question`] asks: name and meaning.
    pub(crate) parameters: &'static [(&'static str, &'static str)],
    /// What it gives.
    pub(crate) answer: Answer,
    serve: fn() -> MethodRouter<Room>,
}

/// What an operation takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    Nothing,
    /// Filters, words, order and page.
    Question,
    /// A row's values.
    Values,
    /// A file.
    Bytes,
    /// Why personal values are read or erased.
    Reason,
    /// A view to be saved.
    View,
}

/// What an operation gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    Rows,
    Row,
    Created,
    History,
    File,
    Started,
    Import,
    Uncovered,
    Attachments,
    Attached,
    Views,
    Nothing,
}

impl Operation {
    /// Whether it is refused without the version that was read: every change of a row.
    pub(crate) fn checks_version(&self) -> bool {
        matches!(self.answer, Answer::Row) && self.writes
    }

    /// The permission that it asks for. Who gives a reason works on personal values; where that
    /// writes, its handler asks for the personal permission too.
    pub(crate) const fn permission(&self, def: &RegisterDef) -> &'static str {
        match (self.asks, self.writes) {
            (Asks::Reason, false) => def.personal_permission,
            (_, true) => def.write_permission,
            (_, false) => def.read_permission,
        }
    }
}

impl Answer {
    pub(crate) const fn status(self) -> &'static str {
        match self {
            Self::Created | Self::Attached => "201",
            Self::Started => "202",
            Self::Nothing => "204",
            _ => "200",
        }
    }

    pub(crate) fn response(self) -> Response {
        match self {
            Self::Rows => document::json_of::<Page<RegisterRow>>(),
            Self::Row | Self::Created => document::json_of::<RegisterRow>(),
            Self::History => document::json_of::<read::RegisterHistory>(),
            Self::Started => document::json_of::<files::RegisterImportStarted>(),
            Self::Import => document::json_of::<Shown>(),
            Self::Uncovered => document::json_of::<personal::PersonalValues>(),
            Self::Attachments => document::json_of::<attachments::RegisterAttachments>(),
            Self::Attached => document::json_of::<attachments::AttachmentView>(),
            Self::Views => document::json_of::<views::RegisterViews>(),
            Self::File => document::file_of("application/octet-stream"),
            Self::Nothing => Response::new("Done"),
        }
    }

    pub(crate) fn schemas(self) -> Vec<(String, RefOr<Schema>)> {
        match self {
            Self::Rows => document::schemas_of::<Page<RegisterRow>>(),
            Self::Row | Self::Created => document::schemas_of::<RegisterRow>(),
            Self::History => document::schemas_of::<read::RegisterHistory>(),
            Self::Started => document::schemas_of::<files::RegisterImportStarted>(),
            Self::Import => document::schemas_of::<Shown>(),
            Self::Uncovered => document::schemas_of::<personal::PersonalValues>(),
            Self::Attachments => document::schemas_of::<attachments::RegisterAttachments>(),
            Self::Attached => document::schemas_of::<attachments::AttachmentView>(),
            Self::Views => document::schemas_of::<views::RegisterViews>(),
            Self::File | Self::Nothing => Vec::new(),
        }
    }
}

impl Asks {
    /// The schemas of what it takes, beside those of the register itself.
    pub(crate) fn schemas(self) -> Vec<(String, RefOr<Schema>)> {
        match self {
            Self::Reason => document::schemas_of::<personal::PersonalReason>(),
            Self::View => document::schemas_of::<views::RegisterViewInput>(),
            _ => Vec::new(),
        }
    }

    /// The name of the schema of its body, where it is one of ours.
    pub(crate) fn named(self) -> Option<std::borrow::Cow<'static, str>> {
        match self {
            Self::Reason => Some(personal::PersonalReason::name()),
            Self::View => Some(views::RegisterViewInput::name()),
            _ => None,
        }
    }
}

/// What every register can be asked.
pub(crate) const OPERATIONS: &[Operation] = &[
    files::EXPORT,
    files::TEMPLATE,
    files::IMPORT,
    files::PROGRESS,
    files::CANCEL,
    files::REPORT,
    labels::SHEET,
    views::LIST,
    views::SAVE,
    views::FORGET,
    read::LIST,
    read::READ,
    read::HISTORY,
    write::CREATE,
    write::UPDATE,
    write::RETIRE,
    write::RESTORE,
    personal::UNCOVER,
    personal::ERASE,
    attachments::LIST,
    attachments::ADD,
    attachments::CONTENT,
    attachments::THUMBNAIL,
    attachments::REMOVE,
    labels::LABEL,
];

/// What only a register that people keep is asked: the rows of a managed one are cases, and its loop
/// writes them.
const OF_PEOPLE: [&str; 9] = [
    "create",
    "update",
    "retire",
    "restore",
    "template",
    "import",
    "import_progress",
    "import_cancel",
    "import_report",
];

/// The operations that a register has.
fn operations_of(def: &RegisterDef) -> impl Iterator<Item = &'static Operation> + use<> {
    let by_people = def.keeper == Keeper::People;
    let personal = def.fields.iter().any(|field| field.personal);
    OPERATIONS.iter().filter(move |one| {
        (by_people || !OF_PEOPLE.contains(&one.name)) && (personal || one.asks != Asks::Reason)
    })
}

/// `GET /api/v1/registers`: everybody who is signed in; each sees the registers of their role.
pub(crate) const RULE_OF_ALL: OperationRule = OperationRule {
    method: "GET",
    path: "/api/v1/registers",
    permission: access::permission::SESSION_OWN,
};

/// The address of an operation, for the life of the program: registers are declared once.
pub(crate) fn path(def: &'static RegisterDef, operation: &Operation) -> &'static str {
    format!("/api/v1/registers/{}{}", def.key, operation.tail).leak()
}

/// Which permission each operation of a register asks for.
pub(crate) fn rules_of(def: &'static RegisterDef) -> impl Iterator<Item = OperationRule> {
    operations_of(def).map(move |operation| OperationRule {
        method: operation.method,
        path: path(def, operation),
        permission: operation.permission(def),
    })
}

/// The operations of one register.
pub(crate) fn of_register(room: Room) -> OpenApiRouter {
    let served = |router: OpenApiRouter<Room>, operation: &Operation| {
        router.route(path(room.def, operation), (operation.serve)())
    };
    let operations: Vec<&Operation> = operations_of(room.def).collect();
    let document = document::of_register(room.def, &operations);
    let router = OpenApiRouter::with_openapi(document);
    operations.into_iter().fold(router, served).with_state(room)
}

/// The list of registers.
pub(crate) fn of_all(catalogue: &Arc<Catalogue>) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_registers))
        .with_state(Arc::clone(catalogue))
}

/// 台账 all registers that the caller may read.
#[utoipa::path(
    get,
    path = "/api/v1/registers",
    operation_id = "list_registers",
    tag = "register",
    responses(
        (status = 200, body = RegisterList),
        api::ListRefusals,
    )
)]
async fn list_registers(
    State(catalogue): State<Arc<Catalogue>>,
    caller: Caller,
) -> Json<RegisterList> {
    let readable = catalogue
        .iter()
        .filter(|def| caller.permits(def.read_permission));
    Json(RegisterList {
        items: readable.map(|def| RegisterInfo::of(def, &caller)).collect(),
    })
}

impl Room {
    /// The row, if the caller answers for its area; others have no such row.
    pub(crate) async fn seen(&self, caller: &Caller, id: base::Uuid) -> Result<Stored, Problem> {
        let found = self
            .ledger
            .get(id)
            .await
            .map_err(crate::problem::of_ledger)?;
        found
            .filter(|row| self.covers(caller, row))
            .ok_or_else(Problem::not_found)
    }

    /// Whether the caller answers for a row.
    pub(crate) fn covers(&self, caller: &Caller, row: &Stored) -> bool {
        scope::admits(caller, self.def, row)
    }

    /// A refusal in the API's words; a conflict shows the row that stands.
    pub(crate) async fn refusal(&self, error: LedgerError) -> Problem {
        let LedgerError::Conflict { current, .. } = error else {
            return crate::problem::of_ledger(error);
        };
        match crate::view::row(&self.ledger, *current).await {
            Ok(row) => Problem::precondition_failed(row),
            Err(problem) => problem,
        }
    }
}
