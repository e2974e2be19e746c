/**
 * `<kommo-uploader>` as a component of React 19: its options as props, its events as `onUploaded`, `onUploadError`, …
 *
 * Knows: how React renders, here and on a server. Does not know: what any option means. React could use the tag as it
 * is, but of one that came from a server it neither sets functions and objects nor listens to its events. The directive
 * lets a component of the server import it: that sends the tag, and the page goes on with it.
 */

'use client';

import {
  createElement,
  type HTMLAttributes,
  type ReactElement,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  version,
} from 'react';
import type { ServerRendered } from './element/server-rendered.js';
import { UploaderOptions } from './element/uploader-options.js';
import type { KommoUploader as Uploader, UploaderEventMap } from './index.js';
// Defines the tag.
import './index.js';

/** All that a page can set: `sessionUrl`, `maxFiles`, `accessToken`, … */
type Options = Partial<Omit<UploaderOptions, keyof ServerRendered>>;

type Pascal<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Pascal<Tail>}`
  : Capitalize<Name>;

/** `onUploadError` to `upload-error`, and so on: no other, and none is missing. */
type EventOf = {
  readonly [Name in keyof UploaderEventMap as `on${Pascal<Name>}`]: Name;
};

/** What is called with each event of the element itself; `input` and `change` are React's own `onInput`, `onChange`. */
type Listeners = {
  [Prop in keyof EventOf]?:
    | ((event: UploaderEventMap[EventOf[Prop]]) => void)
    | undefined;
};

/** Options and listeners of the element, and what React knows of any other. */
export interface KommoUploaderProps
  extends Options,
    Listeners,
    Omit<HTMLAttributes<Uploader>, keyof Options | keyof Listeners> {
  /** The element, for its methods. */
  readonly ref?: Ref<Uploader> | undefined;
}

const events: EventOf = {
  onBeforeFileAdd: 'before-file-add',
  onBeforeFileRemove: 'before-file-remove',
  onFileAdd: 'file-add',
  onFileRemove: 'file-remove',
  onFileReject: 'file-reject',
  onUploadStart: 'upload-start',
  onUploadProgress: 'upload-progress',
  onUploadPause: 'upload-pause',
  onUploadResume: 'upload-resume',
  onUploadWait: 'upload-wait',
  onUploadRetry: 'upload-retry',
  onUploaded: 'uploaded',
  onUploadError: 'upload-error',
  onUploadAbort: 'upload-abort',
  onLinked: 'linked',
  onLinkError: 'link-error',
  onUploadsIdle: 'uploads-idle',
};

/** The element, with everything that it takes as props. Its methods are reached by `ref`. */
export function KommoUploader({
  ref,
  ...props
}: KommoUploaderProps): ReactElement {
  // The package allows any React beside it: npm would not install the element either, where another one is.
  if (Number.parseInt(version, 10) < 19)
    throw new Error(`kommo-uploader/react needs React 19; this is ${version}.`);
  const own = useRef<Uploader>(null);
  const { attributes, properties, listeners } = sort(props);
  const latest = useRef(listeners);
  const before = useRef<Values>({});

  useImperativeHandle(ref, () => own.current as Uploader, []);

  useLayoutEffect(() => {
    latest.current = listeners;
    // What is no longer given is as it was before anything was.
    const gone = Object.keys(before.current).filter(
      (name) => !(name in properties) && !(attributeOf(name) in attributes),
    );
    const given = { ...properties };
    for (const name of gone) given[name] = undefined;
    for (const [name, value] of Object.entries(given))
      if (value !== before.current[name])
        Reflect.set(own.current as Uploader, name, value);
    before.current = properties;
  });

  useLayoutEffect(() => {
    const leaving = new AbortController();
    for (const [prop, name] of Object.entries(events))
      own.current?.addEventListener(
        name,
        (event) => latest.current[prop]?.(event),
        leaving,
      );
    return () => leaving.abort();
  }, []);

  return createElement('kommo-uploader', { ...attributes, ref: own });
}

type Values = Record<string, unknown>;

interface Sorted {
  /** What a server can write too. */
  readonly attributes: Values;
  readonly properties: Values;
  readonly listeners: Record<string, ((event: Event) => void) | undefined>;
}

function sort(props: object): Sorted {
  const sorted: Sorted = { attributes: {}, properties: {}, listeners: {} };
  for (const [name, value] of Object.entries(props)) {
    const isOption = UploaderOptions.elementProperties.has(name);
    if (name in events) sorted.listeners[name] = value;
    else if (!isOption) sorted.attributes[name] = value;
    else if (attributeOf(name) === '' || value instanceof Object)
      sorted.properties[name] = value;
    else sorted.attributes[attributeOf(name)] = value;
  }
  return sorted;
}

/** `max-files` of `maxFiles`, and nothing of what is a property only. */
function attributeOf(option: string): string {
  const { attribute } = UploaderOptions.elementProperties.get(option) ?? {};
  if (attribute === false) return '';
  return typeof attribute === 'string' ? attribute : option;
}
