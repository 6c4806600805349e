//! What is no problem, and what of a problem is part of the answer.

use siting::{
    Candidate, Chosen, Effort, Ended, Model, Problem, ProblemError, UNREACHABLE, Unwatched, Way,
    solve,
};

const FREE: Candidate = Candidate::Free;

fn asked(problem: &Problem, model: &Model) -> Result<siting::Answer, ProblemError> {
    solve(problem, model, &Effort::default(), &mut Unwatched)
}

fn places(answer: &siting::Answer) -> Vec<usize> {
    answer
        .chosen
        .iter()
        .map(|chosen| chosen.candidate)
        .collect()
}

#[test]
fn what_is_no_problem_is_refused_where_it_is_wrong() {
    let dense = |weights: &[i64], candidates: usize, costs: &[u32]| {
        Problem::dense(weights.to_vec(), vec![FREE; candidates], costs).unwrap_err()
    };
    assert_eq!(dense(&[1], 0, &[]), ProblemError::NoCandidates);
    assert_eq!(dense(&[], 1, &[]), ProblemError::NoDemand);
    assert_eq!(
        dense(&[1, 1], 2, &[1, 2, 3]),
        ProblemError::Shape {
            found: 3,
            points: 2,
            candidates: 2
        }
    );
    assert_eq!(
        dense(&[1, -4], 1, &[1, 2]),
        ProblemError::Negative {
            point: 1,
            weight: -4
        }
    );
    assert_eq!(
        dense(&[1 << 52, 1 << 52, 1], 1, &[1, 2, 3]),
        ProblemError::TooLarge { point: 2 }
    );
    assert_eq!(
        dense(&[i64::MAX], 1, &[1]),
        ProblemError::TooLarge { point: 0 }
    );
    let sparse = |ways: &[Way]| Problem::sparse(vec![1; 2], vec![FREE; 2], ways).unwrap_err();
    let way = |point, candidate| Way {
        point,
        candidate,
        cost: 5,
    };
    assert_eq!(
        sparse(&[way(0, 0), way(2, 1)]),
        ProblemError::NoSuchWay {
            at: 1,
            point: 2,
            candidate: 1
        }
    );
    assert_eq!(
        sparse(&[way(0, 2)]),
        ProblemError::NoSuchWay {
            at: 0,
            point: 0,
            candidate: 2
        }
    );
    assert_eq!(
        sparse(&[way(1, 0), way(0, 0), way(1, 0)]),
        ProblemError::Repeated {
            point: 1,
            candidate: 0
        }
    );
    let problem = Problem::dense(vec![1], vec![FREE], &[1]).unwrap();
    assert_eq!(
        problem.with_candidates(Vec::new()).unwrap_err(),
        ProblemError::Candidates {
            found: 0,
            candidates: 1
        }
    );
}

#[test]
fn what_a_model_cannot_ask_is_refused() {
    let candidates = vec![FREE, Candidate::Existing, Candidate::Forbidden];
    let problem = Problem::dense(vec![1 << 30], candidates, &[3, 4, 5]).unwrap();
    let too_many = |asked, free| ProblemError::TooManyStations { asked, free };
    let median = |new, unserved| Model::Median { new, unserved };
    assert_eq!(asked(&problem, &median(2, None)), Err(too_many(2, 1)));
    assert_eq!(
        asked(&problem, &Model::Centre { new: 9 }),
        Err(too_many(9, 1))
    );
    let expected = |new, busy| Model::Expected {
        within: 9,
        new,
        busy,
        per_candidate: 2,
    };
    assert_eq!(asked(&problem, &expected(4, 100)), Err(too_many(4, 3)));
    assert_eq!(
        asked(&problem, &expected(1, 1_001)),
        Err(ProblemError::Share(1_001))
    );
    let cover = Model::MaxCover {
        within: 9,
        new: 1,
        backup: 2_000,
    };
    assert_eq!(asked(&problem, &cover), Err(ProblemError::Share(2_000)));
    assert_eq!(
        asked(&problem, &median(1, Some(3))),
        Err(ProblemError::Unserved {
            unserved: 3,
            longest: 4
        })
    );
    assert_eq!(
        asked(&problem, &median(1, Some(u32::MAX - 1))),
        Err(ProblemError::TooLarge { point: 0 })
    );
    let bare = Problem::dense(vec![1], vec![FREE], &[3]).unwrap();
    assert_eq!(
        asked(&bare, &median(0, None)),
        Err(ProblemError::NoStations)
    );
}

#[test]
fn who_cannot_be_reached_is_part_of_the_answer() {
    // The last point is on an island, the one before is reached from the last candidate alone.
    let none = UNREACHABLE;
    let costs = [1, 4, none, 2, 1, none, none, none, 6, none, none, none];
    let problem = Problem::dense(vec![5, 5, 1, 7], vec![FREE; 3], &costs).unwrap();
    let median = asked(
        &problem,
        &Model::Median {
            new: 1,
            unserved: None,
        },
    )
    .unwrap();
    assert_eq!(places(&median), [0]);
    assert_eq!(median.unreachable, [3]);
    assert_eq!(median.unserved, [2]);
    // 5 × 1 + 5 × 2, and twice the longest way for who is not served.
    assert_eq!(median.objective, 15.0 + 12.0);
    let centre = asked(&problem, &Model::Centre { new: 1 }).unwrap();
    assert_eq!(
        (centre.objective, centre.bound),
        (f64::INFINITY, f64::INFINITY)
    );
    assert_eq!(centre.ended, Ended::Proven);
    assert_eq!(centre.unserved, [2]);
    let centre = asked(&problem, &Model::Centre { new: 2 }).unwrap();
    assert_eq!((centre.objective, centre.unserved.len()), (6.0, 0));
    let cover = asked(&problem, &Model::SetCover { within: 5 }).unwrap();
    assert_eq!((cover.objective, cover.unreachable), (1.0, vec![2, 3]));
    let island = Problem::dense(vec![7], vec![FREE], &[none]).unwrap();
    for model in [Model::SetCover { within: 5 }, Model::Centre { new: 1 }] {
        let nobody = asked(&island, &model).unwrap();
        assert_eq!(
            (nobody.objective, nobody.bound, nobody.gap),
            (0.0, 0.0, 0.0)
        );
        assert_eq!(nobody.unreachable, [0]);
        assert_eq!(nobody.ended, Ended::Proven);
    }
}

#[test]
fn full_and_sparse_say_the_same() {
    let costs = [1, UNREACHABLE, 3, 4];
    let dense = Problem::dense(vec![2, 3], vec![FREE; 2], &costs).unwrap();
    let way = |point, candidate, cost| Way {
        point,
        candidate,
        cost,
    };
    let ways = [
        way(1, 1, 4),
        way(0, 0, 1),
        way(1, 0, 3),
        way(0, 1, UNREACHABLE),
    ];
    assert_eq!(
        Problem::sparse(vec![2, 3], vec![FREE; 2], &ways).unwrap(),
        dense
    );
    assert_eq!(
        (
            dense.points(),
            dense.candidates(),
            dense.weight(),
            dense.longest()
        ),
        (2, 2, 5, 4)
    );
    let forbidden = dense
        .with_candidates(vec![Candidate::Forbidden, FREE])
        .unwrap();
    let answer = asked(
        &forbidden,
        &Model::Median {
            new: 1,
            unserved: None,
        },
    )
    .unwrap();
    assert_eq!((places(&answer), answer.objective), (vec![1], 12.0));
    assert_eq!(answer.unreachable, [0]);
}

#[test]
fn vehicles_share_a_place_where_that_serves_more() {
    // Nearly everybody is near the first place.
    let costs = [1, 9, 1, 9, 9, 1];
    let problem = Problem::dense(vec![100, 100, 1], vec![FREE; 2], &costs).unwrap();
    let model = Model::Expected {
        within: 5,
        new: 2,
        busy: 500,
        per_candidate: 2,
    };
    let answer = asked(&problem, &model).unwrap();
    assert_eq!(
        answer.chosen,
        [Chosen {
            candidate: 0,
            count: 2
        }]
    );
    assert_eq!(answer.objective, 200.0 * 0.75);
    assert_eq!(answer.unserved, [2]);
}
