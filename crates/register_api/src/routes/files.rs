//! Files: the template, the list as a file, and imports.

use std::io::{Seek as _, Write as _};

use api::{Caller, Lang, PathOf, Problem, QueryOf};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use base::{Label, Uuid};
use futures_util::StreamExt as _;
use register::FieldDef;
use serde::{Deserialize, Serialize};
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;

use super::{Answer, Asks, Operation};
use crate::file::{self, Export, Format, Shows};
use crate::import::{self, Job, Mode};
use crate::{Room, question};

/// The largest file that is taken, bytes.
const LARGEST: usize = 256 << 20;

const LANGUAGE: (&str, &str) = ("lang", "zh or en; the caller's language when not said.");

pub(super) const EXPORT: Operation = Operation {
    method: "GET",
    tail: "/export",
    writes: false,
    name: "export",
    summary: "All rows of a list as a file.",
    asks: Asks::Question,
    parameters: &[
        ("format", "xlsx or csv; xlsx when not said."),
        ("columns", "Fields, separated by commas; all when not said."),
        (
            "reason",
            "Why personal values are to be shown instead of masks; each row read is noted with it.",
        ),
        LANGUAGE,
    ],
    answer: Answer::File,
    serve: || get(export),
};

pub(super) const TEMPLATE: Operation = Operation {
    method: "GET",
    tail: "/template",
    writes: false,
    name: "template",
    summary: "The workbook that people fill in for an import.",
    asks: Asks::Nothing,
    parameters: &[LANGUAGE],
    answer: Answer::File,
    serve: || get(template),
};

pub(super) const IMPORT: Operation = Operation {
    method: "POST",
    tail: "/imports",
    writes: true,
    name: "import",
    summary: "Takes an .xlsx or CSV; a row that holds the unique value of a standing one changes it.",
    asks: Asks::Bytes,
    parameters: &[
        (
            "mode",
            "dry_run says what is wrong and writes nothing; apply writes all rows or none.",
        ),
        ("file", "The file's name."),
    ],
    answer: Answer::Started,
    serve: || post(begin),
};

pub(super) const PROGRESS: Operation = Operation {
    method: "GET",
    tail: "/imports/{import}",
    writes: true,
    name: "import_progress",
    summary: "How far an import of the caller's is.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Import,
    serve: || get(progress),
};

pub(super) const CANCEL: Operation = Operation {
    method: "DELETE",
    tail: "/imports/{import}",
    writes: true,
    name: "import_cancel",
    summary: "Stops an import; nothing of it stays.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Nothing,
    serve: || delete(cancel),
};

pub(super) const REPORT: Operation = Operation {
    method: "GET",
    tail: "/imports/{import}/report",
    writes: true,
    name: "import_report",
    summary: "The rows that are wrong, each with what is wrong, as an .xlsx.",
    asks: Asks::Nothing,
    parameters: &[LANGUAGE],
    answer: Answer::File,
    serve: || get(report),
};

type Pairs = QueryOf<Vec<(String, String)>>;

async fn export(
    State(room): State<Room>,
    caller: Caller,
    Lang(language): Lang,
    QueryOf(pairs): Pairs,
) -> Result<Response, Problem> {
    let (query, extras) = question::read(room.def, &caller, pairs)?;
    let query = room.found(&caller, query, &extras).await?;
    let format = match extras.format.as_deref() {
        None | Some("xlsx") => Format::Xlsx,
        Some("csv") => Format::Csv,
        Some(_) => {
            return Err(malformed(
                "format 应为 xlsx 或 csv",
                "format is xlsx or csv",
            ));
        }
    };
    let all: &'static [FieldDef] = room.def.fields;
    let columns: Vec<&'static FieldDef> = match extras.columns {
        None => all.iter().collect(),
        Some(names) => {
            let known = |name: &String| all.iter().find(|field| field.name == name);
            let found: Option<Vec<_>> = names.iter().map(known).collect();
            found.ok_or_else(|| {
                malformed(
                    "columns 中有不存在的字段",
                    "columns names a field that does not exist",
                )
            })?
        }
    };
    let shows = match extras.reason {
        None => Shows::Masks,
        Some(_) if !caller.permits(room.def.personal_permission) => return Err(Problem::denied()),
        Some(reason) => Shows::Values {
            actor: caller.actor(),
            reason,
        },
    };
    let wanted = Export {
        query,
        columns,
        format,
        language: extras.language.unwrap_or(language),
        shows,
    };
    let written = file::export(&room.ledger, wanted).await?;
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(written)));
    let name = format!("{}.{}", room.def.key, format.extension());
    Ok(attachment(format.media_type(), &name, body))
}

async fn template(
    State(room): State<Room>,
    Lang(language): Lang,
    QueryOf(asked): QueryOf<InLanguage>,
) -> Result<Response, Problem> {
    let bytes = file::template(room.def, asked.or(language)).map_err(Problem::internal)?;
    let name = format!("{}_template.xlsx", room.def.key);
    Ok(attachment(
        Format::Xlsx.media_type(),
        &name,
        Body::from(bytes),
    ))
}

#[derive(Deserialize)]
struct InLanguage {
    lang: Option<String>,
}

impl InLanguage {
    fn or(&self, usual: base::Language) -> base::Language {
        self.lang
            .as_deref()
            .map_or(usual, base::Language::from_accept)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    mode: WantedMode,
    #[serde(default)]
    file: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WantedMode {
    DryRun,
    Apply,
}

/// An import that was begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterImportStarted {
    id: Uuid,
}

async fn begin(
    State(room): State<Room>,
    caller: Caller,
    QueryOf(wanted): QueryOf<Wanted>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    // Who says how much it is need not send it.
    let said = headers.get(header::CONTENT_LENGTH);
    let said = said.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|length| length > LARGEST) {
        return Err(too_large());
    }
    let file = received(body).await?;
    let id = room.platform.journal.new_id();
    let job = Job {
        ledger: room.ledger.clone(),
        caller,
        file,
        name: wanted.file.chars().take(200).collect(),
        mode: match wanted.mode {
            WantedMode::DryRun => Mode::DryRun,
            WantedMode::Apply => Mode::Apply,
        },
    };
    import::start(&room.imports, job, id, room.platform.clock.now());
    Ok((StatusCode::ACCEPTED, Json(RegisterImportStarted { id })).into_response())
}

/// The body as a temporary file, read from its beginning.
async fn received(body: Body) -> Result<std::fs::File, Problem> {
    let mut file = tempfile::tempfile().map_err(Problem::internal)?;
    let mut pieces = body.into_data_stream();
    let mut bytes = 0;
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| {
            malformed(
                "文件没有传完，请重试",
                "the file did not arrive whole; try again",
            )
        })?;
        bytes += piece.len();
        if bytes > LARGEST {
            return Err(too_large());
        }
        // Some kilobytes into the page cache.
        file.write_all(&piece).map_err(Problem::internal)?;
    }
    file.rewind().map_err(Problem::internal)?;
    Ok(file)
}

fn too_large() -> Problem {
    let title = Label::new("文件过大", "The file is too large");
    let detail = Label::new(
        "文件不得超过 256 MiB，请拆分。",
        "A file may hold 256 MiB; split it.",
    );
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", title).detail(detail)
}

async fn progress(
    State(room): State<Room>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
) -> Result<Json<import::Shown>, Problem> {
    let shown = room
        .imports
        .shown(id, caller.account, room.def.key, language);
    shown.map(Json).ok_or_else(Problem::not_found)
}

async fn cancel(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<StatusCode, Problem> {
    if room.imports.cancel(id, caller.account, room.def.key) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

async fn report(
    State(room): State<Room>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(id): PathOf<Uuid>,
    QueryOf(asked): QueryOf<InLanguage>,
) -> Result<Response, Problem> {
    let language = asked.or(language);
    let report = room.imports.report(id, caller.account, room.def, language);
    let bytes = report
        .ok_or_else(Problem::not_found)?
        .map_err(Problem::internal)?;
    let name = format!("{}_report.xlsx", room.def.key);
    Ok(attachment(
        Format::Xlsx.media_type(),
        &name,
        Body::from(bytes),
    ))
}

/// A file as the browser keeps it.
pub(crate) fn attachment(media: &'static str, name: &str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn malformed(zh: &'static str, en: &'static str) -> Problem {
    Problem::malformed(Label::new(zh, en))
}
