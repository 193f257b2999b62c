// How often does a client wait for the server? A proxy that counts, for each connection, the requests that were answered.
import { connect, createServer } from 'node:net';

const SSL_REQUEST = 80877103;
const TERMINATE = 'X'.charCodeAt(0);
const READY = 'Z'.charCodeAt(0);

/**
 * A turn is a request and the wait for its answer. `connecting` counts those until the server first said that it is ready,
 * `turns` those after; the farewell is none, because nobody waits for an answer to it. `delay`: milliseconds that a turn takes
 * on the way. `waits` counts turns that follow one from another: what is sent before an answer came does not wait for it.
 */
export async function turnsProxy(port, delay = 0) {
  const later = (act) => (delay > 0 ? setTimeout(act, delay / 2) : act());
  const connections = [];
  const server = createServer((client) => {
    const counted = { connecting: 0, turns: 0, waits: 0 };
    // How many waits lie behind what each side knows, and behind the server's first "ready".
    let [atClient, atServer, before] = [0, 0, 0];
    connections.push(counted);
    const upstream = connect(port, '127.0.0.1');
    // Held back to make larger packets, small messages would wait for more than the line.
    for (const socket of [client, upstream]) socket.setNoDelay(true);
    const isReady = readiness();
    let [asked, ready, first] = [false, false, true];
    client.on('data', (data) => {
      if (first) isReady.afterOne = data.length === 8 && data.readInt32BE(4) === SSL_REQUEST;
      first = false;
      if (!(ready && data.length === 5 && data[0] === TERMINATE)) asked = true;
      const behind = atClient;
      later(() => {
        atServer = Math.max(atServer, behind);
        upstream.write(data);
      });
    });
    upstream.on('data', (data) => {
      if (asked) counted[ready ? 'turns' : 'connecting'] += 1;
      asked = false;
      const behind = atServer + 1;
      if (!ready) {
        ready = isReady.saw(data);
        before = behind;
      }
      counted.waits = behind - before;
      later(() => {
        atClient = Math.max(atClient, behind);
        client.write(data);
      });
    });
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      socket.on('end', () => later(() => other.end()));
      // Whoever goes first takes the other along; what the client made of it is judged by its exit status.
      socket.on('error', () => other.destroy());
    }
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    /** What was counted since the last call. */
    take: () => connections.splice(0),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Has ReadyForQuery come by? Messages are a type byte and a length; the answer to an SSLRequest is one byte alone. */
function readiness() {
  let rest = Buffer.alloc(0);
  return {
    afterOne: false,
    saw(data) {
      rest = Buffer.concat([rest, data]);
      if (this.afterOne && rest.length > 0) {
        rest = rest.subarray(1);
        this.afterOne = false;
      }
      while (rest.length >= 5) {
        if (rest[0] === READY) return true;
        const length = 1 + rest.readInt32BE(1);
        if (rest.length < length) return false;
        rest = rest.subarray(length);
      }
      return false;
    },
  };
}
