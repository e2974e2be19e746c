/**
 * Numbers, bytes and times in the words of a language.
 *
 * Knows: Intl. Does not know: sentences.
 */

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** The kinds of files that have a word. */
type Kind = 'image' | 'video' | 'audio' | 'text';

/** Scripts that are written from right to left, and their letters. */
const RTL = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg']);
const RTL_LETTER =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** What a message may use to write its values. */
export class Format {
  /** The language of the words and of what is written here. */
  readonly lang: string;
  readonly #isRtl: boolean;
  readonly #numbers = new Map<string, Intl.NumberFormat>();
  #plurals: Intl.PluralRules | undefined;

  constructor(lang: string) {
    this.lang = lang;
    this.#isRtl = RTL.has(new Intl.Locale(lang).maximize().script ?? '');
  }

  /**
   * A name as it may stand in a sentence. Where its letters and those of the language may run against each other, it is
   * isolated, so that neither it nor the words beside it are turned around.
   */
  name(text: string): string {
    return this.#isRtl || RTL_LETTER.test(text) ? `\u2068${text}\u2069` : text;
  }

  number(value: number): string {
    return this.#number({}).format(value);
  }

  /** 0.5 is `50%`. */
  percent(share: number): string {
    return this.#number({ style: 'percent' }).format(share);
  }

  /** Bytes in the unit that suits them: thousands, as disks and browsers count. */
  bytes(bytes: number): string {
    return this.#size(bytes, '');
  }

  /** Bytes a second. */
  speed(bytes: number): string {
    return this.#size(bytes, '-per-second');
  }

  /** Seconds in the unit that suits them. */
  duration(seconds: number): string {
    const minutes = seconds / 60;
    if (seconds < 60) return this.#unit('second', Math.ceil(seconds));
    return minutes < 60
      ? this.#unit('minute', Math.ceil(minutes))
      : this.#unit('hour', minutes / 60);
  }

  /** The time of day. */
  time(at: Date): string {
    return new Intl.DateTimeFormat(this.lang, { timeStyle: 'medium' }).format(
      at,
    );
  }

  /** Types as in `accept`: whole kinds (`image/*`) in words, others by their extension. */
  types(types: readonly string[], kinds: Record<Kind, string>): string {
    const names = types.map((type) =>
      type.endsWith('/*') && type.slice(0, -2) in kinds
        ? kinds[type.slice(0, -2) as Kind]
        : type.replace(/^\.|^.*\//, '').toUpperCase(),
    );
    return new Intl.ListFormat(this.lang, { type: 'disjunction' }).format(
      names,
    );
  }

  /** The form for this number, by the plural rules of the language; `#` stands for the number. */
  plural(
    count: number,
    forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
  ): string {
    this.#plurals ??= new Intl.PluralRules(this.lang);
    const form = forms[this.#plurals.select(count)] ?? forms.other;
    return form.replaceAll('#', this.number(count));
  }

  #size(bytes: number, per: string): string {
    let rest = bytes;
    let step = per === '' ? 0 : 1;
    if (step === 1) rest /= 1000;
    // What rounds to 1,000 of a unit is 1 of the next.
    while (rest >= 999.5 && step < SIZES.length - 1) {
      rest /= 1000;
      step += 1;
    }
    return this.#unit(`${SIZES[step]}${per}`, rest);
  }

  #unit(unit: string, value: number): string {
    return this.#number({
      style: 'unit',
      unit,
      unitDisplay: unit === 'byte' ? 'long' : 'short',
      maximumFractionDigits: value < 100 ? 1 : 0,
    }).format(value);
  }

  #number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    let format = this.#numbers.get(key);
    if (format === undefined) {
      format = new Intl.NumberFormat(this.lang, options);
      this.#numbers.set(key, format);
    }
    return format;
  }
}
