//! A device as the tests play it: a socket, a decoder, and words for what it sends.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use wire::gb26875::{Address, Command, Decoder, Event, Frame, Header, TimeLabel, Version};

pub const CONFIRM: u8 = 3;
pub const DENY: u8 = 6;

/// 2012-09-26 09:58:02.
const OCCURRED: [u8; 6] = [2, 58, 9, 26, 9, 12];

pub struct Device {
    pub socket: TcpStream,
    decoder: Decoder,
    source: u64,
}

/// What the centre sent.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    pub command: u8,
    pub sequence: u16,
    pub adu: Vec<u8>,
}

impl Device {
    pub async fn dial(gateway: SocketAddr, source: u64) -> Self {
        Self {
            socket: TcpStream::connect(gateway).await.unwrap(),
            decoder: Decoder::new(),
            source,
        }
    }

    pub async fn send(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).await.unwrap();
    }

    pub async fn upload(&mut self, sequence: u16, adu: &[u8]) {
        let bytes = frame(self.source, Command::Send, sequence, adu);
        self.send(&bytes).await;
    }

    /// Uploads and expects the confirm.
    pub async fn confirmed(&mut self, sequence: u16, adu: &[u8]) {
        self.upload(sequence, adu).await;
        self.expect(CONFIRM, sequence).await;
    }

    pub async fn expect(&mut self, command: u8, sequence: u16) {
        let answer = self.answer(Duration::from_secs(5)).await;
        let answer = answer.expect("the centre answers");
        assert_eq!((answer.command, answer.sequence), (command, sequence));
    }

    pub async fn hears_nothing(&mut self, patience: Duration) {
        assert_eq!(self.answer(patience).await, None);
    }

    /// The next frame of the centre; `None` when none comes in time or the line is closed.
    pub async fn answer(&mut self, patience: Duration) -> Option<Answer> {
        loop {
            match self.decoder.next_event() {
                Some(Event::Frame(frame)) => {
                    assert_eq!(frame.header.destination.number(), self.source);
                    return Some(Answer {
                        command: frame.header.command.into(),
                        sequence: frame.header.sequence,
                        adu: frame.adu.to_vec(),
                    });
                }
                Some(other) => panic!("the centre sent {other:?}"),
                None => {}
            }
            let mut buffer = [0; 1024];
            let many = timeout(patience, self.socket.read(&mut buffer))
                .await
                .ok()?
                .unwrap_or(0);
            if many == 0 {
                return None;
            }
            assert!(self.decoder.push(&buffer[..many]).is_empty());
        }
    }
}

pub fn frame(source: u64, command: Command, sequence: u16, adu: &[u8]) -> Vec<u8> {
    let header = Header {
        sequence,
        version: Version::default(),
        sent: TimeLabel([32, 58, 9, 26, 9, 12]),
        source: Address::new(source).unwrap(),
        destination: Address::new(88_888).unwrap(),
        command,
    };
    Frame { header, adu }.encode().unwrap()
}

/// Type 2: one smoke detector, system 1.1, at this point of zone 10.
pub fn detector(point: u16, bits: u16) -> Vec<u8> {
    detector_at(point, bits, OCCURRED)
}

pub fn detector_at(point: u16, bits: u16, occurred: [u8; 6]) -> Vec<u8> {
    let mut adu = vec![2, 1, 1, 1, 40, 10, 0];
    adu.extend(point.to_le_bytes());
    adu.extend(bits.to_le_bytes());
    adu.extend([b' '; 31]);
    adu.extend(occurred);
    adu
}

/// Type 3: a reading.
pub fn reading(value: i16) -> Vec<u8> {
    let mut adu = vec![3, 1, 11, 1, 92, 10, 0, 2, 0, 2];
    adu.extend(value.to_le_bytes());
    adu.extend(OCCURRED);
    adu
}

pub const FIRE: u16 = 0b10;
pub const NORMAL: u16 = 0b01;
