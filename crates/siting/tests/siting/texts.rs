//! Tiny texts in the formats of published instances.

use siting::orlib::{MOST_POINTS, ReadError, read_median, read_places};
use siting::{Effort, Model, UNREACHABLE, Unwatched, solve};

#[test]
fn a_graph_becomes_its_shortest_paths() {
    // 1 and 2 are joined twice, the second time the other way round: that counts.
    let text = " 4 4 1\n 1 2 1\n 2 3 5\r\n 1 3 100 \n 2 1 10\n";
    let instance = read_median(text).unwrap();
    assert_eq!((instance.vertices, instance.p), (4, 1));
    let none = UNREACHABLE;
    #[rustfmt::skip]
    assert_eq!(instance.costs, [
        0, 10, 15, none,
        10, 0, 5, none,
        15, 5, 0, none,
        none, none, none, 0,
    ]);
    let problem = instance.problem().unwrap();
    let model = Model::Median {
        new: instance.p,
        unserved: None,
    };
    let answer = solve(&problem, &model, &Effort::default(), &mut Unwatched).unwrap();
    assert_eq!(answer.chosen[0].candidate, 1);
    assert_eq!((answer.objective, answer.unserved), (15.0 + 30.0, vec![3]));
}

#[test]
fn a_graph_that_is_none_says_where() {
    let refused = |text: &str| read_median(text).unwrap_err();
    let cut_off = |line, wanted| ReadError::CutOff { line, wanted };
    assert_eq!(refused(""), cut_off(1, "the number of vertices"));
    assert_eq!(refused("3"), cut_off(1, "the number of edges"));
    assert_eq!(refused("3 2"), cut_off(1, "the number of stations"));
    assert_eq!(
        refused("3 2 1\n1 2 5\n"),
        cut_off(2, "the number of a vertex")
    );
    assert_eq!(
        refused("3 1 1\n1 2 5\n2 3 5"),
        ReadError::TooMuch { line: 3 }
    );
    assert_eq!(refused("0 0 1"), ReadError::Empty);
    assert_eq!(
        refused("10001 0 1"),
        ReadError::TooLarge(MOST_POINTS as u64 + 1)
    );
    for (vertex, line) in [(0, "0 1 5"), (4, "1 4 5")] {
        let found = refused(&format!("3 2 1\n1 2 5\n{line}"));
        assert_eq!(
            found,
            ReadError::NoSuchVertex {
                line: 3,
                vertex,
                vertices: 3
            }
        );
    }
    for word in ["-5", "NaN", "5.5", "4294967296", "x"] {
        let found = refused(&format!("3 2 1\n1 2 5\n1 3 {word}"));
        let ReadError::Unreadable { line: 3, found, .. } = &found else {
            panic!("{found}");
        };
        assert_eq!(found, word);
    }
    let far = refused("3 2 1\n1 2 4294967294\n2 3 1");
    assert_eq!(far, ReadError::TooFar { from: 1, to: 3 });
}

#[test]
fn places_cover_what_lies_within_the_radius() {
    // 3, 4, 5: the second lies just within.
    let text = "3 9999 p S\n0 0 10\t\n3 4 20\n-0.5 6 30\n";
    let places = read_places(text).unwrap();
    assert_eq!(places.weights, [10, 20, 30]);
    let covered = |radius| {
        let problem = places.covered_within(radius).unwrap();
        let model = Model::MaxCover {
            within: 0,
            new: 1,
            backup: 0,
        };
        let answer = solve(&problem, &model, &Effort::default(), &mut Unwatched).unwrap();
        answer.objective
    };
    assert_eq!(covered(4.999), 50.0);
    assert_eq!(covered(5.0), 60.0);
    assert_eq!(covered(0.0), 30.0);
}

#[test]
fn places_that_are_none_say_where() {
    let refused = |line: &str| read_places(&format!("2 x\n1 1 1\n{line}")).unwrap_err();
    for word in ["NaN", "inf", "1e300", "-70000000", "east"] {
        let found = refused(&format!("{word} 1 1"));
        assert!(
            matches!(found, ReadError::Unreadable { line: 3, .. }),
            "{found}"
        );
    }
    for word in ["-1", "NaN", "1.5", "99999999999"] {
        let found = refused(&format!("1 1 {word}"));
        assert!(
            matches!(found, ReadError::Unreadable { line: 3, .. }),
            "{found}"
        );
    }
    assert!(matches!(refused("1 1"), ReadError::CutOff { line: 3, .. }));
    assert_eq!(refused("1 1 1\n1 1 1"), ReadError::TooMuch { line: 4 });
}
