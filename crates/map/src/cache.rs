//! Tiles that were made before, each with the position it shows. A map that is looked at by a room
//! full of people asks for the same tiles again and again, and one of a whole city costs most.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use axum::body::Bytes;

/// Bytes kept at most.
const MOST: usize = 32 * 1024 * 1024;

/// The tiles at hand; the oldest goes first.
#[derive(Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    tiles: HashMap<String, (i64, Bytes)>,
    order: VecDeque<String>,
    size: usize,
}

impl Cache {
    /// The tile of this question, if it shows this position.
    pub(crate) fn get(&self, question: &str, position: i64) -> Option<Bytes> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, tile) = kept.tiles.get(question)?;
        (*at == position).then(|| tile.clone())
    }

    /// Keeps a tile. One that shows less than what is kept is not taken: it was long in the making.
    pub(crate) fn put(&self, question: String, position: i64, tile: Bytes) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = &mut *kept;
        let newer = |(at, _): &(i64, Bytes)| *at > position;
        if kept.tiles.get(&question).is_some_and(newer) {
            return;
        }
        kept.size += tile.len() + question.len();
        match kept.tiles.insert(question.clone(), (position, tile)) {
            Some((_, before)) => kept.size -= before.len() + question.len(),
            None => kept.order.push_back(question),
        }
        while kept.size > MOST
            && let Some(oldest) = kept.order.pop_front()
        {
            if let Some((_, gone)) = kept.tiles.remove(&oldest) {
                kept.size -= gone.len() + oldest.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_is_given_at_its_position_alone_and_the_oldest_goes() {
        let cache = Cache::default();
        cache.put("a".to_owned(), 7, Bytes::from_static(b"seven"));
        assert_eq!(cache.get("a", 7), Some(Bytes::from_static(b"seven")));
        assert_eq!(cache.get("a", 8), None);
        cache.put("a".to_owned(), 6, Bytes::from_static(b"six"));
        assert_eq!(cache.get("a", 7), Some(Bytes::from_static(b"seven")));
        let large = Bytes::from(vec![0; MOST / 2]);
        cache.put("b".to_owned(), 1, large.clone());
        cache.put("c".to_owned(), 1, large);
        assert_eq!(cache.get("a", 7), None);
        assert!(cache.get("c", 1).is_some());
    }
}
