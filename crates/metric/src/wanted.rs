//! What a metric asks of a register for one period.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::Offset;
use register::Cells;

use crate::board::Named;
use crate::reading::Counted;
use crate::{Moment, Period, Reason, Take, Window};

/// What is asked for one source.
pub(crate) struct Wanted {
    pub(crate) main: Named,
    pub(crate) begun: Named,
    pub(crate) position: Option<i64>,
    pub(crate) take: Take,
    pub(crate) ends: Date,
}

impl Wanted {
    /// What was counted, and why nothing can be said where nothing was.
    pub(crate) fn counted(&self, cells: Arc<Cells>, empty: bool, moment: Moment) -> Counted {
        let register = self.main.def.label;
        let blank = if matches!(self.take, Take::Entered(_)) || !empty {
            None
        } else if self.ends < moment.today {
            Some(Reason::BeforeData(register))
        } else {
            let dated = self.begun.ask.filters.first();
            let field = dated.and_then(|filter| self.main.def.field(&filter.field));
            Some(match field {
                Some((_, field)) => Reason::NothingDated {
                    register,
                    field: field.label,
                },
                None => Reason::NothingEntered(register),
            })
        };
        Counted {
            def: self.main.def,
            cells,
            filters: self.main.ask.filters.clone(),
            past: self.position.is_some(),
            blank,
        }
    }
}

/// The days of a period, seen from today.
pub(crate) fn window(period: Period, today: Date, offset: Offset) -> Window {
    Window {
        from: period.from(),
        until: period.until(),
        seen: Ord::min(period.until(), today),
        offset,
    }
}
