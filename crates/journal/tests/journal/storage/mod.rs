//! Storage that fails: a disk that forgets what was not synced, a full disk, a disk whose syncs
//! fail. Each story is told once, and runs with SQLite and with PostgreSQL on that disk.

mod disk;
mod failing_sync;
mod full_disk;
mod power_cut;
mod trouble;
