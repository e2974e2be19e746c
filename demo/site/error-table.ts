/**
 * The table of codes in the guide to errors: what each means, what a person reads, and what helps.
 *
 * Knows: every code, because the compiler misses one that is not here; the sentences are the element's own in English.
 * Run by itself it writes the table into the guide; a test says where the two differ.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Format } from '../../src/element/format.js';
import english from '../../src/element/locales/en.js';
import type { UploadErrorCode } from '../../src/engine/index.js';

interface Meaning {
  readonly when: string;
  /** For whoever runs the page. */
  readonly helps: string;
  /** Values that the sentence mentions. */
  readonly limit?: number;
  readonly subject?: string;
}

interface Group {
  readonly title: string;
  readonly codes: Partial<Record<UploadErrorCode, Meaning>>;
}

const ways = {
  'bad-option': {
    when: 'an option is missing or cannot be read. The event has no upload',
    helps: 'mend the page; `error.subject` names the option',
    subject: 'session-url',
  },
  'too-many-files': {
    when: '`max-files`',
    helps: 'remove some, or allow more',
    limit: 10,
  },
  'file-too-small': {
    when: '`min-file-size`',
    helps: 'another file',
    limit: 1000,
  },
  'file-too-large': {
    when: '`max-file-size`',
    helps: 'another file, or a higher limit',
    limit: 10_000_000,
  },
  'total-too-large': {
    when: '`max-total-size`',
    helps: 'remove some, or allow more',
    limit: 50_000_000,
  },
  'file-type': {
    when: '`accept` does not name its type',
    helps: 'another file, or a wider `accept`',
  },
  duplicate: {
    when: 'the same file is in the list. One that is paused, waits or failed goes on instead',
    helps: 'nothing: it is there',
  },
  'not-a-file': {
    when: 'text, a link or a picture of another page was dropped',
    helps: 'save it, and drop the file',
  },
} satisfies Partial<Record<UploadErrorCode, Meaning>>;

const before = {
  'prepare-failed': {
    when: 'your `prepare` threw; `error.cause` is what it threw',
    helps: 'mend `prepare`, or let it throw a sentence for people',
  },
  unreachable: {
    when: 'no answer was ever read from that address, in 30 s of trying',
    helps:
      'check `session-url`, that the server runs, and that it answers your origin (CORS)',
  },
  'blocked-response': {
    when: 'something answers, but the browser may not show what',
    helps:
      'CORS headers on errors too, and the size that your proxy lets through',
  },
  redirected: {
    when: 'the server answered with a redirect, three times',
    helps: 'give the last address itself, with https',
  },
  'forbidden-address': {
    when: 'parts should go to an origin that is not allowed. Nothing was sent',
    helps: 'if the origin is right, name it in `allowed-origins`',
  },
  unauthorized: {
    when: '401, also after `accessToken` was asked once more',
    helps: 'a token that has not ended',
  },
  forbidden: {
    when: '403 on the session',
    helps: 'the scope “Access to files” for the integration',
  },
  'session-refused': {
    when: 'another 4xx on the session, such as a quota that is full',
    helps: '`error.serverText` has the server’s own words',
  },
} satisfies Partial<Record<UploadErrorCode, Meaning>>;

const onTheWay = {
  refused: {
    when: 'a 4xx on a part, twice at the same place',
    helps: 'try again; `error.status` and `error.serverText` say more',
  },
  'part-too-large': {
    when: '413 on a part: most often a proxy in between',
    helps: 'let the proxy pass bodies of 4 MiB',
  },
  'rate-limited': {
    when: '429, for longer than `retry-for`',
    helps: 'wait; fewer pages at once',
  },
  'server-error': {
    when: '5xx, for longer than `retry-for`',
    helps: 'try again later',
  },
  timeout: {
    when: 'no answer any more, for longer than `retry-for`',
    helps: 'try again: it goes on where it was, as long as the session lives',
  },
  'bad-response': {
    when: 'a 2xx that is neither the next part nor a record, three times',
    helps: 'look at what stands between page and drive',
  },
  integrity: {
    when: 'other bytes are stored than were sent, also after two repairs',
    helps: 'try again, and delete what `upload.leftovers` names',
  },
} satisfies Partial<Record<UploadErrorCode, Meaning>>;

const file = {
  'file-changed': {
    when: 'it has another size, time or content than when it was added',
    helps: 'add it again',
  },
  'file-unreadable': {
    when: 'it was moved, deleted or its permission taken, or its disk is gone',
    helps: 'add it again',
  },
} satisfies Partial<Record<UploadErrorCode, Meaning>>;

const card = {
  'link-refused': {
    when: 'the card did not take the file (`link-error`). The file is in Kommo',
    helps: '`retry()` links it again without sending a byte',
  },
} satisfies Partial<Record<UploadErrorCode, Meaning>>;

const groups: readonly Group[] = [
  { title: 'On the way in', codes: ways },
  { title: 'Before the first byte', codes: before },
  { title: 'On the way', codes: onTheWay },
  { title: 'The file itself', codes: file },
  { title: 'The card', codes: card },
];

/** A code that has no meaning here is a mistake that the compiler finds. */
const all: Record<UploadErrorCode, Meaning> = {
  ...ways,
  ...before,
  ...onTheWay,
  ...file,
  ...card,
};

/** What a person reads. */
function sentenceOf(code: UploadErrorCode): string {
  const message = english[code];
  const { limit, subject }: Meaning = all[code];
  return typeof message === 'string'
    ? message
    : message({ limit, subject }, new Format('en'));
}

const start = '<!-- The codes: written by demo/site/error-table.ts. -->';
const end = '<!-- The end of the codes. -->';

export const codesText = (): string =>
  groups
    .map(
      ({ title, codes }) => `### ${title}

| code | when | what a person reads | what helps |
| --- | --- | --- | --- |
${Object.entries(codes)
  .map(
    ([code, { when, helps }]) =>
      `| \`${code}\` | ${when} | ${sentenceOf(code as UploadErrorCode)} | ${helps} |`,
  )
  .join('\n')}`,
    )
    .join('\n\n');

/** The guide with the table as it is now. */
export function withCodes(guide: string): string {
  const from = guide.indexOf(start);
  const to = guide.indexOf(end);
  if (from < 0 || to < from) throw new Error('The guide has no place for it.');
  return `${guide.slice(0, from + start.length)}\n\n${codesText()}\n\n${guide.slice(to)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const guide = new URL('../guide/errors.md', import.meta.url);
  writeFileSync(guide, withCodes(readFileSync(guide, 'utf8')));
}
