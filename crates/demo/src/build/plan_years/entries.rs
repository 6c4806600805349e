//! 考核填报 what was entered for the years of the plan: by the areas, attested by them, verified by the city,
//! each with something to show for it; some still waits, and some nobody entered.

use access::{AccountFilter, NewAccount, Pass, Password, Role, Sets};
use base::{Language, Random};
use files::{About, Attachment, Subject};
use journal::{Actor, Lane};
use loops::{PastCase, TakenOver};
use register::Author;
use rules::{FactDef, Scheme, Scope};
use serde_json::{Map, json};

use super::value::{Looked, fields, looked};
use super::{Area, Stage};

const ENTRY: &str = "evaluation_entry";
/// After it was entered: confirmed by the area, then by the city.
const STEPS: [&str; 2] = ["attest", "verify"];
/// Attachments of one change set.
const SOME: usize = 500;
/// Accounts are few.
const MOST: u64 = 10_000;

pub(super) async fn enter(stage: &Stage<'_>) -> anyhow::Result<usize> {
    let site = stage.site;
    let [first, last] = stage.years.years;
    let schemes: Vec<(i32, &Scheme)> = (first..=last)
        .filter_map(|year| Some((i32::from(year), site.versions.of_year(year.into()).ok()?)))
        .collect();
    if schemes.is_empty() || stage.to.holds(ENTRY).await? {
        return Ok(0);
    }
    let mut random = stage.dice(30);
    let mut past = Vec::new();
    for (year, scheme) in schemes {
        for fact in scheme.facts.iter().filter(|fact| by_hand(stage, fact)) {
            let looked = looked(scheme, fact, year);
            match fact.of {
                Scope::City => of_fact(stage, fact, &looked, (year, None), &mut random, &mut past),
                Scope::Area => {
                    for area in &stage.areas.0 {
                        of_fact(
                            stage,
                            fact,
                            &looked,
                            (year, Some(area)),
                            &mut random,
                            &mut past,
                        );
                    }
                }
            }
        }
    }
    let [clerk, head, office] = people(stage).await?;
    let opener = Author {
        actor: clerk.clone(),
        lane: Lane::Import,
        synthetic: true,
    };
    let [attest, verify] = STEPS;
    let then = [(head, attest), (office, verify)];
    let taken = site.cases.take_over(ENTRY, &opener, &then, &past).await?;
    show(stage, &clerk, &taken).await?;
    Ok(past.len())
}

/// Whether people enter it: something is asked for it, and no metric counts it.
fn by_hand(stage: &Stage<'_>, fact: &FactDef) -> bool {
    let metric = fact.metric.as_deref();
    fact.evidence.is_some() && !metric.is_some_and(|key| stage.site.counted.contains(key))
}

/// What was entered for one fact of one area, or of the city; nothing of it, now and then.
fn of_fact(
    stage: &Stage<'_>,
    fact: &FactDef,
    looked: &Looked,
    (year, area): (i32, Option<&Area>),
    random: &mut Random,
    past: &mut Vec<PastCase>,
) {
    let [first, last] = stage.years.years;
    let of_year = i16::try_from(year).unwrap_or(first);
    let luck = area.map_or(0.7, |area| area.luck_in(of_year, first));
    // The last year is still being confirmed.
    let (forgotten, waits) = if of_year == last {
        (0.05, 0.06)
    } else {
        (0.015, 0.0)
    };
    if random.share() < forgotten {
        return;
    }
    let members: Vec<Option<String>> = match &fact.each {
        None => vec![None],
        Some(each) if each.expected().is_empty() => {
            stage.years.departments.iter().cloned().map(Some).collect()
        }
        Some(each) => each.expected().into_iter().map(Some).collect(),
    };
    let steps = if random.share() < waits {
        1
    } else {
        STEPS.len()
    };
    for member in members {
        // What consists of many is done for each nearly as one.
        let luck = if member.is_some() {
            luck.mul_add(0.4, 0.6)
        } else {
            luck
        };
        let Some(said) = fields(fact, looked, year, luck, random) else {
            continue;
        };
        let mut values: Map<_, _> = said;
        values.insert("year".to_owned(), json!(year));
        values.insert("fact".to_owned(), json!(fact.key));
        let part = member.as_deref().unwrap_or_default();
        let name: String = format!("{}{part}", fact.name.zh).chars().take(80).collect();
        values.insert("name".to_owned(), json!(stage.marked(&name)));
        if let Some(area) = area {
            values.insert("area".to_owned(), json!(area.id.to_string()));
        }
        if let Some(member) = member {
            values.insert("member".to_owned(), json!(member));
        }
        past.push(PastCase { values, steps });
    }
}

/// Who enters, who confirms for the areas, who for the city: seats of their own, whose passwords nobody knows.
async fn people(stage: &Stage<'_>) -> anyhow::Result<[Actor; 3]> {
    let by = Pass::of_system("demo");
    let access = &stage.site.access;
    let filter = AccountFilter::default();
    let known = access.accounts(&by, &filter, MOST, None).await?;
    let seat = async |username: &str, name: &str, role: Role| -> anyhow::Result<Actor> {
        if let Some(account) = known.iter().find(|one| one.username == username) {
            return Ok(Actor::account(account.id));
        }
        let account = NewAccount {
            username: username.to_owned(),
            display_name: stage.marked(name),
            role,
            locale: Language::Zh,
            sets: Sets::default(),
        };
        let made = access
            .create_account(&by, account, Password::readable()?)
            .await?;
        Ok(Actor::account(made.id))
    };
    Ok([
        seat("sim.entry", "模拟填报员", Role::Supervisor).await?,
        seat("sim.area", "模拟自评人", Role::Leader).await?,
        seat("sim.city", "模拟核验员", Role::Planner).await?,
    ])
}

/// Hangs one paper on all of them.
async fn show(stage: &Stage<'_>, by: &Actor, taken: &[TakenOver]) -> anyhow::Result<()> {
    let subject = |one: &TakenOver| Subject {
        kind: ENTRY,
        id: one.row,
        region: one.region.clone(),
    };
    let Some((first, others)) = taken.split_first() else {
        return Ok(());
    };
    let paper = stage.marked("演示佐证材料：本文件不是真实材料");
    let pieces = [Ok::<_, std::io::Error>(bytes::Bytes::from(
        paper.into_bytes(),
    ))];
    let files = &stage.site.files;
    let upload = files
        .receive(None, futures_util::stream::iter(pieces))
        .await?;
    let name = stage.marked("佐证材料") + ".txt";
    let about = About {
        subject: subject(first),
        name: &name,
        actor: by.clone(),
    };
    let kept: Attachment = files.keep(upload, about).await?;
    for some in others.chunks(SOME) {
        let on: Vec<Subject<'_>> = some.iter().map(subject).collect();
        files.share(&kept, &on, by.clone()).await?;
    }
    Ok(())
}
