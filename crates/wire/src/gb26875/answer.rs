//! Frames that answer a given frame or open an exchange with its sender (clause 6).
//!
//! Invariants: source and destination swap; the sender's version is repeated; an answer repeats
//! the sender's sequence number, an exchange of our own has a number of ours. An answer is never
//! itself answered, so that two sides cannot deny each other for ever.
//! Not here: the clock (the caller gives the time label) and the moment. Confirm only what is
//! durably stored: the confirm ends the device's resends.

use super::{Command, Frame, Header, TimeLabel};

/// Confirm 确认 of a command 2 (or, by a UITD, of a command 1); `None` for every other command.
pub fn confirm(to: &Header, sent: TimeLabel) -> Option<Frame<'static>> {
    match to.command {
        Command::Control | Command::Send => Some(empty(to, Command::Confirm, sent)),
        _ => None,
    }
}

/// Deny 否认 of what could not be accepted; `None` for answers (3, 5 and 6), which are never
/// answered. For bytes that made no valid frame see
/// [`Rejected::credible`](super::Rejected::credible).
pub fn deny(to: &Header, sent: TimeLabel) -> Option<Frame<'static>> {
    match to.command {
        Command::Confirm | Command::Reply | Command::Deny => None,
        _ => Some(empty(to, Command::Deny, sent)),
    }
}

/// Reply 应答 to a request, with an upward ADU; `None` for every other command.
pub fn reply<'a>(to: &Header, sent: TimeLabel, adu: &'a [u8]) -> Option<Frame<'a>> {
    match to.command {
        Command::Request => Some(Frame {
            adu,
            ..empty(to, Command::Reply, sent)
        }),
        _ => None,
    }
}

/// Query 请求 to the device that sent `from`, with an ADU of types 61–88 and a number of ours.
pub fn query<'a>(from: &Header, sequence: u16, sent: TimeLabel, adu: &'a [u8]) -> Frame<'a> {
    open(from, Command::Request, sequence, sent, adu)
}

/// Control 控制命令 to the device that sent `from`, with an ADU of types 89–91 and a number of
/// ours.
pub fn control<'a>(from: &Header, sequence: u16, sent: TimeLabel, adu: &'a [u8]) -> Frame<'a> {
    open(from, Command::Control, sequence, sent, adu)
}

fn open<'a>(
    from: &Header,
    command: Command,
    sequence: u16,
    sent: TimeLabel,
    adu: &'a [u8],
) -> Frame<'a> {
    let mut frame = empty(from, command, sent);
    frame.header.sequence = sequence;
    Frame { adu, ..frame }
}

fn empty(to: &Header, command: Command, sent: TimeLabel) -> Frame<'static> {
    let header = Header {
        source: to.destination,
        destination: to.source,
        sent,
        command,
        ..*to
    };
    Frame { header, adu: &[] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gb26875::{Address, Version};

    fn header(command: Command) -> Header {
        Header {
            sequence: 7,
            version: Version { main: 1, user: 6 },
            sent: TimeLabel::ZERO,
            source: Address::new(889).unwrap(),
            destination: Address::new(88888).unwrap(),
            command,
        }
    }

    const NOW: TimeLabel = TimeLabel([1, 2, 3, 4, 5, 6]);

    #[test]
    fn an_answer_goes_back_with_the_same_number_and_version() {
        let frame = confirm(&header(Command::Send), NOW).unwrap();
        assert_eq!(frame.header.command, Command::Confirm);
        assert_eq!(frame.header.source.number(), 88888);
        assert_eq!(frame.header.destination.number(), 889);
        assert_eq!((frame.header.sequence, frame.header.version.user), (7, 6));
        assert_eq!((frame.header.sent, frame.adu), (NOW, &[][..]));
    }

    #[test]
    fn answers_are_not_answered() {
        for command in [Command::Confirm, Command::Reply, Command::Deny] {
            assert_eq!(confirm(&header(command), NOW), None);
            assert_eq!(deny(&header(command), NOW), None);
            assert_eq!(reply(&header(command), NOW, &[]), None);
        }
        assert!(deny(&header(Command::Reserved(9)), NOW).is_some());
        assert_eq!(confirm(&header(Command::Request), NOW), None);
    }

    #[test]
    fn our_own_exchanges_have_our_own_numbers() {
        let frame = query(&header(Command::Send), 40, NOW, &[81, 1, 0]);
        assert_eq!(
            (frame.header.command, frame.header.sequence),
            (Command::Request, 40)
        );
        let frame = control(&header(Command::Send), 41, NOW, &[91, 1, 10]);
        assert_eq!(
            (frame.header.command, frame.header.sequence),
            (Command::Control, 41)
        );
        assert_eq!(frame.header.destination.number(), 889);
    }
}
