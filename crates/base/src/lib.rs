//! Ids, time, geometry, labels: the small words every room uses. Pure, no IO.
