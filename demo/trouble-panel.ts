/**
 * The panel that makes trouble: how the drive behaves, and what goes wrong once.
 *
 * Knows: the drive's switches as the drive itself describes them, and which faults are worth a button. Does not know:
 * what the uploader makes of any of it; that is what somebody wants to see.
 */
import { html, nothing, render } from 'lit';
import { live } from 'lit/directives/live.js';
import type {
  DriveClient,
  Fault,
  Switches,
  SwitchRule,
  SwitchValue,
} from './drive-client.js';
import { reasonOf } from './words.js';

/** In front; the rest of the drive's switches are behind a further click. */
const mainSwitches = ['latency', 'rate', 'cors', 'replay', 'cut', 'over'];

const labels: Readonly<Record<string, string>> = {
  latency: 'Latency',
  rate: 'Requests a second, 0: any',
  cors: 'Answers readable by',
  replay: 'A part sent twice',
  cut: 'A part cut off',
  over: 'Bytes too many',
  maxPartSize: 'Largest part in bytes',
  maxFileSize: 'Largest file in bytes',
  sessionTtl: 'Seconds a session lives',
  uuid: 'A record’s uuid names',
  origins: 'Listed origins',
  zero: 'An empty file',
  bearer: 'Token on parts',
  downloads: 'Downloads',
};

/** What a value means; one without words here shows as the drive calls it. */
const meanings: Readonly<Record<string, string>> = {
  'cors open': 'every page',
  'cors account': 'listed origins',
  'cors none': 'no page',
  'cors bare-errors': 'errors unreadable',
  'cors hidden-retry-after': 'Retry-After hidden',
  'replay same': 'same answer again',
  'replay append': 'taken again',
  'replay refuse': '409',
  'replay missing': '404',
  'cut drop': 'nothing stays',
  'cut keep': 'its bytes stay',
  'cut taken': 'counts as whole',
  'over trim': 'cut off',
  'over grow': 'kept',
  'over refuse': '413',
  'zero ok': 'taken',
  'zero refuse': '400',
  'bearer none': 'not needed',
  'bearer same': 'needed',
  'downloads ranges': 'with ranges',
  'downloads whole': 'whole only',
  'downloads none': 'unreadable',
};

type Kind = Omit<Fault, 'on' | 'skip' | 'times'>;

const faults: readonly (Kind & { label: string })[] = [
  { label: 'Lost answer', kind: 'lost-answer' },
  { label: 'Reset before the body', kind: 'reset', when: 'before' },
  { label: 'Reset within it', kind: 'reset', when: 'within' },
  { label: 'Reset after it', kind: 'reset', when: 'after' },
  { label: '429, wait 5 s', kind: 'status', status: 429, retryAfter: 5 },
  { label: '503', kind: 'status', status: 503 },
  { label: '403', kind: 'status', status: 403 },
  { label: 'Stall', kind: 'stall' },
  { label: 'Redirect', kind: 'redirect' },
  { label: 'Not JSON', kind: 'not-json' },
  { label: 'Wrong JSON', kind: 'wrong-json' },
];

const targets: readonly {
  label: string;
  rule: Pick<Fault, 'on' | 'skip' | 'times'>;
}[] = [
  { label: 'the next part', rule: { on: 'part' } },
  { label: 'the fifth part from now', rule: { on: 'part', skip: 4 } },
  { label: 'the next ten parts', rule: { on: 'part', times: 10 } },
  { label: 'the next session request', rule: { on: 'session' } },
];

export class TroublePanel {
  readonly #place: HTMLElement;
  readonly #tools: HTMLElement;
  readonly #drive: DriveClient;
  /** What the drive holds may be readable now, or no longer. */
  readonly #onChange: () => void;
  #options: Switches | undefined;
  #rules: Readonly<Record<string, SwitchRule>> = {};
  #pending: readonly Fault[] = [];
  #target = 0;
  #problem = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    place: HTMLElement,
    tools: HTMLElement,
    drive: DriveClient,
    onChange: () => void,
  ) {
    this.#place = place;
    this.#tools = tools;
    this.#drive = drive;
    this.#onChange = onChange;
    void this.#do(async () => {
      const { options, rules } = await drive.switches();
      this.#options = options;
      this.#rules = rules;
      this.#expect(await drive.faults());
    });
  }

  /** Runs a question to the drive; what goes wrong is shown. */
  async #do(task: () => Promise<void>): Promise<void> {
    try {
      await task();
      this.#problem = '';
    } catch (error) {
      this.#problem = reasonOf(error);
    }
    this.#paint();
  }

  async #set(name: string, value: SwitchValue): Promise<void> {
    await this.#do(async () => {
      this.#options = await this.#drive.change({ [name]: value });
    });
    this.#onChange();
  }

  async #reset(): Promise<void> {
    await this.#do(async () => {
      this.#options = await this.#drive.reset();
      this.#expect([]);
    });
    this.#onChange();
  }

  async #play({ label: _, ...kind }: Kind & { label: string }): Promise<void> {
    const { rule } = targets[this.#target] ?? { rule: { on: 'part' } };
    await this.#do(async () =>
      this.#expect(await this.#drive.addFault({ ...rule, ...kind })),
    );
  }

  /** Faults are used up by requests that this page does not see, so it asks again while some are left. */
  #expect(pending: readonly Fault[]): void {
    this.#pending = pending;
    clearTimeout(this.#timer);
    if (pending.length === 0) return;
    this.#timer = setTimeout(
      () => void this.#do(async () => this.#expect(await this.#drive.faults())),
      1000,
    );
  }

  #paint(): void {
    render(
      html`<button type="button" class="quiet" @click=${() => this.#reset()}>
        Back to normal
      </button>`,
      this.#tools,
    );
    const names = Object.keys(this.#rules);
    const others = names.filter((name) => !mainSwitches.includes(name));
    render(
      html`
        ${this.#problem ? html`<p class="problem" role="alert">${this.#problem}</p>` : nothing}
        ${this.#options ? this.#faultsView() : nothing}
        ${
          this.#options
            ? html`<h3>How the drive behaves</h3>
                <div class="fields">${mainSwitches.filter((name) => names.includes(name)).map((name) => this.#field(name))}</div>
                <details>
                  <summary>More switches</summary>
                  <div class="fields">${others.map((name) => this.#field(name))}</div>
                </details>`
            : nothing
        }
      `,
      this.#place,
    );
  }

  #faultsView() {
    return html`
      <h3 id="faults-title">What goes wrong once</h3>
      <label class="field inline">
        <span>It hits</span>
        <select @change=${(event: Event) => {
          this.#target = (event.target as HTMLSelectElement).selectedIndex;
        }}>
          ${targets.map(({ label }) => html`<option>${label}</option>`)}
        </select>
      </label>
      <div class="buttons" role="group" aria-labelledby="faults-title">
        ${faults.map((fault) => html`<button type="button" @click=${() => this.#play(fault)}>${fault.label}</button>`)}
      </div>
      <div class="pending" role="status">
        ${
          this.#pending.length === 0
            ? html`<span class="muted">Nothing is to go wrong.</span>`
            : html`<span class="muted">Still to come:</span>
                ${this.#pending.map((fault) => html`<span class="chip">${wordsOf(fault)}</span>`)}
                <button type="button" class="quiet" @click=${() =>
                  this.#do(async () => {
                    await this.#drive.clearFaults();
                    this.#expect([]);
                  })}>Call off</button>`
        }
      </div>
    `;
  }

  #field(name: string) {
    const rule = this.#rules[name];
    const value = this.#options?.[name];
    if (!rule || value === undefined) return nothing;
    const input = (event: Event) =>
      (event.target as HTMLInputElement | HTMLSelectElement).value;
    const label = labels[name] ?? name;
    const isChanged = String(value) !== String(rule.fallback);
    return html`<label class="field ${isChanged ? 'changed' : ''}" title=${rule.help}>
      <span>${label}${name === 'latency' ? html` <span class="value">${value} ms</span>` : nothing}</span>
      ${
        name === 'latency'
          ? html`<input type="range" min="0" max="3000" step="50" .value=${live(String(value))} @change=${(event: Event) => this.#set(name, Number(input(event)))}>`
          : rule.kind === 'choice'
            ? html`<select @change=${(event: Event) => this.#set(name, input(event))}>
                ${rule.values.map((each) => html`<option value=${each} .selected=${live(each === value)}>${meanings[`${name} ${each}`] ?? each}</option>`)}
              </select>`
            : rule.kind === 'number'
              ? html`<input type="number" min=${rule.min} max=${rule.max} .value=${live(String(value))} @change=${(event: Event) => this.#set(name, Number(input(event)))}>`
              : html`<input type="text" placeholder=${location.origin} .value=${live(String(value))} @change=${(event: Event) => this.#set(name, input(event))}>`
      }
    </label>`;
  }
}

/** A pending fault in few words, those of its button where it has one. */
function wordsOf(pending: Fault): string {
  const known = faults.find(
    ({ kind, when, status }) =>
      kind === pending.kind &&
      when === pending.when &&
      status === pending.status,
  );
  const times = (pending.times ?? 1) > 1 ? ` ×${pending.times}` : '';
  const place = pending.on === 'session' ? 'session: ' : '';
  return `${place}${known?.label ?? pending.kind}${times}`;
}
