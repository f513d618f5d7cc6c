import type { Claim } from '../proof.ts';

type Placed = Pick<Claim, 'path' | 'beside' | 'given' | 'migration'>;

/** A migration, and the one before it, as the files of a tool that wraps each of them in a transaction. */
export function goose(given: string, migration: string, down = ''): Placed {
  const undo = down === '' ? '' : `\n-- +goose Down\n${down}\n`;
  return {
    path: 'goose/0000{n}_step.sql',
    given: `-- +goose Up\n${given}`,
    migration: `-- +goose Up\n${migration}\n${undo}`,
  };
}

/** Each statement commits by itself. */
export function gooseOutside(given: string, migration: string): Placed {
  const placed = goose(given, migration);
  return { ...placed, migration: `-- +goose NO TRANSACTION\n${placed.migration}` };
}

export function dbmate(given: string, migration: string, down = ''): Placed {
  return {
    path: 'db/migrations/2026010{n}000000_step.sql',
    given: `-- migrate:up\n${given}\n-- migrate:down\n`,
    migration: `-- migrate:up\n${migration}\n-- migrate:down\n${down}\n`,
  };
}

/** Wraps each file, and leaves the transaction by itself where nothing in it could run in one. */
export function flyway(given: string, migration: string): Placed {
  return { path: 'db/migration/V{n}__step.sql', given, migration };
}

/** Sends each file in one piece. */
export function golangMigrate(given: string, migration: string): Placed {
  return { path: 'migrate/00000{n}_step.up.sql', given, migration };
}

/** Up to 7.3: sends each file in one piece. */
export function prisma(given: string, migration: string): Placed {
  return { path: 'prisma/migrations/2026010{n}000000_step/migration.sql', given, migration };
}

/** From 7.4 on each statement commits by itself, unless Prisma cannot read one. */
export function prisma74(given: string, migration: string): Placed {
  return { ...prisma(given, migration), beside: { 'package.json': '{"devDependencies":{"prisma":"7.5.0"}}' } };
}

export function sqlx(given: string, migration: string): Placed {
  return {
    path: 'migrations/2026010{n}000000_step.sql',
    beside: { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' },
    given,
    migration,
  };
}

export function diesel(given: string, migration: string): Placed {
  return { path: 'migrations/2026-01-0{n}-000000_step/up.sql', given, migration };
}

export function liquibase(given: string, migration: string): Placed {
  const header = '--liquibase formatted sql\n';
  return {
    path: 'db/changelog/00{n}-step.sql',
    given: `${header}--changeset ann:one\n${given}`,
    migration: `${header}--changeset ann:two\n${migration}`,
  };
}

export function atlas(given: string, migration: string): Placed {
  return {
    path: 'migrations/2026010{n}000000_step.sql',
    given: `-- atlas:txmode file\n\n${given}`,
    migration,
  };
}
