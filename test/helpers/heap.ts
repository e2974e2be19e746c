/**
 * What a page of Chromium holds: a snapshot of its heap, counted by the names of constructors.
 *
 * Knows: the DevTools protocol and the form of a snapshot. Does not know: elements, or uploads.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession } from 'playwright';

/** The part of a snapshot that is read here; its numbers are rows of fields, one after another. */
interface Snapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** What may be counted by name: objects of JavaScript, functions, and what the browser keeps of a page. */
const counted = new Set(['object', 'closure', 'native']);

/** What a browser keeps by itself: of its own code and tools, and of how fast the page was. */
const notThePages =
  /^native (blink::|system \/|Performance|TaskAttribution|LayoutShift|DOMRect)/;

/** A page may need a moment to let go of the last: looks so often, and so many milliseconds later. */
const LOOKS = 12;
const PAUSE = 500;

/** A snapshot as soon as it has what is waited for; the last one where it never does. */
export async function heapWhen(
  devtools: CDPSession,
  isThere: (heap: Heap) => boolean,
): Promise<Heap> {
  for (let looks = 1; ; looks += 1) {
    const heap = await takeHeap(devtools);
    if (looks === LOOKS || isThere(heap)) return heap;
    await pause(PAUSE);
  }
}

/** Collects garbage, and takes a snapshot of what is left. */
export async function takeHeap(devtools: CDPSession): Promise<Heap> {
  const pieces: string[] = [];
  const listen = ({ chunk }: { chunk: string }) => pieces.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', listen);
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot');
  devtools.off('HeapProfiler.addHeapSnapshotChunk', listen);
  return new Heap(JSON.parse(pieces.join('')) as Snapshot);
}

export class Heap {
  readonly #snapshot: Snapshot;
  readonly #fields: number;
  readonly #counts = new Map<string, number>();

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#fields = snapshot.snapshot.meta.node_fields.length;
    for (let at = 0; at < snapshot.nodes.length; at += this.#fields) {
      const name = this.#nameOf(at);
      if (name !== undefined)
        this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    }
  }

  /** How many there are, as `object Upload`, `native File`, or `native <li>`, in a page or not. */
  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  /** What of the page's own there is more of than before, by so many at least. */
  grownSince(before: Heap, least: number): Record<string, number> {
    return Object.fromEntries(
      [...this.#counts]
        .filter(([name]) => !notThePages.test(name))
        .map(([name, count]) => [name, count - before.count(name)] as const)
        .filter(([, more]) => more >= least)
        .sort(([, a], [, b]) => b - a),
    );
  }

  /** Who holds the last of these, from it up to a root: for whoever has to find a leak. */
  heldBy(name: string): string {
    const { nodes, edges, strings, snapshot } = this.#snapshot;
    const { node_fields, edge_fields, edge_types } = snapshot.meta;
    const edgesAt = node_fields.indexOf('edge_count');
    const [types] = edge_types;
    const holders = new Map<number, { from: number; by: string }>([
      [0, { from: 0, by: '' }],
    ]);
    const first = new Map<number, number>();
    for (let at = 0, edge = 0; at < nodes.length; at += this.#fields) {
      first.set(at, edge);
      edge += (nodes[at + edgesAt] as number) * edge_fields.length;
    }
    let found: number | undefined;
    // Broadest first: the shortest way is the one that is understood.
    for (const at of holders.keys()) {
      if (this.#nameOf(at) === name) found = at;
      const from = first.get(at) ?? 0;
      const count = nodes[at + edgesAt] as number;
      for (let n = 0; n < count; n += 1) {
        const edge = from + n * edge_fields.length;
        const [type = 0, label = 0, to = 0] = edges.slice(edge, edge + 3);
        const kind = types[type] ?? '';
        if (kind === 'weak' || holders.has(to)) continue;
        const by = ['element', 'hidden'].includes(kind)
          ? `[${label}]`
          : (strings[label] ?? '');
        holders.set(to, { from: at, by });
      }
    }
    const way: string[] = [];
    for (let at = found; at; at = holders.get(at)?.from)
      way.push(`${this.#labelOf(at)} as ${holders.get(at)?.by}`);
    return way.join('\n  in ');
  }

  #nameOf(at: number): string | undefined {
    const [types] = this.#snapshot.snapshot.meta.node_types;
    const kind = types[this.#snapshot.nodes[at] as number] ?? '';
    if (!counted.has(kind)) return undefined;
    const [, tag] =
      /^native (?:Detached )?<([\w-]+)/.exec(this.#labelOf(at)) ?? [];
    return tag === undefined ? this.#labelOf(at) : `native <${tag}>`;
  }

  #labelOf(at: number): string {
    const { nodes, strings, snapshot } = this.#snapshot;
    const [types] = snapshot.meta.node_types;
    const kind = types[nodes[at] as number];
    return `${kind} ${strings[nodes[at + 1] as number] ?? ''}`.slice(0, 80);
  }
}
