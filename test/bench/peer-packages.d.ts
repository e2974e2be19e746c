/**
 * What the bench uses of the others. Knows only that: their packages are installed when they are measured, and their own
 * types are not there where the project is checked.
 */

declare module '@uppy/core' {
  export interface UppyResult {
    successful?: readonly object[];
    failed?: readonly object[];
  }
  export default class Uppy {
    constructor(options: object);
    use(plugin: object, options: object): this;
    addFiles(files: readonly object[]): void;
    getFiles(): readonly object[];
    on(event: 'complete', heard: (result: UppyResult) => void): this;
    destroy(): void;
  }
}

declare module '@uppy/dashboard' {
  const Dashboard: object;
  export default Dashboard;
}

declare module '@uppy/tus' {
  const Tus: object;
  export default Tus;
}

declare module '@uppy/xhr-upload' {
  const XHRUpload: object;
  export default XHRUpload;
}

declare module 'tus-js-client' {
  export class Upload {
    constructor(file: File, options: object);
    start(): void;
  }
}

declare module 'dropzone' {
  export class Dropzone {
    constructor(element: HTMLElement, options: object);
    on(event: string, heard: (file: object, said: unknown) => void): this;
    addFile(file: File): void;
    destroy(): void;
  }
}

declare module 'filepond' {
  export interface FilePond {
    addFiles(files: readonly File[]): Promise<unknown>;
    getFiles(): readonly object[];
    destroy(): void;
  }
  export function create(element: HTMLElement, options: object): FilePond;
}

declare module '@vaadin/upload' {}

declare module '*.css?inline' {
  const text: string;
  export default text;
}
