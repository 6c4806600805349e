//! Bit sets: system state (figure 6), component state (figure 7), UITD state (figure 13) and
//! operations (figures 9 and 14).
//!
//! Invariant: all bits are kept, reserved ones too. Bit 0 of a state is the absence of a test;
//! devices leave it clear on real alarms, so nothing here reads it as one: see
//! [`Dialect`](crate::gb26875::Dialect).

use super::Name;

/// One named bit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Flag {
    /// Position of the bit, 0 the lowest.
    pub bit: u8,
    /// The snake_case key.
    pub key: &'static str,
    /// Names for people.
    pub name: Name,
}

macro_rules! bit_set {
    ($(#[$meta:meta])* $set:ident: $int:ty {
        $($bit:literal $ident:ident $key:literal $en:literal $zh:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $set(pub $int);

        impl $set {
            $(#[doc = concat!($zh, " ", $en, ".")] pub const $ident: Self = Self(1 << $bit);)*

            /// The bits that the standard names.
            pub const NAMED: &'static [Flag] = &[
                $(Flag { bit: $bit, key: $key, name: Name { en: $en, zh: $zh } },)*
            ];

            /// Whether all bits of `other` are set.
            pub const fn contains(self, other: Self) -> bool {
                self.0 & other.0 == other.0
            }

            /// Both sets together.
            #[must_use]
            pub const fn with(self, other: Self) -> Self {
                Self(self.0 | other.0)
            }

            /// The named bits that are set, lowest first.
            pub fn flags(self) -> impl Iterator<Item = &'static Flag> {
                Self::NAMED.iter().filter(move |flag| self.0 >> flag.bit & 1 == 1)
            }
        }
    };
}

bit_set! {
    /// State of a system 系统状态, 16 bits (figure 6). Bit 13 set means reset.
    SystemState: u16 {
        0 NORMAL_RUNNING "normal_running" "normal running, clear: test" "正常运行",
        1 FIRE_ALARM "fire_alarm" "fire alarm" "火警",
        2 FAULT "fault" "fault" "故障",
        3 DISABLED "disabled" "disabled" "屏蔽",
        4 SUPERVISORY "supervisory" "supervisory" "监管",
        5 STARTED "started" "started or open" "启动(开启)",
        6 FEEDBACK "feedback" "feedback" "反馈",
        7 DELAY_RUNNING "delay_running" "delay running" "延时",
        8 MAINS_FAULT "mains_fault" "mains fault" "主电故障",
        9 BACKUP_SUPPLY_FAULT "backup_supply_fault" "backup supply fault" "备电故障",
        10 BUS_FAULT "bus_fault" "bus fault" "总线故障",
        11 MANUAL_MODE "manual_mode" "manual mode" "手动",
        12 CONFIGURATION_CHANGED "configuration_changed" "configuration changed" "配置改变",
        13 RESET "reset" "reset" "复位",
    }
}

bit_set! {
    /// State of a component 部件状态, 16 bits (figure 7).
    ComponentState: u16 {
        0 NORMAL_RUNNING "normal_running" "normal running, clear: test" "正常运行",
        1 FIRE_ALARM "fire_alarm" "fire alarm" "火警",
        2 FAULT "fault" "fault" "故障",
        3 DISABLED "disabled" "disabled" "屏蔽",
        4 SUPERVISORY "supervisory" "supervisory" "监管",
        5 STARTED "started" "started or open" "启动(开启)",
        6 FEEDBACK "feedback" "feedback" "反馈",
        7 DELAY_RUNNING "delay_running" "delay running" "延时",
        8 POWER_FAULT "power_fault" "power fault" "电源故障",
    }
}

bit_set! {
    /// State of the UITD 传输装置运行状态, 8 bits (figure 13).
    UitdState: u8 {
        0 NORMAL_MONITORING "normal_monitoring" "normal monitoring, clear: test" "正常监视",
        1 FIRE_ALARM "fire_alarm" "fire alarm" "火警",
        2 FAULT "fault" "fault" "故障",
        3 MAINS_FAULT "mains_fault" "mains fault" "主电故障",
        4 BACKUP_SUPPLY_FAULT "backup_supply_fault" "backup supply fault" "备电故障",
        5 CENTRE_CHANNEL_FAULT "centre_channel_fault" "fault of the channel to the centre" "与监控中心通信信道故障",
        6 MONITORED_LINE_FAULT "monitored_line_fault" "fault of the monitored line" "监测连接线路故障",
    }
}

bit_set! {
    /// Operations at a building fire facility 操作信息, 8 bits (figure 9).
    Operation: u8 {
        0 RESET "reset" "reset" "复位",
        1 SILENCE "silence" "silence" "消音",
        2 MANUAL_ALARM "manual_alarm" "manual alarm" "手动报警",
        3 ALARM_CLEARED "alarm_cleared" "alarm cleared" "警情消除",
        4 SELF_TEST "self_test" "self-test" "自检",
        5 CONFIRM "confirm" "confirm" "确认",
        6 TEST "test" "test" "测试",
    }
}

bit_set! {
    /// Operations at the UITD 传输装置操作信息, 8 bits (figure 14).
    UitdOperation: u8 {
        0 RESET "reset" "reset" "复位",
        1 SILENCE "silence" "silence" "消音",
        2 MANUAL_ALARM "manual_alarm" "manual alarm" "手动报警",
        3 ALARM_CLEARED "alarm_cleared" "alarm cleared" "警情消除",
        4 SELF_TEST "self_test" "self-test" "自检",
        5 ATTENDANCE_ANSWER "attendance_answer" "answer to the attendance check" "查岗应答",
        6 TEST "test" "test" "测试",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_combine_and_are_kept() {
        let state = SystemState(0xC002).with(SystemState::RESET);
        assert!(state.contains(SystemState::FIRE_ALARM));
        assert!(!state.contains(SystemState::NORMAL_RUNNING));
        let keys: Vec<_> = state.flags().map(|flag| flag.key).collect();
        assert_eq!(keys, ["fire_alarm", "reset"]);
        assert_eq!(state.0, 0xE002);
    }

    #[test]
    fn each_table_is_in_bit_order() {
        for table in [
            SystemState::NAMED,
            ComponentState::NAMED,
            UitdState::NAMED,
            Operation::NAMED,
            UitdOperation::NAMED,
        ] {
            assert!(
                table
                    .iter()
                    .enumerate()
                    .all(|(at, flag)| usize::from(flag.bit) == at)
            );
        }
    }
}
