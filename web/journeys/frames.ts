/**
 * Device frames by GB/T 26875.3-2011, written from the standard's tables and not
 * from the server's code, so that the two can disagree.
 */
import { connect } from "node:net";

export interface FireReport {
  readonly sequence: number;
  /** 源地址, 48 bits. */
  readonly source: number;
  /** 区号 and 位号: the low and high half of the component address. */
  readonly zone: number;
  readonly point: number;
  /** 部件类型, table 5; 40 is a smoke detector. */
  readonly component: number;
  readonly description?: string;
  readonly occurred: Date;
  readonly sent: Date;
}

/** 时间标签: second, minute, hour, day, month, year, plain binary, in China's time. */
function timeLabel(at: Date): number[] {
  const china = new Date(at.getTime() + 8 * 3_600_000);
  return [china.getUTCSeconds(), china.getUTCMinutes(), china.getUTCHours(), china.getUTCDate(), china.getUTCMonth() + 1, china.getUTCFullYear() % 100];
}

function littleEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => Math.floor(value / 2 ** (8 * index)) % 256);
}

/** ASCII only: GB 18030 beyond it is the server's own tests' business. */
function description(text: string): number[] {
  const bytes = [...Buffer.from(text.slice(0, 30).padEnd(30, " "), "latin1")];
  return [...bytes, 0];
}

/** One upload (command 2) of one component state (type 2) that says fire. */
export function fireFrame(report: FireReport): Buffer {
  const unit = [
    2, 1, // type 部件运行状态, one object
    1, 1, report.component,
    ...littleEndian(report.zone, 2),
    ...littleEndian(report.point, 2),
    ...littleEndian(0x0002, 2), // bit 1: fire; bit 0 clear
    ...description(report.description ?? ""),
    ...timeLabel(report.occurred),
  ];
  const counted = [
    ...littleEndian(report.sequence, 2),
    1, 1,
    ...timeLabel(report.sent),
    ...littleEndian(report.source, 6),
    ...littleEndian(88_888, 6),
    ...littleEndian(unit.length, 2),
    2,
    ...unit,
  ];
  const checksum = counted.reduce((sum, byte) => (sum + byte) % 256, 0);
  return Buffer.from([0x40, 0x40, ...counted, checksum, 0x23, 0x23]);
}

/** Sends one frame as a device does and returns the command byte of the answer: 3 is 确认. */
export function sendFrame(port: number, frame: Buffer, timeoutMs = 10_000): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(frame));
    let answer = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error("the server did not answer the device in time")));
    socket.on("error", reject);
    socket.on("close", () => reject(new Error("the server hung up on the device")));
    socket.on("data", (bytes) => {
      answer = Buffer.concat([answer, bytes]);
      if (answer.length < 30) return;
      resolve(answer.readUInt8(26));
      socket.end();
    });
  });
}
