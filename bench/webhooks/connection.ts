import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One connection that stays open and carries one request at a time; nothing of HTTP that a webhook's answer does not need. */
export class Connection {
  readonly #socket: Socket;
  #received = '';
  #answered: (status: number) => void = () => {};
  #failed: (error: Error) => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true).setEncoding('latin1');
    socket.on('data', (text: string) => this.#read(text));
    socket.on('error', (error) => this.#failed(error));
    socket.on('end', () => this.#failed(new Error('The server hung up.')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** The status of the answer, once the whole of it has come. */
  post(request: Buffer): Promise<number> {
    return new Promise((answered, failed) => {
      this.#answered = answered;
      this.#failed = failed;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const head = this.#received.slice(0, headEnd);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    const isWhole =
      length === undefined
        ? !/\r\ntransfer-encoding: chunked/i.test(head) || this.#received.endsWith('0\r\n\r\n')
        : this.#received.length >= headEnd + 4 + Number(length);
    if (!isWhole) return;
    this.#received = '';
    this.#answered(Number(head.slice(9, 12)));
  }
}
