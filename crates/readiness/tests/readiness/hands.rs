//! Whose a case is: inboxes, hand-over, comments, links.

use access::{Role, Sets};
use loops::{Filter, Inbox, LoopError, With};
use serde_json::json;

use crate::world::{KEY, PLACE, officer, on_both_engines, person, person_of, reason, values};

const START: &str = "2026-03-02T01:00:00Z";

#[tokio::test]
async fn each_finds_in_the_inbox_what_is_asked_of_them_page_by_page() {
    on_both_engines(START, |world| async move {
        let crew = person(Role::StationCrew);
        let mut rows = Vec::new();
        for at in 0..5 {
            let source = world.hydrant(&format!("XH-2{at:02}"), PLACE).await;
            let fault = values(json!({
                "source": source.to_string(), "fault": "leak", "description": "漏水",
            }));
            rows.push(world.cases.open(&crew, KEY, &fault).await.unwrap().case.row);
            world
                .clock
                .advance(std::time::Duration::from_secs(24 * 3600));
        }
        let (officer, filter) = (officer(), Filter::default());
        assert_eq!(world.cases.counts(&officer).await.unwrap().asked, 5);
        assert_eq!(world.cases.counts(&crew).await.unwrap().asked, 0);
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = world
                .cases
                .inbox(&officer, &filter, 2, after)
                .await
                .unwrap();
            let shown = page.len().min(2);
            seen.extend(page[..shown].iter().map(|case| case.row));
            if page.len() <= 2 {
                break;
            }
            after = Some((page[1].due_key, page[1].id));
        }
        assert_eq!(seen, rows, "the most urgent first, each once");
        let opened = Filter {
            inbox: Inbox::Opened,
            ..Filter::default()
        };
        assert_eq!(
            world
                .cases
                .inbox(&crew, &opened, 10, None)
                .await
                .unwrap()
                .len(),
            5
        );
        let late = Filter {
            overdue: true,
            ..Filter::default()
        };
        let late = world.cases.inbox(&officer, &late, 10, None).await.unwrap();
        assert_eq!(
            late.len() as u64,
            world.cases.counts(&officer).await.unwrap().overdue
        );
        assert!(!late.is_empty() && late.len() < 5);

        let elsewhere = Sets::of_areas(vec!["140821".parse().unwrap()]);
        let other = person_of(Role::LogisticsOfficer, &elsewhere);
        assert_eq!(world.cases.counts(&other).await.unwrap().asked, 0);
    })
    .await;
}

#[tokio::test]
async fn a_case_is_handed_over_with_a_reason_and_the_old_holder_acts_no_more() {
    on_both_engines(START, |world| async move {
        let case = world.assigned().await;
        let (row, step) = (case.case.row, case.case.step);
        let plumber = world.plumber();
        assert_eq!(world.cases.counts(&plumber).await.unwrap().asked, 1);
        let to = With::Role(Role::Registrar);
        let silent = world.cases.hand_over(&plumber, row, step, &to, " ").await;
        assert!(matches!(silent, Err(LoopError::Faults(_))), "{silent:?}");
        let nobody = With::Account(base::Uuid::now_v7());
        let lost = world
            .cases
            .hand_over(&plumber, row, step, &nobody, "休假")
            .await;
        assert!(matches!(lost, Err(LoopError::NoReceiver)), "{lost:?}");
        let deaf = With::Role(Role::Administrator);
        let lost = world
            .cases
            .hand_over(&plumber, row, step, &deaf, "休假")
            .await;
        assert!(matches!(lost, Err(LoopError::NoReceiver)), "{lost:?}");

        let handed = world
            .cases
            .hand_over(&plumber, row, step, &to, "无力承修")
            .await
            .unwrap();
        assert_eq!(handed.case.step, step + 1);
        assert_eq!(handed.case.due_at, case.case.due_at, "the clock runs on");
        let input = crate::world::repaired("2026-03-02");
        let late = world.act(&plumber, &handed, "repair", &input).await;
        assert!(matches!(late, Err(LoopError::NotYours)), "{late:?}");
        let stale = world.act(&plumber, &case, "repair", &input).await;
        assert!(matches!(stale, Err(LoopError::Stale(_))), "{stale:?}");
        let registrar = person(Role::Registrar);
        world
            .act(&registrar, &handed, "repair", &input)
            .await
            .unwrap();
        world.rebuilt_equal().await;
    })
    .await;
}

#[tokio::test]
async fn comments_and_links_stand_in_the_story_and_in_nobodys_way() {
    on_both_engines(START, |world| async move {
        let case = world.reported().await;
        let row = case.case.row;
        let source = world.hydrant("XH-003", PLACE).await;
        let fault = values(json!({
            "source": source.to_string(), "fault": "blocked", "description": "被围挡圈占",
        }));
        let crew = person(Role::StationCrew);
        let other = world.cases.open(&crew, KEY, &fault).await.unwrap();
        world
            .cases
            .comment(&officer(), row, "同一路段，<b>一并</b>处理")
            .await
            .unwrap();
        let empty = world.cases.comment(&officer(), row, "  ").await;
        assert!(matches!(empty, Err(LoopError::Faults(_))));
        let (officer, two) = (officer(), other.case.row);
        world
            .cases
            .link(&officer, row, two, Some("同一路段"))
            .await
            .unwrap();
        world.cases.link(&officer, two, row, None).await.unwrap();
        let links = world.cases.links(&officer, two).await.unwrap();
        assert_eq!(links.len(), 1, "a pair is linked once");
        assert_eq!(links[0].other.row, row);
        let own = world.cases.link(&officer, row, row, None).await;
        assert!(matches!(own, Err(LoopError::Faults(_))));
        world
            .cases
            .unlink(&officer, row, links[0].link.id)
            .await
            .unwrap();
        assert!(world.cases.links(&officer, row).await.unwrap().is_empty());
        assert_eq!(world.cases.case(&officer, row).await.unwrap().case.step, 1);
        world
            .act(&officer, &case, "cancel", &reason("并案"))
            .await
            .unwrap();
        world.rebuilt_equal().await;
    })
    .await;
}
