//! What is known of the imports of this process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use api::ApiTime;
use base::{Language, Timestamp, Uuid};
use register::{FaultCode, Faults, RegisterDef};
use serde::Serialize;
use tokio::sync::watch;
use utoipa::ToSchema;

/// Finished imports that are kept for those who come back to look.
const KEPT: usize = 200;
/// Complaints that are shown at once; the report holds more.
const SHOWN: usize = 100;
/// Rows that the report holds; a file with more faults than this is the wrong file.
pub(super) const REPORTED: usize = 20_000;

/// What an import is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mode {
    /// Say what is wrong, write nothing.
    DryRun,
    /// Write all rows, or none.
    Apply,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// The file is being read and its rows checked; with `apply` they are staged too.
    Checking,
    /// The rows become visible.
    Applying,
    /// Done; of a dry run: nothing is wrong.
    Done,
    /// Something is wrong with the file or its rows; nothing was written.
    Refused,
    /// Somebody cancelled it; nothing was written.
    Cancelled,
    /// The server could not finish it; nothing was written.
    Failed,
}

impl Stage {
    pub(super) const fn is_over(self) -> bool {
        !matches!(self, Self::Checking | Self::Applying)
    }
}

/// A word for people in both languages, made while running.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Message {
    pub(super) zh: String,
    pub(super) en: String,
}

impl Message {
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    fn text(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// A heading of the file and the field it was taken for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct MatchedColumn {
    pub(super) heading: String,
    /// None: the column is not read.
    #[schema(required)]
    pub(super) field: Option<&'static str>,
}

/// What is wrong with a row.
#[derive(Clone, Debug)]
pub(super) struct RowFault {
    pub(super) field: String,
    pub(super) code: &'static str,
    pub(super) message: Message,
}

impl RowFault {
    pub(super) fn all_of(faults: &Faults) -> Vec<Self> {
        let one = |fault: &register::Fault| Self {
            field: fault.field.clone(),
            code: fault.code.as_str(),
            message: Message::new(fault.text(Language::Zh), fault.text(Language::En)),
        };
        faults.iter().map(one).collect()
    }

    pub(super) fn of_cell(field: &str, words: base::Label) -> Self {
        Self {
            field: field.to_owned(),
            code: FaultCode::WrongType.as_str(),
            message: Message::new(words.zh, words.en),
        }
    }

    pub(super) fn text(&self, def: &RegisterDef, language: Language) -> String {
        let label = def.field(&self.field).map(|(_, field)| field.label);
        let label = label.map_or(self.field.as_str(), |label| label.text(language));
        format!("{label}: {}", self.message.text(language))
    }
}

/// A row that is wrong: its number in the file, its cells as texts, and why.
pub(super) struct WrongRow {
    pub(super) number: u32,
    pub(super) cells: Vec<String>,
    pub(super) faults: Vec<RowFault>,
}

/// One import.
pub(super) struct Known {
    pub(super) account: Uuid,
    pub(super) register: &'static str,
    pub(super) file: String,
    pub(super) mode: Mode,
    pub(super) stage: Stage,
    pub(super) rows: u64,
    pub(super) faulty: u64,
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) unchanged: u64,
    pub(super) message: Option<Message>,
    pub(super) columns: Vec<MatchedColumn>,
    pub(super) wrong: Vec<WrongRow>,
    pub(super) started_at: Timestamp,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) cancel: watch::Sender<bool>,
}

/// The imports of this process.
#[derive(Clone, Default)]
pub(crate) struct Imports(Arc<Mutex<HashMap<Uuid, Known>>>);

/// An import as the API shows it.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterImport)]
pub(crate) struct Shown {
    id: Uuid,
    file: String,
    mode: Mode,
    state: Stage,
    /// Rows that were read and checked so far.
    rows_done: u64,
    rows_faulty: u64,
    created: u64,
    updated: u64,
    unchanged: u64,
    started_at: ApiTime,
    #[schema(required)]
    ended_at: Option<ApiTime>,
    /// Why the whole file was refused, in the caller's language.
    #[schema(required)]
    message: Option<String>,
    columns: Vec<MatchedColumn>,
    /// The first complaints; the report has the others.
    faults: Vec<ShownFault>,
}

/// What is wrong with a row of the file.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisterImportFault)]
pub(crate) struct ShownFault {
    /// Its number in the file, as a spreadsheet counts.
    row: u32,
    field: String,
    code: &'static str,
    message: String,
}

impl Imports {
    pub(super) fn locked(&self) -> MutexGuard<'_, HashMap<Uuid, Known>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, id: Uuid, known: Known) {
        let mut all = self.locked();
        if all.len() >= KEPT {
            let over = all.iter().filter(|(_, known)| known.stage.is_over());
            let oldest = over.min_by_key(|(_, known)| known.started_at);
            if let Some(oldest) = oldest.map(|(id, _)| *id) {
                all.remove(&oldest);
            }
        }
        all.insert(id, known);
    }

    /// Changes what is known of an import.
    pub(super) fn note(&self, id: Uuid, change: impl FnOnce(&mut Known)) {
        if let Some(known) = self.locked().get_mut(&id) {
            change(known);
        }
    }

    /// An import of this account into this register.
    pub(crate) fn shown(
        &self,
        id: Uuid,
        account: Uuid,
        register: &str,
        language: Language,
    ) -> Option<Shown> {
        let all = self.locked();
        let known = all.get(&id).filter(|known| known.is(account, register))?;
        let faults = known.wrong.iter().flat_map(|row| {
            row.faults.iter().map(|fault| ShownFault {
                row: row.number,
                field: fault.field.clone(),
                code: fault.code,
                message: fault.message.text(language).to_owned(),
            })
        });
        Some(Shown {
            id,
            file: known.file.clone(),
            mode: known.mode,
            state: known.stage,
            rows_done: known.rows,
            rows_faulty: known.faulty,
            created: known.created,
            updated: known.updated,
            unchanged: known.unchanged,
            started_at: known.started_at.into(),
            ended_at: known.ended_at.map(Into::into),
            message: known.message.as_ref().map(|m| m.text(language).to_owned()),
            columns: known.columns.clone(),
            faults: faults.take(SHOWN).collect(),
        })
    }

    /// Stops an import; one that is over stays as it is. Whether there is such an import.
    pub(crate) fn cancel(&self, id: Uuid, account: Uuid, register: &str) -> bool {
        let all = self.locked();
        let known = all.get(&id).filter(|known| known.is(account, register));
        known.is_some_and(|known| {
            known.cancel.send_replace(true);
            true
        })
    }

    /// The rows that are wrong, as an .xlsx: what stood in them and why they are not taken.
    pub(crate) fn report(
        &self,
        id: Uuid,
        account: Uuid,
        def: &'static RegisterDef,
        language: Language,
    ) -> Option<Result<Vec<u8>, sheets::WriteError>> {
        let all = self.locked();
        let known = all.get(&id).filter(|known| known.is(account, def.key))?;
        Some(super::run::report(known, def, language))
    }
}

impl Known {
    fn is(&self, account: Uuid, register: &str) -> bool {
        self.account == account && self.register == register
    }
}
