/** Names and words from outside: text, never anything else. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { cleanName, cleanText } from '../../src/engine/text.js';

const DECEIVING =
  /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const secret = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzZXNzaW9uIjoxfQ', 'c2lnbmF0dXJl'];
const jwt = secret.join('.');

describe('the name that is sent', () => {
  for (const [what, given, sent] of [
    ['stays as it is', 'Отчёт за май (2).pdf', 'Отчёт за май (2).pdf'],
    ['is composed', 'e\u0301te\u0301.txt', 'été.txt'],
    ['is composed in Korean', '\u1112\u1161\u11ab.txt', '한.txt'],
    ['loses folders', 'a/b/c.txt', 'c.txt'],
    ['loses folders of Windows', 'C:\\fakepath\\c.txt', 'c.txt'],
    ['loses a way up', '../../etc/passwd', 'passwd'],
    ['loses control characters', 'a\u0000b\r\nc\u007f\u0085.txt', 'abc.txt'],
    ['loses overrides', 'evil\u202egpj.exe', 'evilgpj.exe'],
    ['loses isolates', '\u2066a\u2067b\u2068c\u2069.txt', 'abc.txt'],
    ['loses marks', '\u200ea\u200fb\u061c.txt', 'ab.txt'],
    ['loses line separators', 'a\u2028b\u2029c.txt', 'abc.txt'],
    ['loses a byte order mark', '\ufeffa.txt', 'a.txt'],
    ['keeps emoji that are joined', '👩\u200d💻.txt', '👩\u200d💻.txt'],
    ['keeps markup, which is text', '<b>&amp;.txt', '<b>&amp;.txt'],
    ['keeps quotes', '"; drop.txt', '"; drop.txt'],
    ['replaces half a letter', 'a\ud800b.txt', 'a\ufffdb.txt'],
    ['is trimmed', '  a.txt  ', 'a.txt'],
    ['is never empty', '', 'file'],
    ['is not empty after a slash', 'folder/', 'file'],
    ['is not empty without its controls', '\u0000\u202e', 'file'],
    ['keeps a name that is a property', '__proto__', '__proto__'],
  ] as const)
    it(`${what}: ${JSON.stringify(given)}`, () =>
      expect(cleanName(given)).to.equal(sent));

  it('is always clean, composed and not empty, and stays so when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const name = cleanName(given);
        expect(name).not.to.equal('');
        expect(name).not.to.match(DECEIVING);
        expect(name).not.to.match(/[\\/]/);
        expect(name).to.equal(name.normalize('NFC'));
        expect(cleanName(name)).to.equal(name);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe("a server's words", () => {
  it('are one line, or nothing', () => {
    expect(cleanText('  Too\r\n\tmuch \u2028 of it ')).to.equal(
      'Too much of it',
    );
    expect(cleanText('')).to.equal(undefined);
    expect(cleanText(' \n\u0000\u202e ')).to.equal(undefined);
  });

  it('stay text where they hold markup', () => {
    expect(cleanText('<img src=x onerror=alert(1)>')).to.equal(
      '<img src=x onerror=alert(1)>',
    );
  });

  it('are cut at 300 characters, and no letter is cut in half', () => {
    const long = cleanText('🙂'.repeat(400)) ?? '';
    expect(Array.from(long)).to.have.length(300);
    expect(long).to.match(/^(🙂){299}…$/u);
    expect(cleanText('x'.repeat(300))).to.equal('x'.repeat(300));
    expect(Array.from(cleanText('x'.repeat(301)) ?? '')).to.have.length(300);
    expect(cleanText('x'.repeat(10_000_000))).to.have.length(300);
  });

  it('lose what turns the direction of the text behind them', () => {
    expect(
      cleanText('no \u202egnihton\u202c \u2067x\u2069 \u061c\u200f'),
    ).to.equal('no gnihton x');
  });

  for (const [what, words] of [
    ['an address', `No such thing: https://drive.example/upload/${jwt}`],
    ['a path', `POST /upload/${jwt} failed`],
    ['a token', `The token ${jwt} has expired`],
    ['a bearer', `Bearer ${jwt} is not welcome`],
    ['a bearer that is short', 'bearer s3cr3t is not welcome'],
    ['a bearer with a mark in its name', 'Bea\u200erer s3cr3t is not welcome'],
    ['a token with marks in it', `token ${secret.join('\u200e.\u200f')}`],
  ] as const)
    it(`never show ${what}`, () => {
      const shown = cleanText(words);
      for (const piece of [...secret, 's3cr3t'])
        expect(shown).not.to.contain(piece);
    });
});
