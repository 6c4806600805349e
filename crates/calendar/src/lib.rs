//! Chinese working days and hours: which day counts, and when a period of law ends.
//!
//! A year's days off and make-up days 调休上班 come from one notice 放假通知 of the State Council's
//! General Office, as data of the city pack. Everything here is arithmetic over those notices.
//!
//! Invariants: a day whose notice is not loaded is an error that names the year, never a guess;
//! civil days are days of UTC+8, whatever the machine's own time zone; the same calendar and the
//! same question give the same answer for ever, so a case may pin both.
//!
//! It is not: a clock (the caller says from when), a timer (the loop's reconciler watches), the
//! lunar calendar, or legal advice on which [`Rule`] a paragraph asks for: that is the rule's data.

mod civil;
mod days;
mod error;
mod hours;
mod notice;
mod term;

pub use civil::{date_of, day_began, end_of, start_of};
pub use days::{Calendar, DayKind};
pub use error::{CalendarError, MissingYear, NoticeError};
pub use hours::{OfficeHours, OfficeHoursError};
pub use jiff::civil::Date;
pub use notice::{Name, Source};
pub use term::{Closing, LastDay, Rule, StartDay, Term};
