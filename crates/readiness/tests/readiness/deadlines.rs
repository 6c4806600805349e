//! Deadlines in working days across the holidays of 2026, and a year that nobody knows yet.

use base::Timestamp;
use loops::{CaseFile, LoopError};

use crate::world::{officer, on_both_engines};

fn due(case: &CaseFile) -> String {
    Timestamp::from(case.case.due_at.unwrap()).to_string()
}

/// Spring Festival 15 to 23 February; Saturdays 14 and 28 February are worked.
#[tokio::test]
async fn a_term_runs_across_the_spring_festival_with_its_make_up_days() {
    on_both_engines("2026-02-12T02:00:00Z", |world| async move {
        let case = world.reported().await;
        assert_eq!(due(&case), "2026-02-14T16:00:00.000000Z");
        assert_eq!(case.days_left, Some(2));
        world.to("2026-02-13T02:00:00Z");
        let input = serde_json::json!({ "maintainer": world.company.to_string() });
        let input = crate::world::values(input);
        let case = world
            .act(&officer(), &case, "assign", &input)
            .await
            .unwrap();
        assert_eq!(due(&case), "2026-03-02T16:00:00.000000Z");
        assert_eq!(case.days_left, Some(7));
    })
    .await;
}

/// National Day 1 to 7 October; Saturday 10 October is worked.
#[tokio::test]
async fn a_term_runs_across_the_national_holiday() {
    on_both_engines("2026-09-29T02:00:00Z", |world| async move {
        let case = world.assigned().await;
        assert_eq!(due(&case), "2026-10-14T16:00:00.000000Z");
        world.to("2026-10-15T02:00:00Z");
        let case = world.cases.case(&officer(), case.case.row).await.unwrap();
        assert_eq!(case.days_left, Some(-1));
    })
    .await;
}

#[tokio::test]
async fn a_year_without_its_notice_is_named_and_nothing_is_written() {
    on_both_engines("2026-12-24T02:00:00Z", |world| async move {
        let case = world.reported().await;
        let input = serde_json::json!({ "maintainer": world.company.to_string() });
        let input = crate::world::values(input);
        let refused = world.act(&officer(), &case, "assign", &input).await;
        let Err(LoopError::MissingYear(missing)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(missing.year, 2027);
        let stands = world.cases.case(&officer(), case.case.row).await.unwrap();
        assert_eq!(stands.case, case.case);
        assert_eq!(world.count("case_document").await, 0);
    })
    .await;
}
