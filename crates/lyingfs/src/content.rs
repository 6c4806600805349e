//! The bytes of one file, twice: what a reader sees now (`live`) and what the disk would still
//! hold after a power cut (`durable`).
//!
//! Invariants:
//! - A page carries the stamp of its last change. A sync takes a [`Snapshot`] when it *begins*
//!   and applies it when it *ends*: a byte written while a sync is under way is not covered by
//!   that sync. (The classic group-commit mistake must not be forgiven by the test tool.)
//! - An older snapshot never overwrites a newer durable page.
//! - The cost of a sync follows the number of dirty pages, not the size of the file; the two
//!   sides share unchanged pages.
//! - Bytes beyond `size` read as zero, always.
//!
//! It is not a disk model: no sector remapping, no bit rot.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::rng::Rng;

pub(crate) const PAGE: usize = 4096;
const PAGE_U64: u64 = PAGE as u64;
/// What a disk promises to write whole; a torn page is a mix of old and new sectors.
const SECTOR: usize = 512;

/// `bytes: None` is a hole: a page cut off by a truncate, remembered with its stamp so that an
/// older snapshot cannot bring it back.
#[derive(Clone)]
struct Page {
    stamp: u64,
    bytes: Option<Arc<[u8; PAGE]>>,
}

#[derive(Clone, Default)]
struct Side {
    size: u64,
    size_stamp: u64,
    pages: BTreeMap<u64, Page>,
}

impl Side {
    fn put(&mut self, index: u64, page: Page) {
        let newer = self
            .pages
            .get(&index)
            .is_none_or(|held| held.stamp < page.stamp);
        if newer {
            self.pages.insert(index, page);
        }
    }

    fn bytes(&self, index: u64) -> Option<&Arc<[u8; PAGE]>> {
        self.pages.get(&index).and_then(|page| page.bytes.as_ref())
    }
}

/// What one sync promised to keep: the dirty pages as they stood when it began.
pub(crate) struct Snapshot {
    size: u64,
    size_stamp: u64,
    pages: Vec<(u64, Page)>,
}

#[derive(Default)]
pub(crate) struct Content {
    live: Side,
    durable: Side,
    dirty: BTreeSet<u64>,
    /// Live pages that hold bytes.
    held: u64,
}

/// The pieces of `offset..offset+len`, page by page: (page index, start in page, length).
fn pieces(offset: u64, len: usize) -> impl Iterator<Item = (u64, usize, usize)> {
    let mut at = offset;
    let end = offset.saturating_add(len as u64);
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let start = (at % PAGE_U64) as usize;
        let take = (PAGE - start).min((end - at) as usize);
        let index = at / PAGE_U64;
        at += take as u64;
        Some((index, start, take))
    })
}

impl Content {
    pub(crate) fn size(&self) -> u64 {
        self.live.size
    }

    /// Pages that hold bytes now; what the file costs of the capacity.
    pub(crate) fn held(&self) -> u64 {
        self.held
    }

    /// Pages whose bytes a power cut would take back.
    pub(crate) fn unsynced(&self) -> u64 {
        self.dirty.len() as u64
    }

    pub(crate) fn read(&self, offset: u64, len: usize) -> Vec<u8> {
        let left = self.live.size.saturating_sub(offset);
        let len = len.min(usize::try_from(left).unwrap_or(usize::MAX));
        let mut out = Vec::with_capacity(len);
        for (index, start, take) in pieces(offset, len) {
            match self
                .live
                .bytes(index)
                .and_then(|b| b.get(start..start + take))
            {
                Some(part) => out.extend_from_slice(part),
                None => out.resize(out.len() + take, 0),
            }
        }
        out
    }

    /// How many new pages a write would have to allocate.
    pub(crate) fn cost(&self, offset: u64, len: usize) -> u64 {
        pieces(offset, len)
            .filter(|(index, _, _)| self.live.bytes(*index).is_none())
            .count() as u64
    }

    pub(crate) fn write(&mut self, offset: u64, data: &[u8], stamp: u64) {
        let mut rest = data;
        for (index, start, take) in pieces(offset, data.len()) {
            let (now, later) = rest.split_at(take.min(rest.len()));
            rest = later;
            self.change(index, stamp, |bytes| {
                if let Some(slot) = bytes.get_mut(start..start + now.len()) {
                    slot.copy_from_slice(now);
                }
            });
        }
        let end = offset.saturating_add(data.len() as u64);
        if end > self.live.size {
            self.live.size = end;
            self.live.size_stamp = stamp;
        }
    }

    fn change(&mut self, index: u64, stamp: u64, edit: impl FnOnce(&mut [u8; PAGE])) {
        let page = self
            .live
            .pages
            .entry(index)
            .or_insert(Page { stamp, bytes: None });
        page.stamp = stamp;
        if page.bytes.is_none() {
            self.held += 1;
        }
        let bytes = page.bytes.get_or_insert_with(|| Arc::new([0; PAGE]));
        edit(Arc::make_mut(bytes));
        self.dirty.insert(index);
    }

    pub(crate) fn resize(&mut self, size: u64, stamp: u64) {
        if size < self.live.size {
            for (index, page) in self.live.pages.range_mut(size.div_ceil(PAGE_U64)..) {
                if page.bytes.take().is_some() {
                    page.stamp = stamp;
                    self.held -= 1;
                    self.dirty.insert(*index);
                }
            }
            let keep = (size % PAGE_U64) as usize;
            let edge = size / PAGE_U64;
            if keep > 0 && self.live.bytes(edge).is_some() {
                self.change(edge, stamp, |bytes| zero_from(bytes, keep));
            }
        }
        if size != self.live.size {
            self.live.size = size;
            self.live.size_stamp = stamp;
        }
    }

    /// A sync begins: what it will cover.
    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            size: self.live.size,
            size_stamp: self.live.size_stamp,
            pages: self
                .dirty
                .iter()
                .filter_map(|index| Some((*index, self.live.pages.get(index)?.clone())))
                .collect(),
        }
    }

    /// A sync ends well: its snapshot is on the disk.
    pub(crate) fn keep(&mut self, snapshot: Snapshot) {
        for (index, page) in snapshot.pages {
            if self
                .live
                .pages
                .get(&index)
                .is_some_and(|now| now.stamp == page.stamp)
            {
                self.dirty.remove(&index);
            }
            self.durable.put(index, page);
        }
        if snapshot.size_stamp > self.durable.size_stamp {
            self.durable.size = snapshot.size;
            self.durable.size_stamp = snapshot.size_stamp;
        }
    }

    /// A sync ends in EIO. As Linux does: the pages it covered are marked clean although the
    /// disk never got them, so a *later* successful sync will not bring them back either.
    pub(crate) fn lose(&mut self, snapshot: &Snapshot) {
        for (index, page) in &snapshot.pages {
            let same = self
                .live
                .pages
                .get(index)
                .is_some_and(|now| now.stamp == page.stamp);
            if same && page.bytes.is_some() {
                self.dirty.remove(index);
            }
        }
    }

    /// Power cut. With a generator, a part of the unsynced pages (some of them torn) had
    /// already reached the disk by chance, in no particular order.
    pub(crate) fn cut(&mut self, chance: Option<&mut Rng>) {
        if let Some(rng) = chance {
            self.keep_some(rng);
        }
        let end = self.durable.size.div_ceil(PAGE_U64);
        self.durable
            .pages
            .retain(|index, page| *index < end && page.bytes.is_some());
        let keep = (self.durable.size % PAGE_U64) as usize;
        let edge = self.durable.size / PAGE_U64;
        if keep > 0
            && let Some(bytes) = self
                .durable
                .pages
                .get_mut(&edge)
                .and_then(|page| page.bytes.as_mut())
        {
            zero_from(Arc::make_mut(bytes), keep);
        }
        self.live = self.durable.clone();
        self.held = self.live.pages.len() as u64;
        self.dirty.clear();
    }

    fn keep_some(&mut self, rng: &mut Rng) {
        // The size is metadata: it survives whole or not at all, and the holes go with it.
        let sized = self.live.size_stamp != self.durable.size_stamp && rng.coin();
        if sized {
            self.durable.size = self.live.size;
            self.durable.size_stamp = self.live.size_stamp;
        }
        for index in std::mem::take(&mut self.dirty) {
            let Some(page) = self.live.pages.get(&index).cloned() else {
                continue;
            };
            let Some(new) = page.bytes.as_deref() else {
                if sized {
                    self.durable.put(index, page);
                }
                continue;
            };
            match rng.below(3) {
                0 => {}
                1 => self.durable.put(index, page),
                _ => {
                    let old = self.durable.bytes(index).map_or([0; PAGE], |bytes| **bytes);
                    let mut mix = old;
                    for (slot, sector) in mix.chunks_mut(SECTOR).zip(new.chunks(SECTOR)) {
                        if rng.coin() {
                            slot.copy_from_slice(sector);
                        }
                    }
                    let torn = Page {
                        stamp: page.stamp,
                        bytes: Some(Arc::new(mix)),
                    };
                    self.durable.put(index, torn);
                }
            }
        }
    }

    /// The last name and the last handle are gone: the bytes cost nothing any more, and what
    /// was not synced will never be. Should a cut bring the name back, the durable bytes come
    /// with it (and not an empty file: nobody truncated it).
    pub(crate) fn release(&mut self) {
        self.live = self.durable.clone();
        self.dirty.clear();
        self.held = 0;
    }
}

fn zero_from(bytes: &mut [u8; PAGE], keep: usize) {
    if let Some(tail) = bytes.get_mut(keep..) {
        tail.fill(0);
    }
}
