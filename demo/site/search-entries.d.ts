/** What search looks through: the build writes it, `plugin.ts` serves it. */
declare module 'virtual:search-entries' {
  const entries: readonly import('./site.js').SearchEntry[];
  export default entries;
}
