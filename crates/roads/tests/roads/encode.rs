//! A PBF writer as small as one can be: what the tests read, they pack themselves.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A node: number, longitude and latitude in 1e-7 degrees, tags.
pub(crate) type Node<'t> = (i64, i64, i64, Vec<(&'t str, &'t str)>);
/// A way: number, nodes, tags.
pub(crate) type Way<'t> = (i64, Vec<i64>, Vec<(&'t str, &'t str)>);

/// A relation: members (0 for a node, 1 for a way, 2 for a relation; number, role) and tags.
pub(crate) type Relation<'t> = (Vec<(u64, i64, &'t str)>, Vec<(&'t str, &'t str)>);

pub(crate) fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7F) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// A field that holds a number.
pub(crate) fn number(field: u64, number: u64) -> Vec<u8> {
    [varint(field << 3), varint(number)].concat()
}

/// A field that holds bytes.
pub(crate) fn bytes(field: u64, bytes: &[u8]) -> Vec<u8> {
    [
        varint(field << 3 | 2),
        varint(bytes.len() as u64),
        bytes.to_vec(),
    ]
    .concat()
}

/// A column of steps.
pub(crate) fn steps(field: u64, numbers: impl IntoIterator<Item = i64>) -> Vec<u8> {
    let mut before = 0;
    let steps = numbers.into_iter().flat_map(|number| {
        let step = number - before;
        before = number;
        varint(zigzag(step))
    });
    bytes(field, &steps.collect::<Vec<u8>>())
}

fn packed(field: u64, numbers: &[u64]) -> Vec<u8> {
    bytes(
        field,
        &numbers
            .iter()
            .flat_map(|number| varint(*number))
            .collect::<Vec<u8>>(),
    )
}

/// A blob with its head, packed by zlib.
pub(crate) fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    let packed = encoder.finish().unwrap();
    framed(
        kind,
        &[number(2, content.len() as u64), bytes(3, &packed)].concat(),
    )
}

/// A blob with its head, as it is.
pub(crate) fn framed(kind: &str, blob: &[u8]) -> Vec<u8> {
    let head = [bytes(1, kind.as_bytes()), number(3, blob.len() as u64)].concat();
    let length = u32::try_from(head.len()).unwrap().to_be_bytes();
    [length.to_vec(), head, blob.to_vec()].concat()
}

/// The header of a file that asks for these features.
pub(crate) fn header(features: &[&str]) -> Vec<u8> {
    let features = features.iter().map(|feature| bytes(4, feature.as_bytes()));
    blob("OSMHeader", &features.collect::<Vec<_>>().concat())
}

/// The texts of a block, each once.
#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn number(&mut self, text: &str) -> u64 {
        if self.0.is_empty() {
            self.0.push(String::new());
        }
        let found = self.0.iter().position(|known| known == text);
        let index = found.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        index as u64
    }

    fn table(&self) -> Vec<u8> {
        let texts = self.0.iter().map(|text| bytes(1, text.as_bytes()));
        bytes(1, &texts.collect::<Vec<_>>().concat())
    }
}

/// How nodes are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nodes {
    Dense,
    Plain,
}

/// A block of nodes and ways, not packed yet.
pub(crate) fn block(nodes: &[Node<'_>], ways: &[Way<'_>], form: Nodes) -> Vec<u8> {
    block_with(nodes, ways, &[], form)
}

/// A block of nodes, ways and relations, not packed yet.
pub(crate) fn block_with(
    nodes: &[Node<'_>],
    ways: &[Way<'_>],
    relations: &[Relation<'_>],
    form: Nodes,
) -> Vec<u8> {
    let mut texts = Texts::default();
    let nodes = match form {
        Nodes::Dense => bytes(2, &dense(nodes, &mut texts)),
        Nodes::Plain => nodes
            .iter()
            .flat_map(|node| bytes(1, &plain(node, &mut texts)))
            .collect(),
    };
    let ways = ways.iter().flat_map(|(id, nodes, tags)| {
        let keys: Vec<u64> = tags.iter().map(|(key, _)| texts.number(key)).collect();
        let values: Vec<u64> = tags.iter().map(|(_, value)| texts.number(value)).collect();
        let way = [
            number(1, id.cast_unsigned()),
            packed(2, &keys),
            packed(3, &values),
            steps(8, nodes.iter().copied()),
        ];
        bytes(3, &way.concat())
    });
    let ways: Vec<u8> = ways.collect();
    let relations = relations.iter().zip(1..).flat_map(|((members, tags), id)| {
        let mut texts_of = |words: Vec<&str>| -> Vec<u64> {
            words.into_iter().map(|word| texts.number(word)).collect()
        };
        let keys = texts_of(tags.iter().map(|(key, _)| *key).collect());
        let values = texts_of(tags.iter().map(|(_, value)| *value).collect());
        let roles = texts_of(members.iter().map(|(.., role)| *role).collect());
        let kinds: Vec<u64> = members.iter().map(|(kind, ..)| *kind).collect();
        let relation = [
            number(1, id),
            packed(2, &keys),
            packed(3, &values),
            packed(8, &roles),
            steps(9, members.iter().map(|(_, id, _)| *id)),
            packed(10, &kinds),
        ];
        bytes(4, &relation.concat())
    });
    let relations: Vec<u8> = relations.collect();
    [
        texts.table(),
        bytes(2, &nodes),
        bytes(2, &ways),
        bytes(2, &relations),
    ]
    .concat()
}

fn dense(nodes: &[Node<'_>], texts: &mut Texts) -> Vec<u8> {
    let mut tags = Vec::new();
    for (.., tagged) in nodes {
        for (key, value) in tagged {
            tags.extend([texts.number(key), texts.number(value)]);
        }
        tags.push(0);
    }
    [
        steps(1, nodes.iter().map(|node| node.0)),
        steps(8, nodes.iter().map(|node| node.2)),
        steps(9, nodes.iter().map(|node| node.1)),
        packed(10, &tags),
    ]
    .concat()
}

fn plain((id, longitude, latitude, tags): &Node<'_>, texts: &mut Texts) -> Vec<u8> {
    let keys: Vec<u64> = tags.iter().map(|(key, _)| texts.number(key)).collect();
    let values: Vec<u64> = tags.iter().map(|(_, value)| texts.number(value)).collect();
    [
        number(1, zigzag(*id)),
        packed(2, &keys),
        packed(3, &values),
        number(8, zigzag(*latitude)),
        number(9, zigzag(*longitude)),
    ]
    .concat()
}
