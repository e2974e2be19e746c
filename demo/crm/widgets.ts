/**
 * The widgets that somebody uploaded to this account: their archives, who switched them on, and their settings.
 *
 * Knows: the vendor's manifest, as far as the CRM reads it. Does not know: what is in a script.
 */

/** A widget's archive by the names of its files, unpacked. */
export type Archive = Readonly<Record<string, Uint8Array>>;

export interface WidgetPackage {
  /** Its name among the account's widgets; part of its address. */
  readonly code: string;
  /** Asked for when the page first wants one of its files, and once. */
  readonly archive: () => Promise<Archive>;
  /** Switched on from the start, with these settings (no). */
  readonly installed?: Readonly<Record<string, string>>;
}

/** A widget as the page is told of it. */
export interface WidgetInfo {
  readonly code: string;
  /** The integration that it belongs to. */
  readonly integration: string;
  readonly version: string;
  readonly manifest: Manifest;
  readonly active: boolean;
  readonly settings: Readonly<Record<string, string>>;
}

export interface Manifest {
  readonly widget: {
    readonly version: string;
    readonly init_once?: boolean;
    readonly locale: readonly string[];
  };
  readonly locations: readonly string[];
  readonly settings?: Readonly<
    Record<string, { name: string; type: string; required: boolean }>
  >;
}

interface Kept {
  readonly archive: () => Promise<Archive>;
  active: boolean;
  settings: Readonly<Record<string, string>>;
}

export class Widgets {
  readonly #integration: string;
  readonly #kept: ReadonlyMap<string, Kept>;

  constructor(integration: string, packages: readonly WidgetPackage[]) {
    this.#integration = integration;
    this.#kept = new Map(
      packages.map(({ code, archive, installed }) => [
        code,
        {
          archive: once(archive),
          active: installed !== undefined,
          settings: installed ?? {},
        },
      ]),
    );
  }

  async all(): Promise<WidgetInfo[]> {
    return Promise.all([...this.#kept].map((each) => this.#infoOf(...each)));
  }

  /** Settings and whether it is on. Nothing where there is no such widget. */
  change(
    code: string,
    { active, settings }: Partial<Pick<Kept, 'active' | 'settings'>>,
  ): boolean {
    const kept = this.#kept.get(code);
    if (kept === undefined) return false;
    kept.active = active ?? kept.active;
    kept.settings = settings ?? kept.settings;
    return true;
  }

  /** Whether any of the integration's widgets is on. */
  get isAnyActive(): boolean {
    return [...this.#kept.values()].some(({ active }) => active);
  }

  /** A file of an archive, at the version that it has. */
  async file(
    code: string,
    version: string,
    name: string,
  ): Promise<Uint8Array | undefined> {
    const archive = await this.#kept.get(code)?.archive();
    if (archive === undefined) return undefined;
    return manifestIn(archive).widget.version === version
      ? archive[name]
      : undefined;
  }

  async #infoOf(code: string, kept: Kept): Promise<WidgetInfo> {
    const manifest = manifestIn(await kept.archive());
    const { active, settings } = kept;
    const { version } = manifest.widget;
    const integration = this.#integration;
    return { code, integration, version, manifest, active, settings };
  }
}

const manifestIn = (archive: Archive): Manifest =>
  JSON.parse(new TextDecoder().decode(archive['manifest.json']));

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
