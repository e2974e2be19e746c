/** A file that is read part by part, and that can change while it is. */
import { expect } from '@open-wc/testing';
import type { UploadError } from '../../src/engine/index.js';
import { PartReader, type Readable } from '../../src/engine/part-reader.js';
import { bytesOf, fileOf } from '../helpers/engine.js';

/** A file that tells which slices were read, and that a test can spoil. */
const spied = (size: number) => {
  const file = fileOf(size);
  const reads: string[] = [];
  const spoil = new Map<string, () => Promise<ArrayBuffer>>();
  const readable: Readable = {
    size,
    slice: (start = 0, end = size) => {
      const key = `${start}-${end}`;
      const slice = file.slice(start, end);
      return Object.defineProperty(slice, 'arrayBuffer', {
        value: () => {
          reads.push(key);
          return spoil.get(key)?.() ?? file.slice(start, end).arrayBuffer();
        },
      });
    },
  };
  const reader = new PartReader(readable);
  /** As an upload does: the next part is read when this one has left. */
  const send = async (from: number, to: number) => {
    const part = await reader.read(from, to);
    reader.readAhead(to, to - from);
    return part;
  };
  return { reader, send, reads, spoil };
};

const codeOf = (task: Promise<unknown>): Promise<string> =>
  task.then(
    () => 'read',
    (error: UploadError) => error.code,
  );

describe('reading a file part by part', () => {
  it('gives exactly the bytes asked for, the last part shorter', async () => {
    const { reader } = spied(25);
    const whole = bytesOf(25);
    for (const [from, to] of [
      [0, 10],
      [10, 20],
      [20, 25],
    ] as const)
      expect(await reader.read(from, to)).to.deep.equal(whole.slice(from, to));
  });

  it('gives an empty part of an empty file', async () => {
    const { reader, reads } = spied(0);
    expect(await reader.read(0, 0)).to.have.length(0);
    expect(reads).to.deep.equal(['0-0']);
  });

  it('reads one part ahead, of the same size, and never two', async () => {
    const { send, reads } = spied(35);
    await send(0, 10);
    expect(reads).to.deep.equal(['0-10', '10-20']);
    await send(10, 20);
    expect(reads).to.deep.equal(['0-10', '10-20', '20-30']);
    await send(20, 30);
    expect(reads).to.deep.equal(['0-10', '10-20', '20-30', '30-35']);
    await send(30, 35);
    expect(reads).to.have.length(4);
  });

  it('does not use what was read ahead for another place', async () => {
    const { send, reads } = spied(35);
    await send(0, 10);
    expect(await send(0, 10)).to.deep.equal(bytesOf(35).slice(0, 10));
    expect(await send(10, 14)).to.deep.equal(bytesOf(35).slice(10, 14));
    expect(reads).to.deep.equal([
      '0-10',
      '10-20',
      '0-10',
      '10-20',
      '10-14',
      '14-18',
    ]);
  });

  it('a file that can no longer be read is file-unreadable, with its cause', async () => {
    const { reader, spoil } = spied(25);
    const cause = new DOMException('gone', 'NotReadableError');
    spoil.set('0-10', () => Promise.reject(cause));
    const error = await reader.read(0, 10).catch((thrown) => thrown);
    expect(error).to.include({
      code: 'file-unreadable',
      cause,
      retryable: false,
    });
  });

  it('a file that shrank or grew is file-changed', async () => {
    const shorter = spied(25);
    shorter.spoil.set('0-10', async () => new ArrayBuffer(9));
    expect(await codeOf(shorter.reader.read(0, 10))).to.equal('file-changed');
    const empty = spied(25);
    empty.spoil.set('0-10', async () => new ArrayBuffer(0));
    expect(await codeOf(empty.reader.read(0, 10))).to.equal('file-changed');
    const longer = spied(25);
    longer.spoil.set('20-25', async () => new ArrayBuffer(10));
    expect(await codeOf(longer.reader.read(20, 25))).to.equal('file-changed');
  });

  it('a failure of the part read ahead shows when that part is due, and only then', async () => {
    const { reader, send, spoil } = spied(25);
    const unhandled: unknown[] = [];
    const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
    addEventListener('unhandledrejection', note);
    spoil.set('10-20', () => Promise.reject(new DOMException('gone')));
    expect(await send(0, 10)).to.have.length(10);
    await new Promise((resolve) => setTimeout(resolve, 20));
    removeEventListener('unhandledrejection', note);
    expect(unhandled).to.deep.equal([]);
    expect(await codeOf(reader.read(10, 20))).to.equal('file-unreadable');
  });

  it('a part that failed once is read again when it is asked for again', async () => {
    const { reader, send, spoil } = spied(25);
    spoil.set('10-20', () => Promise.reject(new DOMException('gone')));
    await send(0, 10);
    expect(await codeOf(reader.read(10, 20))).to.equal('file-unreadable');
    spoil.clear();
    expect(await codeOf(reader.read(10, 20))).to.equal('read');
  });

  it('what somebody looked at first is not read a second time as the first part', async () => {
    const { reader, send, reads } = spied(25);
    const seen = await reader.peek(0, 10);
    expect(await send(0, 10)).to.equal(seen);
    expect(reads).to.deep.equal(['0-10', '10-20']);
    await reader.peek(0, 25);
    expect(await send(0, 10)).to.deep.equal(bytesOf(25).slice(0, 10));
    expect(reads.slice(2)).to.deep.equal(['0-25', '0-10', '10-20']);
  });
});
