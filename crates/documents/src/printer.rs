//! The printer: one template and one record in, one PDF out, within limits.
//!
//! Typesetting runs on a thread of its own, because Typst cannot be stopped from outside: when the
//! time is over the caller is told so, and the thread goes on until it is done. As it keeps its
//! place among those that may run at once, runaway templates make the printer [`PrintError::Busy`]
//! and never eat the machine.
//!
//! It is not asynchronous: [`Printer::print`] blocks, callers on a runtime put it aside.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use base::Language;
use serde_json::{Value, json};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::fonts::Fonts;
use crate::legible::Legible;
use crate::world::{Desk, shared_library};
use crate::{DocumentInfo, FontError, FontSource, PrintError, Template};

/// Beijing time, in which a PDF's time of creation is written.
const CHINA: jiff::tz::Offset = jiff::tz::Offset::constant(8);
const CHINA_MINUTES: i32 = 8 * 60;
/// Deeply nested content recurses in the typesetter; address space only, used as it is needed.
const STACK_BYTES: usize = 64 << 20;
/// After so many documents without use, a piece of typeset work is dropped from the typesetter's
/// memory. Records differ, so little is met again except fonts' measures.
const FORGET_AFTER: usize = 2;

/// How much one document may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pages.
    pub pages: usize,
    /// From the call to the finished file.
    pub time: Duration,
    /// The record's size as JSON, in bytes.
    pub record: usize,
    /// Documents that are printed at the same time, those given up on among them.
    pub at_once: usize,
}

impl Default for Limits {
    /// 300 pages, 30 s, 4 MiB and four at once: some ten times what a thick case file takes.
    fn default() -> Self {
        Self {
            pages: 300,
            time: Duration::from_secs(30),
            record: 4 << 20,
            at_once: 4,
        }
    }
}

/// Which form of PDF for archives (ISO 19005-2) a file keeps to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// PDF/A-2a: looks the same for ever, its text can be read out and its structure is marked.
    A2a,
    /// PDF/A-2b: looks the same for ever. Used where a script cannot be marked letter by letter.
    A2b,
}

/// A printed document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The PDF file.
    pub pdf: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// The standard it keeps to.
    pub standard: Standard,
    /// Characters of the record that are shown as 〓. Whoever signs should know of them.
    pub missing: BTreeSet<char>,
}

/// Prints documents; cheap to clone, and to be kept for as long as the process runs.
///
/// Measured with the `proof` example: a process holds 13 MB when the fonts are found, 56 MB after
/// the first notice (one Noto collection of 26 MB is read), 120 MB after 50 pages of tables with a
/// second font, and stays there over the next 200 documents.
#[derive(Clone)]
pub struct Printer {
    fonts: Arc<Fonts>,
    limits: Limits,
    running: Arc<AtomicUsize>,
}

impl std::fmt::Debug for Printer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Printer")
            .field("families", &self.fonts.roles)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl Printer {
    /// A printer with the fonts found now; font files are read when a document first needs them.
    ///
    /// # Errors
    /// [`FontError`] when no font for Chinese is there or the font folder cannot be read.
    pub fn new(fonts: &FontSource) -> Result<Self, FontError> {
        Ok(Self {
            fonts: Arc::new(Fonts::find(fonts)?),
            limits: Limits::default(),
            running: Arc::default(),
        })
    }

    /// The same printer with other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Prints `data` by `template`.
    ///
    /// # Errors
    /// [`PrintError`]; a template's mistakes come with file, line and column.
    pub fn print(
        &self,
        template: &Template,
        data: &Value,
        info: &DocumentInfo,
    ) -> Result<Printed, PrintError> {
        let (job, missing) = self.prepare(template, data, info)?;
        let place = Place::take(&self.running, self.limits.at_once)?;
        let (done, result) = mpsc::sync_channel(1);
        let pages = self.limits.pages;
        let thread = std::thread::Builder::new()
            .name("print".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || {
                let printed = job.run(pages);
                typst::comemo::evict(FORGET_AFTER);
                drop(place);
                // Nobody waits any more when the time was over.
                drop(done.send(printed));
            })
            .map_err(|error| PrintError::BrokenOff {
                reason: error.to_string(),
            })?;
        match result.recv_timeout(self.limits.time) {
            Ok(printed) => printed.map(|printed| Printed { missing, ..printed }),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(PrintError::TooSlow {
                template: template.name.clone(),
                limit: self.limits.time,
            }),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(PrintError::BrokenOff {
                reason: reason(thread),
            }),
        }
    }

    fn prepare(
        &self,
        template: &Template,
        data: &Value,
        info: &DocumentInfo,
    ) -> Result<(Job, BTreeSet<char>), PrintError> {
        let mut legible = Legible::new(&self.fonts);
        let data = legible.value(data).to_string();
        if data.len() > self.limits.record {
            return Err(PrintError::RecordTooLarge {
                bytes: data.len(),
                limit: self.limits.record,
            });
        }
        let about = self.about(info, &mut legible);
        let fonts = Arc::clone(&self.fonts);
        let desk = Desk::new(shared_library(), fonts, template, data, about.to_string());
        let job = Job {
            desk: desk.ok_or_else(|| PrintError::BrokenOff {
                reason: "a virtual path was refused".to_owned(),
            })?,
            ident: format!("{} {} {}", info.number, template.name, template.version),
            created: created(info)?,
        };
        Ok((job, legible.into_missing()))
    }

    fn about(&self, info: &DocumentInfo, legible: &mut Legible<'_>) -> Value {
        let roles = &self.fonts.roles;
        let with_fallback = |role: &[String]| -> Vec<String> {
            role.iter().chain(&roles.fallback).cloned().collect()
        };
        let (language, region) = match info.language {
            Language::Zh => ("zh", "cn"),
            Language::En => ("en", "gb"),
        };
        json!({
            "number": legible.text(&info.number),
            "title": legible.text(&info.title),
            "author": legible.text(&info.author),
            "language": language,
            "region": region,
            "fonts": {
                "body": with_fallback(&roles.body),
                "title": with_fallback(&roles.title),
                "heading": with_fallback(&roles.heading),
                "subheading": with_fallback(&roles.subheading),
            },
        })
    }
}

/// One of the places for documents that are being printed.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(running: &Arc<AtomicUsize>, most: usize) -> Result<Self, PrintError> {
        let before = running.fetch_add(1, Ordering::AcqRel);
        let place = Self(Arc::clone(running));
        if before < most {
            Ok(place)
        } else {
            Err(PrintError::Busy { running: before })
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// All that the thread needs.
struct Job {
    desk: Desk,
    ident: String,
    created: Timestamp,
}

impl Job {
    fn run(&self, most_pages: usize) -> Result<Printed, PrintError> {
        let laid_out = typst::compile::<PagedDocument>(&self.desk).output;
        let document = laid_out.map_err(|found| PrintError::Template {
            problems: self.desk.problems(&found),
        })?;
        let pages = document.pages().len();
        if pages > most_pages {
            return Err(PrintError::TooManyPages {
                pages,
                limit: most_pages,
            });
        }
        let (pdf, standard) = match self.export(&document, Standard::A2a) {
            Ok(pdf) => (pdf, Standard::A2a),
            Err(_) => (self.export(&document, Standard::A2b)?, Standard::A2b),
        };
        Ok(Printed {
            pdf,
            pages,
            standard,
            missing: BTreeSet::new(),
        })
    }

    fn export(&self, document: &PagedDocument, standard: Standard) -> Result<Vec<u8>, PrintError> {
        let form = match standard {
            Standard::A2a => PdfStandard::A_2a,
            Standard::A2b => PdfStandard::A_2b,
        };
        let standards = PdfStandards::new(&[form]).map_err(|error| PrintError::BrokenOff {
            reason: error.message().to_string(),
        })?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some("Fengsui".to_owned())),
            timestamp: Some(self.created),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(document, &options).map_err(|found| PrintError::Template {
            problems: self.desk.problems(&found),
        })
    }
}

fn created(info: &DocumentInfo) -> Result<Timestamp, PrintError> {
    let at = jiff::Timestamp::from_microsecond(info.created.as_micros())
        .map_err(|_| PrintError::Created)?;
    let civil = CHINA.to_datetime(at);
    let part = |number: i8| u8::try_from(number).unwrap_or_default();
    Datetime::from_ymd_hms(
        i32::from(civil.year()),
        part(civil.month()),
        part(civil.day()),
        part(civil.hour()),
        part(civil.minute()),
        part(civil.second()),
    )
    .and_then(|datetime| Timestamp::new_local(datetime, CHINA_MINUTES))
    .ok_or(PrintError::Created)
}

/// What a thread said when it broke off.
fn reason(thread: std::thread::JoinHandle<()>) -> String {
    match thread.join() {
        Ok(()) => "it gave no answer".to_owned(),
        Err(panic) => panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "it said nothing".to_owned()),
    }
}
