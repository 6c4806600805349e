//! A stand-in for the fuzz targets on the stable toolchain: a seeded generator, the same checks.

use crate::checks;
use crate::vectors::{bytes, vectors};

/// SplitMix64: small, seeded, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.next() as u8
    }
}

/// Makes start, length, checksum and end right again, so that a mutation reaches the ADU.
fn repair(frame: &mut [u8]) {
    let len = frame.len();
    if !(30..=1054).contains(&len) {
        return;
    }
    let adu = ((len - 30) as u16).to_le_bytes();
    frame[..2].copy_from_slice(b"@@");
    frame[24..26].copy_from_slice(&adu);
    frame[len - 2..].copy_from_slice(b"##");
    frame[len - 3] = frame[2..len - 3]
        .iter()
        .fold(0, |sum, byte| sum.wrapping_add(*byte));
}

fn mutate(frame: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(3) {
        let at = random.below(frame.len());
        match random.below(6) {
            0 => frame[at] = random.byte(),
            1 => frame[at] ^= 1 << random.below(8),
            2 => frame.truncate(at.max(1)),
            3 => frame.insert(at, random.byte()),
            4 if frame.len() > 28 => frame[27 + random.below(2)] = random.byte() % 100,
            _ => {
                frame.extend(
                    (0..random.below(20))
                        .map(|_| random.byte())
                        .collect::<Vec<_>>(),
                );
            }
        }
    }
    if random.below(4) > 0 {
        repair(frame);
    }
}

#[test]
fn two_hundred_thousand_mutations() {
    let seed = 0x2687_5003;
    println!("seed {seed}");
    let mut random = Random(seed);
    let originals: Vec<_> = vectors().iter().map(|vector| bytes(&vector.hex)).collect();
    let mut stream = Vec::new();
    for case in 0..200_000 {
        let mut frame = originals[random.below(originals.len() - 1)].clone();
        mutate(&mut frame, &mut random);
        checks::frame(&frame);
        stream.extend_from_slice(&frame);
        if case % 8 == 7 {
            let cuts = [random.byte(), random.byte(), random.byte()];
            checks::stream(&stream, &cuts);
            stream.clear();
        }
    }
}
