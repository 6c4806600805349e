//! Reading and writing 100,000 rows of 20 columns.

fn main() {}
