/** PostgreSQL's messages out of a stream of bytes, in either direction. */

export interface Frame {
  /** The type byte as a letter; empty for the untyped packets that begin a connection. */
  type: string;
  bytes: Buffer;
}

export const SSL_REQUEST = 80877103;
export const CANCEL_REQUEST = 80877102;

/** The second word of an untyped packet: a protocol version, or one of the requests above. */
export const codeOf = ({ bytes }: Frame): number => bytes.readInt32BE(4);

/** Feed it what arrives, it gives whole messages. `untyped`: a client's first packets, which have no type byte. */
export function framer(untyped: boolean): (data: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  let head = untyped ? 0 : 1;
  return (data) => {
    rest = rest.length === 0 ? data : Buffer.concat([rest, data]);
    const frames: Frame[] = [];
    while (rest.length >= head + 4) {
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) break;
      const bytes = rest.subarray(0, length);
      const frame = { type: head === 1 ? String.fromCharCode(bytes[0] ?? 0) : '', bytes };
      rest = rest.subarray(length);
      frames.push(frame);
      // A startup packet is followed by typed messages, an SSLRequest by another untyped packet.
      if (head === 0 && codeOf(frame) !== SSL_REQUEST) head = 1;
    }
    return frames;
  };
}
