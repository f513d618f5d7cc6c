import type { Document } from '../contract.ts';
import type { Block, EnumBlock, Model, SettingsBlock } from './blocks.ts';
import type { PrismaComment, PrismaProblem } from './nodes.ts';

export type { PrismaFacts } from './facts.ts';

/** One `.prisma` file: the whole schema, or a part of one. */
export interface PrismaDocument extends Document {
  readonly kind: 'prisma';
  readonly comments: readonly PrismaComment[];
  readonly problems: readonly PrismaProblem[];
  /** The blocks of the file in order, those in a namespace only in `models`, `enums`, `views` and `types`. */
  readonly blocks: readonly Block[];
  readonly models: readonly Model[];
  readonly views: readonly Model[];
  /** Composite types. */
  readonly types: readonly Model[];
  readonly enums: readonly EnumBlock[];
  readonly datasource: SettingsBlock | undefined;
  readonly generators: readonly SettingsBlock[];
  /** Says that it is written for Prisma 8, whose language is another one. */
  readonly prisma8: boolean;
  /** What it is made from, in order; each survives edits elsewhere. */
  readonly fragments: readonly Fragment[];
}

/** A block, a comment between blocks, or a line that is neither. */
export interface Fragment {
  readonly anchor: { base: number };
  readonly length: number;
  /**
   * It reads the same as long as this many characters from its start are the same. Infinity where it was the end of
   * the file that ended it.
   */
  readonly examined: number;
  readonly block: Block | undefined;
  readonly comments: readonly PrismaComment[];
  readonly problems: readonly PrismaProblem[];
}
