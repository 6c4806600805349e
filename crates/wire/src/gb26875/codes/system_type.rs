//! System types 系统类型 (table 4).

super::code_table! {
    /// What kind of building fire facility a system is (table 4).
    SystemType {
        0 GENERAL "general" "通用",
        1 FIRE_ALARM_SYSTEM "fire alarm system" "火灾报警系统",
        10 LINKAGE_CONTROLLER "fire linkage controller" "消防联动控制器",
        11 HYDRANT_SYSTEM "hydrant system" "消火栓系统",
        12 SPRINKLER_SYSTEM "sprinkler system" "自动喷水灭火系统",
        13 GAS_EXTINGUISHING_SYSTEM "gas extinguishing system" "气体灭火系统",
        14 WATER_SPRAY_PUMPED "water spray extinguishing system, started by pump" "水喷雾灭火系统(泵启动方式)",
        15 WATER_SPRAY_VESSEL "water spray extinguishing system, started by pressure vessel" "水喷雾灭火系统(压力容器启动方式)",
        16 FOAM_EXTINGUISHING_SYSTEM "foam extinguishing system" "泡沫灭火系统",
        17 POWDER_EXTINGUISHING_SYSTEM "powder extinguishing system" "干粉灭火系统",
        18 SMOKE_CONTROL_SYSTEM "smoke control and exhaust system" "防烟排烟系统",
        19 FIRE_DOOR_AND_SHUTTER_SYSTEM "fire door and shutter system" "防火门及卷帘系统",
        20 FIRE_LIFT "fire lift" "消防电梯",
        21 EMERGENCY_BROADCAST "fire emergency broadcast" "消防应急广播",
        22 EMERGENCY_LIGHTING_SYSTEM "fire emergency lighting and evacuation sign system" "消防应急照明和疏散指示系统",
        23 FIRE_POWER_SUPPLY "fire power supply" "消防电源",
        24 FIRE_TELEPHONE "fire telephone" "消防电话",
    }
}
