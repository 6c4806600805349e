//! Entries of years gone by are taken over many at once, and count as far as each came.

use journal::{Actor, Lane};
use loops::{LoopError, PastCase};
use register::Author;
use serde_json::{Value as Json, json};

use crate::world::{ENTRY, World, fact, office, on_both_engines, points, reason};

const START: &str = "2023-11-20T01:00:00Z";

fn past(world: &World, fact: &str, steps: usize) -> PastCase {
    let values: Json = json!({
        "year": 2023, "area": world.county.to_string(), "fact": fact, "done": true, "name": "往年填报",
    });
    PastCase {
        values: values.as_object().unwrap().clone(),
        steps,
    }
}

fn opener() -> Author {
    Author {
        actor: Actor::system("before"),
        lane: Lane::Import,
        synthetic: true,
    }
}

#[tokio::test]
async fn what_is_taken_over_counts_as_far_as_it_came_and_goes_on_as_any_other() {
    on_both_engines(START, |world| async move {
        let then = [
            (Actor::system("area"), "attest"),
            (Actor::system("city"), "verify"),
        ];
        let all = [
            past(&world, "adverts_published", 2),
            past(&world, "fire_in_schools", 1),
            past(&world, "fire_law_publicity", 0),
        ];
        let taken = world.cases.take_over(ENTRY, &opener(), &then, &all).await;
        let taken = taken.unwrap();
        world.shown_together(&taken).await;

        let adverts = world.item(2023, world.county, "public_adverts").await;
        assert_eq!(points(&adverts), "1");
        let found = &fact(&adverts, "adverts_published").found[0];
        assert_eq!((found.cases.len(), found.attachments.len()), (1, 1));
        let training = world.item(2023, world.county, "education_training").await;
        for key in ["fire_in_schools", "fire_law_publicity"] {
            let found = &fact(&training, key).found[0];
            assert_eq!(
                (found.reason, found.attachments.len()),
                (Some("unconfirmed"), 1)
            );
        }
        let states = ["verified", "attested", "entered"];
        for (one, state) in taken.iter().zip(states) {
            let case = world.cases.case(&office(), one.row).await.unwrap();
            assert_eq!(case.case.state, state);
            assert_eq!(
                case.case.region.as_deref(),
                Some("140802"),
                "as its area has it"
            );
        }
        let case = world.cases.case(&office(), taken[0].row).await.unwrap();
        let why = reason("登记有误");
        world.act(&office(), &case, "withdraw", &why).await.unwrap();
        let adverts = world.item(2023, world.county, "public_adverts").await;
        assert_eq!(
            fact(&adverts, "adverts_published").found[0].reason,
            Some("withdrawn")
        );
    })
    .await;
}

#[tokio::test]
async fn what_could_not_have_been_opened_or_done_is_refused() {
    on_both_engines(START, |world| async move {
        let unknown = [past(&world, "adverts", 0)];
        let refused = world.cases.take_over(ENTRY, &opener(), &[], &unknown).await;
        assert!(matches!(
            refused,
            Err(LoopError::Ledger(_) | LoopError::Faults(_))
        ));
        let verified = [(Actor::system("city"), "verify")];
        let early = [past(&world, "adverts_published", 1)];
        let refused = world
            .cases
            .take_over(ENTRY, &opener(), &verified, &early)
            .await;
        assert!(
            matches!(refused, Err(LoopError::NotFound)),
            "nobody attested it"
        );
    })
    .await;
}
