/**
 * Text that comes from outside: file names and the words of a server.
 *
 * Knows: which characters deceive or break a line, and what looks like a secret. Does not know: where text is shown.
 * Imports nothing.
 */

/** Control characters, line and paragraph separators, and everything that turns the direction of what follows. */
const DECEIVING =
  /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\u061c\ufeff]/gu;

/** Half of a surrogate pair: no text, and JSON would carry it as such. */
const LONE_SURROGATE = /\p{Cs}/gu;

/** Addresses, signed tokens and bearers: a server that repeats them in its error must not make us show them. */
const SECRETS =
  /\b[a-z][a-z\d+.-]*:\/\/\S+|\bbearer\s+\S+|[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|\/upload\/\S+/giu;

const SHOWN_AT_MOST = 300;

/** A file's name as it is sent: NFC, without folders, control characters and direction overrides. Never empty. */
export const cleanName = (name: string): string => {
  const last = name.split(/[\\/]/).pop() ?? '';
  return (
    last
      .replace(DECEIVING, '')
      .replace(LONE_SURROGATE, '\ufffd')
      .normalize('NFC')
      .trim() || 'file'
  );
};

/** A server's words as one line of plain text, without secrets, 300 characters at most. Empty text is `undefined`. */
export const cleanText = (text: string): string | undefined => {
  const line = text
    .slice(0, 8 * SHOWN_AT_MOST)
    .replace(/\s+/gu, ' ')
    .replace(DECEIVING, '')
    .replace(SECRETS, '…')
    .replace(LONE_SURROGATE, '\ufffd')
    .trim();
  if (line === '') return undefined;
  const letters = Array.from(line);
  return letters.length > SHOWN_AT_MOST
    ? `${letters.slice(0, SHOWN_AT_MOST - 1).join('')}…`
    : line;
};
