//! One import at work.

use std::fs::File;

use api::{Caller, Problem};
use base::{Language, Uuid};
use journal::{Lane, MOST_CHANGES};
use register::{Author, Ledger, Plan, RegisterDef, Seen, StagedRows};
use sheets::{Cell, Heading, Kind, Limits, MergedRange, Row, SheetError, Visibility};
use tokio::sync::{mpsc, watch};

use super::plan::{self, Columns};
use super::state::{Imports, Known, MatchedColumn, Message, Mode, REPORTED, Stage};
use crate::file;
use crate::problem::of_ledger;

/// Rows that are checked and staged at a time: small enough that nobody waits behind them.
const PIECE: usize = 100;

/// What is to be imported.
pub(crate) struct Job {
    pub(crate) ledger: Ledger,
    pub(crate) caller: Caller,
    pub(crate) file: File,
    pub(crate) name: String,
    pub(crate) mode: Mode,
}

/// Why an import ended without its rows.
enum End {
    Refused(Message),
    Cancelled,
    Failed(Problem),
}

impl From<Problem> for End {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// Starts an import and says how it is called.
pub(crate) fn start(imports: &Imports, job: Job, id: Uuid, now: base::Timestamp) {
    let (cancel, cancelled) = watch::channel(false);
    imports.add(
        id,
        Known {
            account: job.caller.account,
            register: job.ledger.def().key,
            file: job.name.clone(),
            mode: job.mode,
            stage: Stage::Checking,
            rows: 0,
            faulty: 0,
            created: 0,
            updated: 0,
            unchanged: 0,
            message: None,
            columns: Vec::new(),
            wrong: Vec::new(),
            started_at: now,
            ended_at: None,
            cancel,
        },
    );
    let imports = imports.clone();
    tokio::spawn(async move {
        let clock = job.ledger.clock().clone();
        let ended = work(&imports, id, job, cancelled).await;
        imports.note(id, |known| {
            known.ended_at = Some(clock.now());
            known.stage = match ended {
                Ok(()) if known.faulty > 0 => Stage::Refused,
                Ok(()) => Stage::Done,
                Err(End::Refused(message)) => {
                    known.message = Some(message);
                    Stage::Refused
                }
                Err(End::Cancelled) => Stage::Cancelled,
                Err(End::Failed(problem)) => {
                    tracing::warn!(
                        code = problem.code(),
                        register = known.register,
                        "an import failed"
                    );
                    known.message = Some(Message::new(
                        "服务器未能完成导入，没有写入任何内容，请重试",
                        "the server could not finish the import; nothing was written, try again",
                    ));
                    Stage::Failed
                }
            };
        });
    });
}

async fn work(
    imports: &Imports,
    id: Uuid,
    job: Job,
    cancelled: watch::Receiver<bool>,
) -> Result<(), End> {
    let Job {
        ledger,
        caller,
        file,
        mode,
        ..
    } = job;
    let (send, mut pieces) = mpsc::channel(2);
    let def = ledger.def();
    let reader = tokio::task::spawn_blocking(move || read(def, file, &send));
    let mut staged = match mode {
        Mode::DryRun => None,
        Mode::Apply => {
            let author = Author {
                lane: Lane::Import,
                ..Author::person(caller.actor())
            };
            Some(ledger.stage(author).await.map_err(of_ledger)?)
        }
    };
    let taken = take(
        imports,
        id,
        &ledger,
        &caller,
        &mut pieces,
        &mut staged,
        &cancelled,
    )
    .await;
    drop(pieces);
    let read = reader.await.map_err(Problem::internal)?;
    let faulty = imports.locked().get(&id).map_or(0, |known| known.faulty);
    let good = taken.and(read.map_err(End::Refused));
    let Some(staged) = staged else { return good };
    if good.is_err() || faulty > 0 {
        staged.discard().await.map_err(of_ledger)?;
        return good;
    }
    imports.note(id, |known| known.stage = Stage::Applying);
    staged.flip().await.map_err(of_ledger)?;
    Ok(())
}

/// A piece of the file on its way from the reader.
enum Piece {
    Columns(Columns, Vec<MatchedColumn>),
    Rows(Vec<Row>),
}

async fn take(
    imports: &Imports,
    id: Uuid,
    ledger: &Ledger,
    caller: &Caller,
    pieces: &mut mpsc::Receiver<Piece>,
    staged: &mut Option<StagedRows>,
    cancelled: &watch::Receiver<bool>,
) -> Result<(), End> {
    let (mut columns, mut seen, mut changes) = (Columns::new(), Seen::default(), 0);
    while let Some(piece) = pieces.recv().await {
        if *cancelled.borrow() {
            return Err(End::Cancelled);
        }
        let rows = match piece {
            Piece::Columns(found, shown) => {
                columns = found;
                imports.note(id, |known| known.columns = shown);
                continue;
            }
            Piece::Rows(rows) => rows,
        };
        let count = rows.len() as u64;
        let checked = plan::check(ledger, caller, &columns, rows, &mut seen).await?;
        let of =
            |wanted: fn(&Plan) -> bool| checked.plans.iter().filter(|plan| wanted(plan)).count();
        let created = of(|plan| matches!(plan, Plan::Create(_)));
        let updated = of(|plan| matches!(plan, Plan::Update { .. }));
        let unchanged = of(|plan| matches!(plan, Plan::Unchanged));
        changes += updated;
        if changes > MOST_CHANGES {
            return Err(End::Refused(Message::new(
                format!("一次最多修改{MOST_CHANGES}条已有记录，请分几个文件导入"),
                format!("one file changes at most {MOST_CHANGES} standing rows; split it"),
            )));
        }
        let faulty = imports.locked().get(&id).map_or(0, |known| known.faulty);
        if let Some(staged) = staged
            .as_mut()
            .filter(|_| faulty == 0 && checked.wrong.is_empty())
        {
            staged.add_planned(checked.plans).await.map_err(of_ledger)?;
        }
        imports.note(id, |known| {
            known.rows += count;
            known.created += created as u64;
            known.updated += updated as u64;
            known.unchanged += unchanged as u64;
            known.faulty += checked.wrong.len() as u64;
            let room = REPORTED.saturating_sub(known.wrong.len());
            known.wrong.extend(checked.wrong.into_iter().take(room));
        });
    }
    Ok(())
}

/// Reads the first visible sheet and hands it over in pieces; stops when nobody takes them.
fn read(def: &'static RegisterDef, file: File, send: &mpsc::Sender<Piece>) -> Result<(), Message> {
    let mut book = sheets::open(file, &Limits::default()).map_err(|error| of_sheet(&error))?;
    let visible = |sheet: &sheets::SheetInfo| sheet.visibility == Visibility::Visible;
    let at =
        book.sheets().iter().position(visible).ok_or_else(|| {
            Message::new("文件中没有可见的工作表", "the file has no visible sheet")
        })?;
    let mut rows = book.rows(at).map_err(|error| of_sheet(&error))?;
    if let Some(merged) = rows.layout().merged.first() {
        return Err(of_merged(merged));
    }
    let head = rows
        .next()
        .ok_or_else(|| Message::new("工作表是空的", "the sheet is empty"))?;
    let head = head.map_err(|error| of_sheet(&error))?;
    let (columns, shown) = matched(def, &head)?;
    if send.blocking_send(Piece::Columns(columns, shown)).is_err() {
        return Ok(());
    }
    let mut piece = Vec::with_capacity(PIECE);
    for row in rows {
        let row = row.map_err(|error| of_sheet(&error))?;
        if row.cells.iter().all(|cell| cell.plain().trim().is_empty()) {
            continue;
        }
        piece.push(row);
        if piece.len() == PIECE
            && send
                .blocking_send(Piece::Rows(std::mem::take(&mut piece)))
                .is_err()
        {
            return Ok(());
        }
    }
    // Nobody takes it any more: whoever stopped says why.
    let _stopped = send.blocking_send(Piece::Rows(piece));
    Ok(())
}

/// The fields of the columns; a file that lacks a required one is another register's.
fn matched(
    def: &'static RegisterDef,
    head: &Row,
) -> Result<(Columns, Vec<MatchedColumn>), Message> {
    let mut columns = Columns::new();
    let mut shown = Vec::new();
    for cell in &head.cells {
        let text = cell.plain().trim().to_owned();
        let found = file::field_of(def, &text).and_then(|at| def.fields.get(at));
        if let Some(twice) = found.filter(|field| {
            columns
                .iter()
                .flatten()
                .any(|known: &&register::FieldDef| known.name == field.name)
        }) {
            return Err(Message::new(
                format!("有两列都是“{}”", twice.label.zh),
                format!("two columns are '{}'", twice.label.en),
            ));
        }
        columns.push(found);
        if !text.is_empty() {
            shown.push(MatchedColumn {
                heading: text,
                field: found.map(|field| field.name),
            });
        }
    }
    let key = def.fields.iter().find(|field| field.unique);
    let there = |field: &register::FieldDef| {
        columns
            .iter()
            .flatten()
            .any(|known| known.name == field.name)
    };
    // With the key alone a file may change standing rows.
    let needed = def.fields.iter().filter(|field| field.required);
    let missing: Vec<_> = needed.filter(|field| !there(field)).collect();
    if missing.is_empty() || key.is_some_and(there) && columns.iter().flatten().count() > 1 {
        return Ok((columns, shown));
    }
    let zh: Vec<&str> = missing.iter().map(|field| field.label.zh).collect();
    let en: Vec<&str> = missing.iter().map(|field| field.label.en).collect();
    Err(Message::new(
        format!("缺少列：{}。请使用模板中的表头", zh.join("、")),
        format!(
            "these columns are missing: {}; use the template's headings",
            en.join(", ")
        ),
    ))
}

/// Only the first cell of a merged range has a content; whether the others mean it too, nobody can
/// tell.
fn of_merged(range: &MergedRange) -> Message {
    let (first, last) = (range.first_row, range.last_row);
    Message::new(
        format!("第{first}行至第{last}行有合并单元格，请取消合并，并在每一格中填写内容"),
        format!("cells are merged in rows {first} to {last}; split them and fill in each one"),
    )
}

fn of_sheet(error: &SheetError) -> Message {
    let zh = match error {
        SheetError::TooLarge { limit, .. } => format!("文件超出限制（{limit}），请拆分"),
        SheetError::ZipBomb { .. } => "文件解压后过大，不予接收".to_owned(),
        SheetError::MacroFile => "文件含有宏，请另存为不含宏的 .xlsx".to_owned(),
        SheetError::Encrypted => "文件有密码保护，请去掉密码后再导入".to_owned(),
        SheetError::OldExcel => "旧版 .xls 格式，请另存为 .xlsx".to_owned(),
        SheetError::NotASheet { .. } => "不是 .xlsx 或 CSV 文件".to_owned(),
        SheetError::Undecodable { line } => format!("第{line}行既不是 UTF-8 也不是 GB 18030 编码"),
        SheetError::Truncated => "文件不完整，请重新上传".to_owned(),
        SheetError::DocumentType { .. } => "文件含有外部声明，不予接收".to_owned(),
        SheetError::Damaged { .. } | SheetError::NoSuchSheet { .. } | SheetError::Io(_) => {
            "文件已损坏，请用表格软件打开并重新保存".to_owned()
        }
    };
    Message::new(zh, error.to_string())
}

/// The rows that are wrong as a workbook: what stood there, and what is wrong.
pub(super) fn report(
    known: &Known,
    def: &'static RegisterDef,
    language: Language,
) -> Result<Vec<u8>, sheets::WriteError> {
    let zh = language == Language::Zh;
    let mut bytes = Vec::new();
    let name = if zh {
        "未通过的行"
    } else {
        "Rows not taken"
    };
    let mut writer = sheets::xlsx_writer(&mut bytes, name)?;
    let row = Heading::new(if zh { "行号" } else { "Row" }, Kind::Number);
    let columns = known
        .columns
        .iter()
        .map(|column| Heading::new(column.heading.clone(), Kind::Text));
    let headings: Vec<Heading> = [row, file::fault_heading(language)]
        .into_iter()
        .chain(columns)
        .collect();
    writer.heading(&headings)?;
    for wrong in &known.wrong {
        let said: Vec<String> = wrong
            .faults
            .iter()
            .map(|fault| fault.text(def, language))
            .collect();
        let head = [
            Cell::Number(i64::from(wrong.number).into()),
            Cell::from(said.join(if zh { "；" } else { "; " })),
        ];
        let cells = wrong.cells.iter().map(|text| Cell::from(text.as_str()));
        writer.row(&head.into_iter().chain(cells).collect::<Vec<_>>())?;
    }
    writer.finish()?;
    Ok(bytes)
}
