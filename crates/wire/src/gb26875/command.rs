//! The command byte 命令字节 (clause 6.6, table 2).

/// What a frame asks for or answers.
///
/// Invariant kept by `From<u8>`: `Reserved` and `UserDefined` hold only bytes of their own range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// 1 控制命令: the centre orders (types 89, 90, 91).
    Control,
    /// 2 发送数据: the device uploads alarms and states.
    Send,
    /// 3 确认: positive answer to 1 and 2.
    Confirm,
    /// 4 请求: the centre queries.
    Request,
    /// 5 应答: answer to 4.
    Reply,
    /// 6 否认: negative answer.
    Deny,
    /// 0 and 7–127: reserved, hence unknown to a receiver (clause 6.5.3).
    Reserved(u8),
    /// 128–255: free for agreements between a user and a maker.
    UserDefined(u8),
}

impl Command {
    /// What answers this command when all is well (clauses 6.2–6.4); `None` for answers
    /// themselves and for commands outside the standard.
    pub const fn answered_by(self) -> Option<Self> {
        match self {
            Self::Control | Self::Send => Some(Self::Confirm),
            Self::Request => Some(Self::Reply),
            _ => None,
        }
    }

    /// Whether a receiver of the standard must treat the byte as unknown (clause 6.5.3).
    pub const fn is_reserved(self) -> bool {
        matches!(self, Self::Reserved(_))
    }
}

impl From<u8> for Command {
    fn from(byte: u8) -> Self {
        match byte {
            1 => Self::Control,
            2 => Self::Send,
            3 => Self::Confirm,
            4 => Self::Request,
            5 => Self::Reply,
            6 => Self::Deny,
            0 | 7..=127 => Self::Reserved(byte),
            128.. => Self::UserDefined(byte),
        }
    }
}

impl From<Command> for u8 {
    fn from(command: Command) -> Self {
        match command {
            Command::Control => 1,
            Command::Send => 2,
            Command::Confirm => 3,
            Command::Request => 4,
            Command::Reply => 5,
            Command::Deny => 6,
            Command::Reserved(byte) | Command::UserDefined(byte) => byte,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_comes_back() {
        for byte in 0..=u8::MAX {
            assert_eq!(u8::from(Command::from(byte)), byte);
        }
        assert!(Command::from(0).is_reserved() && Command::from(127).is_reserved());
        assert!(!Command::from(128).is_reserved());
    }
}
