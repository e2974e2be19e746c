/**
 * Sizes, times and names as people read them. Knows: numbers and the vendor's field names. Does not know: the page.
 */
import type { FileVersion } from '../src/engine/index.js';

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `131072` as `131 kB`: in thousands, as the element has it. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${Number(size.toFixed(digits))} ${units[unit]}`;
}

/** `14:03:27.081`: what happens in a log happens within milliseconds. */
export function clockText(time: Date): string {
  const part = (value: number, length = 2) =>
    String(value).padStart(length, '0');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()];
  return `${clock.map((value) => part(value)).join(':')}.${part(time.getMilliseconds(), 3)}`;
}

const moments = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'short',
});

/** Unix seconds, as the vendor has them. */
export function momentText(seconds: number): string {
  return moments.format(seconds * 1000);
}

/** The vendor keeps a version's name and its extension apart. */
export function fileNameOf({ name, metadata }: FileVersion): string {
  return metadata?.extension ? `${name}.${metadata.extension}` : name;
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
