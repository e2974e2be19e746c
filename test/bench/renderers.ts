/**
 * The memory of a browser that this process started, process by process.
 *
 * Knows what Linux says in `/proc`, and how Chromium and Firefox call the processes that run pages. Does not know what
 * is measured.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Memory in MiB. */
export interface BrowserMemory {
  /** Of the processes that run pages: the page, and those that wait for one. */
  readonly pages: number;
  /** Of all processes; what they share counts once for each. */
  readonly all: number;
}

const runsPages = /--type=renderer|-contentproc.*\btab$/;

export function browserMemory(): BrowserMemory {
  let pages = 0;
  let all = 0;
  for (const pid of below(process.pid)) {
    const command = read(pid, 'cmdline').replaceAll('\0', ' ').trim();
    if (!/chrom|firefox|edge/i.test(command)) continue;
    const size = Number(/VmRSS:\s+(\d+)/.exec(read(pid, 'status'))?.[1] ?? 0);
    all += size / 1024;
    if (runsPages.test(command)) pages += size / 1024;
  }
  return { pages, all };
}

/** All processes that this one started, and those that they started. */
function below(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').map(Number).filter(Number.isInteger)) {
    const stat = read(pid, 'stat');
    const parent = Number(
      stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0,
    );
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [...(children.get(root) ?? [])];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Empty where the process is gone. */
function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
