/** A cancel request to a server behind a WebSocket endpoint, which passes it on. */

/** The socket of Neon's client, as far as the package's types do not name it. */
export interface Stream {
  ws?: { terminate(): void };
  destroy(): void;
}

/** A WebSocket reports an event that holds the error. */
export function below(thrown: unknown): Error & { code?: unknown } {
  if (thrown instanceof Error) return thrown;
  const { error } = thrown as { error?: unknown };
  return error instanceof Error ? error : new Error(String(error ?? thrown));
}

/** `connection` belongs to a client that was not connected. Resolves when the server has closed: only then has it passed the request on. */
export function cancelThrough({ connection }: { connection: unknown }, timeout: number, pid: number, key: number): Promise<void> {
  const wire = connection as {
    connect(port: number, host: string): void;
    cancel(pid: number, key: number): void;
    once(event: string, listener: (thrown?: unknown) => void): void;
    stream: Stream;
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => wire.stream.destroy(), timeout);
    wire.once('connect', () => wire.cancel(pid, key));
    wire.once('error', (thrown) => reject(below(thrown)));
    wire.once('end', () => {
      clearTimeout(timer);
      resolve();
    });
    // Port and host are the endpoint's, whatever is said here.
    wire.connect(5432, '');
  });
}
