//! What can go wrong, apart by who can mend it: the machine's keeper, the template's author, or
//! the caller.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// No font to print Chinese with. The machine's keeper mends it.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// None of the wanted families is there, or none has Chinese characters.
    #[error(
        "no Chinese font: none of {} was found in {}. Install the Debian package fonts-noto-cjk, \
         or put font files into the font folder and name their families in the pack",
        wanted.join(", "), looked_in.join(", ")
    )]
    NoChineseFont {
        /// The families of the body's role, in the order they were tried.
        wanted: Vec<String>,
        /// The places that were searched.
        looked_in: Vec<String>,
    },
    /// The font folder was given and is none.
    #[error("the font folder {} cannot be read", folder.display())]
    Folder {
        /// That folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

/// A template file that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the template {name} says no version: its first line is `// version: 1`")]
pub struct TemplateError {
    /// The template's name.
    pub name: String,
}

/// A document that was not printed.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    /// The template is wrong, or does not fit its record. Its author mends it.
    #[error("{}", lines(problems))]
    Template {
        /// What the typesetter found, at least one.
        problems: Vec<Problem>,
    },
    /// The record is too large to be one document's.
    #[error("the record has {bytes} bytes, more than {limit}: print it in parts")]
    RecordTooLarge {
        /// Its size as JSON.
        bytes: usize,
        /// The most there may be.
        limit: usize,
    },
    /// The document has more pages than anybody would print.
    #[error("the document has {pages} pages, more than {limit}: print it in parts")]
    TooManyPages {
        /// How many it has.
        pages: usize,
        /// The most there may be.
        limit: usize,
    },
    /// It was not done in time; the template may run in circles.
    #[error("the template {template} was not done after {} s", limit.as_secs())]
    TooSlow {
        /// The template's name.
        template: String,
        /// How long it was waited for.
        limit: Duration,
    },
    /// As many documents as may are being printed, those that came too late among them.
    #[error("{running} documents are being printed already: try again in a moment")]
    Busy {
        /// How many.
        running: usize,
    },
    /// The machine gave no thread, or the typesetter stopped in the middle.
    #[error("the typesetter broke off: {reason}")]
    BrokenOff {
        /// What is known of it.
        reason: String,
    },
    /// A time that no calendar has.
    #[error("the document's time of creation is out of range")]
    Created,
}

/// One thing that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file: the template's name, `frame.typ`, or empty when the place is not known.
    pub file: String,
    /// Line, counted from 1; 0 when not known.
    pub line: usize,
    /// Column in characters, counted from 1; 0 when not known.
    pub column: usize,
    /// What is wrong, in the typesetter's words.
    pub message: String,
    /// What the typesetter would do.
    pub hints: Vec<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}:{}: ", self.file, self.line, self.column)?;
        }
        f.write_str(&self.message)?;
        for hint in &self.hints {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
