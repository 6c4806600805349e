//! Opening a case.

use base::Uuid;
use journal::{Actor, Change, ChangeSet, CommitError, Lane};
use register::{FieldKind, Ledger, Reference, RegisterDef, Stored, Value, value_to_json};
use serde_json::{Map, Value as Json};

use super::act::{asked, effects_of, with_faults};
use super::{CaseFile, Cases, Halt, Input, Person, allow, words};
use crate::declare::Facts;
use crate::def::STATE;
use crate::record::case::{Model as Case, With};
use crate::{Clock, Holder, LoopDef, LoopError, Step, clock};

impl Cases {
    /// Opens a case of a loop.
    ///
    /// # Errors
    /// [`LoopError`].
    pub async fn open(
        &self,
        person: &Person,
        key: &str,
        input: &Input,
    ) -> Result<CaseFile, LoopError> {
        let def = *self.of_key(key).ok_or(LoopError::NotFound)?;
        let (action, state) = def.opening;
        let step = def.step(action).ok_or(LoopError::NotFound)?;
        if !person.pass.permits(def.register.read_permission) {
            return Err(LoopError::NotFound);
        }
        if !allow::any(person, step.by, None) {
            return Err(LoopError::NotYours);
        }
        for _ in 0..super::ATTEMPTS {
            match self
                .opened(person, &def, (action, state), step, input)
                .await
            {
                Ok(case) => return self.file(person, &def, case).await,
                Err(Halt::Refused(error)) => return Err(error),
                Err(Halt::Again) => tokio::time::sleep(super::BETWEEN_ATTEMPTS).await,
            }
        }
        Err(CommitError::Overloaded.into())
    }

    async fn opened(
        &self,
        person: &Person,
        def: &LoopDef,
        (action, state): (&'static str, &'static str),
        step: Step,
        input: &Input,
    ) -> Result<Case, Halt> {
        let ledger = self.ledger(def.register);
        let facts = self.facts(None)?;
        let reason = words(input.reason.as_deref());
        let mut values = self.inherited(&ledger, def, &input.values).await?;
        values.insert(STATE.to_owned(), Json::from(state));
        let faults = asked(def.register, step, &input.values, reason.as_deref());
        if let (true, Ok(read)) = (faults.is_empty(), ledger.read(&[], &values)) {
            values = ledger.input_of(&[], &def.apply(&read, action, &facts)?);
        }
        let row = ledger.prepare_new(&Self::author(person), &values).await;
        let row = with_faults(row, faults, step)?;
        let (region, unit) = place_of(def.register, &row);
        if !allow::sees(person, def, region.as_deref(), unit) {
            return Err(outside(def.register).into());
        }
        let rules = self.house().rules.on(def.key(), facts.today);
        let rules = rules.ok_or(LoopError::NoRules {
            key: def.key(),
            day: facts.today,
        })?;
        let mut case = self.case_of(def, &row, &person.pass.actor(), &rules.version, &facts);
        case.reason = reason;
        let holder = def.holder(&row.values, state)?;
        case.hand_to(&with_of(holder, &case));
        if let Clock::Starts(term) = step.clock {
            self.start_term(def, &mut case, term, facts.now)?;
        }
        case.settle();
        let set = ChangeSet::new(Lane::Dispatch, person.pass.actor());
        let mut set = ledger
            .put(set, (&row, None), action, facts.now)
            .await?
            .with(Change::of(&case, "opened", facts.now)?);
        set = effects_of(self, def, (&row, action, &facts), set).await?;
        set = self
            .issued(person, def, (&case, &row), step, &facts, set)
            .await?;
        match self.submit(set).await {
            Err(Halt::Refused(LoopError::Commit(CommitError::Duplicate))) => {
                Err(self.taken(&ledger, &row).await)
            }
            Err(halt) => Err(halt),
            Ok(()) => {
                case.version = 1;
                Ok(case)
            }
        }
    }

    /// The case of a row that was just made, in its opening state and with nobody.
    pub(super) fn case_of(
        &self,
        def: &LoopDef,
        row: &Stored,
        opened_by: &Actor,
        rule: &str,
        facts: &Facts,
    ) -> Case {
        let (region, unit) = place_of(def.register, row);
        Case {
            id: self.journal().new_id(),
            version: 0,
            loop_key: def.key().to_owned(),
            row: row.id,
            title: title_of(def.register, row),
            region,
            unit,
            state: def.opening.1.to_owned(),
            step: 1,
            holder_kind: String::new(),
            holder: String::new(),
            opened_by: opened_by.to_string(),
            opened_at: facts.now.into(),
            closed_at: None,
            rule: rule.to_owned(),
            term: None,
            due_at: None,
            remind_at: None,
            overdue_at: None,
            escalate_at: None,
            escalation: 0,
            escalated_to: None,
            attend_at: None,
            due_key: i64::MAX,
            reason: None,
        }
    }

    pub(super) fn start_term(
        &self,
        def: &LoopDef,
        case: &mut Case,
        name: &'static str,
        now: base::Timestamp,
    ) -> Result<(), LoopError> {
        let rules = self.rules_of(def, case)?;
        let rule = rules.terms.get(name).ok_or_else(|| LoopError::RulesLack {
            key: def.key(),
            version: rules.version.clone(),
            name: name.to_owned(),
        })?;
        clock::start(case, &self.house().calendar, (name, rule), now)
    }

    /// Says which unique value somebody else holds; a document's number is simply asked for again.
    pub(super) async fn taken(&self, ledger: &Ledger, row: &Stored) -> Halt {
        match ledger.taken(row).await {
            Ok(faults) if !faults.is_empty() => Halt::Refused(LoopError::Faults(faults)),
            Ok(_) => Halt::Again,
            Err(error) => error.into(),
        }
    }

    /// The values with what the row that they refer to lends them.
    pub(super) async fn inherited(
        &self,
        ledger: &Ledger,
        def: &LoopDef,
        given: &Map<String, Json>,
    ) -> Result<Map<String, Json>, LoopError> {
        let mut values = given.clone();
        let Some(inherits) = def.inherits else {
            return Ok(values);
        };
        let field = ledger.def().field(inherits.through).map(|(_, field)| field);
        let target = match field.map(|field| field.kind) {
            Some(FieldKind::Reference(target)) => self.house().catalogue.get(target),
            _ => None,
        };
        let id = given.get(inherits.through).and_then(Json::as_str);
        let id = id.and_then(|id| Uuid::parse_str(id).ok());
        let (Some(target), Some(id)) = (target, id) else {
            return Ok(values);
        };
        let Some(lender) = self.ledger(target).get(id).await? else {
            return Ok(values);
        };
        for (from, own) in inherits.copies {
            let empty = values.get(*own).is_none_or(Json::is_null);
            let lent = target.field(from).zip(lender.value(target, from));
            // A personal value stays with its row, where it can be erased.
            if let Some(((_, field), value)) = lent.filter(|((_, one), _)| empty && !one.personal) {
                values.insert((*own).to_owned(), value_to_json(field, value));
            }
        }
        Ok(values)
    }
}

/// Whom a holder means on this case.
pub(super) fn with_of(holder: Holder, case: &Case) -> With {
    match holder {
        Holder::Nobody => With::Nobody,
        Holder::Role(role) => With::Role(role),
        Holder::Organisation(id) => With::Organisation(id),
        Holder::Account(id) => With::Account(id),
        Holder::Opener => {
            let account = case.opened_by.strip_prefix("account:");
            let account = account.and_then(|id| Uuid::parse_str(id).ok());
            account.map_or(With::Nobody, With::Account)
        }
    }
}

/// The region and the unit that a row belongs to.
pub(super) fn place_of(def: &RegisterDef, row: &Stored) -> (Option<String>, Option<Uuid>) {
    let mut fields = def.fields.iter();
    let unit = fields.find(|field| field.kind == FieldKind::Reference("unit"));
    let unit = unit.and_then(|field| match row.value(def, field.name) {
        Some(Value::Reference(Reference(id))) => Some(*id),
        _ => None,
    });
    (row.region(def), unit)
}

/// What a row is called.
pub(super) fn title_of(def: &RegisterDef, row: &Stored) -> String {
    let title = row.value(def, def.title).and_then(Value::as_text);
    title.unwrap_or_default().to_owned()
}

fn outside(def: &RegisterDef) -> LoopError {
    let mut faults = register::Faults::new();
    let message = base::Label::new(
        "请选择您负责的辖区内的对象",
        "choose one inside the areas that you answer for",
    );
    faults.rule(def.scope.unwrap_or(def.title), message);
    LoopError::Faults(faults)
}
