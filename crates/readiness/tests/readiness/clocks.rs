//! Reminders, overdue and escalation: whenever the reconciler runs, and however often.

use loops::Inbox;

use crate::world::{World, officer, on_both_engines, person, repaired};

async fn verbs(world: &World, row: base::Uuid) -> Vec<String> {
    let story = world
        .cases
        .story(&officer(), row, base::Language::Zh)
        .await
        .unwrap();
    story.into_iter().map(|line| line.verb).collect()
}

#[tokio::test]
async fn a_run_does_what_is_due_and_a_second_one_nothing() {
    on_both_engines("2026-03-02T01:00:00Z", |world| async move {
        let case = world.assigned().await;
        let row = case.case.row;
        assert!(world.cases.tend().await.unwrap().is_idle());

        // Five working days: the holder is reminded, by telephone too.
        world.to("2026-03-09T17:00:00Z");
        let first = world.cases.tend().await.unwrap();
        assert_eq!((first.reminded, first.overdue, first.stuck), (1, 0, 0));
        assert!(world.cases.tend().await.unwrap().is_idle());
        assert_eq!(world.count("outbox_message").await, 1);

        // A reminder fails nobody's action: the step that people saw still stands.
        let stands = world.cases.case(&officer(), row).await.unwrap();
        assert_eq!(stands.case.step, case.case.step);
        assert!(stands.case.version > case.case.version);

        // Seven: overdue. One more: the officers hear of it, three more: the leader.
        world.to("2026-03-11T16:00:00Z");
        assert_eq!(world.cases.tend().await.unwrap().overdue, 1);
        assert!(world.cases.tend().await.unwrap().is_idle());
        world.to("2026-03-12T16:00:00Z");
        assert_eq!(world.cases.tend().await.unwrap().escalated, 1);
        assert!(world.cases.tend().await.unwrap().is_idle());
        let leader = person(access::Role::Leader);
        let counts = world.cases.counts(&leader).await.unwrap();
        assert_eq!((counts.asked, counts.all_overdue), (0, 1));
        world.to("2026-03-17T16:00:00Z");
        assert_eq!(world.cases.tend().await.unwrap().escalated, 1);
        let counts = world.cases.counts(&leader).await.unwrap();
        assert_eq!((counts.asked, counts.overdue), (1, 1));
        let filter = loops::Filter {
            inbox: Inbox::Escalated,
            ..loops::Filter::default()
        };
        let inbox = world.cases.inbox(&leader, &filter, 10, None).await.unwrap();
        assert_eq!(inbox[0].row, row);

        let told = verbs(&world, row).await;
        for verb in ["reminded", "overdue", "escalated"] {
            assert!(
                told.iter().any(|one| one == verb),
                "{verb} is not in {told:?}"
            );
        }
        assert_eq!(world.count("outbox_message").await, 4);

        // Who acts ends it all.
        let input = repaired("2026-03-17");
        let case = world
            .act(&world.plumber(), &case, "repair", &input)
            .await
            .unwrap();
        assert_eq!((case.case.escalation, case.case.overdue_at), (0, None));
        world.rebuilt_equal().await;
    })
    .await;
}

#[tokio::test]
async fn a_house_that_was_down_for_weeks_tells_it_all_at_once_and_reminds_nobody_of_the_past() {
    on_both_engines("2026-03-02T01:00:00Z", |world| async move {
        let case = world.assigned().await;
        world.to("2026-04-20T01:00:00Z");
        let tended = world.cases.tend().await.unwrap();
        assert_eq!(
            (tended.reminded, tended.overdue, tended.escalated),
            (0, 1, 2)
        );
        assert!(world.cases.tend().await.unwrap().is_idle());
        let stands = world.cases.case(&officer(), case.case.row).await.unwrap();
        assert_eq!(stands.case.escalated_to.as_deref(), Some("leader"));
    })
    .await;
}

#[tokio::test]
async fn two_processes_at_once_do_everything_once() {
    on_both_engines("2026-03-02T01:00:00Z", |world| async move {
        let case = world.assigned().await;
        world.to("2026-03-12T01:00:00Z");
        let (one, two) = tokio::join!(world.cases.tend(), world.cases.tend());
        assert_eq!(one.unwrap().overdue + two.unwrap().overdue, 1);
        let told = verbs(&world, case.case.row).await;
        assert_eq!(told.iter().filter(|verb| *verb == "overdue").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_escalation_that_needs_an_unknown_year_waits_and_is_told() {
    on_both_engines("2026-12-24T01:00:00Z", |world| async move {
        // Due at the end of the 28th; whether the 29th is worked, the notice of 2027 says.
        let case = world.reported().await;
        world.to("2026-12-29T01:00:00Z");
        let tended = world.cases.tend().await.unwrap();
        assert_eq!((tended.overdue, tended.escalated, tended.stuck), (1, 0, 1));
        assert!(tended.reason.unwrap().contains("2027"));
        let stands = world.cases.case(&officer(), case.case.row).await.unwrap();
        let again = world.cases.tend().await.unwrap();
        assert_eq!((again.overdue, again.stuck), (0, 1));
        let same = world.cases.case(&officer(), case.case.row).await.unwrap();
        assert_eq!(stands.case, same.case, "nothing is written for it");
    })
    .await;
}
