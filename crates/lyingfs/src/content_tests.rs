//! [`Content`] against the simplest thing that could be right: two byte vectors.

use crate::content::{Content, PAGE};
use crate::rng::Rng;

#[test]
fn agrees_with_two_vectors() {
    for seed in 0..60 {
        let mut rng = Rng::new(seed);
        let (mut content, mut live, mut durable) = (Content::default(), vec![], vec![]);
        for stamp in 1..200 {
            let at = rng.below(5 * PAGE as u64) as usize;
            match rng.below(10) {
                0..5 => {
                    let data = vec![stamp as u8; 1 + rng.below(3 * PAGE as u64) as usize];
                    content.write(at as u64, &data, stamp);
                    let end = at + data.len();
                    live.resize(live.len().max(end), 0);
                    live[at..end].copy_from_slice(&data);
                }
                5..7 => {
                    content.resize(at as u64, stamp);
                    live.resize(at, 0);
                }
                7..9 => {
                    let snapshot = content.snapshot();
                    content.keep(snapshot);
                    assert_eq!(content.unsynced(), 0);
                    durable = live.clone();
                }
                _ => {
                    content.cut(None);
                    live = durable.clone();
                }
            }
            assert_eq!(content.size(), live.len() as u64, "seed {seed} at {stamp}");
            assert!(
                content.read(0, usize::MAX) == live,
                "seed {seed} at {stamp}"
            );
            assert!(content.held() <= content.size().div_ceil(PAGE as u64));
        }
    }
}

#[test]
fn an_older_sync_that_ends_later_takes_nothing_back() {
    let mut content = Content::default();
    content.write(0, &[1; 3 * PAGE], 1);
    let older = content.snapshot();
    content.resize(PAGE as u64, 2);
    content.write(0, b"2", 3);
    let newer = content.snapshot();
    content.write(1, b"3", 4);
    content.keep(newer);
    content.keep(older);
    assert_eq!(content.unsynced(), 1);
    content.cut(None);
    assert_eq!(content.size(), PAGE as u64);
    assert_eq!(content.read(0, 3), [b'2', 1, 1]);
}

#[test]
fn a_torn_cut_leaves_old_or_new_bytes_and_zeroes_only() {
    for seed in 0..40 {
        let mut content = Content::default();
        content.write(0, &[1; 4 * PAGE], 1);
        let snapshot = content.snapshot();
        content.keep(snapshot);
        content.write(PAGE as u64, &[2; 6 * PAGE], 2);
        content.cut(Some(&mut Rng::new(seed)));
        let got = content.read(0, usize::MAX);
        assert!(got.len() == 4 * PAGE || got.len() == 7 * PAGE);
        assert!(got[..PAGE].iter().all(|b| *b == 1));
        assert!(got[PAGE..4 * PAGE].iter().all(|b| *b == 1 || *b == 2));
        assert!(got[4 * PAGE..].iter().all(|b| *b == 0 || *b == 2));
    }
}
