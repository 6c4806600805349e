//! What the loops 闭环 are given by this program: the pack's calendar and rules, a press over
//! `documents`, the addresses of organisations, and the attachments of cases.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use ::loops::{
    Address, Addresses, Answer, Cases, Evidence, House, LoopDef, Press, PressError, PrintJob,
    RuleBook,
};
use anyhow::Context;
use base::{Language, Uuid};
use calendar::Calendar;
use city::nouns::Organisation;
use documents::{
    DocumentInfo, Families, FontSource, Number, NumberPattern, PrintError, Printer, SystemFonts,
    Template,
};
use files::FilesError;
use journal::Journal;
use outbox::ChannelName;
use register::{Catalogue, Ledger, Register};
use serde::Deserialize;
use store::{Store, StoreError};

use crate::pack::Pack;

/// The cases of the program's loops.
pub(crate) fn cases(
    journal: &Journal,
    catalogue: &Arc<Catalogue>,
    loops: Vec<LoopDef>,
    (pack, press): (&Pack, Arc<dyn Press>),
) -> anyhow::Result<Cases> {
    for def in &loops {
        let defects = def.defects();
        anyhow::ensure!(defects.is_empty(), "{}", defects.join("; "));
    }
    let rules = pack.texts("loops")?;
    let rules = RuleBook::from_json(rules.iter().map(|(_, text)| text.as_str()))
        .context("the pack's folder loops")?;
    let notices = pack.texts("calendar")?;
    let calendar = Calendar::from_json(notices.iter().map(|(_, text)| text.as_str()))
        .context("the pack's folder calendar")?;
    let hours = pack.office_hours()?;
    let house = House {
        journal: journal.clone(),
        catalogue: Arc::clone(catalogue),
        loops,
        calendar: Arc::new(calendar.with_office_hours(hours)),
        rules: Arc::new(rules),
        press,
        addresses: Arc::new(Telephones(Ledger::new(
            Organisation::DEF,
            journal.clone(),
            Arc::clone(catalogue),
        ))),
        evidence: Some(Arc::new(Attached(journal.store().clone()))),
    };
    Ok(Cases::new(house)?)
}

/// 证据 what hangs on a case's row.
struct Attached(Store);

impl Evidence for Attached {
    fn count<'a>(&'a self, register: &'static str, row: Uuid) -> Answer<'a, u64, StoreError> {
        Box::pin(async move {
            let counted = files::count_of(&self.0, register, row).await;
            counted.map_err(|error| match error {
                FilesError::Store(error) => error,
                other => sea_orm::DbErr::Custom(other.to_string()).into(),
            })
        })
    }
}

/// Duty telephones of organisations that can take a short message: mobile numbers.
struct Telephones(Ledger);

impl Addresses for Telephones {
    fn of_organisation(&self, organisation: Uuid) -> Answer<'_, Vec<Address>, StoreError> {
        Box::pin(async move {
            let found = self.0.get(organisation).await;
            let found = found.map_err(|error| match error {
                register::LedgerError::Store(error) => error,
                other => sea_orm::DbErr::Custom(other.to_string()).into(),
            })?;
            let organisation = found.and_then(|row| row.record::<Organisation>().ok());
            let telephone = organisation.and_then(|one| one.duty_phone);
            let mobile = telephone.filter(|number| is_mobile(number));
            Ok(mobile
                .map(|to| Address {
                    channel: ChannelName::Sms,
                    to,
                })
                .into_iter()
                .collect())
        })
    }
}

fn is_mobile(number: &str) -> bool {
    number.len() == 11 && number.starts_with('1') && number.bytes().all(|b| b.is_ascii_digit())
}

/// The press over a pack's templates. Fonts are looked for when the first document is printed.
struct PackPress {
    templates: HashMap<(String, u32), Template>,
    newest: HashMap<String, u32>,
    pattern: NumberPattern,
    fonts: FontSource,
    printer: OnceLock<Result<Printer, String>>,
}

/// The press over the pack's templates.
pub(crate) fn press(pack: &Pack) -> anyhow::Result<Arc<dyn Press>> {
    Ok(Arc::new(PackPress::of(pack)?))
}

/// Reads what the pack prints with; gives the names of its templates.
pub(crate) fn templates(pack: &Pack) -> anyhow::Result<Vec<String>> {
    Ok(PackPress::of(pack)?.newest.into_keys().collect())
}

#[derive(Deserialize)]
struct Settings {
    number: NumberPattern,
    families: Families,
}

impl PackPress {
    /// Every `.typ` of the pack's folder `documents`. A template that changed keeps its older versions
    /// beside it as `<name>@<version>.typ`.
    fn of(pack: &Pack) -> anyhow::Result<Self> {
        let settings: Settings = serde_json::from_str(&pack.document_settings()?)
            .context("documents/settings.json of the pack")?;
        let (mut templates, mut newest) = (HashMap::new(), HashMap::<String, u32>::new());
        for (file, text) in pack.files("documents", "typ")? {
            let name = file.split('@').next().unwrap_or(&file).to_owned();
            let template = Template::from_typ(&name, &text)?;
            let latest = newest.entry(name.clone()).or_default();
            *latest = (*latest).max(template.version);
            templates.insert((name, template.version), template);
        }
        Ok(Self {
            templates,
            newest,
            pattern: settings.number,
            fonts: FontSource {
                folder: None,
                system: SystemFonts::Searched,
                families: settings.families,
            },
            printer: OnceLock::new(),
        })
    }

    fn printer(&self) -> Result<Printer, PressError> {
        let made = || Printer::new(&self.fonts).map_err(|error| error.to_string());
        let printer = self.printer.get_or_init(made).clone();
        printer.map_err(PressError::Broken)
    }
}

impl Press for PackPress {
    fn version(&self, template: &str) -> Result<u32, PressError> {
        let newest = self.newest.get(template).copied();
        newest.ok_or_else(|| PressError::NoTemplate {
            name: template.to_owned(),
            version: 0,
        })
    }

    fn number(&self, mark: &str, year: u16, serial: u32) -> Result<String, PressError> {
        let number = Number::new(mark, year, serial);
        let number = number.map_err(|error| PressError::Number(error.to_string()))?;
        Ok(self.pattern.write(&number))
    }

    fn print(&self, job: PrintJob) -> Answer<'_, Vec<u8>, PressError> {
        Box::pin(async move {
            let key = (job.template.clone(), job.template_version);
            let template = self.templates.get(&key).cloned();
            let template = template.ok_or(PressError::NoTemplate {
                name: job.template,
                version: job.template_version,
            })?;
            let printer = self.printer()?;
            let info = DocumentInfo {
                number: job.number,
                title: job.title,
                author: job.author,
                language: Language::Zh,
                created: job.issued_at,
            };
            // Typesetting blocks for some hundred milliseconds.
            let printed =
                tokio::task::spawn_blocking(move || printer.print(&template, &job.data, &info));
            let printed = printed
                .await
                .map_err(|error| PressError::Broken(error.to_string()))?;
            let printed =
                printed.map_err(|error: PrintError| PressError::Broken(error.to_string()))?;
            Ok(printed.pdf)
        })
    }
}
