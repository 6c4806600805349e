//! Lists against a naive oracle: filters, orders with ties and empty values, pages, refusals.

use std::cmp::Ordering;

use base::RegionCode;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use register::{
    Cursor, Direction, Filter, Ledger, LedgerError, Operator, Query, QueryError, Register, Stored,
    Value,
};
use serde_json::{Value as Json, json};

use crate::database::{House, clerk, object, on_both_engines};
use crate::samples::Hydrant;

const NAMES: [&str; 5] = ["一号", "b", "B", "一", "a_%"];
const STATES: [&str; 2] = ["broken", "out_of_use"];
const REGIONS: [&str; 4] = ["1408", "140802", "140802001", "140821"];
const SORTED: [&str; 8] = [
    "name",
    "number",
    "state",
    "diameter",
    "region",
    "address",
    "checked_on",
    "name",
];

/// Ninety rows full of ties and gaps, the same in every run.
pub async fn fill(ledger: &Ledger) -> Vec<Stored> {
    let mut rows = Vec::new();
    for n in 0..90_usize {
        let some = |every: usize, value: Json| if n % every == 0 { Json::Null } else { value };
        let row = json!({
            "name": NAMES[n % 5],
            "number": some(4, json!(n / 4 * 4 + n % 4)),
            "state": STATES[n % 2],
            "diameter": some(3, json!(100 + n % 7)),
            "region": REGIONS[n % 4],
            "address": some(5, json!(["西路", "东路", "Ost", "ost", "zebra"][n % 5])),
            "position": some(6, json!({"longitude": 111.0 + f64::from(n as u8) / 100.0,
                "latitude": 35.0 - f64::from(n as u8 % 9) / 10.0})),
            "checked_on": some(7, json!(format!("2026-11-{:02}", 1 + n % 5))),
        });
        rows.push(ledger.create(&clerk(), &object(row)).await.unwrap());
    }
    rows
}

fn value<'a>(row: &'a Stored, field: &str) -> &'a Value {
    row.value(Hydrant::DEF, field).unwrap()
}

/// Values as they should stand in a list going up: empty ones first.
fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (a, b) => b.is_empty().cmp(&a.is_empty()),
    }
}

fn in_order(rows: &[Stored], sort: &[(String, Direction)]) -> Vec<Stored> {
    let turned = |order: Ordering, direction| match direction {
        Direction::Ascending => order,
        Direction::Descending => order.reverse(),
    };
    let last = sort.last().map_or(Direction::Ascending, |(_, last)| *last);
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| {
        let fields = sort.iter().map(|(field, direction)| {
            turned(compare(value(a, field), value(b, field)), *direction)
        });
        fields
            .fold(Ordering::Equal, Ordering::then)
            .then(turned(a.id.cmp(&b.id), last))
    });
    rows
}

async fn all_pages(ledger: &Ledger, mut query: Query) -> Vec<Stored> {
    let mut rows = Vec::new();
    loop {
        let page = ledger.list(&query).await.unwrap();
        assert!(page.rows.len() as u64 <= query.limit);
        rows.extend(page.rows);
        // Through text, as a browser brings it back.
        let Some(next) = page.next else { return rows };
        query.after = Some(next.to_string().parse::<Cursor>().unwrap());
    }
}

fn filter(field: &str, operator: Operator, value: Json) -> Filter {
    Filter {
        field: field.to_owned(),
        operator,
        value,
    }
}

/// A filter and what it means.
pub type Oracle = (Filter, Box<dyn Fn(&Stored) -> bool>);

pub fn oracles() -> Vec<Oracle> {
    let text = |field: &'static str, test: fn(&str) -> bool| {
        move |row: &Stored| value(row, field).as_text().is_some_and(test)
    };
    let number = |test: fn(i64) -> bool| move |row: &Stored| matches!(value(row, "diameter"), Value::Integer(n) if test(*n));
    let day = |row: &Stored| match value(row, "checked_on") {
        Value::Date(date) => date.to_string(),
        _ => String::new(),
    };
    use Operator as Op;
    vec![
        (
            filter("name", Op::Equal, json!("b")),
            Box::new(text("name", |n| n == "b")),
        ),
        (
            filter("address", Op::NotEqual, json!("ost")),
            Box::new(|row| value(row, "address").as_text() != Some("ost")),
        ),
        (
            filter("name", Op::In, json!(["一", "a_%"])),
            Box::new(text("name", |n| n == "一" || n == "a_%")),
        ),
        (
            filter("state", Op::Equal, json!("broken")),
            Box::new(text("state", |s| s == "broken")),
        ),
        (
            filter("address", Op::Contains, json!("路")),
            Box::new(text("address", |a| a.contains('路'))),
        ),
        (
            filter("name", Op::Contains, json!("_")),
            Box::new(text("name", |n| n.contains('_'))),
        ),
        (
            filter("address", Op::Contains, json!("O")),
            Box::new(text("address", |a| a.contains('O'))),
        ),
        (
            filter("name", Op::Starts, json!("一")),
            Box::new(text("name", |n| n.starts_with('一'))),
        ),
        (
            filter("diameter", Op::Less, json!(103)),
            Box::new(number(|n| n < 103)),
        ),
        (
            filter("diameter", Op::AtMost, json!(103)),
            Box::new(number(|n| n <= 103)),
        ),
        (
            filter("diameter", Op::Greater, json!(103)),
            Box::new(number(|n| n > 103)),
        ),
        (
            filter("diameter", Op::AtLeast, json!(103)),
            Box::new(number(|n| n >= 103)),
        ),
        (
            filter("diameter", Op::Between, json!([102, 104])),
            Box::new(number(|n| (102..=104).contains(&n))),
        ),
        (
            filter("diameter", Op::NotEqual, json!(103)),
            Box::new(|row| value(row, "diameter") != &Value::Integer(103)),
        ),
        (
            filter(
                "checked_on",
                Op::Between,
                json!(["2026-11-02", "2026-11-03"]),
            ),
            Box::new(move |row| ["2026-11-02", "2026-11-03"].contains(&day(row).as_str())),
        ),
        (
            filter("address", Op::Empty, json!(true)),
            Box::new(|row| value(row, "address").is_empty()),
        ),
        (
            filter("position", Op::Empty, json!(false)),
            Box::new(|row| !value(row, "position").is_empty()),
        ),
        (
            filter("region", Op::Within, json!("140802")),
            Box::new(text("region", |r| r.starts_with("140802"))),
        ),
        (
            filter("region", Op::Within, json!(["140802001", "140821"])),
            Box::new(text("region", |r| r == "140802001" || r == "140821")),
        ),
        (
            filter("region", Op::Outside, json!(["140802"])),
            Box::new(text("region", |r| !r.starts_with("140802"))),
        ),
        (
            filter("diameter", Op::AtLeastOrEmpty, json!(104)),
            Box::new(|row| match value(row, "diameter") {
                Value::Integer(n) => *n >= 104,
                other => other.is_empty(),
            }),
        ),
        (
            filter("position", Op::InBox, json!([111.1, 34.5, 111.4, 34.8])),
            Box::new(|row| {
                matches!(value(row, "position"), Value::Point(p)
                if (1_111_000_000..=1_114_000_000).contains(&p.longitude_e7)
                && (345_000_000..=348_000_000).contains(&p.latitude_e7))
            }),
        ),
    ]
}

/// An order, some filters by number, a page's length and whether a scope is set.
fn questions() -> impl Strategy<Value = (Vec<(usize, bool)>, Vec<usize>, u64, bool)> {
    let order = proptest::collection::vec((0..SORTED.len(), any::<bool>()), 0..4);
    let filters = proptest::collection::vec(0..22_usize, 0..3);
    (order, filters, 1..40_u64, any::<bool>())
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_equal_a_naive_sort_and_filter() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let rows = fill(&ledger).await;
        pages_equal_the_oracle(&ledger, &rows);
        // The same with an index that knows all rows.
        house.index::<Hydrant>().await;
        pages_equal_the_oracle(&ledger, &rows);
        house.rebuilt_equal().await;
        house.close().await;
    })
    .await;
}

/// Asks many questions and compares every page.
fn pages_equal_the_oracle(ledger: &Ledger, rows: &[Stored]) {
    let oracles = oracles();
    let mut runner = TestRunner::new(Config {
        cases: 120,
        failure_persistence: None,
        ..Config::default()
    });
    let here = tokio::runtime::Handle::current();
    let run = || {
        runner.run(&questions(), |(order, filters, limit, scoped)| {
            let mut sort: Vec<(String, Direction)> = Vec::new();
            for (field, down) in order {
                let direction = if down {
                    Direction::Descending
                } else {
                    Direction::Ascending
                };
                if sort.iter().all(|(known, _)| known != SORTED[field]) {
                    sort.push((SORTED[field].to_owned(), direction));
                }
            }
            let seen: RegionCode = "140802".parse().unwrap();
            let query = Query {
                filters: filters.iter().map(|at| oracles[*at].0.clone()).collect(),
                sort: sort.clone(),
                limit,
                scope: scoped.then(|| vec![seen]),
                ..Query::default()
            };
            let fits = |row: &Stored| {
                let in_scope = value(row, "region")
                    .as_text()
                    .unwrap()
                    .starts_with("140802");
                filters.iter().all(|at| oracles[*at].1(row)) && (!scoped || in_scope)
            };
            let expected: Vec<_> = in_order(rows, &sort).into_iter().filter(fits).collect();
            let found = here.block_on(all_pages(ledger, query));
            prop_assert_eq!(found, expected);
            Ok(())
        })
    };
    tokio::task::block_in_place(run).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn each_filter_alone_finds_something_and_leaves_something_out() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        let rows = fill(&ledger).await;
        for (filter, fits) in oracles() {
            let named = format!("{filter:?}");
            let query = Query {
                filters: vec![filter],
                limit: 500,
                ..Query::default()
            };
            let found = ledger.list(&query).await.unwrap().rows.len();
            let expected = rows.iter().filter(|row| fits(row)).count();
            assert_eq!(found, expected, "{named}");
            assert!(found > 0 && found < rows.len(), "{named}");
        }
        let nowhere = Query {
            scope: Some(Vec::new()),
            ..Query::default()
        };
        assert!(ledger.list(&nowhere).await.unwrap().rows.is_empty());
        house.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_declared_is_refused_by_name() {
    on_both_engines(|url| async move {
        let house = House::open(&url).await;
        let ledger = house.ledger::<Hydrant>();
        fill(&ledger).await;
        let refusal = async |query: Query| match ledger.list(&query).await {
            Err(LedgerError::Query(refusal)) => refusal,
            other => panic!("{other:?}"),
        };
        let filtered = async |field: &str, operator, value| {
            let filters = vec![filter(field, operator, value)];
            refusal(Query {
                filters,
                ..Query::default()
            })
            .await
        };
        let sorted = |field: &str| Query {
            sort: vec![(field.to_owned(), Direction::Ascending)],
            limit: 10,
            ..Query::default()
        };
        let personal = filtered("contact_phone", Operator::Equal, json!("119")).await;
        assert_eq!(personal, QueryError::NotFiltered("contact_phone"));
        let stranger = filtered("id\" = '' OR 1=1 --", Operator::Equal, json!("x")).await;
        assert!(matches!(stranger, QueryError::UnknownField { .. }));
        let hidden = filtered("search", Operator::Contains, json!("x")).await;
        assert!(matches!(hidden, QueryError::UnknownField { .. }));
        for (field, operator, wrong) in [
            ("name", Operator::Less, json!("b")),
            (
                "position",
                Operator::Equal,
                json!({"longitude": 111, "latitude": 35}),
            ),
            ("diameter", Operator::Contains, json!(1)),
            ("name", Operator::Within, json!("1408")),
        ] {
            let refused = filtered(field, operator, wrong).await;
            assert!(
                matches!(refused, QueryError::Operator { .. }),
                "{refused:?}"
            );
        }
        for (field, operator, wrong) in [
            ("diameter", Operator::Equal, json!("100")),
            ("diameter", Operator::Equal, json!(null)),
            ("diameter", Operator::Between, json!([1])),
            ("state", Operator::In, json!(["broken", "gone"])),
            ("position", Operator::InBox, json!([1, 2, 3])),
            ("position", Operator::InBox, json!([1, 2, 3, "4", 5])),
            ("region", Operator::Within, json!("14%")),
            ("maintainer", Operator::Equal, json!("x")),
        ] {
            let refused = filtered(field, operator, wrong).await;
            assert!(matches!(refused, QueryError::Value { .. }), "{refused:?}");
        }
        let unsorted = refusal(sorted("position")).await;
        assert_eq!(unsorted, QueryError::NotSorted("position"));

        let next = ledger.list(&sorted("name")).await.unwrap().next;
        for (after, field) in [
            (next.clone(), "number"),
            ("zz".parse().ok(), "name"),
            ("7b7d".parse().ok(), "name"),
            ("é".parse().ok(), "name"),
        ] {
            let query = Query {
                after,
                ..sorted(field)
            };
            assert_eq!(refusal(query).await, QueryError::Cursor);
        }
        house.close().await;
    })
    .await;
}
