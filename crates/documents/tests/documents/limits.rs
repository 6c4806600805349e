//! What a runaway template or record costs.

use std::time::{Duration, Instant};

use documents::{Limits, PrintError};
use serde_json::json;

use crate::{info, notice, notice_data, printer, template};

#[test]
fn a_template_that_never_ends_is_given_up_and_takes_one_place() {
    let limits = Limits {
        at_once: 1,
        ..Limits::default()
    };
    let patient = printer().with_limits(limits);
    let hasty = patient.clone().with_limits(Limits {
        time: Duration::from_millis(50),
        ..limits
    });
    // About a second of work, so that the thread ends with the test.
    let slow = template("#for i in range(500) { for j in range(3000) { let x = calc.pow(i, 2) } }");
    let error = hasty.print(&slow, &json!({}), &info("x")).unwrap_err();
    assert!(matches!(error, PrintError::TooSlow { .. }), "{error}");
    let busy = patient.print(&notice(), &notice_data(), &info("x"));
    assert!(matches!(busy, Err(PrintError::Busy { running: 1 })));
    let patience = Instant::now();
    while patient
        .print(&notice(), &notice_data(), &info("x"))
        .is_err()
    {
        assert!(
            patience.elapsed() < Duration::from_secs(120),
            "the place came back"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn an_endless_loop_and_endless_calls_are_mistakes() {
    for source in ["#while true {}", "#let f() = f()\n#f()"] {
        let error = printer().print(&template(source), &json!({}), &info("x"));
        assert!(
            matches!(error, Err(PrintError::Template { .. })),
            "{error:?}"
        );
    }
}

#[test]
fn pages_and_records_have_a_most() {
    let limits = Limits {
        pages: 3,
        record: 1_000,
        ..Limits::default()
    };
    let printer = printer().with_limits(limits);
    let many = template("#for i in range(4) { pagebreak(weak: false) }");
    let error = printer.print(&many, &json!({}), &info("x")).unwrap_err();
    assert!(
        matches!(error, PrintError::TooManyPages { pages: 5, limit: 3 }),
        "{error}"
    );
    let large = json!({ "text": "x".repeat(1_000) });
    let error = printer.print(&many, &large, &info("x")).unwrap_err();
    assert!(
        matches!(error, PrintError::RecordTooLarge { .. }),
        "{error}"
    );
}
