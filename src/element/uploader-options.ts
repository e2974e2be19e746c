/**
 * What a page can set on the element: attributes and properties, and nothing else.
 *
 * Knows: names, types, defaults and words for each option. Does not know: what becomes of them. Numbers, sizes and
 * addresses are kept as they were written; the engine reads them, and what it cannot read is a `bad-option`.
 */

import { property } from 'lit/decorators.js';
import type {
  AccessToken,
  FileVersion,
  OpenSession,
  Prepare,
  UploadQueue,
  Verify,
} from '../engine/index.js';
import type { Messages } from './messages.js';
import { ServerRendered } from './server-rendered.js';
import type { RenderRow } from './upload-list.js';

/** An attribute that was taken away is `null`. */
type Text = string | null | undefined;
type Amount = number | string | null | undefined;

/** How the element looks. */
export type Look = 'default' | 'compact';

export abstract class UploaderOptions extends ServerRendered {
  /**
   * Where an upload session is opened: the address of your broker, or the drive's `/v1.0/sessions`. Relative to the
   * page. Needed, unless `openSession` is set; without both the element says so (`bad-option`).
   */
  @property({ attribute: 'session-url' }) sessionUrl?: Text;

  /**
   * Opens an upload session instead of `session-url`: gets the session request, gives what the drive answered. What it
   * throws ends the upload; a `Response`, or anything with a `status`, is judged as if the server had sent it.
   */
  @property({ attribute: false }) openSession?: OpenSession | undefined;

  /**
   * The access token of the session request, sent as its Bearer, or a function that gives or fetches it, asked before
   * each session. It gets `{refused}`: the one that a 401 just came for, if that is why it is asked. Give a function: a
   * string on a page that is not localhost can be read by everybody, and is warned about.
   */
  @property({ attribute: false }) accessToken?: AccessToken | undefined;

  /** Sends the page's cookies with session and link requests, to another origin too. */
  @property({ attribute: 'with-credentials', type: Boolean }) withCredentials =
    false;

  /**
   * Where a finished file is linked to a card: `/api/v4/leads/123/files` in the CRM's own page, or your broker's
   * address of the same form. Taken when a file is added, and kept with it. As a property also a promise of it, for a
   * card that is not saved yet: files wait for it, and nothing of them is sent before. Default: files are not linked.
   * @see https://developers.kommo.com/reference/attach-files
   */
  @property({ attribute: 'link-url' }) linkUrl?: Text | PromiseLike<string>;

  /** Sends the access token with each part as well. Costs a preflight request for each part. */
  @property({ attribute: 'bearer-on-parts', type: Boolean }) bearerOnParts =
    false;

  /**
   * Further origins where parts of files may go, with spaces between. The session's own origin and Kommo's hosts are
   * allowed anyway; to any other no byte is sent (`forbidden-address`).
   */
  @property({ attribute: 'allowed-origins' }) allowedOrigins?:
    | Text
    | readonly string[];

  /** Takes more than one file. Without it, a new file takes the place of the one before. */
  @property({ type: Boolean, reflect: true }) multiple = false;

  /** A form needs at least one uploaded file. */
  @property({ type: Boolean, reflect: true }) required = false;

  /** Takes no files from people and offers no buttons. Uploads that run go on. */
  @property({ type: Boolean, reflect: true }) disabled = false;

  /** The name under which a form sends the uuids of the uploaded files. */
  @property({ reflect: true }) name?: Text;

  /**
   * Types of files that are taken, as on `<input type=file>`: extensions (`.pdf`), MIME types (`image/png`) and kinds
   * (`image/*`), with commas between. Default: all. Others are rejected (`file-type`).
   */
  @property({ reflect: true }) accept?: Text;

  /**
   * The button chooses a whole folder instead of files, with all that is in it: more than one file, even without
   * `multiple`. Single files can still be dropped and pasted.
   */
  @property({ type: Boolean, reflect: true }) directory = false;

  /**
   * Takes a picture or a film instead of choosing one, where a device can, as on `<input type=file>`: `environment`
   * (the camera at the back) or `user` (the one at the front); `accept` says of what kind. Default: choose.
   */
  @property({ reflect: true }) capture?: Text;

  /**
   * A selector of a further element, such as `body`: files dropped or pasted anywhere on it are the element's. Looked
   * for in what the element stands in, then in its shadow tree, then in the page. What leads nowhere is a `bad-option`.
   */
  @property({ attribute: 'drop-target' }) dropTarget?: Text;

  /** Files wait for `start()`, or for the button that does it. */
  @property({ type: Boolean }) manual = false;

  /** Files in the list at most, a whole number from 1. Default: no limit. More are rejected (`too-many-files`). */
  @property({ attribute: 'max-files' }) maxFiles?: Amount;

  /** Bytes that a file must have, `10 MB` or `10 MiB`. Default: 0. Smaller ones are rejected (`file-too-small`). */
  @property({ attribute: 'min-file-size' }) minFileSize?: Amount;

  /** Bytes that a file may have, `10 MB` or `10 MiB`. Default: no limit. Larger ones are rejected (`file-too-large`). */
  @property({ attribute: 'max-file-size' }) maxFileSize?: Amount;

  /**
   * Bytes that all files in the list may have together, `10 MB` or `10 MiB`. Default: no limit. What goes beyond it is
   * rejected (`total-too-large`).
   */
  @property({ attribute: 'max-total-size' }) maxTotalSize?: Amount;

  /**
   * Parts in flight at most, for all uploads of this page to one drive: a whole number from 1. Default: as the drive
   * answers, two at first, one more with each good answer up to six, half after 429, 503 or answers that come later and
   * later. After such trouble a number of yours is lowered too, until all goes well again. The next file's session is
   * opened beside the parts.
   */
  @property() concurrency?: Amount;

  /** Seconds to try without progress before an upload fails. Only time spent trying counts. Default 900. */
  @property({ attribute: 'retry-for' }) retryFor?: Amount;

  /**
   * When the stored bytes are read back and compared: `repeated` (after a part had to be sent twice), `always` or
   * `never`. `upload.verified` says what came of it. Default `repeated`.
   */
  @property() verify?: Verify | null | undefined;

  /**
   * Who may go on with an upload after a reload, a crash or a closed tab. Default: this tab, until it is closed. Give
   * your user's id, and that person can go on in any tab of this browser; `none` keeps nothing.
   */
  @property({ attribute: 'resume-scope' }) resumeScope?: Text;

  /**
   * Whether the browser asks before the page is left while uploads run: `on` or `off`. Default `on`: even an upload that
   * could go on after a reload would stop. Browsers ask only in a page that was clicked or typed in.
   */
  @property({ attribute: 'leave-warning' }) leaveWarning?:
    | 'on'
    | 'off'
    | null
    | undefined;

  /** Asks the drive to make previews. */
  @property({ attribute: 'with-preview', type: Boolean }) withPreview = false;

  /** The uuid of a file in Kommo: uploads become new versions of it. */
  @property({ attribute: 'file-uuid' }) fileUuid?: Text;

  /**
   * Changes a file after it was accepted and before its session is opened: shrinks, encrypts, renames. What it throws
   * is shown to the person and ends the upload (`prepare-failed`).
   */
  @property({ attribute: false }) prepare?: Prepare | undefined;

  /** How it looks: `default`, or `compact`, with one line for each file, for narrow panels. Default `default`. */
  @property({ reflect: true }) look?: Look | null | undefined;

  /**
   * What stands in the row of an upload instead of the built-in content: a template of Lit, a node, or text. Called
   * again when something of that upload changed. All rows have one height, which is the page's to set
   * (`--kommo-uploader-row-height`). Where it throws or gives nothing, the built-in content stays.
   */
  @property({ attribute: false }) renderRow?: RenderRow | undefined;

  /** Own words: any texts of the table, each a string or a function. */
  @property({ attribute: false }) messages?: Partial<Messages> | undefined;

  /**
   * A queue from outside, whose uploads outlive the element: removing the element does not abort them. Of several
   * elements with one queue, the one that was connected last speaks for it. Default: a queue of its own.
   */
  @property({ attribute: false }) queue?: UploadQueue | undefined;

  /** Records of files that are there already: shown as uploaded, counted by `max-files`. */
  @property({ attribute: false }) initialRecords?:
    | readonly FileVersion[]
    | undefined;
}
