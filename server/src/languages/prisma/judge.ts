import { contains, overlaps } from '#text';
import type { Judge, LoadAsset, Problem } from '../contract.ts';
import { prismaFacts } from './facts.ts';
import type { Fragment, PrismaDocument } from './model.ts';
import { filesOfSchema } from './schema.ts';
import { type EngineMessage, loadSchemaEngine, type SchemaEngine } from './schemaEngine.ts';

/**
 * What holds for one version of Prisma only, while nothing in a schema says which one reads it: `url` and its like moved
 * to prisma.config.ts in Prisma 7 and have to be there in Prisma 6; preview features come and go.
 */
const OF_ANOTHER_VERSION = /no longer supported in schema files|^The preview feature /;

/** How errors of syntax begin. Without a datasource the rest of the schema may lie in files that nobody gave us. */
const SYNTAX = /^Error validating: /;

export async function loadPrismaJudge(load: LoadAsset): Promise<Judge<PrismaDocument> | undefined> {
  const bytes = await load('prisma_schema_build_bg.wasm');
  if (!bytes) return undefined;
  const engine = rememberingLast(await loadSchemaEngine(bytes));
  return { judge: (document, siblings) => judge(engine, document, siblings) };
}

/** The files of one schema are judged one after the other, and the engine reads all of them each time: once is enough. */
function rememberingLast(engine: SchemaEngine): Pick<SchemaEngine, 'lint'> {
  let last: { readonly key: string; readonly messages: readonly EngineMessage[] } | undefined;
  return {
    lint: files => {
      const key = JSON.stringify(files);
      if (last?.key !== key) last = { key, messages: engine.lint(files) };
      return last.messages;
    },
  };
}

function judge(
  engine: Pick<SchemaEngine, 'lint'>,
  document: PrismaDocument,
  siblings: readonly PrismaDocument[],
): readonly Problem[] {
  const byUri = new Map([document, ...siblings].map(one => [one.uri, one]));
  const related = filesOfSchema(document.uri, new Map([...byUri].map(([uri, one]) => [uri, prismaFacts(one)])));
  const files = [...byUri.values()].filter(one => related.has(one.uri)).sort((a, b) => (a.uri < b.uri ? -1 : 1));
  // The engine knows no Prisma 8, and would complain about whatever it fails to see in a broken sibling.
  if (files.some(one => one.prisma8)) return [];
  if (files.some(one => one !== document && one.problems.length > 0)) return [];
  if (document.fragments.some(one => leftOpen(document, one))) return [];
  const complete = files.some(one => one.datasource);
  const broken = document.fragments.filter(one => one.problems.length > 0);
  return engine
    .lint(files.map(one => [one.uri, one.text]))
    .filter(message => message.file_name === document.uri && !message.is_warning)
    .filter(({ text }) => !OF_ANOTHER_VERSION.test(text) && (complete || SYNTAX.test(text)))
    .filter(message => !broken.some(fragment => followsFrom(fragment, message)))
    .map(problemOf);
}

/** An open block or comment: for the engine all that follows is a part of it. */
function leftOpen({ text }: PrismaDocument, { block, comments }: Fragment): boolean {
  if (block && !block.closingBrace) return true;
  return comments.some(
    ({ span }) => text.startsWith('/*', span.start) && !text.slice(span.start, span.end).endsWith('*/'),
  );
}

/** True for what is said in a fragment that the own reader could not read whole, or elsewhere for want of it. */
function followsFrom({ anchor, length, block }: Fragment, message: EngineMessage): boolean {
  const span = { start: anchor.base, end: anchor.base + length };
  if (overlaps(span, message) || contains(span, message)) return true;
  return block !== undefined && message.text.includes(`"${block.name.text}"`);
}

function problemOf({ start, end, text }: EngineMessage): Problem {
  const message = text.split(/\r?\n/)[0]!.replace(SYNTAX, '').trim().replace(/\.$/, '');
  return { span: { start, end }, message };
}
