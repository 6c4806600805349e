/** The network cable between one browser and the server, that a journey can pull out and put back. */
import { connect, createServer, type Socket } from "node:net";

export interface Cable {
  readonly url: string;
  /** Every connection dies and none is taken. */
  readonly pull: () => void;
  readonly plug: () => void;
  readonly stop: () => void;
}

export function layCable(server: string): Promise<Cable> {
  const port = Number(new URL(server).port);
  const open = new Set<Socket>();
  let plugged = true;
  const keep = (socket: Socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => open.delete(socket));
  };
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  const middle = createServer((near) => {
    if (!plugged) {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
  });
  return new Promise((resolve, reject) => {
    middle.on("error", reject);
    middle.listen(0, "127.0.0.1", () => {
      const address = middle.address();
      if (typeof address !== "object" || address === null) {
        reject(new Error("no port"));
        return;
      }
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        pull: () => {
          plugged = false;
          cut();
        },
        plug: () => (plugged = true),
        stop: () => {
          cut();
          middle.close();
        },
      });
    });
  });
}
