/** An application in React with one uploader: rendered on a server, and again in the page. */
import { createElement, type ReactElement } from 'react';
import { KommoUploader, type KommoUploaderProps } from '../../src/react.js';

declare global {
  interface Window {
    /** What the application heard. */
    heard: string[];
    /** Renders it with other props; without any, takes it away. */
    show(props?: AppProps): void;
  }
}

export interface AppProps {
  sessionUrl: string;
  /** Who listens. */
  listener: string;
  /** What stored files are called, where it is not what they were called before. */
  newName?: string;
  maxFiles?: number;
}

export function App({
  sessionUrl,
  listener,
  newName,
  maxFiles,
}: AppProps): ReactElement {
  const props: KommoUploaderProps = {
    ...{ id: 'uploader', className: 'panel', sessionUrl, maxFiles },
    multiple: true,
    withPreview: false,
    prepare: newName ? (file) => new File([file], newName) : undefined,
    onUploaded: ({ detail }) =>
      window.heard.push(`${listener}: ${detail.name}`),
    onFileReject: ({ detail }) =>
      window.heard.push(`${listener}: ${detail.error.code}`),
    ref: (element) => {
      window.heard.push(element ? `has ${element.localName}` : 'has none');
    },
  };
  return createElement(KommoUploader, props);
}
