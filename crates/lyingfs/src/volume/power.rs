//! Power: off at once or after a number of changes, and what is there when it comes back.
//!
//! Invariant: after [`Volume::cut`] the live side equals the durable side everywhere, every
//! inode is reachable from the root, and no handle of the old generation is honoured.

use super::{Body, ROOT, Volume};
use crate::Cut;
use crate::rng::Rng;

impl Volume {
    /// From here on every operation answers EIO; nothing is forgotten yet.
    pub(crate) fn power_off(&mut self) {
        self.on = false;
    }

    pub(crate) fn is_on(&self) -> bool {
        self.on
    }

    /// Forgets what was not synced, and turns the power on for a new generation.
    pub(crate) fn cut(&mut self, cut: Cut) {
        let mut chance = match cut {
            Cut::ForgetAll => None,
            Cut::KeepSome { seed } => Some(Rng::new(seed)),
        };
        let mut log = std::mem::take(&mut self.log);
        if let Some(rng) = chance.as_mut() {
            // A journal reaches the disk in order: a prefix of it is kept.
            let kept = rng.below(log.len() as u64 + 1) as usize;
            log.truncate(kept);
            for op in log {
                self.keep_op(op);
            }
        }
        for inode in self.inodes.values_mut() {
            inode.names = 0;
            inode.opens = 0;
            inode.lookups = 0;
            match &mut inode.body {
                Body::File(content) => content.cut(chance.as_mut()),
                Body::Dir(dir) => dir.live = dir.durable.clone(),
                Body::Link(_) => {}
            }
        }
        self.drop_unreachable();
        self.held = self
            .inodes
            .values()
            .map(|inode| match &inode.body {
                Body::File(content) => content.held(),
                _ => 0,
            })
            .sum();
        self.counters.cuts += 1;
        self.knobs.fuse = None;
        self.generation += 1;
        self.on = true;
    }

    /// Walks the tree from the root; counts names, mends parents, drops the rest.
    fn drop_unreachable(&mut self) {
        let mut todo = vec![ROOT];
        if let Some(root) = self.inodes.get_mut(&ROOT) {
            root.names = 1;
            root.lookups = 1;
        }
        while let Some(at) = todo.pop() {
            let children: Vec<u64> = match self.dir(at) {
                Ok(dir) => dir.live.values().copied().collect(),
                Err(_) => continue,
            };
            for ino in children {
                let Some(inode) = self.inodes.get_mut(&ino) else {
                    continue;
                };
                inode.names = inode.names.saturating_add(1);
                if let Body::Dir(dir) = &mut inode.body
                    && inode.names == 1
                {
                    dir.parent = at;
                    todo.push(ino);
                }
            }
        }
        self.inodes.retain(|_, inode| inode.names > 0);
        self.swept = self.inodes.len();
    }
}
