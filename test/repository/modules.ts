/**
 * Reads source files as syntax trees, and walks them. Knows: TypeScript's syntax by the parser that comes with Vite.
 * Does not know: rules; those are in `rules.ts`.
 */
import path from 'node:path';
import { parseSync } from 'vite';

/** Paths from the project's top level, with `/`, to the texts of the files. */
export type Tree = ReadonlyMap<string, string>;

export interface Node {
  type: string;
  [key: string]: unknown;
}

export interface Import {
  specifier: string;
  /** The file of the tree that it leads to. Undefined for a package, and where there is no such file. */
  target: string | undefined;
}

export interface Module {
  path: string;
  text: string;
  body: Node[];
  comments: { value: string; start: number; end: number }[];
  imports: Import[];
  /** What the parser could not read: nothing else is known of such a module. */
  errors: string[];
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Node).type === 'string';

/** Visits a node and all below it, parents first. A visitor that returns false is not led further down. */
export function walk(
  node: Node,
  visit: (node: Node, parent?: Node, key?: string) => boolean | undefined,
  parent?: Node,
  parentKey?: string,
): void {
  if (visit(node, parent, parentKey) === false) return;
  for (const [key, value] of Object.entries(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) walk(child, visit, node, key);
}

/** `./a.js` is what a TypeScript source calls its neighbour `a.ts`; Vite reads `/a.js` from the top level. */
function resolve(from: string, specifier: string, tree: Tree) {
  if (!/^[./]/.test(specifier)) return undefined;
  const folder = specifier.startsWith('/') ? '' : path.posix.dirname(from);
  const asked = path.posix.join(folder, `./${specifier.replace(/\?.*$/, '')}`);
  return [asked.replace(/\.js$/, '.ts'), asked].find((file) => tree.has(file));
}

/** Where a module says what it needs: `import`, `export … from`, `import()`, and a type's `import('…')`. */
const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function specifiersIn(body: Node[]): string[] {
  const specifiers: string[] = [];
  for (const statement of body)
    walk(statement, (node) => {
      const source = importing.has(node.type)
        ? node.source
        : node.type === 'TSExternalModuleReference'
          ? node.expression
          : undefined;
      if (!isNode(source)) return undefined;
      const { value } = source;
      specifiers.push(typeof value === 'string' ? value : '(computed)');
      return undefined;
    });
  return specifiers;
}

export function readModules(tree: Tree): Module[] {
  return [...tree]
    .filter(([file]) => /\.(ts|mjs)$/.test(file))
    .map(([file, text]) => {
      const { program, comments, errors } = parseSync(file, text);
      const body = program.body as unknown as Node[];
      return {
        path: file,
        text,
        body,
        comments,
        imports: specifiersIn(body).map((specifier) => ({
          specifier,
          target: resolve(file, specifier, tree),
        })),
        errors: errors.map(({ message }) => message),
      };
    });
}
